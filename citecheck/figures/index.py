"""A document scanned once: its quantities, each with its clause, sentence and table cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import regex

from citecheck.figures.fold import fold
from citecheck.figures.lexicon import table
from citecheck.figures.quantities import Quantity, find_quantities
from citecheck.figures.terms import clause_around, has_letters_of, stem, years_in
from citecheck.model.documents import Document
from citecheck.model.figures import Kind, Span

_SENTENCE_END = regex.compile(
    r"(?<!\b(?:p|pp|No|Nos|Art|art|vol|Dr|Mr|Mrs|St|approx|cf|vs|e\.g|i\.e|U\.S|тыс|млн|млрд|руб|г|стр|ст|т\.е|им))"
    r"[.!?]+[»”\"')\]]*\s+(?=[\p{Lu}\d«“\"(½¼¾]|$)|\n{2,}|\f"
)
_ROW_NUMBER_GAP = regex.compile(r"\||\t| {2,}|\.{3,}")
#: So many lines above a row its header may stand.
HEADER_REACH = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands around a quantity.

    ``clause`` and ``sentence`` are spans of the folded text; ``heading`` holds the words
    of a table's row, column and caption.  ``years``: of the column or the clause, else
    of the sentence.
    """

    clause: tuple[int, int]
    sentence: tuple[int, int]
    in_table: bool
    heading: str
    years: frozenset[int]


class DocumentIndex:
    """A document's folded text and quantities; made once, asked many times."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded = fold(document.text)
        self.text = self.folded.text
        self.quantities = find_quantities(self.text)
        self._contexts: dict[int, tuple[Quantity, Context]] = {}

    @cached_property
    def language(self) -> str | None:
        """The language of the text by its letters."""
        return has_letters_of(self.text)

    @cached_property
    def stem_counts(self) -> Counter[str]:
        """How often each stem stands in the document: rare ones tell more."""
        words = Counter(word.lower() for word in regex.findall(r"\p{L}[\p{L}'-]+", self.text))
        counts: Counter[str] = Counter()
        for word, count in words.items():
            counts[stem(word)] += count
        return counts

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [0, *(match.end() for match in _SENTENCE_END.finditer(self.text)), len(self.text)]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in regex.finditer(r"\n", self.text))]

    @cached_property
    def _starts(self) -> list[int]:
        return [quantity.start for quantity in self.quantities]

    def sentence_of(self, start: int) -> tuple[int, int]:
        """The sentence that holds a position, as a span."""
        place = bisect_right(self._sentence_ends, start)
        left = self._sentence_ends[place - 1]
        right = self._sentence_ends[min(place, len(self._sentence_ends) - 1)]
        return max(left, start - 600), min(max(right, start), start + 600)

    def in_context(self, quantity: Quantity) -> tuple[Quantity, Context]:
        """The quantity (its unit read from the table's header, if it stands in one) and its context."""
        known = self._contexts.get(quantity.start)
        if known is None:
            known = self._make_context(quantity)
            self._contexts[quantity.start] = known
        return known

    def raw_span(self, start: int, end: int) -> Span:
        """A span of the folded text in :attr:`Document.text`."""
        return self.folded.raw_span(start, end)

    def between(self, start: int, end: int) -> list[Quantity]:
        """The quantities that begin in a span."""
        left = bisect_right(self._starts, start - 1)
        right = bisect_right(self._starts, end - 1)
        return self.quantities[left:right]

    def _make_context(self, quantity: Quantity) -> tuple[Quantity, Context]:
        row = self._row(quantity)
        if row:
            return row
        sentence = self.sentence_of(quantity.start)
        left, right = clause_around(self.text, quantity.start, quantity.end)
        clause = (max(left, sentence[0]), min(right, sentence[1]))
        years = years_in(self.text[clause[0] : clause[1]]) or years_in(
            self.text[sentence[0] : sentence[1]]
        )
        return quantity, Context(
            clause=clause, sentence=sentence, in_table=False, heading="", years=years
        )

    def _line(self, number: int) -> tuple[int, int]:
        start = self._line_starts[number]
        last = number + 1 >= len(self._line_starts)
        return start, len(self.text) if last else self._line_starts[number + 1] - 1

    def _row(self, quantity: Quantity) -> tuple[Quantity, Context] | None:
        """The context of a quantity in a table's row; ``None`` if its line is prose."""
        number = bisect_right(self._line_starts, quantity.start) - 1
        start, end = self._line(number)
        line = self.text[start:end]
        inside = [
            q
            for q in self.between(start, end)
            if q.family != "year" or _ROW_NUMBER_GAP.search(line)
        ]
        words = regex.findall(r"\p{L}{2,}", line)
        is_row = ("|" in line or len(inside) >= 2 or _ROW_NUMBER_GAP.search(line)) and len(
            words
        ) <= 4 * max(1, len(inside)) + 4
        if (
            not is_row
            or quantity not in inside
            or regex.search(r"[.!?]$|[,;]\s\p{Ll}", line.strip())
        ):
            return None
        label = regex.sub(r"[|.\s]+", " ", line[: inside[0].start - start])
        column = [q.start for q in inside].index(quantity.start)
        header, caption = self._header(number, column, len(inside))
        years = years_in(header) or years_in(label) or years_in(caption)
        quantity = _with_header_unit(quantity, f"{header} {label} {caption}")
        heading = f"{label} {header} {caption}"
        return quantity, Context(
            clause=(start, end), sentence=(start, end), in_table=True, heading=heading, years=years
        )  # fmt: skip

    def _header(self, number: int, column: int, columns: int) -> tuple[str, str]:
        """The header's cell over a column, and the caption over the table."""
        for above in range(number - 1, max(-1, number - 1 - HEADER_REACH), -1):
            start, end = self._line(above)
            line = self.text[start:end].strip()
            if not line:
                continue
            numbers = self.between(start, end)
            if numbers and not all(q.family == "year" for q in numbers):
                continue
            cells = numbers
            caption = self._caption(above)
            if len(cells) == columns and columns > 1:
                cell = cells[column]
                return self.text[
                    cell.start : cell.end
                ], f"{line[: max(0, cells[0].start - start)]} {caption}"
            parts = [part.strip() for part in _ROW_NUMBER_GAP.split(line) if part.strip()]
            if len(parts) == columns + 1:
                return parts[column + 1], f"{parts[0]} {caption}"
            if len(parts) == columns and columns > 1:
                return parts[column], caption
            tokens = line.split()
            if len(tokens) == columns + 1 and columns > 1:
                return tokens[column + 1], f"{tokens[0]} {caption}"
            if len(tokens) == columns and columns > 1:
                return tokens[column], caption
            return "", line
        return "", ""

    def _caption(self, number: int) -> str:
        for above in range(number - 1, max(-1, number - 3), -1):
            start, end = self._line(above)
            line = self.text[start:end].strip()
            if line:
                return line if len(line) < 160 and not self.between(start, end) else ""
        return ""


def _with_header_unit(quantity: Quantity, heading: str) -> Quantity:
    """A bare number in a table takes its unit and scale from the header or caption."""
    if quantity.family != "count" or quantity.kind is not Kind.COUNT:
        return quantity
    lower = heading.lower()
    if regex.search(r"%|\bper\s?cent\b|процент", lower):
        return replace(quantity, family="percent", unit="percent", kind=Kind.PERCENTAGE)
    scale = Decimal(1)
    if regex.search(r"\bthousands?\b|\b'?000s?\b|\bтыс", lower):
        scale = Decimal(1000)
    elif regex.search(r"\bmillions?\b|\bmln\b|\bмлн", lower):
        scale = Decimal(10**6)
    money = _money_in(heading)
    scaled = replace(
        quantity,
        value=quantity.value * scale,
        step=quantity.step * scale,
        readings=tuple(r * scale for r in quantity.readings),
    )
    return replace(scaled, family="money", unit=money, kind=Kind.MONEY) if money else scaled


def _money_in(heading: str) -> str | None:
    for unit, words in table("units")["money"].items():
        for word in words:
            if len(word) > 1 and regex.search(rf"(?<!\w){regex.escape(word)}(?!\w)", heading):
                return str(unit)
    return None
