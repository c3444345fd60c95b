"""What the help of `export` says."""

from click.testing import CliRunner

from flashkms.cli.commands.export import export
from flashkms.exchange import sheets


def test_the_help_names_every_kind_of_file_that_is_written():
    said = CliRunner().invoke(export, ["--help"]).output

    assert [suffix for suffix in (".apkg", *sheets.WRITERS) if suffix not in said] == []
