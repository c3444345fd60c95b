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
from flashkms.tui.keys import physical
from flashkms.tui.typed import compared
from flashkms.tui.words import event_word, facts, marks_told, source, undone_words, when, why_away, wrong_with

_SHOWN_EVENTS = 12

_AHEAD = (7, 30, 90)  # days for which the chance of recall is told

HELP = """\
Enter shows the answer; then Enter is Good.
1 Again, 2 Hard, 3 Good, 4 Easy: rate the shown answer.
t, or t and the text: type the answer, hear how it differs. Before a choice shows: its numbers pick, as in 1 3.
u undo   b bury until tomorrow   s suspend   m mark   f next flag   f N flag 1 to 7, f 0 none
e edit in your editor   i information   r ask again
o picture or source   O source, in your editor   ? this help   q leave: everything is saved
A Korean or Cyrillic letter is the key that it lies on."""
_ENDED = "u takes the last answer back, r looks for cards on a step, q or Enter leaves."
_SIGNS = {"-": "b", "@": "s", "*": "m"}  # as on the full screen


def run(study: Study, session: Session, stdin: TextIO, stdout: TextIO, *, editor: tuple[str, ...] = ()) -> int:
    """Review until *session* has no more card, the input ends or the person leaves; the exit code."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(study.back_up)
        return PlainReviewer(study, session, stdin, stdout, editor).run()


class PlainReviewer(Struct):
    """One sitting by lines."""

    study: Study
    session: Session
    stdin: TextIO
    stdout: TextIO
    editor: tuple[str, ...]

    def run(self) -> int:
        """Ask until nothing is left."""
        self._say("? and Enter tells the commands.")
        while True:
            card = self.session.current
            if card is not None and self._review(card):
                continue
            self._summary()
            if card is not None or not self._goes_on():
                return 0

    def _goes_on(self) -> bool:
        """Obey at the end of the sitting; whether there is a card again. Undo still works there."""
        self._say(_ENDED)
        while (line := self._line("done")) is not None:
            match line:
                case "u":
                    self._undo()
                case "r":
                    self.session.refresh()
                    self._say("" if self.session.current else "Nothing yet.")
                case "" | "q" | "quit":
                    return False
                case _:
                    self._say(_ENDED)
            if self.session.current:
                return True
        return False

    def _review(self, card: Card) -> bool:
        """Show *card* and obey until the session goes on or the card is another; False to leave."""
        shown_at, revealed = self.study.clock(), False
        self._ask(card)
        while True:
            line = self._line("answer" if revealed else "show")
            if line is None or line in {"q", "quit"}:
                return False
            if not revealed and (line == "" or self._picked(card, line) or self._typed(card, line)):
                revealed = True
                self._tell(card)
                continue
            verdict = (
                self._answer(line or "3", shown_at)
                if revealed and line in {"", "1", "2", "3", "4"}
                else self._obey(card, line)
            )
            if verdict:
                return True

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
        self._say("   ".join(f"{r.value} {r.name.capitalize()} {labels[r]}" for r in Rating))

    def _picked(self, card: Card, line: str) -> bool:
        options = face.options(card, number(card.id))
        picks = line.replace(",", " ").split()
        if not picks or not {str(at) for at, _ in enumerate(options, 1)}.issuperset(picks):
            return False
        right = {str(at) for at, option in enumerate(options, 1) if option.correct}
        self._say("Right." if set(picks) == right else "Not right.")
        return True

    def _typed(self, card: Card, line: str) -> bool:
        """Whether *line* was a typed answer, or asked for one that then came; how it differs is said."""
        letter, _, text = line.partition(" ")
        if letter != "t":
            return False
        text = text or self._read("type") or ""
        if text:
            self._say(compared(text, " ".join(face.plain(answer) for answer in face.answers(card))).words)
        return bool(text)

    def _answer(self, line: str, shown_at: datetime) -> bool:
        word = "" if self.study.collection.writable else "Read-only: not saved."
        return self._done(lambda: self.session.answer(Rating(int(line)), self.study.clock() - shown_at), word)

    def _obey(self, card: Card, line: str) -> bool:
        """Do what *line* says; whether another card is to be shown, or this one again."""
        letter, _, rest = line.partition(" ")
        match letter:
            case "b":
                return self._done(self.session.bury, "Buried until tomorrow.")
            case "s":
                return self._done(self.session.suspend, "Suspended.")
            case "u":
                return self._undo()
            case "m":
                marked = card.entry.id not in self.study.state.marks
                self._done(lambda: self.session.mark(marked=marked), "Marked." if marked else "No longer marked.")
            case "f" if not rest or rest in set("01234567"):
                flag = int(rest) if rest else (self.study.state.flags.get(card.id, 0) + 1) % 8
                self._done(lambda: self.session.flag(flag), f"Flag {flag}." if flag else "No flag.")
            case "e":
                return self._edit(card)
            case "t":
                self._typed(card, line)
            case "o" | "O":
                self._open(card, picture=letter == "o")
            case _:
                self._say(self._told(card, letter))
        return letter == "r"

    def _told(self, card: Card, letter: str) -> str:
        """The words that answer a command which changes nothing."""
        match letter:
            case "i":
                return "\n".join(f"{name}: {value}" for name, value in self._known(card))
            case "r":
                return ""
            case "?" | "h" | "help":
                return HELP
            case _:
                return "Not understood; ? tells the commands."

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
        words = undone_words(undone)
        self._say(f"{words[0].upper()}{words[1:]}.")
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

    def _done(self, deed: Callable[[], object], word: str) -> bool:
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

    def _line(self, prompt: str) -> str | None:
        """A command, as the keys that were pressed for it; None at the end of the input."""
        line = self._read(prompt)
        if line is None:
            return None
        letter, _, rest = line.partition(" ")
        pressed = "".join(physical(character) or character for character in letter)
        return f"{_SIGNS.get(pressed, pressed)} {rest}".strip()

    def _read(self, prompt: str) -> str | None:
        self.stdout.write(f"{prompt}> ")
        self.stdout.flush()
        line = self.stdin.readline()
        if not line:
            self.stdout.write("\n")
            return None
        return safe_line(line)

    def _say(self, text: str) -> None:
        if text:
            self.stdout.write(safe(text) + "\n")
