from datetime import timedelta

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import Rating
from flashkms.study.outcome import label


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        (timedelta(seconds=45), "<45s"),
        (timedelta(seconds=60), "<1m"),
        (timedelta(seconds=330), "<6m"),
        (timedelta(seconds=1350), "23m"),
        (timedelta(hours=3), "3h"),
        (timedelta(minutes=66), "1.1h"),
        (timedelta(seconds=5580), "1.6h"),
        (timedelta(seconds=21_420), "6h"),
        (timedelta(seconds=21_780), "6.1h"),
        (timedelta(days=1), "1d"),
        (timedelta(days=29), "29d"),
        (timedelta(days=30), "30d"),
        (timedelta(days=31), "1mo"),
        (timedelta(days=46), "1.5mo"),
        (timedelta(days=365), "1y"),
        (timedelta(days=920), "2.5y"),
    ],
)
def test_an_interval_is_told_in_its_natural_unit(interval, said):
    assert label(interval, learn_ahead=timedelta(minutes=20)) == said


def test_the_buttons_of_a_new_card_name_the_steps_of_the_settings_at_any_instant(desk):
    desk.later(milliseconds=730)
    labels = {rating: outcome.label for rating, outcome in desk.study.preview(CardId("kms-bbbbbb.1")).items()}

    assert (labels[Rating.AGAIN], labels[Rating.HARD], labels[Rating.GOOD]) == ("<1m", "<6m", "<10m")
