"""Markers in shapes that other things have too, believed for the order in which they count up.

``percent.12``, ``cancelled3``, ``5,3001`` (note 1 behind 5,300), ``(12)`` and the ``12/`` of
the United Nations are figures, names and lists elsewhere.  Where a text has no clearer
markers and these count up through most of its notes, they are its markers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

_LIST = r"\d{1,5}(?:[ ]?[,;–-][ ]?\d{1,5}){0,8}"
_END = r"(?=$|[\s.,;:!?)\]”’\"'»])"
#: Behind a word, a stop or a closing sign.
_GLUED = re.compile(
    rf"(?:(?<=[^\W\d_][^\W\d_][^\W\d_])|(?<=[^\W\d_][.,;:!?)\]”’\"'»%])|(?<=[\d.,][)\]”’\"'»%])"
    rf"|(?<=[)\]”’\"'»%][.,;:!?]))(?P<numbers>\d{{1,3}}(?:,[ ]?\d{{1,3}}){{0,5}}){_END}"
)
_PAREN = re.compile(rf"(?<=[\w.,;:!?)”’\"'»%])(?P<whole>[ ]?\((?P<numbers>{_LIST})\))")
_WORDED = re.compile(
    r"(?P<whole>[ ]?[\[(](?:end|foot)?(?:note|notes|n\.|fn\.?|ref\.?|refs\.?|прим\.?|примечание"
    rf"|сноска|сн\.)\s?(?P<numbers>{_LIST})[\])])",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?<=[\w.,;:!?)”’\"'»%])(?P<whole>[ ](?P<numbers>\d{1,3}/(?:,?[ ]\d{1,3}/){0,5}))"
    r"(?=$|[\s.,;:)])"
)
#: A figure that may have a marker behind it.
_FIGURE = re.compile(rf"(?<![\w.,])\d[\d,.;]{{0,20}}\d{_END}")
_GROUPED = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[.,;:!?)]?$")
_TORN_GROUP = re.compile(r"^\d{1,3}(?:,\d{3})*,\d{4,7}$")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Candidate:
    """What may be a marker: ``texts[text][start:end]``, for these numbers."""

    text: int
    start: int
    end: int
    numbers: tuple[int, ...]


def find_worded(texts: Sequence[str], notes: Collection[int]) -> list[Candidate]:
    """``[note 12]``: the word says what it is."""
    return list(_candidates(_WORDED, texts, notes))


def find_enclosed(texts: Sequence[str], notes: Collection[int]) -> list[Candidate]:
    """``(12)`` or ``12/`` where they count up through two thirds of the notes."""
    for pattern in (_PAREN, _SLASHED):
        candidates = list(_candidates(pattern, texts, notes))
        chain = _chain(candidates)
        if 3 * len(_named(chain)) >= 2 * len(notes):
            first = {n: c for c in reversed(chain) for n in c.numbers}
            # A note may be named again once it was named.
            return [c for c in candidates if all(n in first and first[n] <= c for n in c.numbers)]
    return []


def find_glued(texts: Sequence[str], notes: Collection[int]) -> list[Candidate]:
    """Digits glued to a word or stop where they count up; figures that hide one as well."""
    candidates = list(_candidates(_GLUED, texts, notes))
    chain = _chain(candidates)
    if 3 * len(_named(chain)) < len(notes):
        return []
    return sorted([*chain, *_fill_gaps(texts, chain, notes)])


def _candidates(
    pattern: re.Pattern[str], texts: Sequence[str], notes: Collection[int]
) -> Iterator[Candidate]:
    for i, text in enumerate(texts):
        for match in pattern.finditer(text):
            numbers = _numbers(match["numbers"], notes)
            if numbers:
                start, end = match.span("whole" if "whole" in pattern.groupindex else "numbers")
                yield Candidate(text=i, start=start, end=end, numbers=numbers)


def _numbers(printed: str, notes: Collection[int]) -> tuple[int, ...]:
    numbers: list[int] = []
    for first, last in re.findall(r"(\d+)(?:\s?[–-]\s?(\d+))?", printed):
        span = range(int(first), int(last or first) + 1)
        if not span or len(span) > 20 or any(n not in notes for n in span):
            return ()
        numbers += span
    return tuple(dict.fromkeys(numbers))


def _chain(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The longest run of candidates whose numbers count up through the text."""
    tails: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for i, candidate in enumerate(candidates):
        at = bisect_left(tails, candidate.numbers[0])
        before.append(places[at - 1] if at else -1)
        tails[at : at + 1] = [candidate.numbers[-1]]
        places[at : at + 1] = [i]
    chain: list[Candidate] = []
    at = places[-1] if places else -1
    while at >= 0:
        chain.append(candidates[at])
        at = before[at]
    return chain[::-1]


def _named(candidates: Sequence[Candidate]) -> set[int]:
    return {number for candidate in candidates for number in candidate.numbers}


def _fill_gaps(
    texts: Sequence[str], chain: Sequence[Candidate], notes: Collection[int]
) -> Iterator[Candidate]:
    """Markers behind figures, for the notes that the chain leaves out."""
    start, end = Candidate(text=0, start=0, end=0, numbers=(0,)), None
    for end in (*chain, None):
        due = range(start.numbers[-1] + 1, end.numbers[0] if end else max(notes, default=0) + 1)
        missing = [n for n in due if n in notes]
        if 0 < len(missing) <= 6:
            yield from _hidden(texts, start, end, missing)
        start = end or start


def _hidden(
    texts: Sequence[str], start: Candidate, end: Candidate | None, missing: Sequence[int]
) -> Iterator[Candidate]:
    last = end.text if end else len(texts) - 1
    figures = [
        (i, found)
        for i in range(start.text, last + 1)
        for found in _FIGURE.finditer(
            texts[i],
            start.end if i == start.text else 0,
            end.start if end and i == last else len(texts[i]),
        )
    ]
    at = 0
    while at < len(missing):
        for several in (2, 1):
            numbers = tuple(missing[at : at + several])
            if len(numbers) < several:
                continue
            fitting = [
                (i, found, rank)
                for i, found in figures
                if (
                    rank := _hides(found.group(), "".join(map(str, numbers)), texts[i], found.end())
                )
            ]
            best = [one for one in fitting if one[2] == max(rank for _, _, rank in fitting)]
            if len(best) == 1:
                i, found, _ = best[0]
                digits = sum(len(str(n)) for n in numbers)
                yield Candidate(
                    text=i, start=found.end() - digits, end=found.end(), numbers=numbers
                )
                figures = [
                    (j, other) for j, other in figures if (j, other.end()) > (i, found.end())
                ]
                at += several - 1
                break
        at += 1


def _hides(figure: str, digits: str, text: str, end: int) -> int:
    """How likely a figure has these digits of a marker behind it: 0 not at all, 2 very."""
    rest = figure.removesuffix(digits)
    if rest == figure or not rest or not _GROUPED.match(rest):
        return 0
    if rest[-1] == ".":
        return 2 if re.match(r"\s+[^\W\d_a-zа-я]|\s*$", text[end:]) else 0
    if rest[-1] in ",;":
        return 2 if rest[-1] == ";" or len(digits) != 3 else 0
    if _TORN_GROUP.match(figure):
        return 2
    return 1 if re.fullmatch(r"(?:19|20)\d\d", rest) else 0
