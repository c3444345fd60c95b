"""What a shell is offered after a command's name."""

import pytest
from click.shell_completion import ShellComplete

from flashkms.cli.group import group


def offered(*words):
    completed = ShellComplete(group(), {}, "flashkms", "_FLASHKMS_COMPLETE")
    return [item.value for item in completed.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("show", "kms-9"), ["kms-9d2mx7.1"]),
        (("suspend", "kms-9d2mx7.1", "kms-4"), ["kms-4t7q2m.1", "kms-4t7q2m.2"]),
        (("drop", "kms-4"), ["kms-4t7q2m"]),
        (("review", "aws"), ["AWS", "AWS::KMS"]),
        (("help", "tut"), ["tutorial"]),
        (("resto",), ["restore"]),
    ],
)
def test_names_of_the_collection_are_completed(collection, monkeypatch, words, wanted):
    monkeypatch.chdir(collection)

    assert offered(*words) == wanted


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("import", "pho"), "file"),
        (("build", "notes/"), "file"),
        (("export", "-o", ""), "file"),
        (("init", ""), "dir"),
        (("-C", "my"), "dir"),
        (("due", "-C", "my"), "dir"),
    ],
)
def test_files_and_folders_are_left_to_the_shell(words, kind):
    completed = ShellComplete(group(), {}, "flashkms", "_FLASHKMS_COMPLETE")

    assert [item.type for item in completed.get_completions(list(words[:-1]), words[-1])] == [kind]


def test_the_collection_may_be_named_on_the_line(collection):
    assert offered("-C", str(collection), "show", "kms-z") == ["kms-zz2345.1"]


def test_without_a_collection_nothing_is_offered():
    assert offered("show", "kms") == []


def test_unreadable_settings_offer_nothing_and_say_nothing(collection, monkeypatch, capsys):
    monkeypatch.chdir(collection)
    (collection / "flashkms.toml").write_text("[[[")

    assert offered("show", "kms") == []
    assert capsys.readouterr() == ("", "")
