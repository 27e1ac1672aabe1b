"""Two texts side by side, paragraph by paragraph, with the words that differ marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Comparing is quadratic at worst; what is longer is cut, and that is said.
MOST_CHARACTERS = 200_000
_MOST_LINES = 3_000
_MOST_PAIRS = 250_000
_CONTEXT = 1
_WORD = re.compile(r"\s+|\d+(?:[.,\u00a0]\d+)*|[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of words; ``differs`` are those that the other side has not."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph on both sides; ``skipped`` counts paragraphs alike that are left out here."""

    left: tuple[Run, ...] = ()
    right: tuple[Run, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs, with a paragraph around it; ``alike`` if nothing does."""

    rows: tuple[Row, ...]
    alike: bool
    cut: bool


def compare_texts(left: str, right: str) -> Comparison:
    """The differences of two texts, layout and spaces aside."""
    cut = len(left) > MOST_CHARACTERS or len(right) > MOST_CHARACTERS
    ours, theirs = _lines(left), _lines(right)
    cut = cut or len(ours) > _MOST_LINES or len(theirs) > _MOST_LINES
    ours, theirs = ours[:_MOST_LINES], theirs[:_MOST_LINES]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    rows: list[Row] = []
    blocks = matcher.get_opcodes()
    for at, (tag, a, b, c, d) in enumerate(blocks):
        if tag == "equal":
            rows += _alike(ours[a:b], first=at == 0, last=at == len(blocks) - 1)
        else:
            rows += _changed(ours[a:b], theirs[c:d])
    return Comparison(rows=tuple(rows), alike=ours == theirs, cut=cut)


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in re.split(r"[\n\f]", text[:MOST_CHARACTERS]))
    return [line for line in lines if line]


def _alike(lines: list[str], *, first: bool, last: bool) -> list[Row]:
    before = 0 if first else _CONTEXT
    after = 0 if last else _CONTEXT
    rows = [Row(left=(Run(text=line),), right=(Run(text=line),)) for line in lines]
    hidden = len(lines) - before - after
    if hidden < 1:
        return rows
    return [*rows[:before], Row(skipped=hidden), *rows[len(rows) - after :]]


def _changed(ours: list[str], theirs: list[str]) -> list[Row]:
    rows = []
    for at in range(max(len(ours), len(theirs))):
        left = ours[at] if at < len(ours) else ""
        right = theirs[at] if at < len(theirs) else ""
        rows.append(_row(left, right))
    return rows


def _row(left: str, right: str) -> Row:
    ours, theirs = _WORD.findall(left), _WORD.findall(right)
    if not left or not right or len(ours) * len(theirs) > _MOST_PAIRS:
        return Row(left=_all(left), right=_all(right))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < 0.3:
        return Row(left=_all(left), right=_all(right))
    a_side: list[Run] = []
    b_side: list[Run] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        differs = tag != "equal"
        if b > a:
            a_side.append(Run(text="".join(ours[a:b]), differs=differs))
        if d > c:
            b_side.append(Run(text="".join(theirs[c:d]), differs=differs))
    return Row(left=tuple(a_side), right=tuple(b_side))


def _all(text: str) -> tuple[Run, ...]:
    return (Run(text=text, differs=True),) if text else ()
