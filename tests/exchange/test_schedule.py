"""The schedule of a deck that is new to Anki: states, due days and the log arrive as they are here."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flashkms.anki.rows import ReviewRow
from flashkms.cards.card import number
from flashkms.exchange import export, import_package
from flashkms.exchange.history import unique
from flashkms.schedule.event import Flag, Forget, Mark, Review, SetDue, Suspend
from flashkms.schedule.memory import Phase
from flashkms.schedule.replay import replay
from flashkms.store.schedulers import Schedulers

CARDS = {
    "kms-4t7q2m.1": [(30, 3), (30, 3), (27, 3), (12, 1), (12, 3)],
    "kms-4t7q2m.2": [(40, 4), (20, 2)],
    "kms-9d2mx7.1": [(9, 3), (9, 4), (3, 3)],
}


def answered(collection, opened, now, out):
    with opened(collection, now) as held:
        events = []
        for card, answers in CARDS.items():
            for place, (days, rating) in enumerate(answers):
                at = now - timedelta(days=days) + timedelta(minutes=11 * place)
                events.append(Review(**held.log.stamp(at), card=card, rating=rating, took_ms=90_000))
        events.append(Suspend(**held.log.stamp(now), card="kms-4t7q2m.2"))
        events.append(Flag(**held.log.stamp(now), card="kms-9d2mx7.1", flag=3))
        events.append(Mark(**held.log.stamp(now), entry="kms-9d2mx7", marked=True))
        held.log.append(events)
        schedulers = Schedulers(held.config, held.zone)
        state = replay(events, lambda _: schedulers.of(""), number, days=schedulers.days, now=now)
        (file,) = export(held, out=out)
    return file, state


def due_date(anki, card):
    today = anki.col.sched.today
    cutoff = anki.col.sched.day_cutoff
    return datetime.fromtimestamp(cutoff - 86_400 + (card.due - today) * 86_400, UTC).date()


def due_today(anki):
    return datetime.fromtimestamp(anki.col.sched.day_cutoff - 86_400, UTC).date()


def test_anki_has_the_same_schedule(collection, opened, anki, tmp_path):
    now = datetime.now(UTC)
    file, state = answered(collection, opened, now, tmp_path)
    anki.take(file.path, presets=True)

    for name, memory in state.memories.items():
        entry, ordinal = name.rsplit(".", 1)
        card = anki.card(entry, int(ordinal) - 1)
        assert (card.ivl, card.reps, card.lapses) == (memory.interval_days, memory.reps, memory.lapses)
        assert card.memory_state.stability == pytest.approx(memory.stability, abs=1e-3)
        assert card.memory_state.difficulty == pytest.approx(memory.difficulty, abs=1e-2)
        assert card.id == number(name)
        if memory.phase.value == "review":
            assert due_date(anki, card) == memory.due
    assert anki.healthy()


def test_anki_has_the_same_log(collection, opened, anki, tmp_path):
    now = datetime.now(UTC)
    file, _ = answered(collection, opened, now, tmp_path)
    anki.take(file.path)

    rows = anki.rows("select cid, ease, time from revlog order by cid, id")

    wanted = [[number(card), rating, 60_000] for card, answers in CARDS.items() for _, rating in answers]
    assert sorted(rows) == sorted(wanted)
    assert file.reviews == len(rows)


def given_a_day(held, now, *more):
    """A new card that is to come in five days, and what happened to it then."""
    held.log.append([SetDue(**held.log.stamp(now), card="kms-zz2345.1", due=now.date() + timedelta(days=5)), *more])


def test_a_new_card_that_was_given_a_day_stands_as_anki_would_put_it(collection, opened, anki, tmp_path):
    """As its *Set due date* leaves a new card: a review on that day, without an interval or a memory."""
    now = datetime.now(UTC)
    with opened(collection, now) as held:
        given_a_day(held, now)
        (file,) = export(held, out=tmp_path)
    anki.take(file.path)
    ours, theirs = anki.card("kms-zz2345"), anki.card("kms-9d2mx7")
    anki.col.sched.set_due_date([theirs.id], str((now.date() + timedelta(days=5) - due_today(anki)).days))
    theirs.load()

    assert ours.type == 2
    shown = [
        (card.type, card.queue, card.due, card.ivl, card.factor, card.reps, card.lapses) for card in (ours, theirs)
    ]
    assert shown[0] == shown[1]
    lines = [
        anki.rows("select ease, ivl, lastIvl, factor, time, type from revlog where cid=?", card.id)
        for card in (ours, theirs)
    ]
    assert lines[0] == lines[1]
    assert due_date(anki, ours) == now.date() + timedelta(days=5)


def test_a_given_day_comes_back_as_no_news(collection, opened, anki, tmp_path):
    now = datetime.now(UTC)
    with opened(collection, now) as held:
        given_a_day(held, now)
        (file,) = export(held, out=tmp_path)
    anki.take(file.path)

    with opened(collection, now + timedelta(hours=1)) as held:
        report = import_package(held, anki.give(tmp_path / "back.apkg"))

    assert (report.reviews, report.moved, report.forgotten) == (0, 0, 0)


@pytest.mark.parametrize("answers", [[], [(40, 4), (30, 3)]])
@pytest.mark.parametrize("again", [False, True])
def test_of_two_days_given_here_and_in_anki_the_later_word_holds(collection, opened, anki, tmp_path, answers, again):
    now = datetime.now(UTC) - timedelta(minutes=1)
    with opened(collection, now) as held:
        events = [
            Review(**held.log.stamp(now - timedelta(days=days)), card="kms-zz2345.1", rating=rating, took_ms=9)
            for days, rating in answers
        ]
        held.log.append(events)
        given_a_day(held, now)
        (file,) = export(held, out=tmp_path)
    anki.take(file.path)
    anki.col.sched.set_due_date([anki.card("kms-zz2345").id], "9")
    later = datetime.now(UTC) + timedelta(minutes=1)

    with opened(collection, later) as held:
        if again:
            given_a_day(held, later)
        for _ in range(2):
            import_package(held, anki.give(tmp_path / "back.apkg"))
        held.refresh()
        state = held.index.state("kms-zz2345.1")

    due = state.memory.due if answers else state.due
    assert due == (later.date() + timedelta(days=5) if again else due_today(anki) + timedelta(days=9))


def test_a_card_that_was_forgotten_after_it_was_given_a_day_is_new(collection, opened, anki, tmp_path):
    now = datetime.now(UTC)
    with opened(collection, now) as held:
        later = Forget(**held.log.stamp(now + timedelta(seconds=1)), card="kms-zz2345.1")
        given_a_day(held, now, later)
        (file,) = export(held, out=tmp_path)
    anki.take(file.path)

    assert (anki.card("kms-zz2345").type, anki.card("kms-zz2345").queue) == (0, 0)


@pytest.mark.parametrize("rating", [1, 3])
def test_a_suspended_card_on_a_step_of_days_comes_on_its_day_once_it_is_unsuspended(
    collection, opened, anki, tmp_path, rating
):
    """Anki moves the day of such a card to its own count of days only while it is not suspended."""
    settings = collection / "flashkms.toml"
    settings.write_text(settings.read_text() + 'learning_steps = ["1d", "3d"]\nrelearning_steps = ["2d"]\n')
    now = datetime.now(UTC)
    with opened(collection, now) as held:
        events = [
            Review(**held.log.stamp(now - timedelta(days=days)), card="kms-zz2345.1", rating=given, took_ms=9)
            for days, given in ((40, 4), (5, rating))
        ]
        held.log.append([*events, Suspend(**held.log.stamp(now), card="kms-zz2345.1")])
        card = held.index.state("kms-zz2345.1").memory
        (file,) = export(held, out=tmp_path)
    anki.take(file.path)
    anki.col.sched.unsuspend_cards([anki.card("kms-zz2345").id])
    there = anki.card("kms-zz2345")

    day = datetime.fromtimestamp(there.due, UTC).date() if there.due > 1_000_000_000 else due_date(anki, there)
    assert (day, there.queue) == (card.due, 1 if rating == 1 else 2)


def test_a_suspended_card_on_a_step_of_days_comes_back_as_no_news(collection, opened, anki, tmp_path):
    settings = collection / "flashkms.toml"
    settings.write_text(settings.read_text() + 'learning_steps = ["1d", "3d"]\n')
    now = datetime.now(UTC)
    with opened(collection, now) as held:
        answer = Review(**held.log.stamp(now - timedelta(days=5)), card="kms-zz2345.1", rating=3, took_ms=9)
        held.log.append([answer, Suspend(**held.log.stamp(now), card="kms-zz2345.1")])
        (file,) = export(held, out=tmp_path)
    anki.take(file.path)

    with opened(collection, now + timedelta(hours=1)) as held:
        report = import_package(held, anki.give(tmp_path / "back.apkg"))

    assert (report.reviews, report.moved) == (0, 0)


def test_suspension_flag_and_mark_arrive(collection, opened, anki, tmp_path):
    file, _ = answered(collection, opened, datetime.now(UTC), tmp_path)
    anki.take(file.path)

    assert anki.card("kms-4t7q2m", 1).queue == -1
    assert anki.card("kms-9d2mx7").user_flag() == 3
    assert "marked" in anki.note("kms-9d2mx7").tags


def test_deck_options_arrive_with_a_preset(collection, opened, anki, tmp_path):
    config = collection / "flashkms.toml"
    config.write_text(config.read_text() + "retention = 0.85\n[queue]\nnew_per_day = 7\n")
    file, _ = answered(collection, opened, datetime.now(UTC), tmp_path)
    anki.take(file.path, presets=True)

    options = anki.col.decks.config_dict_for_deck_id(anki.col.decks.id("AWS::KMS"))

    assert options["desiredRetention"] == pytest.approx(0.85)
    assert options["new"]["perDay"] == 7
    assert len(options["fsrsParams6"]) == 21


def test_new_cards_come_in_the_order_of_the_deck(collection, opened, anki, tmp_path):
    with opened(collection) as held:
        (file,) = export(held, out=tmp_path)
    anki.take(file.path)

    rows = anki.rows("select n.guid, c.ord from cards c join notes n on n.id = c.nid order by c.due")

    assert rows == [["kms-4t7q2m", 0], ["kms-4t7q2m", 1], ["kms-9d2mx7", 0], ["kms-zz2345", 0]]


def test_without_the_schedule_every_card_is_new(collection, opened, anki, tmp_path):
    answered(collection, opened, datetime.now(UTC), tmp_path)
    with opened(collection) as held:
        (file,) = export(held, out=tmp_path / "plain", schedule=False)
    anki.take(file.path)

    assert anki.rows("select distinct type from cards") == [[0]]
    assert file.reviews == 0


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York", "Pacific/Auckland"])
def test_day_numbers_are_those_of_the_collections_zone(collection, opened, tmp_path, zone):
    config = collection / "flashkms.toml"
    config.write_text(config.read_text().replace("UTC", zone))
    file, state = answered(collection, opened, datetime.now(UTC), tmp_path)

    connection = sqlite3.connect(":memory:")
    connection.deserialize(zipfile.ZipFile(file.path).read("collection.anki2"))
    (created,) = connection.execute("select crt from col").fetchone()
    rows = connection.execute(
        "select n.guid || '.' || (c.ord + 1), c.due from cards c join notes n on n.id = c.nid where c.type = 2"
    ).fetchall()
    connection.close()
    first = datetime.fromtimestamp(created, ZoneInfo(zone))
    due = {name: memory.due for name, memory in state.memories.items() if memory.phase is Phase.REVIEW}
    assert (first.month, first.day, first.hour) == (1, 1, 4)
    assert {name: first.date() + timedelta(days=days) for name, days in rows} == due


def test_no_two_lines_of_the_log_share_an_instant():
    rows = [ReviewRow(1000, card, 3, 1, 1, 500, 10, 1) for card in (2, 1)] + [ReviewRow(1001, 3, 3, 1, 1, 500, 10, 1)]

    assert [(row.id, row.card) for row in unique(rows)] == [(1000, 1), (1001, 2), (1002, 3)]


def test_a_killed_export_leaves_the_old_file_and_the_next_sweeps_up(collection, opened, tmp_path):
    """Killed at many moments; the destination is absent, or whole."""
    script = (
        "import sys\nfrom datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from flashkms.exchange import export\nfrom flashkms.store.collection import Collection\n"
        "with Collection.open(Path(sys.argv[1]), now=datetime.now(UTC)) as held:\n"
        "    print('ready', flush=True)\n"
        "    while True: export(held, out=Path(sys.argv[2]))\n"
    )
    out = tmp_path / "out"
    for attempt in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(collection), str(out)], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        process.stdout.readline()
        time.sleep(0.02 + attempt * 0.013)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    with opened(collection) as held:
        (file,) = export(held, out=out)

    assert [path.name for path in out.iterdir()] == [file.path.name]
    assert file.notes == 3
