"""The reviewer by lines: for screen readers, pipes and terminals that cannot move a cursor. It draws nothing.

Every line is said once, in reading order; every command is a letter and Enter. The end of the input leaves, as `q`
does, and everything answered until then is saved.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from flashkms.cards import face
from flashkms.cards.card import Card, number
from flashkms.counting import counted
from flashkms.errors import FlashkmsError
from flashkms.safe import safe, safe_line
from flashkms.schedule.event import Rating
from flashkms.study import Session, Study
from flashkms.study.pictures import pictures
from flashkms.tui.editor import command
from flashkms.tui.plainkeys import RATINGS, PlainKeys, plain_keys, told, told_at_the_end
from flashkms.tui.typed import compared
from flashkms.tui.words import (
    answered_word,
    event_word,
    facts,
    marks_told,
    source,
    undone_words,
    when,
    why_away,
    wrong_with,
)

_SHOWN_EVENTS = 12

_RATING = RATINGS | {"review.next": Rating.GOOD}
_AHEAD = (7, 30, 90)  # days for which the chance of recall is told


def run(study: Study, session: Session, stdin: TextIO, stdout: TextIO, *, editor: tuple[str, ...] = ()) -> int:
    """Review until *session* has no more card, the input ends or the person leaves; the exit code."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(study.back_up)
        keys = plain_keys(study.collection.config.keys)
        return PlainReviewer(study, session, stdin, stdout, editor, keys).run()


class PlainReviewer(Struct):
    """One sitting by lines."""

    study: Study
    session: Session
    stdin: TextIO
    stdout: TextIO
    editor: tuple[str, ...]
    keys: PlainKeys

    def run(self) -> int:
        """Ask until nothing is left."""
        self._say(f"{self._help_key} and Enter tells the commands.")
        while True:
            card = self.session.current
            if card is not None and self._review(card):
                continue
            self._summary()
            if card is not None or not self._goes_on():
                return 0

    def _goes_on(self) -> bool:
        """Obey at the end of the sitting; whether there is a card again. Undo still works there."""
        ended = told_at_the_end(self.keys)
        self._say(ended)
        while (line := self._read("done")) is not None:
            match self.keys.meaning("done", line):
                case "done.undo":
                    self._undo()
                case "done.again":
                    self.session.refresh()
                    self._say("" if self.session.current else "Nothing yet.")
                case "done.leave":
                    return False
                case _:
                    self._say(ended)
            if self.session.current:
                return True
        return False

    def _review(self, card: Card) -> bool:
        """Show *card* and obey until the session goes on or the card is another; False to leave."""
        shown_at, revealed = self.study.clock(), False
        self._ask(card)
        while (line := self._read("answer" if revealed else "show")) is not None:
            word, _, rest = line.partition(" ")
            deed = self.keys.meaning("answer" if revealed else "show", word)
            if deed == "review.leave":
                return False
            if not revealed and (deed == "review.show" or self._picked(card, line) or self._typed(card, deed, rest)):
                revealed = True
                self._tell(card)
            elif deed in _RATING:
                if self._answer(_RATING[deed], shown_at):
                    return True
            elif self._obey(card, deed, rest):
                return True
        return False

    def _ask(self, card: Card) -> None:
        left = self.session.counts
        self._say(f"\n{card.deck.replace('::', ' › ')}: {left.new} new, {left.learning} learning, {left.due} due")
        self._say(marks_told(self.study, card))
        if card.entry.context:
            self._say(" › ".join(card.entry.context))
        if card.entry.cue:
            self._say(face.plain(card.entry.cue))
        self._say(face.plain(face.front(card)))
        for at, option in enumerate(face.options(card, number(card.id)), 1):
            self._say(f"  {at}. {face.plain(option.text)}")

    def _tell(self, card: Card) -> None:
        options = face.options(card, number(card.id))
        if options:
            for at, option in enumerate(options, 1):
                why = f": {face.plain(option.why)}" if option.why else ""
                self._say(f"  {at}. {'right' if option.correct else 'wrong'}: {face.plain(option.text)}{why}")
            self._say(face.plain(card.entry.extra))
        else:
            self._say(f"Answer: {face.plain(face.back(card))}")
        self._say(f"({source(self.study, card)})")
        labels = self.session.labels
        keyed = ((self.keys.of(name)[:1], rating) for name, rating in RATINGS.items())
        self._say("   ".join(" ".join((*key, rating.name.capitalize(), labels[rating])) for key, rating in keyed))

    def _picked(self, card: Card, line: str) -> bool:
        options = face.options(card, number(card.id))
        picks = self.keys.picks(line)
        if not picks or not picks.issubset(range(1, len(options) + 1)):
            return False
        right = {at for at, option in enumerate(options, 1) if option.correct}
        self._say("Right." if picks == right else "Not right.")
        return True

    def _typed(self, card: Card, deed: str, text: str) -> bool:
        """Whether *text* was a typed answer, or *deed* asked for one that then came; how it differs is said."""
        if deed != "review.type":
            return False
        text = text or self._read("type") or ""
        if text:
            self._say(compared(text, " ".join(face.plain(answer) for answer in face.answers(card))).words)
        return bool(text)

    def _answer(self, rating: Rating, shown_at: datetime) -> bool:
        done = self._done(lambda: self.session.answer(rating, self.study.clock() - shown_at))
        self._say(_sentence(answered_word(self.study, self.session)) if done else "")
        return done

    def _obey(self, card: Card, deed: str, rest: str) -> bool:
        """Do *deed*, of which the *rest* of the line says more; whether a card is to be shown: another, or this one."""
        match deed:
            case "review.bury":
                return self._done(self.session.bury, "Buried until tomorrow.")
            case "review.suspend":
                return self._done(self.session.suspend, "Suspended.")
            case "review.undo":
                return self._undo()
            case "review.mark":
                marked = card.entry.id not in self.study.state.marks
                self._done(lambda: self.session.mark(marked=marked), "Marked." if marked else "No longer marked.")
            case "review.flag" if not rest or rest in set("01234567"):
                flag = int(rest) if rest else (self.study.state.flags.get(card.id, 0) + 1) % 8
                self._done(lambda: self.session.flag(flag), f"Flag {flag}." if flag else "No flag.")
            case "review.edit":
                return self._edit(card)
            case "review.type":
                self._typed(card, deed, rest)
            case "review.open" | "review.source":
                self._open(card, picture=deed == "review.open")
            case _:
                self._say(self._told(card, deed))
        return deed == "review.replay"

    def _told(self, card: Card, deed: str) -> str:
        """The words that answer a *deed* which changes nothing."""
        match deed:
            case "review.info":
                return "\n".join(f"{name}: {value}" for name, value in self._known(card))
            case "review.replay":
                return ""
            case "app.help":
                return told(self.keys)
            case _:
                return f"Not understood; {self._help_key} tells the commands."

    @property
    def _help_key(self) -> str:
        return next(iter(self.keys.of("app.help")), "help")

    def _known(self, card: Card) -> tuple[tuple[str, str], ...]:
        """What is known of *card*, and its last answers, the latest first."""
        events = reversed(self.study.history(card.id)[-_SHOWN_EVENTS:])
        history = ((when(self.study, event.at), event_word(event)) for event in events)
        return (*facts(self.study, card), *self._curve(card), *history)

    def _curve(self, card: Card) -> tuple[tuple[str, str], ...]:
        """The chance of recall on days to come, which the full screen draws as a line."""
        memory, scheduler, now = self.study.memory(card.id), self.study.scheduler(card.id), self.study.clock()
        if memory is None:
            return ()
        chances = ((days, scheduler.retrievability(memory, now + timedelta(days=days))) for days in _AHEAD)
        return (("recall to come", ", ".join(f"{chance:.0%} in {days} days" for days, chance in chances)),)

    def _undo(self) -> bool:
        try:
            undone = self.session.undo()
        except (OSError, FlashkmsError) as error:
            self._say(f"Not saved: {error}")
            return False
        self._say(_sentence(undone_words(undone)))
        return bool(undone)

    def _edit(self, card: Card) -> bool:
        if not self._opened(self.study.collection.root / card.path, card.entry.line):
            return False
        self.study.refresh()
        self.session.refresh(first=card.id)
        now = self.session.current
        away = "" if now and now.id == card.id else why_away(self.study, card)
        self._say(wrong_with(self.study, card) or away)
        return True

    def _opened(self, path: Path, line: int) -> bool:
        """Whether the person's editor was started on *path*; else it is said where that lies."""
        if not self.editor:
            self._say(f"{path}:{line} (set EDITOR to open it from here)")
            return False
        try:
            subprocess.run(command(self.editor, path, line), check=False)  # noqa: S603  # the person's own
        except OSError as error:
            self._say(f"{self.editor[0]} does not start: {error.strerror}; set EDITOR")
            return False
        return True

    def _open(self, card: Card, *, picture: bool) -> None:
        """Say where the first picture lies, if one is wanted and there; else open the note, or the deck file."""
        collection, place = self.study.collection, self.study.place(card.id)
        shown = pictures(collection, card, face.images(card)) if picture else ()
        if shown:
            self._say(str(shown[0].path))
        else:
            path, line = (place.path, place.line) if place else (card.path, card.entry.line)
            self._opened(collection.root / path, line)

    def _done(self, deed: Callable[[], object], word: str = "") -> bool:
        try:
            deed()
        except (OSError, FlashkmsError) as error:
            again = "; try again" if self.study.collection.writable else ""
            self._say(f"Not saved: {error}. The card stays{again}.")
            return False
        if word:
            self._say(word)
        return True

    def _summary(self) -> None:
        sitting = self.session.summary
        ratings = ", ".join(f"{many} {rating.name.lower()}" for rating, many in sorted(sitting.ratings.items()))
        answers = counted(sitting.reviewed, "answer")
        self._say(f"\n{answers}{': ' + ratings if ratings else ''}. {sitting.tomorrow} due tomorrow.")

    def _read(self, prompt: str) -> str | None:
        """The next line; None at the end of the input."""
        self.stdout.write(f"{prompt}> ")
        self.stdout.flush()
        line = self.stdin.readline()
        if not line:
            self.stdout.write("\n")
            return None
        return safe_line(line).strip()

    def _say(self, text: str) -> None:
        if text:
            self.stdout.write(safe(text) + "\n")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""
