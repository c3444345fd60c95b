"""Suspensions on both sides: what was done in Anki counts, what Anki merely never heard of does not."""

from datetime import timedelta

import pytest

from flashkms.cards.card import number
from flashkms.exchange import export, import_package
from flashkms.schedule.event import Rating, Review, Suspend, Unsuspend
from flashkms.schedule.replay import replay
from flashkms.store.collection import Collection
from flashkms.store.schedulers import Schedulers
from flashkms.study import Study

from .conftest import NOW

CARD = "kms-zz2345.1"
SOON = NOW + timedelta(days=1)  # long before what is done in Anki, whose clock is the machine's
LATER = NOW + timedelta(days=900)  # long after it


@pytest.fixture
def here(collection, opened, tmp_path):
    """The collection, and what is done with it."""
    return Here(collection, opened, tmp_path)


class Here:
    def __init__(self, root, opened, folder):
        self.root, self._opened, self._folder = root, opened, folder

    def happens(self, *events, at=NOW):
        with self._opened(self.root, at) as held:
            held.log.append([kind(**held.log.stamp(at), card=CARD, **more) for kind, more in events])

    def exported(self, at=NOW):
        with self._opened(self.root, at) as held:
            (file,) = export(held, out=self._folder / "out")
        return file.path

    def import_(self, anki, **more):
        with self._opened(self.root, LATER) as held:
            return import_package(held, anki.give(self._folder / "back.apkg", **more))

    @property
    def suspended(self):
        with Collection.open(self.root, now=LATER) as held:
            events, _ = held.log.read()
            schedulers = Schedulers(held.config, held.zone)
        return CARD in replay(events, lambda _: schedulers.of(""), number, days=schedulers.days).suspended


def unsuspended(anki):
    anki.col.sched.unsuspend_cards([anki.card("kms-zz2345").id])


def suspended(anki):
    anki.col.sched.suspend_cards([anki.card("kms-zz2345").id])


def touched(anki, *, seconds=9):
    anki.col.db.execute("update cards set mod = mod + ?", seconds)


def test_suspended_here_after_the_export_and_answered_there_it_stays_suspended(here, anki):
    anki.take(here.exported())
    here.happens((Suspend, {}), at=SOON)
    anki.take(here.exported(SOON))  # Anki has the card already, and leaves it as it is
    anki.answer("kms-zz2345", 3)

    report = here.import_(anki)

    assert (report.reviews, report.states) == (1, 0)
    assert here.suspended


@pytest.mark.parametrize("answered", [False, True])
def test_unsuspended_in_anki_it_is_unsuspended_here(here, anki, answered):
    here.happens((Suspend, {}))
    anki.take(here.exported())
    unsuspended(anki)
    anki.answer("kms-zz2345" if answered else "kms-9d2mx7", 3)

    reports = [here.import_(anki) for _ in range(3)]

    assert [report.states for report in reports] == [1, 0, 0]
    assert not here.suspended


def test_anki_takes_it_without_its_suspension_and_that_is_no_news(here, anki):
    """Without the box for learning progress, every card comes to Anki as a new one."""
    here.happens((Review, {"rating": 3, "took_ms": 900}), at=NOW - timedelta(days=9))
    here.happens((Suspend, {}))
    anki.take(here.exported(), scheduling=False)
    anki.answer("kms-9d2mx7", 3)
    untouched = here.import_(anki).states
    anki.answer("kms-zz2345", 3)

    report = here.import_(anki)

    assert (untouched, report.reviews, report.states) == (0, 1, 0)
    assert here.suspended


def test_a_package_without_a_history_ends_no_suspension(here, anki):
    here.happens((Suspend, {}))
    anki.take(here.exported())
    touched(anki, seconds=10**8)

    assert here.import_(anki, scheduling=False).states == 0
    assert here.suspended


def test_unsuspended_here_after_anki_told_it_stays_so_whatever_touches_the_card_there(here, anki):
    anki.take(here.exported())
    suspended(anki)
    here.import_(anki)
    told = here.suspended
    here.happens((Unsuspend, {}), at=LATER)
    touched(anki, seconds=10**8)

    assert here.import_(anki).states == 0
    assert (told, here.suspended) == (True, False)


def test_suspended_on_both_sides_and_unsuspended_in_anki_it_is_unsuspended_here(here, anki):
    anki.take(here.exported())
    here.happens((Suspend, {}), at=SOON)
    suspended(anki)
    here.import_(anki)
    both = here.suspended
    unsuspended(anki)
    anki.answer("kms-9d2mx7", 3)
    touched(anki)

    here.import_(anki)

    assert (both, here.suspended) == (True, False)


def test_suspended_in_the_deck_file_it_is_so_whatever_anki_says(here, anki):
    path = here.root / "cards" / "aws" / "kms.yaml"
    free = path.read_text()
    path.write_text(f"{free}  suspended: true\n")
    anki.take(here.exported())
    unsuspended(anki)
    anki.answer("kms-zz2345", 3)

    assert here.import_(anki).states == 0


def test_freed_in_the_deck_file_it_stays_free_though_anki_still_holds_it(here, anki):
    path = here.root / "cards" / "aws" / "kms.yaml"
    free = path.read_text()
    path.write_text(f"{free}  suspended: true\n")
    anki.take(here.exported())
    path.write_text(free)
    anki.answer("kms-9d2mx7", 3)
    touched(anki)

    assert here.import_(anki).states == 0
    assert not here.suspended


def test_a_leech_carries_its_tag_to_anki_and_what_is_no_answer_is_not_counted(collection, opened, anki, tmp_path):
    settings = collection / "flashkms.toml"
    settings.write_text(settings.read_text() + "leech_threshold = 1\nrelearning_steps = []\n")
    with opened(collection, NOW) as held:
        study = Study(held, clock=lambda: NOW)
        card = study.find("kms-zz2345")
        study.answer(card, Rating.EASY, took=timedelta(seconds=2), at=NOW - timedelta(days=60))
        study.answer(card, Rating.AGAIN, took=timedelta(seconds=2), at=NOW - timedelta(days=20))
        study.set_due(card, (NOW + timedelta(days=3)).date())
        (file,) = export(held, out=tmp_path / "out")
        (bare,) = export(held, out=tmp_path / "bare", schedule=False)
    anki.take(file.path)

    assert file.reviews == 2
    assert anki.note("kms-zz2345").tags == ["aws", "leech"]
    assert anki.note("kms-9d2mx7").tags == ["aws", "scenario"]
    assert bare.reviews == 0
    with opened(collection, LATER) as held:
        assert import_package(held, anki.give(tmp_path / "back.apkg")).edits == ()
