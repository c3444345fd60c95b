"""Small charts from characters: facts, columns, a year of days, a divided bar. Each says its numbers in words too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct
from textual.app import RenderResult
from textual.containers import Container
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from flashkms.tui.words import NOW

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WEEK = 7
_DAY_NAMES = ("Mon", "", "Wed", "", "Fri", "", "Sun")
# A day's reviews as a share of the busiest tenth: glyph and colour both tell the level.
_LEVELS = (
    (0.0, "·", "$foreground-muted"),
    (0.25, "▪", "$success 60%"),
    (0.6, "▪", "$success"),
    (0.9, "■", "$success 80%"),
)
_TOP_LEVEL = ("■", "bold $success")


class Fact(Struct, frozen=True):
    """A *value* over what it counts."""

    value: str
    label: str
    style: str = ""


class Facts(Widget):
    """Facts side by side, evenly spread, in as many rows as their labels need; two lines each."""

    facts: reactive[tuple[Fact, ...]] = reactive((), init=False, layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """Two lines a row."""
        return 2 * max(1, -(-len(self.facts) // self._abreast(width)))

    def render(self) -> RenderResult:
        """Values on the first line of a row, labels below."""
        abreast = self._abreast(self.content_size.width)
        width = max(1, self.content_size.width // abreast)
        lines: list[Content] = []
        for at in range(0, len(self.facts), abreast):
            row = self.facts[at : at + abreast]
            lines.append(Content().join(_cell(Content.styled(f.value, f"bold {f.style}".strip()), width) for f in row))
            lines.append(Content().join(_cell(Content.styled(f.label, "$foreground-muted"), width) for f in row))
        return Content("\n").join(lines)

    def _abreast(self, width: int) -> int:
        longest = max((len(fact.label) for fact in self.facts), default=0) + 1
        return max(1, min(len(self.facts), width // longest))


class Column(Struct, frozen=True):
    """One column: how *many*, and the short *label* under it."""

    many: int
    label: str


class Columns(Widget):
    """Columns with their number on top; as many as there is room for."""

    columns: reactive[tuple[Column, ...]] = reactive((), init=False)

    def render(self) -> RenderResult:
        """The columns scaled to the highest, in the height there is."""
        width, height = self.content_size
        each = 4 if width >= 4 * len(self.columns) else 3
        shown = self.columns[: width // each]
        if not shown or height < 2:
            return Content()
        top = max(1, *(column.many for column in shown))
        bar_height = max(0, height - 2)
        grid = [_column(column, each, bar_height, column.many / top) for column in shown]
        return Content("\n").join(Content().join(column[y] for column in grid) for y in range(bar_height + 2))


class Heatmap(Widget):
    """Reviews a day, a week a column, today last and underlined."""

    days: reactive[Mapping[date, int]] = reactive(dict[date, int], init=False)
    today: reactive[date] = reactive(date.min, init=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """A line of months and one for each weekday."""
        return _WEEK + 1

    def render(self) -> RenderResult:
        """As many whole weeks as there is room for."""
        weeks = max(0, (self.content_size.width - 4) // 2)
        if not weeks or self.today == date.min:
            return Content()
        first = self.today - timedelta(days=self.today.weekday() + _WEEK * (weeks - 1))
        busy = _busy(self.days)
        rows = [self._row(first, weekday, weeks, busy) for weekday in range(_WEEK)]
        return Content("\n").join([_months(first, weeks), *rows])

    def _row(self, first: date, weekday: int, weeks: int, busy: int) -> Content:
        days = [first + timedelta(days=weekday + _WEEK * week) for week in range(weeks)]
        cells = [_day(self.days.get(day, 0), busy, today=day == self.today) for day in days if day <= self.today]
        return Content().join([Content.styled(f"{_DAY_NAMES[weekday]:<4}", "$foreground-muted"), *cells])


class Part(Struct, frozen=True):
    """A part of a whole: how *many*, of what, in which style."""

    many: int
    label: str
    style: str


class Split(Widget):
    """One bar divided by its parts, and below it a line that says them, or as many as they need."""

    parts: reactive[tuple[Part, ...]] = reactive((), init=False, layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """A line for the bar, and those of the words."""
        return 1 + len(self._words(width))

    def render(self) -> RenderResult:
        """The bar over the words; the words alone where nothing was counted."""
        width = self.content_size.width
        total = sum(part.many for part in self.parts)
        if not total:
            return Content("\n").join(self._words(width))
        bar = Content().join(Content.styled("█" * round(width * p.many / total), p.style) for p in self.parts)
        return Content("\n").join([bar.truncate(width), *self._words(width)])

    def _words(self, width: int) -> list[Content]:
        lines = [Content()]
        for part in self.parts:
            word = Content.styled(f"{part.many} {part.label}", part.style)
            longer = Content(" · ").join([lines[-1], word]) if lines[-1] else word
            if lines[-1] and longer.cell_length > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines


class Shares(Widget):
    """A line for each part: its name, a bar, its share and number."""

    parts: reactive[tuple[Part, ...]] = reactive((), init=False)

    def render(self) -> RenderResult:
        """Bars scaled to the whole."""
        total = sum(part.many for part in self.parts)
        name = max((len(part.label) for part in self.parts), default=0) + 1
        room = max(1, self.content_size.width - name - len(" 100% · 100000"))
        return Content("\n").join(_share(part, total, name, room) for part in self.parts)


def pane(chart: Widget, id_: str, title: str) -> Container:
    """*chart* in a border that says its *title*."""
    framed = Container(chart, id=id_, classes="pane")
    framed.border_title = title
    return framed


def spark(values: Sequence[float], width: int) -> str:
    """*values* between 0 and 1 as one line of *width* cells."""
    if not values:
        return ""
    at = [values[min(len(values) - 1, x * len(values) // max(width, 1))] for x in range(width)]
    return "".join(_EIGHTHS[max(1, round(max(0.0, min(1.0, value)) * 8))] for value in at)


def _cell(content: Content, width: int) -> Content:
    cut = content.truncate(max(1, width - 1), ellipsis=True)
    return cut.pad_right(max(0, width - cut.cell_length))


def _column(column: Column, each: int, height: int, share: float) -> list[Content]:
    eighths = round(share * height * 8) if column.many else 0
    eighths = max(1, eighths) if column.many else 0
    full, part = divmod(eighths, 8)
    number_at = height - full - (1 if part else 0)
    body = each - 1
    lines = [Content(" " * each) for _ in range(max(0, number_at))]
    lines.append(Content.styled(f"{_short(column.many):<{each}}", "$foreground-muted"))
    if part:
        lines.append(Content.styled(_EIGHTHS[part] * body + " ", "$secondary"))
    lines += [Content.styled("█" * body + " ", "$secondary")] * full
    label = "•" if column.label == NOW and len(NOW) >= each else column.label  # it would run into the next day's
    lines.append(Content.styled(f"{label:<{each}}"[:each], "$foreground-muted"))
    return lines


def _short(number: int) -> str:
    return str(number) if number < 1000 else f"{number // 1000}k"


def _busy(days: Mapping[date, int]) -> int:
    counts = sorted(count for count in days.values() if count)
    return counts[len(counts) * 9 // 10] if counts else 1


def _day(count: int, busy: int, *, today: bool) -> Content:
    share = count / max(busy, 1)
    glyph, style = next(((g, s) for limit, g, s in _LEVELS if share <= limit), _TOP_LEVEL)
    return Content.assemble((glyph, f"{style} underline" if today else style), " ")


def _months(first: date, weeks: int) -> Content:
    line = " " * 4
    for week in range(weeks):
        day = first + timedelta(days=_WEEK * week)
        starts_here = day.day <= _WEEK
        if starts_here and len(line) <= 4 + 2 * week:
            line = f"{line:<{4 + 2 * week}}{day:%b} "
    return Content.styled(line[: 4 + 2 * weeks], "$foreground-muted")


def _share(part: Part, total: int, name: int, room: int) -> Content:
    share = part.many / total if total else 0.0
    bar = "█" * max(1 if part.many else 0, round(room * share))
    return Content.assemble(
        (f"{part.label:<{name}}", part.style), (bar, part.style), (f" {share:.0%} · {part.many}", "$foreground-muted")
    )
