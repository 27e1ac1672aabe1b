"""Corrections of a healed note, carried over to the text that it was healed from.

A manuscript prints a note in lines, with markup and cut addresses; the corrections are
made on the healed note.  Both hold the same characters but for what healing took out or
put in, so each character of the note is looked for in the text, spaces left aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from citecheck.endnotes.corrections import Correction

#: The comparison is quadratic; a longer note is a chapter.
_LONGEST = 6000
#: A correction is carried over if so much of what it replaces is found again.
_ENOUGH = 0.9


def carry_over(
    raw: str, corrections: Sequence[Correction], text: str
) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
    """The corrections at their places in ``text``, and those whose place was not found.

    ``old`` is what stands in ``text``, a line end in it included; corrections found keep
    their order and do not overlap.
    """
    places = _find_places(raw, text)
    found: list[Correction] = []
    lost: list[Correction] = []
    least = 0
    for correction in corrections:
        place = _carry(correction, places, raw)
        if place is None or place[0] < least:
            lost.append(correction)
            continue
        start, least = place
        found.append(replace(correction, start=start, end=least, old=text[start:least]))
    return tuple(found), tuple(lost)


def _carry(correction: Correction, places: dict[int, int], raw: str) -> tuple[int, int] | None:
    if correction.start == correction.end:
        before = next((i for i in range(correction.start - 1, -1, -1) if raw[i].strip()), None)
        at = places.get(before) if before is not None else None
        return None if at is None else (at + 1, at + 1)
    wanted = [i for i in range(correction.start, correction.end) if raw[i].strip()]
    here = [places[i] for i in wanted if i in places]
    if wanted[0] not in places or wanted[-1] not in places or len(here) < _ENOUGH * len(wanted):
        return None
    return here[0], here[-1] + 1


def _find_places(raw: str, text: str) -> dict[int, int]:
    """The offset in ``text`` of each character of ``raw`` that was found in it."""
    ours = [i for i, char in enumerate(raw) if char.strip()]
    theirs = [i for i, char in enumerate(text) if char.strip()]
    if len(ours) > _LONGEST or len(theirs) > 2 * _LONGEST:
        return {}
    a = "".join(raw[i] for i in ours)
    b = "".join(text[i] for i in theirs)
    at = b.find(a)
    if at >= 0:
        return {i: theirs[at + n] for n, i in enumerate(ours)}
    places: dict[int, int] = {}
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        for n in range(block.size):
            places[ours[block.a + n]] = theirs[block.b + n]
    return places
