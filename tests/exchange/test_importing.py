import json
import re
import subprocess
import sys
import time
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from flashkms.anki.archive import PackageError
from flashkms.cards.card import number
from flashkms.exchange import export, import_package
from flashkms.schedule.event import Flag, Forget, Review, Undo
from flashkms.schedule.replay import replay
from flashkms.store.collection import Collection
from flashkms.store.line import encode
from flashkms.store.log import parse
from flashkms.store.schedulers import Schedulers

from .conftest import NOW

LATER = NOW + timedelta(days=400)
FIRST_DAY = date(2024, 3, 20)  # day 0 of the collection that the review log was answered in


def brought(opened, root, package, **more):
    with opened(root, LATER) as collection:
        return import_package(collection, package, **more)


def state(root):
    with Collection.open(root, now=LATER) as collection:
        events, problems = collection.log.read()
        schedulers = Schedulers(collection.config, collection.zone)

        assert not problems
        return replay(events, lambda _: schedulers.of(""), number, days=schedulers.days, now=LATER)


@pytest.fixture
def exported(collection, opened, tmp_path):
    with opened(collection) as held:
        (file,) = export(held, out=tmp_path / "out")
    return file.path


@pytest.mark.parametrize("legacy", [True, False])
def test_reviews_come_back_from_a_phone(collection, opened, anki, tmp_path, exported, legacy):
    anki.take(exported)
    anki.answer("kms-zz2345", 4)
    anki.answer("kms-4t7q2m", 3, ordinal=1)
    package = anki.give(tmp_path / "back.apkg", legacy=legacy)

    report = brought(opened, collection, package)

    memories = state(collection).memories
    assert (report.reviews, report.known_reviews, report.added) == (2, 0, ())
    assert {"kms-zz2345.1", "kms-4t7q2m.2"} == set(memories)
    card = anki.card("kms-zz2345")
    assert card.ivl == memories["kms-zz2345.1"].interval_days
    assert card.memory_state.stability == pytest.approx(memories["kms-zz2345.1"].stability, abs=1e-4)


def test_importing_ten_times_changes_nothing_more(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    anki.answer("kms-zz2345", 4)
    package = anki.give(tmp_path / "back.apkg")
    brought(opened, collection, package)
    before = {path: path.read_bytes() for path in collection.rglob("*") if path.is_file()}

    reports = [brought(opened, collection, package) for _ in range(10)]

    assert before == {path: path.read_bytes() for path in collection.rglob("*") if path.is_file()}
    assert {(0, 1, 0)} == {(report.reviews, report.known_reviews, report.states) for report in reports}


def test_the_next_event_after_an_import_has_a_number_of_its_own(collection, opened, anki, tmp_path, exported):
    """The end of the log is looked at for the last number: what has it must stand there, old or new."""
    anki.take(exported)
    anki.answer("kms-zz2345", 4)
    anki.col.sched.suspend_cards([anki.card("kms-4t7q2m").id])
    brought(opened, collection, anki.give(tmp_path / "back.apkg"))
    with opened(collection, LATER) as held:
        numbers = [json.loads(line)["seq"] for line in held.log.path.read_bytes().splitlines()]

        assert numbers == sorted(numbers)
        assert held.log.stamp(LATER)["seq"] == numbers[-1] + 1


def test_an_answer_given_here_is_known_when_it_comes_back(collection, opened, anki, tmp_path):
    with opened(collection) as held:
        stamp = held.log.stamp(NOW - timedelta(days=3))
        held.log.append([Review(**stamp, card="kms-zz2345.1", rating=4, took_ms=1000)])
        (file,) = export(held, out=tmp_path / "out")
    anki.take(file.path)

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    assert (report.reviews, report.known_reviews, report.moved) == (0, 1, 0)


def test_an_answer_undone_before_it_comes_does_not_count(collection, opened, anki, tmp_path, exported):
    """The log of another machine may bring the undo first."""
    anki.take(exported)
    anki.answer("kms-zz2345", 4)
    (instant,) = anki.rows("select id from revlog")[0]
    with opened(collection) as held:
        held.log.append([Undo(**held.log.stamp(NOW), target=f"anki:kms-zz2345:0:{instant}")])

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    assert report.reviews == 1
    assert "kms-zz2345.1" not in state(collection).memories


@pytest.mark.parametrize("milliseconds", [0, 640])
def test_an_answer_of_tomorrow_comes_when_it_is_due(collection, opened, anki, tmp_path, exported, milliseconds):
    """Anki's clock may be ahead: the first import leaves the answer out, and sets the day that it led to."""
    anki.take(exported)
    answered = datetime.now(UTC).replace(microsecond=milliseconds * 1000)
    anki.answer("kms-zz2345", 4, at=answered)
    package = anki.give(tmp_path / "back.apkg")

    with opened(collection, answered - timedelta(days=30)) as held:
        early = import_package(held, package)
    late, again = brought(opened, collection, package), brought(opened, collection, package)

    assert (early.reviews, dict(early.left_out)) == (0, {"reviews": 1})
    assert (late.reviews, late.known_reviews) == (1, 0)
    assert (again.reviews, again.known_reviews, again.moved) == (0, 1, 0)
    assert anki.card("kms-zz2345").ivl == state(collection).memories["kms-zz2345.1"].interval_days


def test_the_log_after_an_import_reads_as_the_program_writes_it(collection, opened, anki, tmp_path, exported):
    """Cards with answers alone, and one that was forgotten after its answer."""
    anki.take(exported)
    for guid, rating in (("kms-zz2345", 1), ("kms-zz2345", 4), ("kms-4t7q2m", 3), ("kms-9d2mx7", 2)):
        anki.answer(guid, rating)
        time.sleep(0.002)
    anki.col.sched.schedule_cards_as_new([anki.card("kms-9d2mx7").id])

    brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    with Collection.open(collection, now=LATER) as held:
        (path,) = held.log.paths()
    lines = path.read_bytes().splitlines(keepends=True)
    events, problems = parse(path.read_bytes(), path.name)
    assert not problems
    assert lines == [encode(event) for event in events]
    assert {Review: 4, Forget: 1} == Counter(map(type, events))


def test_a_dry_run_writes_nothing(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    anki.answer("kms-zz2345", 3)
    package = anki.give(tmp_path / "back.apkg")
    before = sorted(path for path in collection.rglob("*"))

    report = brought(opened, collection, package, dry_run=True)

    assert report.reviews == 1
    assert before == sorted(path for path in collection.rglob("*"))


def test_a_card_forgotten_in_anki_is_new_here(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    anki.answer("kms-zz2345", 4)
    anki.col.sched.schedule_cards_as_new([anki.card("kms-zz2345").id])

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    with Collection.open(collection, now=LATER) as held:
        events, _ = held.log.read()
    assert 1 == report.forgotten == sum(isinstance(event, Forget) for event in events)
    assert dict(state(collection).memories) == {}


def test_a_suspension_and_a_flag_come_along(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    card = anki.card("kms-zz2345")
    anki.col.sched.suspend_cards([card.id])
    anki.col.set_user_flag_for_cards(2, [card.id])

    brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    found = state(collection)
    assert {"kms-zz2345.1"} == found.suspended
    assert dict(found.flags) == {"kms-zz2345.1": 2}


def flagged_and_marked(anki, exported, tmp_path):
    """A package in which one card was answered, flagged and marked."""
    anki.take(exported)
    anki.answer("kms-zz2345", 3)
    anki.col.set_user_flag_for_cards(2, [anki.card("kms-zz2345").id])
    marked(anki, "add")
    return anki.give(tmp_path / "first.apkg")


def marked(anki, how):
    """Mark or unmark the note, a second after its last change."""
    note = anki.note("kms-zz2345")
    getattr(note, f"{how}_tag")("marked")
    anki.col.update_note(note)
    later(anki, "notes", note.id)


def later(anki, table, row):
    anki.col.db.execute(f"update {table} set mod = mod + 9 where id = ?", row)


def test_a_flag_and_a_mark_taken_away_in_anki_end_here(collection, opened, anki, tmp_path, exported):
    brought(opened, collection, flagged_and_marked(anki, exported, tmp_path))
    before = state(collection)
    card = anki.card("kms-zz2345").id
    anki.col.set_user_flag_for_cards(0, [card])
    later(anki, "cards", card)
    marked(anki, "remove")
    later(anki, "notes", anki.note("kms-zz2345").id)
    package = anki.give(tmp_path / "back.apkg")

    reports = [brought(opened, collection, package) for _ in range(2)]

    after = state(collection)
    assert (dict(before.flags), before.marks) == ({"kms-zz2345.1": 2}, {"kms-zz2345"})
    assert (dict(after.flags), after.marks) == ({}, frozenset())
    assert [report.states for report in reports] == [2, 0]


def test_a_flag_taken_away_here_stays_away_when_anki_changes_the_card(collection, opened, anki, tmp_path, exported):
    brought(opened, collection, flagged_and_marked(anki, exported, tmp_path))
    card = anki.card("kms-zz2345").id
    with opened(collection, LATER) as held:
        stamp = held.log.stamp(datetime.now(UTC) + timedelta(seconds=1))
        held.log.append([Flag(**stamp, card="kms-zz2345.1", flag=0)])
    later(anki, "cards", card)

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    assert (report.states, dict(state(collection).flags)) == (0, {})


def test_a_package_without_a_history_takes_no_flag_or_mark_away(collection, opened, anki, tmp_path, exported):
    """Anki leaves flags and marks out of it."""
    brought(opened, collection, flagged_and_marked(anki, exported, tmp_path))
    later(anki, "cards", anki.card("kms-zz2345").id)
    later(anki, "notes", anki.note("kms-zz2345").id)

    report = brought(opened, collection, anki.give(tmp_path / "bare.apkg", scheduling=False))

    found = state(collection)
    assert (report.states, dict(found.flags), found.marks) == (0, {"kms-zz2345.1": 2}, {"kms-zz2345"})


def test_an_edit_made_in_anki_is_shown_and_not_taken(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    note = anki.note("kms-zz2345")
    note["Answer"] = "<p>one <b>week</b></p>"
    anki.col.update_note(note)
    deck = (collection / "cards" / "aws" / "kms.yaml").read_bytes()

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    (edit,) = report.edits
    assert (
        edit.entry, edit.field, edit.here, edit.there, edit.changed,
    ) == ("kms-zz2345", "Answer", "7 days", "one **week**", "anki")  # fmt: skip
    assert deck == (collection / "cards" / "aws" / "kms.yaml").read_bytes()


def test_an_edit_on_both_sides_is_a_conflict(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    note = anki.note("kms-zz2345")
    note["Answer"] = "theirs"
    anki.col.update_note(note)
    path = collection / "cards" / "aws" / "kms.yaml"
    path.write_text(path.read_text().replace("answer: 7 days", "answer: mine"))

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    assert [(edit.here, edit.there, edit.changed) for edit in report.edits] == [("mine", "theirs", "both")]


def test_an_edit_made_only_here_is_no_news(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    path = collection / "cards" / "aws" / "kms.yaml"
    path.write_text(path.read_text().replace("answer: 7 days", "answer: mine"))

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    assert report.edits == ()


def foreign(anki, kind, **fields):
    note = anki.col.new_note(anki.col.models.by_name(kind))
    for name, html in fields.items():
        note[name.replace("_", " ")] = html
    anki.col.add_note(note, anki.col.decks.id("Languages::Korean"))
    return note


def test_a_foreign_deck_becomes_a_deck_file(collection, opened, anki, tmp_path):
    basic = foreign(anki, "Basic", Front="<b>2 &lt; 3</b>?", Back="yes<br>indeed")
    foreign(anki, "Basic (and reversed card)", Front="사과", Back="apple")
    foreign(anki, "Basic (type in the answer)", Front="8*8", Back="64")
    foreign(anki, "Cloze", Text="{{c1::std&#58;&#58;sort}} and {{c2::b::hint}}", Back_Extra="more")
    basic.tags = ["math::easy"]
    anki.col.update_note(basic)

    report = brought(opened, collection, anki.give(tmp_path / "korean.apkg"))

    with Collection.open(collection, now=LATER) as held:
        cards, problems = held.cards(), held.problems()
    entries = {card.entry.body: card.entry for card in cards.values() if card.deck == "Languages::Korean"}
    said = {getattr(body, "question", None) or body.text: body for body in entries}
    assert not problems
    assert report.decks == ("cards/languages/korean.yaml",)
    assert (len(report.added), report.cards) == (4, 6)
    assert said["**2 \\< 3**?"].answers == ("yes\\\nindeed",)
    assert entries[said["**2 \\< 3**?"]].tags == ("math::easy",)
    assert said["사과"].reverse
    assert said["8\\*8"].answers == ("64",)
    assert "{{c1::std::sort::}} and {{c2::b::hint}}" in said


def test_the_same_foreign_deck_adds_nothing_twice(collection, opened, anki, tmp_path):
    foreign(anki, "Basic", Front="a", Back="b")
    brought(opened, collection, anki.give(tmp_path / "one.apkg"))
    foreign(anki, "Basic", Front="c", Back="d")

    report = brought(opened, collection, anki.give(tmp_path / "two.apkg", legacy=True))

    assert len(report.added) == 1
    assert report.decks == ("cards/languages/korean.yaml",)


def test_pictures_come_along_and_go_out_again(collection, opened, anki, new_anki, tmp_path):
    png = b"\x89PNG\r\n\x1a\n" + b"x" * 20
    name = anki.col.media.write_data("a key.png", png)
    foreign(anki, "Basic", Front=f'<img src="{name}">', Back="a key")
    report = brought(opened, collection, anki.give(tmp_path / "one.apkg"))

    with opened(collection, LATER) as held:
        (file,) = export(held, ["Languages"], out=tmp_path / "out.apkg")
    peer = new_anki("peer")
    peer.take(file.path)

    assert 1 == report.media == file.media
    assert png == (collection / "media" / name).read_bytes()
    assert list(peer.col.media.check().missing) == []


def test_a_picture_whose_name_is_taken_is_the_one_that_its_card_shows(collection, opened, anki, tmp_path):
    png, other = (b"\x89PNG\r\n\x1a\n" + letter * 20 for letter in (b"x", b"y"))
    name = anki.col.media.write_data("key.png", png)
    foreign(anki, "Basic", Front=f'<img src="{name}">', Back="a key")
    (collection / "media").mkdir()
    (collection / "media" / name).write_bytes(other)
    package = anki.give(tmp_path / "one.apkg")

    report = brought(opened, collection, package)
    brought(opened, collection, package)

    (shown,) = re.findall(r"!\[\]\((.*?)\)", (collection / report.decks[0]).read_text())
    assert (collection / shown).read_bytes() == png
    assert (collection / "media" / name).read_bytes() == other
    assert len(list((collection / "media").iterdir())) == 2


def test_a_picture_that_is_there_already_keeps_its_name(collection, opened, anki, tmp_path):
    png = b"\x89PNG\r\n\x1a\n" + b"x" * 20
    name = anki.col.media.write_data("key.png", png)
    foreign(anki, "Basic", Front=f'<img src="{name}">', Back="a key")
    (collection / "media").mkdir()
    (collection / "media" / name).write_bytes(png)

    report = brought(opened, collection, anki.give(tmp_path / "one.apkg"))

    assert f"![](media/{name})" in (collection / report.decks[0]).read_text()
    assert [path.name for path in (collection / "media").iterdir()] == [name]


@pytest.mark.parametrize("kind", ["legacy apkg", "new apkg", "legacy colpkg", "new colpkg"])
def test_every_kind_of_package_is_read(collection, opened, anki, tmp_path, kind):
    foreign(anki, "Basic", Front="a", Back="b")
    legacy = kind.startswith("legacy")
    give = anki.give_all if kind.endswith("colpkg") else anki.give
    package = give(tmp_path / f"p.{kind.split()[1]}", legacy=legacy)

    assert len(brought(opened, collection, package).added) == 1


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_refused(collection, opened, tmp_path, content):
    (tmp_path / "x.apkg").write_bytes(content)

    with pytest.raises(PackageError):
        brought(opened, collection, tmp_path / "x.apkg")


def test_a_package_of_a_newer_anki_is_refused(collection, opened, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.apkg", "w") as archive:
        archive.writestr("meta", b"\x08\x04")
        archive.writestr("collection.anki21b", b"")

    with pytest.raises(PackageError, match="package version 4 is newer than this program"):
        brought(opened, collection, tmp_path / "x.apkg")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["josh_anki_legacy.apkg", "josh_anki_new.apkg", "josh_anki_new.colpkg"])
def test_the_schedule_after_import_is_ankis_own(collection, opened, shared, name):
    expected = json.loads((shared / "data" / "josh_anki_expected_cards.json").read_text())

    report = brought(opened, collection, shared / "data" / name)

    memories = state(collection).memories
    assert report.reviews == 12580
    for card in expected:
        memory = memories[f"{card['guid']}.1"]
        assert card["type"] == memory.phase.value
        assert card["memory_state"]["stability"] == pytest.approx(memory.stability, rel=1e-3)
        assert card["memory_state"]["difficulty"] == pytest.approx(memory.difficulty, abs=2e-3)
        if card["type"] == "review":
            assert (card["interval"], FIRST_DAY + timedelta(days=card["due"])) == (memory.interval_days, memory.due)


@pytest.mark.shared
def test_weeks_of_study_in_anki_come_back_to_the_day(collection, opened, exported, shared, tmp_path):
    """Anki's own queue and load balancer, random answers: every card stands here as it stands there."""
    package = tmp_path / "back.apkg"
    command = [sys.executable, shared / "oracles" / "anki_review.py", exported, "--auto", "30", "--policy", "random"]
    command += ["--seed", "5", "--start", "2026-03-02T12:00", "--queue", "--quiet", "--apkg-new", package]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)

    report = brought(opened, collection, package)

    memories = state(collection).memories
    assert report.reviews == told["answers"]
    for card in told["cards"]:
        memory = memories[f"{card['guid']}.{card['ord'] + 1}"]
        assert memory.phase.value == card["type"]
        assert memory.stability == pytest.approx(card["memory_state"]["stability"], rel=1e-3)
        if card["type"] == "review":
            assert (memory.interval_days, memory.due.isoformat()) == (card["interval"], card["due_date"])


def test_a_card_with_a_day_and_no_answer_keeps_the_day(collection, opened, anki, tmp_path):
    note = foreign(anki, "Basic", Front="a", Back="b")
    anki.col.sched.set_due_date(note.card_ids(), "7!")
    package = anki.give(tmp_path / "one.apkg")

    first, second = brought(opened, collection, package), brought(opened, collection, package)

    due = (datetime.fromtimestamp(anki.col.sched.day_cutoff, UTC) + timedelta(days=6)).date()
    assert [*state(collection).dues.values()] == [due]
    assert (first.moved, second.moved) == (1, 0)


def test_a_card_that_is_to_come_today_by_ankis_word_has_ankis_interval_of_none(collection, opened, anki, tmp_path):
    """*Set due date* to today leaves a review with an interval of 0, from which the next answers go on."""
    note = foreign(anki, "Basic", Front="a", Back="b")
    anki.answer(note.guid, 4)
    anki.col.sched.set_due_date(note.card_ids(), "0")

    package = anki.give(tmp_path / "one.apkg")
    first, second = brought(opened, collection, package), brought(opened, collection, package)

    (memory,) = state(collection).memories.values()
    assert (memory.interval_days, anki.card(note.guid).ivl) == (0, 0)
    assert memory.due == (datetime.fromtimestamp(anki.col.sched.day_cutoff, UTC) - timedelta(days=1)).date()
    assert (first.moved, second.moved) == (1, 0)


FITTED = [0.3, 1.5, 2.9, 9.1, 6.2, 0.9, 3.1, 0.01, 1.7, 0.2, 0.9, 1.5, 0.07, 0.3, 1.7, 0.5, 1.9, 0.6, 0.1, 0.07, 0.18]


@pytest.mark.parametrize("legacy", [True, False])
def test_under_ankis_own_options_every_card_stands_as_there(collection, opened, anki, tmp_path, legacy):
    """The import says which settings these are; written down, a replay gives Anki's own memories."""
    note = foreign(anki, "Basic", Front="a", Back="b")
    options = anki.col.decks.config_dict_for_deck_id(note.cards()[0].did)
    options |= {"desiredRetention": 0.86, "fsrsParams6": FITTED}
    options["new"]["delays"], options["lapse"]["delays"] = [2, 15, 60], [0.5]
    options["rev"]["maxIvl"], options["lapse"]["leechFails"], options["lapse"]["leechAction"] = 180, 5, 0
    anki.col.decks.save(options)
    for rating in (1, 3, 3, 3):
        anki.answer(note.guid, rating)

    _, *lines = brought(opened, collection, anki.give(tmp_path / "one.apkg", legacy=legacy)).advice
    config = collection / "flashkms.toml"
    config.write_text(config.read_text() + "\n".join(lines) + "\n")

    (memory,) = state(collection).memories.values()
    card = anki.card(note.guid)
    assert lines[-3:] == ["maximum_interval = 180", "leech_threshold = 5", 'leech_action = "suspend"']
    assert lines[:3] == ["retention = 0.86", 'learning_steps = ["2m", "15m", "60m"]', 'relearning_steps = ["30s"]']
    assert (card.ivl, card.type) == (memory.interval_days, 2)
    assert memory.stability == pytest.approx(card.memory_state.stability, rel=1e-3)
    assert brought(opened, collection, tmp_path / "one.apkg").advice == ()


@pytest.mark.parametrize(("hour", "said"), [(9, "rollover = 9"), (4, None), (99, None), ("x", None)])
def test_a_whole_collection_says_when_its_days_turn(collection, opened, anki, tmp_path, hour, said):
    foreign(anki, "Basic", Front="a", Back="b")
    anki.col.set_config("rollover", hour)

    advice = brought(opened, collection, anki.give_all(tmp_path / "all.colpkg")).advice

    assert advice[1:] == ((said,) if said else ())


def test_a_blank_of_several_cards_is_asked_by_each(collection, opened, anki, tmp_path):
    note = foreign(anki, "Cloze", Text="{{c1,2::a::which?}} b {{c3::c}}")
    for ordinal in range(3):
        anki.answer(note.guid, 4, ordinal=ordinal)

    report = brought(opened, collection, anki.give(tmp_path / "one.apkg"))

    with Collection.open(collection, now=LATER) as held:
        (text,) = {card.entry.body.text for card in held.cards().values() if card.deck == "Languages::Korean"}
    assert text == "{{c1::{{c2::a::which?}}::which?}} b {{c3::c}}"
    assert (report.cards, report.reviews, dict(report.left_out)) == (3, 3, {})


def test_a_card_whose_blank_is_gone_is_counted(collection, opened, anki, tmp_path):
    note = foreign(anki, "Cloze", Text="{{c1::a}} {{c2::b}}")
    note["Text"] = "{{c1::a}} b"
    anki.col.update_note(note)

    report = brought(opened, collection, anki.give(tmp_path / "one.apkg"))

    assert dict(report.left_out) == {"cards that ask nothing": 1}


def test_a_tag_given_in_anki_is_shown(collection, opened, anki, tmp_path, exported):
    anki.take(exported)
    note = anki.note("kms-zz2345")
    note.tags += ["marked", "phone"]
    anki.col.update_note(note)

    report = brought(opened, collection, anki.give(tmp_path / "back.apkg"))

    assert [(edit.field, edit.here, edit.there, edit.changed) for edit in report.edits] == [
        ("Tags", "aws", "aws phone", "anki")
    ]
