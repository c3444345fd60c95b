"""The notes and cards that come with the program, to try it by."""

from __future__ import annotations

from flashkms.store import packaged
from flashkms.study.study import Study


def add_demo(study: Study) -> None:
    """Put the shipped notes and cards into the collection of *study*, where nothing of theirs is yet.

    Raises `FlashkmsError` when the disk refuses.
    """
    packaged.add_demo(study.collection)
    study.refresh()
