"""A sample file and its truth; invented sentences with invented figures."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

#: Other seeds give other words and figures in the same layouts.
SEED = 7

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

_ENGLISH = (
    "herders", "villages", "the valley", "officials", "children", "winter", "the census",
    "a survey", "pasture", "schools", "families", "wool", "the river", "markets", "the northern",
    "between", "reported", "counted", "during", "under", "with", "across", "in every", "of all",
)  # fmt: skip
_RUSSIAN = (
    "пастухи", "селения", "долина", "чиновники", "дети", "зимой", "перепись", "опрос", "пастбище",
    "школы", "семьи", "шерсть", "река", "рынки", "северная", "между", "сообщили", "насчитали",
    "в течение", "более", "среди", "в каждом", "из всех", "по данным",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A figure as printed, on a page counted from 1."""

    page: int
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file, what a reader of it sees, and what must not be taken from it.

    ``numbers`` are all numbers that stand on each page, planted or not; a number in the
    extraction that is not among them was invented.  ``unread`` says that it must give no text.
    """

    name: str
    body: bytes
    planted: tuple[Planted, ...]
    numbers: tuple[frozenset[str], ...]
    hidden: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
    unread: str | None = None


@dataclass
class Book:
    """The truth of a file while it is being made: every word given out is written down."""

    name: str
    seed: int = field(default_factory=lambda: SEED)
    russian: bool = False
    planted: list[Planted] = field(default_factory=list)
    numbers: list[set[str]] = field(default_factory=lambda: [set()])

    def __post_init__(self) -> None:
        self._random = random.Random(f"{self.name} {self.seed}")
        self._used: set[str] = set()

    @property
    def page(self) -> int:
        """The page that is being made, from 1."""
        return len(self.numbers)

    def turn(self) -> None:
        """Begin the next page."""
        self.numbers.append(set())

    def seen(self, text: str) -> str:
        """A text whose numbers stand on this page without being planted."""
        self.numbers[-1].update(NUMBER.findall(text))
        return text

    def figure(self) -> str:
        """A figure that stands nowhere else in the file."""
        while True:
            kind = self._random.randrange(5)
            number = self._random.randrange(1000, 990_000)
            printed = (
                f"{number:,}" if kind < 2
                else f"{number % 1000}.{self._random.randrange(10)}" if kind == 2
                else f"{number % 90 + 10}.{self._random.randrange(1, 10)}%" if kind == 3
                else f"{number:,}"
            )  # fmt: skip
            if self.russian:
                printed = printed.replace(",", " ").replace(".", ",")
            bare = printed.rstrip("%")
            if bare not in self._used:
                self._used.add(bare)
                self.planted.append(Planted(page=self.page, printed=printed))
                return self.seen(printed)

    def words(self, count: int) -> str:
        """Words without figures."""
        return " ".join(self._random.choice(self._words) for _ in range(count))

    def sentence(self, figures: int = 1) -> str:
        """A sentence with figures in it."""
        parts = [self.words(3).capitalize()]
        for _ in range(figures):
            parts += [self.figure(), self.words(4)]
        return " ".join(parts) + "."

    def mark(self) -> str:
        """The number of a note."""
        return self.seen(str(self._random.randrange(1, 180)))

    def sample(
        self,
        body: bytes,
        *,
        hidden: tuple[str, ...] = (),
        labels: tuple[str, ...] = (),
        scanned: tuple[int, ...] = (),
    ) -> Sample:
        """The finished file."""
        return Sample(
            name=self.name,
            body=body,
            planted=tuple(self.planted),
            numbers=tuple(map(frozenset, self.numbers)),
            hidden=hidden,
            labels=labels,
            scanned=scanned,
        )

    @property
    def _words(self) -> tuple[str, ...]:
        return _RUSSIAN if self.russian else _ENGLISH
