"""The contract: every field of every JSON document, and what the lines beside it say."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from flashkms.config import DEFAULT_PARAMETERS

from .conftest import Ended

Call = Callable[..., Ended]
CLOZE, QUESTION, PLAIN = "kms-4t7q2m.1", "kms-9d2mx7.1", "kms-zz2345.1"


def log(collection: Path) -> list[dict[str, object]]:
    (path,) = (collection / "reviews").glob("*.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_due_tells_counts_by_deck_and_the_queue_in_order(flashkms: Call) -> None:
    due = flashkms("due", "--json").json

    assert due["now"] == "2026-03-02T09:00:00Z"
    assert due["day"] == "2026-03-02"
    assert {"deck": "AWS::KMS", "new": 3, "learning": 0, "due": 0, "cards": 4} in due["decks"]
    assert due["queue"] == [CLOZE, QUESTION, PLAIN]


def test_due_in_lines_is_the_table_and_the_queue(flashkms: Call) -> None:
    ended = flashkms("due", "aws::kms")

    assert ended.lines[0] == "Monday 2 March 2026"
    assert ended.lines[1].split() == ["deck", "new", "learning", "due", "cards"]
    assert ended.lines[-3:] == [CLOZE, QUESTION, PLAIN]


def test_a_deck_that_is_not_there_is_told_its_neighbour(flashkms: Call) -> None:
    ended = flashkms("due", "aws::kns")

    assert (ended.code, ended.err) == (2, "flashkms: no deck is called aws::kns (did you mean AWS::KMS?)\n")


def test_a_deck_called_by_its_last_name_is_told_in_full(flashkms: Call) -> None:
    assert flashkms("due", "kms").err == "flashkms: no deck is called kms (did you mean AWS::KMS?)\n"


def test_alone_without_a_terminal_it_is_the_deck_table(flashkms: Call) -> None:
    ended = flashkms()

    assert ended.code == 0
    assert ended.lines[1].split() == ["deck", "new", "learning", "due", "cards"]
    assert "flashkms review" in ended.err


def test_a_card_is_told_field_by_field(flashkms: Call) -> None:
    cards = {card["id"]: card for card in flashkms("cards", "--json").json}

    assert list(cards) == [CLOZE, "kms-4t7q2m.2", QUESTION, PLAIN]
    cloze, question = cards[CLOZE], cards[QUESTION]
    assert cloze["entry"] == "kms-4t7q2m"
    assert cloze["deck"] == "AWS::KMS"
    assert cloze["kind"] == "cloze"
    assert cloze["front"] == "Keys made in […] never leave its hardware security modules in the clear."
    assert "AWS KMS" in cloze["back"]
    assert cloze["text"].startswith("Keys made in {{c1::AWS KMS}}")
    assert cloze["answers"] == ["AWS KMS"]
    assert cloze["options"] == []
    assert cloze["context"] == ["AWS KMS"]
    assert cloze["tags"] == ["aws"]
    assert cloze["suspended"] is False
    assert cloze["images"] == []
    assert cloze["anki"]["guid"] == "kms-4t7q2m"
    assert cloze["anki"]["ord"] == 0
    assert 1e12 <= cloze["anki"]["card_id"] < 1.6e12
    assert question["kind"] == "question"
    assert question["text"] is None
    assert question["answers"] == ["AWS KMS API"]
    assert question["options"] == [
        {"text": "AWS KMS API", "correct": True, "why": None},
        {"text": "EBS encryption", "correct": False, "why": "it encrypts underneath the application"},
    ]
    assert question["extra"] == "Encrypt in memory through the API, then store."
    assert question["tags"] == ["aws", "scenario"]
    assert question["front"].startswith("An application must encrypt data before it reaches the disk.")


def test_a_query_finds_cards_and_a_wrong_one_is_told(flashkms: Call) -> None:
    assert [line.split("\t")[0] for line in flashkms("cards", "tag:scenario").lines] == [QUESTION]
    assert flashkms("cards", "is:due", "-tag:scenario").code == 0
    assert flashkms("cards", "(").code == 2


def test_a_card_never_answered_has_no_memory(flashkms: Call) -> None:
    shown = flashkms("show", PLAIN, "--json").json

    assert shown["id"] == PLAIN
    assert shown["memory"] is None
    assert shown["retrievability"] is None
    assert shown["events"] == []
    assert list(shown["next"]) == ["again", "hard", "good", "easy"]
    assert 60 <= shown["next"]["again"]["interval_seconds"] <= 75
    assert shown["next"]["again"]["due"].startswith("2026-03-02T09:01:")


def test_a_card_answered_once_was_answered_one_time(flashkms: Call) -> None:
    flashkms("answer", PLAIN, "good")

    assert "answered    1 time, forgotten 0" in flashkms("show", PLAIN).lines


def test_an_answer_shows_the_card_s_new_memory(flashkms: Call) -> None:
    memory = flashkms("answer", PLAIN, "good", "--took", "6.5", "--json").json["memory"]

    assert memory["phase"] == "learning"
    assert memory["reps"] == 1
    assert memory["lapses"] == 0
    assert memory["steps_left"] == 1
    assert memory["last_review"] == "2026-03-02T09:00:00Z"
    assert memory["due"].startswith("2026-03-02T09:1")
    assert memory["interval_days"] == 0
    assert memory["stability"] == pytest.approx(2.3065)
    assert 1 <= memory["difficulty"] <= 10


def test_an_answer_is_in_the_log_and_an_entry_names_its_only_card(flashkms: Call, collection: Path) -> None:
    flashkms("answer", "kms-zz2345", "3", "--took", "6.5", "--at", "2026-03-01T10:00:00+09:00")
    (event,) = log(collection)

    assert (event["kind"], event["card"], event["rating"], event["took_ms"]) == ("review", PLAIN, 3, 6500)
    assert str(event["at"]).startswith("2026-03-01T01:00:00")


def test_an_entry_with_two_cards_is_not_guessed(flashkms: Call) -> None:
    ended = flashkms("answer", "kms-4t7q2m", "good")

    assert ended.code == 2
    assert f"{CLOZE}, kms-4t7q2m.2" in ended.err


def test_lines_of_answers_count_in_the_order_of_time(flashkms: Call, collection: Path) -> None:
    lines = [
        {"card": PLAIN, "rating": 3, "at": "2026-03-01T09:10:00Z", "took_ms": 2000},
        {"card": PLAIN, "rating": 1, "at": "2026-03-01T09:00:00Z", "took_ms": 4000},
        {"card": QUESTION, "rating": 4, "at": "2026-03-01T09:05:00Z"},
    ]
    summary = flashkms("answer", "-", "--json", stdin="\n".join(map(json.dumps, lines))).json

    assert summary == {
        "answered": 3,
        "cards": 2,
        "by_rating": {"again": 1, "hard": 0, "good": 1, "easy": 1},
        "problems": [],
    }
    assert [(event["card"], event["rating"]) for event in log(collection)] == [(PLAIN, 1), (QUESTION, 4), (PLAIN, 3)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x", "no JSON"),
        ("[" * 5000, "no JSON"),
        ("[1]", "no JSON object of an answer"),
        ('{"rating": 3}', "no card is named"),
        ('{"card": "\\ud800", "rating": 3}', "no card is named"),
        (f'{{"card": "{PLAIN}", "rating": 5}}', "the rating is not 1, 2, 3 or 4"),
        (f'{{"card": "{PLAIN}", "rating": true}}', "the rating is not 1, 2, 3 or 4"),
        (f'{{"card": "{PLAIN}", "rating": 3, "at": "soon"}}', "at: 'soon' is no instant"),
        (f'{{"card": "{PLAIN}", "rating": 3, "at": 1700000000}}', "at: 1700000000 is no instant in quotes"),
        (f'{{"card": "{PLAIN}", "rating": 3, "took_ms": -1}}', "took_ms does not lie from 0 to 3600000"),
        ('{"card": "none", "rating": 3}', "no card is called none"),
    ],
)
def test_a_line_that_is_no_answer_is_told_and_the_rest_counts(flashkms: Call, line: str, message: str) -> None:
    ended = flashkms("answer", "-", "--json", stdin=f'{line}\n{{"card": "{PLAIN}", "rating": 3}}\n')

    assert ended.code == 1
    assert ended.json["answered"] == 1
    assert ended.err.startswith(f"<stdin>:1: {message}")


@pytest.mark.parametrize("words", [("good",), ("--took", "3"), ("--at", "2026-03-01")])
def test_a_rating_beside_lines_of_answers_is_refused(flashkms: Call, words: tuple[str, ...]) -> None:
    ended = flashkms("answer", "-", *words)

    assert ended.code == 2
    assert "with - each line of stdin has its own rating and time" in ended.err


def test_undo_takes_back_the_last_thing_and_then_the_one_before(flashkms: Call) -> None:
    flashkms("answer", PLAIN, "good")
    flashkms("suspend", QUESTION)

    assert flashkms("undo").out == f"undone: suspend {QUESTION}\n"
    assert flashkms("undo", "--json").json["undone"]["card"] == PLAIN
    assert flashkms("undo", "--json").json == {"undone": None}
    assert flashkms("show", PLAIN, "--json").json["memory"] is None


def test_undo_takes_back_all_that_a_command_did(flashkms: Call) -> None:
    flashkms("bury", PLAIN)
    flashkms("suspend", PLAIN, QUESTION)

    assert flashkms("undo").out == f"undone: suspend {PLAIN}\nundone: suspend {QUESTION}\n"
    assert flashkms("undo", "--json").json["undone"]["kind"] == "bury"


def test_undo_names_what_was_done_and_not_what_came_with_it(flashkms: Call) -> None:
    flashkms("suspend", PLAIN, QUESTION)
    flashkms("forget", PLAIN, QUESTION)
    undone = flashkms("undo").out

    assert undone == f"undone: forget {PLAIN}\nundone: forget {QUESTION}\n"
    assert flashkms("show", PLAIN, "--json").json["card"]["suspended"]


def test_a_card_is_suspended_buried_flagged_marked_and_forgotten(flashkms: Call) -> None:
    assert flashkms("suspend", CLOZE, PLAIN).lines == [f"{CLOZE}: suspended", f"{PLAIN}: suspended"]
    assert flashkms("due", "--json").json["queue"] == [QUESTION] or CLOZE not in flashkms("due", "--json").json["queue"]
    assert {card["id"] for card in flashkms("cards", "--json").json if card["suspended"]} == {CLOZE, PLAIN}
    assert flashkms("unsuspend", PLAIN).code == 0
    assert flashkms("bury", PLAIN).code == 0
    assert PLAIN not in flashkms("due", "--json").json["queue"]
    assert flashkms("unbury", PLAIN).code == 0
    assert PLAIN in flashkms("due", "--json").json["queue"]
    assert flashkms("flag", PLAIN, "3").out == f"{PLAIN}: flag 3\n"
    assert flashkms("mark", PLAIN, "--json").json["events"][0]["kind"] == "mark"
    assert [line.split("\t")[0] for line in flashkms("cards", "is:marked").lines] == [PLAIN]
    flashkms("answer", PLAIN, "easy")
    assert flashkms("forget", PLAIN).out == f"{PLAIN}: forgotten, new again\n"
    assert flashkms("show", PLAIN, "--json").json["memory"] is None
    assert flashkms("reschedule", PLAIN, "2026-03-09").out == f"{PLAIN}: due 2026-03-09\n"


@pytest.mark.parametrize(("key", "word"), [("suspended", "suspended"), ("gone", "gone from its note")])
def test_a_card_that_its_file_holds_back_is_not_said_to_be_back(
    flashkms: Call, collection: Path, key: str, word: str
) -> None:
    deck = collection / "cards" / "held.yaml"
    deck.write_text(f"deck: H\ncards:\n- id: hel-aaaaaa\n  question: one?\n  answer: '1'\n  {key}: true\n")

    refused = flashkms("unsuspend", "hel-aaaaaa")
    assert refused.code == 2
    assert f"hel-aaaaaa.1: {word}, as cards/held.yaml:3 says (take `{key}: true` out of its entry)" in refused.err
    assert f"{word}, as cards/held.yaml:3 says" in flashkms("show", "hel-aaaaaa").out
    assert flashkms("simulate", "H", "--json").json["cards"] == 0


def test_what_keeps_a_card_out_of_the_queue_is_shown(flashkms: Call) -> None:
    flashkms("suspend", CLOZE)
    flashkms("bury", PLAIN)

    assert [line.split() for line in flashkms("show", CLOZE).lines if line.startswith("queue")] == [
        ["queue", "suspended"]
    ]
    assert "queue   buried until tomorrow" in flashkms("show", PLAIN).out
    assert "queue" not in flashkms("show", QUESTION).out


def test_one_unknown_name_leaves_the_others_alone(flashkms: Call, collection: Path) -> None:
    assert flashkms("suspend", PLAIN, "nobody").code == 2
    assert not list((collection / "reviews").glob("*.jsonl"))


def test_build_counts_every_line_of_a_note_once(flashkms: Call, collection: Path) -> None:
    (collection / "cards" / "aws" / "kms.yaml").unlink()
    built = flashkms("build", "--json").json
    (note,) = built["notes"]
    text = (collection / "notes" / "aws" / "kms.md").read_text(encoding="utf-8")
    body = [line for line in text.split("---\n", 2)[2].splitlines() if line.strip()]

    assert built["problems"] == []
    assert note["path"] == "notes/aws/kms.md"
    assert note["added"] >= 3
    assert (note["changed"], note["unchanged"], note["gone"], note["conflicts"]) == (0, 0, 0, 0)
    assert set(note["lines"]) == {"card", "context", "skipped", "not_understood"}
    assert sum(note["lines"].values()) == len(body)
    again = flashkms("build", "--json").json["notes"][0]
    assert (again["added"], again["unchanged"]) == (0, note["added"])


def test_a_dry_run_writes_nothing(flashkms: Call, collection: Path) -> None:
    before = {path: path.read_bytes() for path in collection.rglob("*") if path.is_file()}
    ended = flashkms("build", "--dry-run")

    assert ended.code == 0
    assert "added" in ended.out
    assert before == {path: path.read_bytes() for path in collection.rglob("*") if path.is_file()}


def test_coverage_shows_the_note_with_the_fate_of_each_line(flashkms: Call, collection: Path) -> None:
    note = collection / "notes/aws/kms.md"
    ended = flashkms("build", "--coverage", str(note))
    written = note.read_text(encoding="utf-8").splitlines()

    assert ended.lines[0].startswith("notes/aws/kms.md: ")
    assert [line.partition("| ")[2] for line in ended.lines[1:]] == written
    assert re.match(r" {3}8 card +feature +\| - \*\*", ended.lines[8])
    told = flashkms("build", "--coverage", "--json", str(note)).json["notes"][0]["coverage"]
    assert [one["line"] for one in told] == [at for at, line in enumerate(written, 1) if line.strip() and at > 4]


def test_export_tells_what_is_in_each_file(flashkms: Call, collection: Path) -> None:
    (file,) = flashkms("export", "--json").json["files"]

    assert Path(file["path"]).parent == collection / "decks"
    assert {name: file[name] for name in ("notes", "cards", "media", "reviews", "skipped")} == {
        "notes": 3,
        "cards": 4,
        "media": 0,
        "reviews": 0,
        "skipped": [],
    }


def test_a_package_from_here_brings_nothing_new(flashkms: Call, collection: Path) -> None:
    (file,) = flashkms("export", "--json").json["files"]
    report = flashkms("import", file["path"], "--json").json

    assert (report["added"], report["reviews"], report["edits"]) == ([], 0, [])


def test_check_is_silent_when_all_is_well(flashkms: Call) -> None:
    ended = flashkms("check", "--no-lint")

    assert (ended.code, ended.out, ended.err) == (0, "", "")


PICTURES = (
    "deck: Loaves\ncards:\n\n- id: loaves-234567\n  question: Which loaf is this?\n  answer: Rye\n  images: [{}]\n"
)


def test_check_names_a_picture_that_is_not_there(flashkms: Call, collection: Path) -> None:
    (collection / "cards/loaves.yaml").write_text(PICTURES.format("rye.png"))

    assert "cards/loaves.yaml:4: there is no picture rye.png" in flashkms("check").err


def test_check_names_a_picture_that_is_called_otherwise_in_capitals_and_one_in_a_text(
    flashkms: Call, collection: Path
) -> None:
    (collection / "cards/Rye.PNG").write_bytes(b"\x89PNG\r\n\x1a\n")
    (collection / "cards/loaves.yaml").write_text(
        PICTURES.format("rye.png").replace("answer: Rye", 'answer: "![a crust](crust.png) Rye"')
    )
    said = flashkms("check").err

    assert "there is no picture rye.png (it is called Rye.PNG: capital letters count" in said
    assert "there is no picture crust.png (put it beside the note" in said


@pytest.mark.parametrize("shown", ["https://bakery.example/rye.png", "/assets/rye.png", "here.png"])
def test_check_leaves_pictures_alone_that_are_there_or_elsewhere(flashkms: Call, collection: Path, shown: str) -> None:
    (collection / "here.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (collection / "cards/loaves.yaml").write_text(PICTURES.format(shown))

    assert "picture" not in flashkms("check", "--json").out


@pytest.mark.parametrize(
    "shown", ["a%00.png", "a%00/b.png", "%2e%2e/%2e%2e/etc/passwd", "a%ff.png", f"{'a' * 300}.png"]
)
def test_check_names_a_picture_that_no_disk_can_have(flashkms: Call, collection: Path, shown: str) -> None:
    (collection / "cards/loaves.yaml").write_text(PICTURES.format("").replace("Rye", f"'![]({shown})'"))

    said = flashkms("check")

    assert f"cards/loaves.yaml:4: there is no picture {shown}" in said.err
    assert said.code == 1


def test_the_answers_in_json_are_plain_text(flashkms: Call, collection: Path) -> None:
    (collection / "cards/loaves.yaml").write_text(PICTURES.format("").replace("Rye", "'**Rye** flour'"))
    cards = {card["entry"]: card for card in flashkms("cards", "--json").json}

    assert cards["loaves-234567"]["answers"] == ["Rye flour"]


def test_check_names_what_is_wrong_with_its_line(flashkms: Call, collection: Path) -> None:
    (collection / "cards" / "broken.yaml").write_text(
        "deck: B\ncards:\n- id: b-234567\n  questoin: x\n", encoding="utf-8"
    )
    told = flashkms("check", "--json")

    assert told.code == 1
    broken = [problem for problem in told.json["problems"] if problem["path"] == "cards/broken.yaml"]
    assert broken[0]["line"] in {3, 4}
    assert set(broken[0]) >= {"path", "line", "message", "hint", "rule"}


def test_where_and_schema_are_json(flashkms: Call, collection: Path) -> None:
    assert flashkms("where", "--json").json["collection"] == str(collection)
    assert "$schema" in flashkms("schema").json


def test_where_names_every_note_path(flashkms: Call, collection: Path) -> None:
    settings = collection / "flashkms.toml"
    settings.write_text(settings.read_text() + '\n[notes]\npaths = ["notes", "journal"]\n')
    paths = [str(collection / "notes"), str(collection / "journal")]
    told = flashkms("where", "--json").json

    assert [line.split("\t")[1] for line in flashkms("where").lines if line.startswith("notes")] == paths
    assert (told["notes"], told["note_paths"]) == (paths[0], paths)


def test_stats_tell_the_same_with_and_without_json(flashkms: Call) -> None:
    flashkms("answer", PLAIN, "easy")
    later = "2026-03-20T17:30:00+00:00"
    flashkms("answer", PLAIN, "good", now=later)
    told, lines = flashkms("stats", "--json", now=later).json, flashkms("stats", now=later).lines

    assert told["ratings"] == {"easy": 1, "good": 1}
    assert told["hours"][17] == {"hour": 17, "answers": 1, "recalled": {"recalled": 1, "of": 1}}
    assert [line.split()[-3:] for line in lines if "17:00" in line] == [["100.0%", "of", "1"]]
    assert any(line.startswith("answers, good") for line in lines)


def test_drop_asks_first_and_a_build_does_not_bring_it_back(flashkms: Call, collection: Path) -> None:
    (collection / "cards" / "aws" / "kms.yaml").unlink()
    flashkms("build")
    entry = flashkms("cards", "--json").json[0]["entry"]

    assert "would be dropped" in flashkms("drop", entry).out
    assert entry in {card["entry"] for card in flashkms("cards", "--json").json}
    assert flashkms("drop", "--yes", entry).code == 0
    flashkms("build")
    assert entry not in {card["entry"] for card in flashkms("cards", "--json").json}
    assert flashkms("restore", entry).code == 0
    flashkms("build")
    assert entry in {card["entry"] for card in flashkms("cards", "--json").json}


def test_backups_are_made_listed_and_restored(flashkms: Call, collection: Path) -> None:
    deck = collection / "cards" / "aws" / "kms.yaml"
    before = deck.read_bytes()
    assert flashkms("backup").code == 0
    assert "nothing changed" in flashkms("backup").err
    deck.write_bytes(b"deck: X\ncards: []\n")
    (made,) = flashkms("backup", "list", "--json").json["backups"]
    name = Path(made["path"]).name

    assert flashkms("backup", "restore", name).code == 0
    assert flashkms("backup", "restore", name, "--json").json["would_restore"]["path"].endswith(name)
    assert deck.read_bytes() != before
    assert flashkms("backup", "restore", name, "--yes").code == 0
    assert deck.read_bytes() == before


def test_the_doctor_tells_what_a_package_holds(flashkms: Call, collection: Path) -> None:
    assert flashkms("export").code == 0
    told = flashkms("doctor", "--json").json

    (package,) = told["machine"]["packages"].values()
    assert package["cards"] >= package["notes"] >= 1
    assert "broken-package" not in {finding["rule"] for finding in told["findings"]}


def test_check_names_a_link_and_no_command_reads_it(flashkms: Call, collection: Path) -> None:
    secret = collection.parent / "secret.yaml"
    secret.write_text("deck: Secret\ncards:\n- id: cc-dddddd\n  question: mine?\n  answer: yes it is\n")
    (collection / "cards" / "link.yaml").symlink_to(secret)

    assert "cards/link.yaml: is a symbolic link" in flashkms("check").err
    assert {"symbolic-link"} <= {problem["rule"] for problem in flashkms("check", "--json").json["problems"]}
    assert "Secret" not in flashkms("due").out


def test_doctor_and_the_planners_answer(flashkms: Call) -> None:
    assert flashkms("doctor", "--json").code in {0, 1}
    assert flashkms("simulate", "--days", "30", "--json").json["points"]
    assert flashkms("optimize", "--json").json["enough"] is False


@pytest.mark.parametrize("took", ["nan", "-nan", "inf", "-1", "3601", "soon"])
def test_an_answer_takes_a_number_of_seconds(flashkms: Call, collection: Path, took: str) -> None:
    card = flashkms("cards", "--json").json[0]["id"]

    refused = flashkms("answer", card, "3", f"--took={took}")

    assert refused.code == 2
    assert "invalid value for '--took'" in refused.err
    assert not any((collection / "reviews").glob("*.jsonl"))


def test_a_saved_fit_leaves_the_parameters_before_it_in_the_log(flashkms: Call, collection: Path) -> None:
    cards = [card["id"] for card in flashkms("cards", "--json").json]
    days = [date(2020, 1, 1) + timedelta(days=3 * each) for each in range(500 // len(cards) + 2)]
    answers = [
        {"card": card, "rating": 1 + 2 * (number % 3 > 0), "at": f"{day}T09:{place % 60:02}:00Z", "took_ms": 900}
        for number, day in enumerate(days)
        for place, card in enumerate(cards)
    ]
    flashkms("answer", "-", stdin="".join(json.dumps(answer) + "\n" for answer in answers))
    before = log(collection)[-1]["parameters"]

    fitted = flashkms("optimize", "--save", "--json").json
    flashkms("answer", cards[0], "good")

    *_, old, new, answered = log(collection)
    assert fitted["saved"]
    assert "written into flashkms.toml" in flashkms("optimize", "--save").err
    assert [old["kind"], old["version"], old["values"]] == ["parameters", before, list(DEFAULT_PARAMETERS)]
    assert [new["version"], new["values"]] == [answered["parameters"], fitted["parameters"]]
    assert flashkms("undo").code == 0
    assert flashkms("undo", "--json").code == 0
    assert [event["kind"] for event in log(collection)[-2:]] == ["undo", "undo"]
    assert not [line for line in flashkms("check").err.splitlines() if line.startswith("reviews/")]


def test_a_fit_is_judged_by_answers_that_it_was_not_made_from(flashkms: Call, collection: Path) -> None:
    many = "".join(f"- id: many-2345{place:02}\n  question: What is {place}?\n  answer: a\n" for place in range(22, 62))
    (collection / "cards" / "many.yaml").write_text(f"cards:\n{many}".replace("0", "z").replace("1", "y"))
    cards = [card["id"] for card in flashkms("cards", "deck:many", "--json").json]
    days = [date(2020, 1, 1) + timedelta(days=3 * each) for each in range(14)]
    answers = [{"card": card, "rating": 3, "at": f"{day}T09:00:00Z"} for day in days for card in cards]
    flashkms("answer", "-", stdin="".join(json.dumps(answer) + "\n" for answer in answers))

    first = flashkms("optimize", "--save", "--json").json
    second = flashkms("optimize", "--json").json

    assert first["before"]
    assert first["after"]
    assert second["before"] is None
    assert second["after"]
    assert "too few reviews since these parameters were fitted" in flashkms("optimize").err


def test_an_answer_dated_far_ahead_is_said_to_wait(flashkms: Call) -> None:
    assert "waits until 2031-01-01" in flashkms("answer", PLAIN, "good", "--at", "2031-01-01T00:00:00Z").out
    assert "waits" not in flashkms("answer", QUESTION, "good", "--at", "2026-03-02T10:00:00Z").out


@pytest.mark.parametrize(
    "words",
    [("answer", PLAIN, "good"), ("suspend", PLAIN), ("undo",), ("build",), ("export",), ("edit", PLAIN), ("init", "x")],
)
def test_what_would_write_is_refused_where_a_person_looks_on(
    flashkms: Call, collection: Path, words: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in collection.rglob("*") if path.is_file()}

    refused = flashkms("--read-only", *words)

    assert (refused.code, refused.out) == (2, "")
    assert "this command writes, and --read-only looks on" in refused.err
    assert {path: path.read_bytes() for path in collection.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("words", [("due",), ("cards",), ("build", "--dry-run"), ("review", "--plain")])
def test_what_only_looks_on_is_not_refused(flashkms: Call, words: tuple[str, ...]) -> None:
    assert flashkms("--read-only", *words).code in {0, 1}


def test_a_review_and_a_completion_are_one_document_each(flashkms: Call) -> None:
    assert flashkms("review", "--json").json["cards"] == flashkms("due", "--json").json["queue"]
    assert flashkms("completion", "bash", "--json").json["script"] in flashkms("completion", "bash").out


def test_findings_of_the_doctor_are_problems_too(flashkms: Call, collection: Path) -> None:
    (collection / "reviews").mkdir(exist_ok=True)
    (collection / "reviews" / "laptop.jsonl").write_text("no event\n", encoding="utf-8")
    told = flashkms("doctor", "--json").json

    assert len(told["problems"]) == len(told["findings"])
    for problem, finding in zip(told["problems"], told["findings"], strict=True):
        assert finding["where"].startswith(problem["path"])
        assert (problem["message"], problem["rule"]) == (finding["what"], finding["rule"])


def test_an_unknown_option_is_no_query(flashkms: Call) -> None:
    refused = flashkms("cards", "--jsno")

    assert (refused.code, refused.out) == (2, "")
    assert "no such option '--jsno'" in refused.err
    assert "--json" in refused.err
    assert flashkms("cards", "-tag:none").code == 0
    assert flashkms("cards", "--", "--jsno").code == 0


def test_only_a_note_is_built(flashkms: Call, collection: Path) -> None:
    deck = next(path.relative_to(collection) for path in (collection / "cards").rglob("*.yaml"))

    refused = flashkms("build", str(deck))

    assert refused.code == 2
    assert f"{deck} is no note (the name of a note ends in .md or .markdown)" in refused.err


def test_the_hint_of_a_note_that_is_a_link_stands_in_its_place(flashkms: Call, collection: Path) -> None:
    (collection / "notes").mkdir(exist_ok=True)
    (collection / "notes" / "link.md").symlink_to(collection / "flashkms.toml")

    (problem,) = [one for one in flashkms("build", "--json").json["problems"] if one["path"] == "notes/link.md"]

    assert problem["message"] == "cannot be read: is a symbolic link"
    assert problem["hint"] == "put the file itself in its place"


def test_an_exam_asks_again_where_nothing_was_said(flashkms: Call) -> None:
    told = flashkms("exam", "--questions", "1", stdin="\nz\ny\n").out

    assert told.count("were you right? y or n") == 2
    assert "1 of 1 right" in told


@pytest.mark.parametrize(("minutes", "said"), [("1", "1 minute left"), ("2", "2 minutes left")])
def test_an_exam_tells_the_minutes_that_have_begun(flashkms: Call, minutes: str, said: str) -> None:
    told = flashkms("exam", "--questions", "1", "--minutes", minutes, stdin="\ny\n").out

    assert f"1 of 1, {said}" in told


def test_an_exam_without_a_question_is_neither_passed_nor_failed(flashkms: Call, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    flashkms("init", str(empty))
    ended = flashkms("exam", root=empty)

    assert (ended.code, ended.out) == (0, "")
    assert "no question to ask" in ended.err
    assert flashkms("exam", "--json", root=empty).json["passed"] is None


def test_an_exam_names_what_was_answered_wrong_and_not_what_was_never_asked(flashkms: Call, collection: Path) -> None:
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + "  tags: [scenario]\n")
    every = flashkms("exam", stdin="\nn\n\nn\n").out
    one = flashkms("exam", stdin="\nn\nq\n")

    assert "wrong  kms-zz2345.1  7 days\n" in every
    assert one.out.count("\nwrong  ") == 1
    assert len(flashkms("exam", "--json", stdin="\nn\nq\n").json["wrong"]) == 1


def test_an_exam_scores_what_was_answered(flashkms: Call) -> None:
    score = flashkms("exam", "--questions", "1", "--json", stdin="\ny\n").json

    assert (score["right"], score["questions"]) == (1, 1)


def test_a_review_by_lines_answers_and_ends(flashkms: Call, collection: Path) -> None:
    ended = flashkms("review", "--plain", stdin="\n3\nq\n")

    assert ended.code == 0
    assert [event["kind"] for event in log(collection)] == ["review"]


def test_init_makes_a_collection_and_a_second_is_refused(flashkms: Call, tmp_path: Path) -> None:
    assert flashkms("init", "new", root=tmp_path).code == 0
    assert (tmp_path / "new" / "flashkms.toml").exists()
    assert flashkms("init", "new", root=tmp_path).code == 2


def test_a_new_collection_keeps_built_decks_out_of_git(flashkms: Call, tmp_path: Path) -> None:
    flashkms("init", "demo", root=tmp_path)

    assert "decks/*.apkg" in (tmp_path / "demo" / ".gitignore").read_text().splitlines()


def test_a_gitignore_that_is_there_stays_as_it_is(flashkms: Call, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("_site/\n")
    flashkms("init", root=tmp_path)

    assert (tmp_path / ".gitignore").read_text() == "_site/\n"


def test_the_demo_has_cards_at_once(flashkms: Call, tmp_path: Path) -> None:
    flashkms("init", "--demo", "demo", root=tmp_path)

    assert flashkms("due", "--json", root=tmp_path / "demo").json["queue"]


def test_edit_opens_the_entry_at_its_line(flashkms: Call, collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")

    assert flashkms("edit", PLAIN).code == 0
    assert flashkms("edit", "nobody").code == 2


def test_restore_of_what_was_never_made_is_refused(flashkms: Call) -> None:
    assert flashkms("restore", "nobody").code == 2


def test_restore_of_what_was_not_dropped_says_where_it_stands(flashkms: Call, collection: Path) -> None:
    refused = flashkms("restore", "kms-zz2345")

    assert (refused.code, refused.out) == (2, "")
    assert "kms-zz2345 was not dropped (it stands in cards/aws/kms.yaml:23)" in refused.err
    assert not list((collection / "reviews").glob("*"))


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ("nonsense", "no entry nonsense is in the package (nothing in it waits to be taken over)"),
        (
            "kms-zz2345",
            "kms-zz2345 is not taken over: the entry is from here (change it here: flashkms edit kms-zz2345)",
        ),
    ],
)
def test_an_import_takes_over_no_entry_that_it_does_not_bring(flashkms: Call, taken: str, said: str) -> None:
    flashkms("export", "-o", "out.apkg")

    refused = flashkms("import", "out.apkg", "--take", taken)

    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert flashkms("import", "out.apkg", "--take", "all").code == 0


def test_triage_lists_and_judges(flashkms: Call, collection: Path) -> None:
    path = collection / "cards" / "aws" / "kms.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  triage: weak blank\n", encoding="utf-8")
    (waiting,) = flashkms("triage", "--json").json

    assert (waiting["entry"], waiting["why"]) == ("kms-zz2345", "weak blank")
    assert flashkms("triage", "keep", "kms-zz2345").code == 0
    assert flashkms("triage", "--json").json == []
    assert flashkms("triage", "keep", "kms-zz2345").code == 2


def test_help_explains_topics_and_commands(flashkms: Call) -> None:
    assert "settings" in flashkms("help").out
    assert "# Settings" in flashkms("help", "settings").out
    assert "Count by deck" in flashkms("help", "due").out
    assert flashkms("help", "nothing").code == 2
    assert "_FLASHKMS_COMPLETE" in flashkms("completion", "bash").out


def test_a_clock_that_was_set_back_is_told_before_anything_is_written(flashkms: Call) -> None:
    flashkms("answer", "kms-zz2345", "good", now="2026-03-02T09:10:00+00:00")
    little = flashkms("answer", "kms-zz2345", "good", now="2026-03-02T09:06:00+00:00")
    flashkms("answer", "kms-zz2345", "good", now="2026-03-02T09:10:00+00:00")
    far = flashkms("answer", "kms-zz2345", "good", now="2016-03-02T09:00:00+00:00")
    right_again = flashkms("answer", "kms-zz2345", "good", now="2026-03-02T09:20:00+00:00")

    assert little.err == right_again.err == ""
    assert far.code == 0
    assert ": the clock stands before the last event, 2026-03-02 09:10 UTC (is the date right?" in far.err


def test_check_tells_of_studied_cards_that_no_file_has_until_they_are_dropped(flashkms: Call, collection: Path) -> None:
    deck = collection / "cards" / "aws" / "kms.yaml"
    text = deck.read_text()
    flashkms("answer", "kms-9d2mx7.1", "3")
    assert "no deck file" not in flashkms("check", "--no-lint").out + flashkms("check", "--no-lint").err
    deck.unlink()
    told = flashkms("check", "--no-lint", "--json").json["problems"]
    assert [(one["path"], "kms-9d2mx7.1 was studied" in one["message"]) for one in told] == [("cards", True)]

    deck.write_text(text)  # nothing was lost
    assert flashkms("check", "--no-lint").code == 0
    assert flashkms("show", "kms-9d2mx7.1", "--json").json["memory"]

    deck.write_text(text.replace("kms-9d2mx7", "kms-another"))
    assert flashkms("check", "--no-lint").code == 1
    assert flashkms("drop", "kms-9d2mx7").code == 0
    assert flashkms("check", "--no-lint").code == 1
    assert flashkms("drop", "--yes", "kms-9d2mx7").code == 0
    assert flashkms("check", "--no-lint").code == 0
    assert not flashkms("doctor").out.count("lost-card")


def test_check_does_not_ask_for_a_blank_that_a_person_took_out(flashkms: Call, collection: Path) -> None:
    deck = collection / "cards" / "aws" / "kms.yaml"
    flashkms("answer", "kms-4t7q2m.2", "3")
    deck.write_text(deck.read_text().replace("{{c2::hardware security modules}}", "hardware security modules"))

    assert flashkms("check", "--no-lint").code == 0


def test_the_first_answer_of_a_log_that_an_editor_marked_is_undone(flashkms: Call, collection: Path) -> None:
    flashkms("answer", "kms-zz2345", "good")
    (log,) = (collection / "reviews").iterdir()
    log.write_bytes(b"\xef\xbb\xbf" + log.read_bytes())

    assert flashkms("show", "kms-zz2345", "--json").json["memory"]["reps"] == 1
    assert "reviews/" not in flashkms("check").err
    assert flashkms("undo").code == 0
    assert flashkms("show", "kms-zz2345", "--json").json["memory"] is None


@pytest.mark.parametrize("name", ["decks.pdf", "kms.apk", "out.JSON"])
def test_a_kind_of_file_that_is_not_written_is_refused_and_makes_no_folder(
    flashkms: Call, tmp_path: Path, name: str
) -> None:
    ended = flashkms("export", "-o", str(tmp_path / name))

    assert ended.code == 2
    assert f"{name}: no {Path(name).suffix} file can be written, only .apkg, .csv, .tsv, .md, .html" in ended.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["v1.0", "aws 2026.03", "there.pdf"])
def test_a_folder_may_be_called_with_a_point(flashkms: Call, tmp_path: Path, name: str) -> None:
    (tmp_path / "there.pdf").mkdir()

    assert flashkms("export", "-o", str(tmp_path / name)).code == 0
    assert [path.name for path in (tmp_path / name).iterdir()] == ["AWS--KMS.apkg"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the note is empty"),
        ("---\nflashcards: true\n---\n", "the note is empty"),
        ("# Ports\n\n## Known\n", "nothing stands below its headings"),
    ],
)
def test_a_note_without_a_line_for_a_card_is_told(flashkms: Call, collection: Path, text: str, why: str) -> None:
    (collection / "notes/none.md").write_text(text, encoding="utf-8")
    for _ in range(2):
        assert f"notes/none.md: no card: {why}\n" in flashkms("build").err


def test_names_that_lead_nowhere_are_told(flashkms: Call, collection: Path) -> None:
    with (collection / "flashkms.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[decks."AWS"]\nretention = 0.9\n\n[decks."AWS::KSM"]\nretention = 0.9\n\n[decks.Nope]\nexam = 2027-01-01\n'
        )
    (collection / "cards/own.yaml").write_text(
        "deck: Own\nnote: notes/own.md\ncards:\n- id: own-1\n  question: Who?\n  answer: me\n"
    )
    first = 1 + flashkms_toml(collection).index('[decks."AWS::KSM"]')

    assert flashkms("check", "--no-lint").err.splitlines() == [
        "cards/own.yaml:2: there is no note notes/own.md (correct the path, or remove the line)",
        f"flashkms.toml:{first}: no deck is called AWS::KSM (did you mean AWS::KMS?)",
        f"flashkms.toml:{first + 3}: no deck is called Nope (`flashkms due` lists the decks)",
    ]


def test_a_deck_of_a_deleted_note_may_name_it(flashkms: Call, collection: Path) -> None:
    flashkms("build")
    (collection / "notes/other.md").write_text(
        "---\nflashcards: true\n---\n- Port of FTP is **21** in all nets\n", encoding="utf-8"
    )
    flashkms("build")
    (collection / "notes/other.md").unlink()

    assert "there is no note notes/other.md" in flashkms("check", "--no-lint").err
    flashkms("build")
    assert flashkms("check", "--no-lint").err == ""


def flashkms_toml(collection: Path) -> list[str]:
    return (collection / "flashkms.toml").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("topic", ["query", "review"])
def test_help_on_a_topic_is_a_document_too(flashkms: Call, topic: str) -> None:
    told = flashkms("help", topic, "--json").json

    assert told == {"topic": topic, "text": flashkms("help", topic).out.rstrip("\n")}


def test_an_edit_is_a_document_too(flashkms: Call, collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    line = 1 + (collection / "cards/aws/kms.yaml").read_text(encoding="utf-8").splitlines().index("- id: kms-zz2345")

    assert flashkms("edit", "kms-zz2345", "--json").json == {"path": "cards/aws/kms.yaml", "line": line, "problems": []}


def test_a_collection_without_notes_is_looked_at_and_built(flashkms: Call, collection: Path) -> None:
    shutil.rmtree(collection / "notes")
    deck = collection / "cards/aws/kms.yaml"
    deck.write_text("cards:\n- question: Who?\n  answer: me\n", encoding="utf-8")

    assert (
        flashkms("check", "--no-lint").err
        == "cards/aws/kms.yaml:2: the entry has no `id` (`flashkms build` gives it one)\n"
    )
    assert flashkms("build").code == 0
    assert flashkms("check", "--no-lint").err == ""
    assert flashkms("build", "--json").code == 0
    assert flashkms("build", "other").code == 2
