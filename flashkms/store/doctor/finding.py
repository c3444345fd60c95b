"""What the doctor says of one thing."""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """One thing that is not as it should be. *rule* is the id of its kind; it stays the same for ever.

    *mend* says what `mend` would do; empty when a person has to.
    """

    rule: str
    where: str
    what: str
    hint: str = ""
    mend: str = ""

    def __str__(self) -> str:
        """`where: what (hint)`."""
        hint = f" ({self.mend or self.hint})" if self.mend or self.hint else ""
        return f"{self.where}: {self.what}{hint}"
