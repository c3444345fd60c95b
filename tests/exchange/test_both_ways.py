"""Whatever was done in Anki to cards from here, an import and a pull leave them as Anki has them."""

import random
import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest

from flashkms.exchange import export, import_package
from flashkms.exchange.pulling import pull
from flashkms.schedule.event import Rating, Review, SetDue, Suspend

from .peer import Peer

CARDS, DEEDS = 20, 30


def studied(log, now, dice):
    """What happened to the cards here, over up to a year."""
    for number in range(CARDS):
        card, at = f"card-{number:06d}.1", now - timedelta(days=dice.choice([3, 30, 300]) * dice.random() + 0.01)
        while at < now and dice.random() < 0.9:
            luck = dice.random()
            if luck < 0.9:
                yield Review(**log.stamp(at), card=card, rating=Rating(dice.choice([1, 2, 3, 3, 4])), took_ms=9)
            elif luck < 0.95:
                yield SetDue(**log.stamp(at), card=card, due=(at + timedelta(days=dice.choice([0, 5, 50]))).date())
            else:
                yield Suspend(**log.stamp(at), card=card)
            at += timedelta(minutes=dice.choice([1, 11, 300, 1500 * dice.randrange(1, 40)]))


def done(anki, dice):
    """Something is done to a card in Anki."""
    guid = f"card-{dice.randrange(CARDS):06d}"
    card, sched = anki.card(guid), anki.col.sched
    deed = dice.choice(["answer"] * 5 + ["due", "due", "forget", "suspend", "unsuspend"])
    if deed == "answer" and card.queue >= 0:
        anki.answer(guid, dice.choice([1, 3, 4]))
    elif deed == "due":
        sched.set_due_date([card.id], dice.choice(["0", "3", "9!"]))
    elif deed == "forget":
        sched.schedule_cards_as_new([card.id], restore_position=True, reset_counts=True)
    elif deed == "suspend":
        sched.suspend_cards([card.id])
    elif deed == "unsuspend":
        sched.unsuspend_cards([card.id])


def there(anki, card):
    """How *card* stands in Anki: new, on steps, or a review with its day and interval; and whether it is suspended."""
    today = datetime.fromtimestamp(anki.col.sched.day_cutoff - 86_400, UTC).date()
    due = today + timedelta(days=card.due - anki.col.sched.today) if card.type == 2 else None
    memory = card.memory_state
    held = (card.ivl, round(memory.stability, 1)) if memory and card.type == 2 else None
    return ["new", "steps", "review", "steps"][card.type], due, held, card.queue == -1


def here(state):
    memory = state.memory
    if memory is None:
        return "review" if state.due else "new", state.due, None, state.suspended
    if memory.phase.value != "review":
        return "steps", None, None, state.suspended
    return "review", memory.due, (memory.interval_days, round(memory.stability, 1)), state.suspended


@pytest.mark.parametrize("seed", [4, 8, 15])
def test_an_import_and_a_pull_leave_every_card_as_anki_has_it(collection, opened, anki, tmp_path, monkeypatch, seed):
    dice, now = random.Random(seed), datetime.now(UTC) - timedelta(minutes=2)
    entries = [f"- id: card-{number:06d}\n  question: q{number}?\n  answer: a{number}\n" for number in range(CARDS)]
    (collection / "cards" / "aws" / "kms.yaml").write_text("deck: AWS\ncards:\n\n" + "\n".join(entries))
    with opened(collection, now) as held:
        held.log.append(sorted(studied(held.log, now, dice), key=lambda event: event.at))
    with opened(collection, now) as held:
        (file,) = export(held, out=tmp_path / "out.apkg")
    anki.take(file.path, presets=True)
    time.sleep(1.1)  # Anki dates a card in whole seconds
    for _ in range(DEEDS):
        done(anki, dice)
        time.sleep(0.003)  # and a line of its log in milliseconds
    package, peer, later = anki.give(tmp_path / "back.apkg"), Peer(anki), datetime.now(UTC) + timedelta(minutes=1)
    shutil.copytree(collection, tmp_path / "other")

    with opened(collection, later) as held:
        import_package(held, package)
        held.refresh()
        imported = {card: here(held.index.state(card)) for card in held.cards()}
    monkeypatch.setenv("FLASHKMS_HOME", str(tmp_path / "other home"))
    with opened(tmp_path / "other", later) as held:
        pull(held, lambda action, **words: peer.answer(action, words))
        held.refresh()
        pulled = {card: here(held.index.state(card)) for card in held.cards()}

    theirs = {card: there(anki, anki.card(card.removesuffix(".1"))) for card in imported}
    assert len(theirs) == CARDS
    assert imported == theirs
    assert pulled == theirs
