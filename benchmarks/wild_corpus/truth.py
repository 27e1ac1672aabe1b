"""A source and its truth: each figure with the words or the row and column that it belongs to."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.sums import Summed
from citecheck.model.documents import Document, Extraction

#: Other seeds give other words and figures.
SEED = 11

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\s]+")
#: Characters without width, which figures are found through.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u00ad\ufeff]")
_MARKS = re.compile(r"\[[^\]\n]{1,5}\]|[¹²³]+|(?<=\d)\(\d{1,2}\)")
_ENGLISH = (
    "herders", "villages", "orchards", "officials", "children", "wells", "weavers", "bridges",
    "pastures", "schools", "families", "bakers", "rivers", "markets", "clinics", "millers",
    "reported", "counted", "during", "under", "across", "among", "near", "beyond",
)  # fmt: skip
_RUSSIAN = (
    "пастухи", "селения", "сады", "чиновники", "дети", "колодцы", "ткачи", "мосты", "пастбища",
    "школы", "семьи", "пекари", "реки", "рынки", "больницы", "мельники", "сообщили", "насчитали",
    "зимой", "среди", "возле", "около", "вокруг", "после",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure on a page, between its words, or in its row under its column."""

    page: int
    printed: str
    before: str = ""
    after: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wild:
    """A file and its truth; ``numbers`` are all that its reader may see, ``decoys`` he may not."""

    name: str
    body: bytes
    media_type: str | None
    facts: tuple[Fact, ...]
    numbers: frozenset[str]
    decoys: tuple[str, ...]


@dataclass
class Pen:
    """Writes figures and words, and remembers what it wrote."""

    name: str
    russian: bool = False
    style: str = ""
    page: int = 1
    facts: list[Fact] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    decoys: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(f"{self.name} {SEED}")
        self._used: set[str] = set()

    def seen(self, text: str) -> str:
        """A text whose numbers are to be seen without being planted."""
        self.numbers.update(NUMBER.findall(_flat(text)))
        return text

    def figure(self, kind: str = "") -> str:
        """A figure that stands nowhere else in the file, planted by whoever asks for it."""
        while True:
            chosen = kind or self._random.choice(("group", "group", "decimal", "percent"))
            number = self._random.randrange(1100, 990_000)
            printed = {
                "group": f"{number:,}",
                "plain": str(number),
                "decimal": f"{number % 900 + 100}.{self._random.randrange(1, 10)}",
                "percent": f"{number % 89 + 10}.{self._random.randrange(1, 10)}%",
            }[chosen]
            if self.russian:
                printed = printed.replace(",", " ").replace(".", ",")
            if printed not in self._used:
                self._used.add(printed)
                return self.seen(printed)

    def words(self, count: int = 2) -> str:
        """Different words without figures."""
        return " ".join(self._random.sample(_RUSSIAN if self.russian else _ENGLISH, count))

    def decoy(self) -> str:
        """A figure that no reader of the file sees."""
        printed = self.figure("group")
        self.numbers.difference_update(NUMBER.findall(printed))
        self.decoys.append(printed)
        return printed

    def say(self, kind: str = "") -> tuple[str, str, str]:
        """Words, a figure, words: remembered as a sentence."""
        before, printed, after = self.words(3), self.figure(kind), self.words(3)
        self.facts.append(Fact(page=self.page, printed=printed, before=before, after=after))
        return before, printed, after

    def label(self, kind: str = "") -> tuple[str, str]:
        """A label and its figure, remembered as belonging together."""
        before, printed = f"{self.words(3)}".capitalize(), self.figure(kind)
        self.facts.append(Fact(page=self.page, printed=printed, before=before))
        return before, printed

    def grid(
        self, rows: int, columns: Sequence[str], kind: str = ""
    ) -> list[tuple[str, list[str]]]:
        """Rows of a label and a figure under each column."""
        found = []
        for column in columns:
            self.seen(column)
        for _ in range(rows):
            label = self.words(3).capitalize()
            cells = [self.figure(kind) for _ in columns]
            for column, printed in zip(columns, cells, strict=True):
                self.facts.append(Fact(page=self.page, printed=printed, row=label, column=column))
            found.append((label, cells))
        return found

    def done(self, body: bytes, media_type: str | None = None) -> Wild:
        """The finished source."""
        return Wild(
            name=self.name, body=body, media_type=media_type, facts=tuple(self.facts),
            numbers=frozenset(self.numbers), decoys=tuple(self.decoys),
        )  # fmt: skip


@dataclass(slots=True)
class Score(Summed):
    """What came of one source or of many."""

    files: int = 0
    planted: int = 0
    lost: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def measure(wild: Wild, found: Extraction) -> Score:
    """Hold a reading against the truth.

    A figure is lost where it does not stand whole, astray where it stands on another
    page, loose where it stands without its words or off its row and column.
    """
    score = Score(files=1, planted=len(wild.facts))
    if not isinstance(found, Document):
        score.failed.append(f"{wild.name}: {found.reason}: {found.why}")
        score.lost += [f"{wild.name}: {fact.printed}" for fact in wild.facts]
        return score
    pages = [page.text for page in found.pages]
    for fact in wild.facts:
        told = f"{wild.name} p. {fact.page}: {fact.before}{fact.row} {fact.printed} {fact.column}"
        whole = re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(fact.printed)}(?![.,]?\d)")
        where = [n for n, text in enumerate(pages, 1) if whole.search(_unmarked(text))]
        if not where:
            score.lost.append(told)
        elif found.paged and fact.page not in where:
            score.astray.append(told)
        elif not (_in_row(fact, pages) if fact.row else _in_words(fact, pages)):
            score.loose.append(told)
    text = "\n".join(pages)
    known = wild.numbers | {n for d in wild.decoys for n in NUMBER.findall(_flat(d))}
    got = set(NUMBER.findall(_unmarked(text)))
    score.invented += [f"{wild.name}: {number}" for number in sorted(got - known)]
    score.shown += [f"{wild.name}: {one}" for one in wild.decoys if one in _flat(text)]
    return score


def _flat(text: str) -> str:
    """Spaces of any sort as one; characters without width out."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text))


def _unmarked(text: str) -> str:
    return _flat(_MARKS.sub(" ", text))


def _in_words(fact: Fact, pages: list[str]) -> bool:
    """Whether the figure stands between its words, at most a mark or a bar between."""
    gap = r"(?:[\W_]{1,4})"
    behind = rf"{gap}{re.escape(fact.after)}" if fact.after else r"(?![.,]?\d)"
    pattern = rf"{re.escape(fact.before)}{gap}{re.escape(fact.printed)}{behind}"
    return any(re.search(pattern, _unmarked(text)) for text in pages)


def _in_row(fact: Fact, pages: list[str]) -> bool:
    """Whether the figure stands in the line of its label and under its column's name."""
    for text in pages:
        lines = [[_unmarked(cell).strip() for cell in line.split("|")] for line in text.split("\n")]
        for at, cells in enumerate(lines):
            if fact.row not in cells or fact.printed not in cells:
                continue
            place = cells.index(fact.printed)
            above = (line[place] for line in lines[:at] if len(line) > place)
            if not fact.column or fact.column in above:
                return True
    return False
