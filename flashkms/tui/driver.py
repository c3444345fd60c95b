"""What writes to the terminal: as Textual does, and whatever a terminal counts, borders stand straight."""

from __future__ import annotations

from typing import cast

from textual.driver import Driver

from flashkms.tui.text.widths import in_place


def straight(driver: type[Driver]) -> type[Driver]:
    """*driver* with everything that it writes kept in its place."""

    def write(self: Driver, data: str) -> None:
        driver.write(self, in_place(data))

    return cast("type[Driver]", type(driver.__name__, (driver,), {"write": write}))  # its bases are known only here
