"""Follow many ways to read a line at once: a path is one of them, an agenda holds those ahead."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import NamedTuple

from policydiff.cleaning.mojibake.lexicon import ORDER

HISTORY = ORDER - 1  # characters that the next one is judged by
IN_STEP: tuple[int, ...] = ()
RUNNING = -1  # the end of a stretch that has not come back in step
NO_SCORE = -1e18  # below the score of every path


class Price(NamedTuple):
    """What a character costs behind a context (0 is free, less is dearer), and how it is shown.

    ``symbol`` is what the language model knows it as.
    """

    cost: float
    char: str
    shown: str
    symbol: str


class Course(NamedTuple):
    """Where a path goes with its next character.

    ``carry`` and ``end`` are those of the path that comes out, ``to`` is the column that it leads
    to. Characters in ``barred`` cannot stand here. It costs ``extra`` besides the character, and
    is followed only where it keeps a score of ``least`` without that. ``dropped`` characters were
    put in that the line does not have.
    """

    carry: tuple[int, ...]
    end: int
    to: int
    barred: Container[str] = ()
    extra: float = 0.0
    least: float = NO_SCORE
    dropped: int = 0


class Path(NamedTuple):
    """Ways to read a line from a site on, up to some column, that go on in the same way.

    ``heads`` are the texts that differ, each with how much less likely it is than the best; all
    go on with ``tail``. ``carry`` holds the bytes that may begin the character under way; it is
    empty in step. ``end`` is the column at which the reading came back in step.
    """

    score: float
    heads: tuple[tuple[float, str], ...]
    tail: str
    history: str
    carry: tuple[int, ...]
    end: int
    dropped: int = 0

    def then(self, price: Price, course: Course) -> "Path":
        """Return the path with one more true character."""
        cost, _, shown, symbol = price
        return Path(
            self.score + cost + course.extra,
            self.heads,
            self.tail + shown,
            (self.history + symbol)[-HISTORY:],
            course.carry,
            course.end,
            self.dropped + course.dropped,
        )


@dataclass(slots=True)
class Agenda:
    """The paths to read on, by column. It grows: a search fills it and takes from it.

    ``steps`` counts what was tried. A path that falls behind the best at its column by more than
    ``margin`` is not made: it would be dropped unread.
    """

    margin: float
    steps: int = 0
    paths: dict[int, list[Path]] = field(default_factory=dict)
    best: dict[int, float] = field(default_factory=dict)

    def floor(self, to: int) -> float:
        """Return the score below which a path at this column is hopeless."""
        return self.best.get(to, NO_SCORE) - self.margin

    def add(self, path: Path, to: int) -> None:
        """Count a path, and keep it unless it is hopeless."""
        self.steps += 1
        self._keep(path, to)

    def _keep(self, path: Path, to: int) -> None:
        best = self.best.get(to)
        if best is None:
            self.best[to], self.paths[to] = path.score, [path]
        elif path.score >= best - self.margin:
            self.best[to] = max(best, path.score)
            self.paths[to].append(path)

    def speak(self, path: Path, price: Price, course: Course) -> None:
        """Go on with a character that was counted, unless that is too unlikely or hopeless."""
        score = path.score + price.cost
        if score >= course.least and score + course.extra >= self.floor(course.to):
            self._keep(path.then(price, course), course.to)
