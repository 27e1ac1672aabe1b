"""Note markers in the body: found by the numbers of the notes, and taken out of the text.

Shapes that can be nothing else (``¹²``, ``^{12}``, ``[^12]``, ``<sup>12</sup>``) always
count.  ``[12]``, digits glued to a stop (``desperation.9``) and ``(12)`` count only
where the clear shapes leave most notes without a marker: elsewhere they are
quotations, decimals and lists (:mod:`~citecheck.manuscript.marker_chains`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from citecheck.manuscript.marker_chains import Candidate, find_enclosed, find_glued, find_worded
from citecheck.manuscript.note_numbers import SUPERSCRIPTS, TO_DIGITS

#: ``1–3`` names every note between; a longer range is not a marker.
MAX_RANGE = 20

_LIST = r"\d{1,5}(?:[ ,;–-]{1,3}\d{1,5}){0,12}"
_SUPER = f"[{SUPERSCRIPTS}]{{1,12}}"
_DRESSED = SUPERSCRIPTS + "["
_CLEAR_SIGN = re.compile(rf"[\^{SUPERSCRIPTS}]|<sup>", re.IGNORECASE)
_SPACE = "[ \u00a0\u2009\u202f]"
_SUPER_RUN = re.compile(rf"{_SUPER}(?:(?:{_SPACE}?[,;⁻–-]{_SPACE}?|{_SPACE}){_SUPER}){{0,12}}")
_CARET = re.compile(rf"\^\{{(?P<braced>{_LIST})\}}|(?<!\[)\^(?P<caret>\d{{1,5}})(?![\d{{^])")
_WRAPPED = re.compile(
    rf"\^[\[(]?(?P<carets>{_LIST})[\])]?\^|<sup>\s*[\[(]?(?P<tagged>{_LIST})[\])]?\s*</sup>",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\[\^(?P<numbers>\d{1,5})\](?!:)")
_BRACKET = re.compile(
    r"(?<![\w)\]])?\[(?P<numbers>\d{1,5}(?:[ ]?[,;–-][ ]?\d{1,5}){0,12}"
    r"(?:\][ ]?[,;–-]?[ ]?\[\d{1,5}){0,12})\](?![(\[:])"
)
_GLUED = re.compile(
    r"(?<=[^\W\d_][.,;:!?)”’\"'»])[”’\"'»)]?(?P<numbers>\d{1,3}(?:,[ ]?\d{1,3}){0,5})(?=\s|$)"
)
_UNIT_BEFORE = re.compile(r"\d\s?(?:k|c|m|d)?m$", re.IGNORECASE)
#: Every number that may be a note's.
_ANY = range(1, 100_000)
_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(r"(\d+)\s?[⁻–-]\s?(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMarker:
    """A marker where it stands: ``text[start:end]`` names the notes ``numbers``."""

    start: int
    end: int
    numbers: tuple[int, ...]
    printed: str


def find_markers(texts: Sequence[str], notes: Collection[int]) -> list[list[FoundMarker]]:
    """The markers of each text, in the shapes that this manuscript uses."""
    found = [_find_clear(text, notes) for text in texts]
    _drop_powers(texts, found)
    _split_merged(texts, found, notes)
    for finder in (_find_all_brackets, _find_worded, _find_all_glued, _find_enclosed):
        if 2 * len(_named(found)) >= len(notes):
            break
        more = finder(texts, notes)
        if 2 * len(_named(more)) >= len(notes):
            found = [_merge(ours, theirs) for ours, theirs in zip(found, more, strict=True)]
            _split_merged(texts, found, notes)
    return [_join_touching(here) for here in found]


def _find_all_brackets(texts: Sequence[str], notes: Collection[int]) -> list[list[FoundMarker]]:
    return [_find_brackets(text, notes) for text in texts]


def _find_worded(texts: Sequence[str], notes: Collection[int]) -> list[list[FoundMarker]]:
    return _as_markers(texts, find_worded(texts, notes))


def _find_enclosed(texts: Sequence[str], notes: Collection[int]) -> list[list[FoundMarker]]:
    return _as_markers(texts, find_enclosed(texts, notes))


def _find_all_glued(texts: Sequence[str], notes: Collection[int]) -> list[list[FoundMarker]]:
    behind_stops = [_find_glued(text, notes) for text in texts]
    counted = _as_markers(texts, find_glued(texts, notes))
    return [_merge(ours, theirs) for ours, theirs in zip(counted, behind_stops, strict=True)]


def _as_markers(texts: Sequence[str], candidates: Sequence[Candidate]) -> list[list[FoundMarker]]:
    found: list[list[FoundMarker]] = [[] for _ in texts]
    for one in candidates:
        printed = texts[one.text][one.start : one.end]
        found[one.text].append(
            FoundMarker(start=one.start, end=one.end, numbers=one.numbers, printed=printed)
        )
    return found


def _join_touching(markers: Sequence[FoundMarker]) -> list[FoundMarker]:
    """Markers with nothing between them (``[6][7]``) as one that names them all."""
    joined: list[FoundMarker] = []
    if not markers:
        return joined
    for marker in markers:
        if joined and joined[-1].end == marker.start:
            before = joined.pop()
            numbers = tuple(dict.fromkeys((*before.numbers, *marker.numbers)))
            printed = before.printed + marker.printed
            marker = FoundMarker(
                start=before.start, end=marker.end, numbers=numbers, printed=printed
            )
        joined.append(marker)
    return joined


def find_orphans(
    texts: Sequence[str],
    found: Sequence[Sequence[FoundMarker]],
    notes: Collection[int],
    gaps: Collection[int] = (),
) -> list[list[FoundMarker]]:
    """Markers in the shapes that this manuscript uses whose number no note has.

    A number counts where a gap among the notes waits for it, or where it follows the
    marker before it; any other is a power, a unit or a quotation.
    """
    printed = [marker.printed for here in found for marker in here]
    brackets = 2 * sum(p.startswith("[") and p[1:2].isdigit() for p in printed) > len(printed)
    known = frozenset(notes)
    orphans: list[list[FoundMarker]] = []
    last = 0
    for text, here in zip(texts, found, strict=True):
        anyone = _find_brackets(text, _ANY) if brackets else _find_clear(text, _ANY)
        if not here and not anyone:
            orphans.append([])
            continue
        taken = {at for marker in here for at in range(marker.start, marker.end)}
        strange = [
            marker
            for marker in anyone
            if marker.start not in taken and known.isdisjoint(marker.numbers)
        ]
        mine: list[FoundMarker] = []
        for marker in sorted([*here, *strange], key=lambda marker: marker.start):
            if marker not in strange:
                last = marker.numbers[-1]
            elif marker.numbers[0] == last + 1 or set(marker.numbers) <= set(gaps):
                if text[marker.start - 1 : marker.start].isdigit():
                    continue
                mine.append(marker)
                last = marker.numbers[-1]
        orphans.append(mine)
    return orphans


def _drop_powers(texts: Sequence[str], found: Sequence[list[FoundMarker]]) -> None:
    """Take back superscripts behind a digit (``10⁶``) whose notes another marker names."""
    doubtful = [
        (here, marker)
        for text, here in zip(texts, found, strict=True)
        for marker in here
        if text[marker.start] in SUPERSCRIPTS and text[marker.start - 1 : marker.start].isdigit()
    ]
    times = Counter(number for here in found for marker in here for number in marker.numbers)
    for here, marker in doubtful:
        if all(times[number] > 1 for number in marker.numbers):
            here.remove(marker)
            times.subtract(marker.numbers)


def take_out(text: str, markers: Sequence[FoundMarker]) -> tuple[str, list[int]]:
    """The text without its markers, and where each stood in it."""
    if not markers:
        return text.rstrip(), []
    kept: list[str] = []
    offsets: list[int] = []
    length = at = 0
    for marker in markers:
        part = text[at : marker.start]
        follows = text[marker.end : marker.end + 1]
        if part[-1:].isspace() and (not follows or follows in " .,;:)\n"):
            part = part.rstrip()
        kept.append(part)
        length += len(part)
        offsets.append(length)
        at = marker.end
    kept.append(text[at:])
    joined = "".join(kept)
    shorter = joined.rstrip()
    return shorter, [min(offset, len(shorter)) for offset in offsets]


def _named(found: Sequence[Sequence[FoundMarker]]) -> set[int]:
    return {number for markers in found for marker in markers for number in marker.numbers}


def _merge(ours: Sequence[FoundMarker], theirs: Sequence[FoundMarker]) -> list[FoundMarker]:
    if not ours or not theirs:
        return [*ours, *theirs]
    taken = {at for marker in ours for at in range(marker.start, marker.end)}
    free = [m for m in theirs if m.start not in taken and m.end - 1 not in taken]
    return sorted([*ours, *free], key=lambda marker: marker.start)


def _find_clear(text: str, notes: Collection[int]) -> list[FoundMarker]:
    if not _CLEAR_SIGN.search(text):
        return []
    found = list(_superscripts(text, notes))
    for pattern in (_CARET, _FOOTNOTE, _WRAPPED):
        for match in pattern.finditer(text):
            if match.group() == "<sup>2</sup>" and _is_unit(text, match.start()):
                continue
            numbers = _numbers(match.group(), notes)
            if numbers:
                found.append(_marker(match, numbers))
    return sorted(found, key=lambda marker: marker.start)


def _superscripts(text: str, notes: Collection[int]) -> Iterator[FoundMarker]:
    for match in _SUPER_RUN.finditer(text):
        if match.group() in "²³" and _is_unit(text, match.start()):
            continue
        printed = match.group().translate(TO_DIGITS)
        numbers = _numbers(printed, notes) or _split_glued(printed, notes)
        if numbers:
            yield _marker(match, numbers)


def _find_brackets(text: str, notes: Collection[int]) -> list[FoundMarker]:
    if "[" not in text:
        return []
    return _find_by(_BRACKET, text, notes)


def _find_glued(text: str, notes: Collection[int]) -> list[FoundMarker]:
    return _find_by(_GLUED, text, notes)


def _find_by(pattern: re.Pattern[str], text: str, notes: Collection[int]) -> list[FoundMarker]:
    found = []
    for match in pattern.finditer(text):
        printed = match.group("numbers").replace("][", ",").replace("]", "").replace("[", "")
        numbers = _numbers(printed, notes) or _split_glued(printed, notes)
        if numbers:
            start, end = match.span("numbers") if pattern is _GLUED else match.span()
            found.append(
                FoundMarker(start=start, end=end, numbers=numbers, printed=text[start:end])
            )
    return found


def _marker(match: re.Match[str], numbers: tuple[int, ...]) -> FoundMarker:
    return FoundMarker(start=match.start(), end=match.end(), numbers=numbers, printed=match.group())


def _numbers(printed: str, notes: Collection[int]) -> tuple[int, ...]:
    """The notes that a marker names; empty if one of its numbers is no note's."""
    numbers: list[int] = []
    for first, last in _RANGE.findall(printed):
        if not 0 < int(last) - int(first) <= MAX_RANGE:
            return ()
    spread = _RANGE.sub(
        lambda m: " ".join(str(n) for n in range(int(m[1]), int(m[2]) + 1)), printed
    )
    for digits in _NUMBER.findall(spread):
        if int(digits) not in notes:
            return ()
        if int(digits) not in numbers:
            numbers.append(int(digits))
    return tuple(numbers)


def _is_unit(text: str, at: int) -> bool:
    """Whether a unit of length stands before a raised 2 or 3."""
    return bool(_UNIT_BEFORE.search(text[max(0, at - 4) : at]))


def _split_glued(printed: str, notes: Collection[int]) -> tuple[int, ...]:
    """``149150`` is 149 and 150, ``789`` is 7, 8 and 9: neighbours run together, all notes."""
    if not printed.isdigit():
        return ()
    for size in range(1, len(printed) // 2 + 1):
        number = int(printed[:size])
        numbers, written = [number], printed[:size]
        while len(written) < len(printed):
            number += 1
            numbers.append(number)
            written += str(number)
        if written == printed and all(n in notes for n in numbers):
            return tuple(numbers)
    return ()


def _split_merged(
    texts: Sequence[str], found: Sequence[list[FoundMarker]], notes: Collection[int]
) -> None:
    """Part ``⁷⁸`` behind marker 6 into 7 and 8 where no other marker names these."""
    times = Counter(number for here in found for marker in here for number in marker.numbers)
    last = 0
    for text, here in zip(texts, found, strict=True):
        for i, marker in enumerate(here):
            if text[marker.start] in _DRESSED and len(marker.numbers) == 1:
                parts = _split_glued(str(marker.numbers[0]), notes)
                if parts and parts[0] == last + 1 and not any(times[n] for n in parts):
                    here[i] = replace(marker, numbers=parts)
                    times.update(parts)
            last = here[i].numbers[-1]
