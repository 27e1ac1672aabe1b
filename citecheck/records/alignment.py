"""Notes and works of a new parse recognised as those of the last, though their numbers moved.

A note put in front moves the number of every other, and a work's id counts its first
citation.  A person's edit belongs to the note and work that they saw, so records are
brought to the same numbers and ids before they are compared: a note is the one with the
same text, else the one with the same number; a work is the one that most of its
citations belonged to.
"""

from __future__ import annotations

import copy
import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from typing import Any

from citecheck.records.shapes import Record

_NUMBERED = re.compile(r"w(\d+)\Z")


def align_notes(old: Record, fresh: Record) -> dict[int, int]:
    """Number in the old records → number of the same note in the fresh ones."""
    pairs: dict[int, int] = {}
    texts = {note["number"]: note.get("raw") for note in old.get("notes", ())}
    waiting: dict[str, deque[int]] = {}
    left: list[Record] = []
    for note in fresh["notes"]:
        number = note["number"]
        if number in texts and texts[number] == note.get("raw"):
            pairs[number] = number
        else:
            left.append(note)
    for number, text in texts.items():
        if number not in pairs and text:
            waiting.setdefault(text, deque()).append(number)
    taken = set(pairs.values())
    for note in left:
        same = waiting.get(note.get("raw", ""))
        if same:
            pairs[same.popleft()] = note["number"]
            taken.add(note["number"])
    for note in left:  # a note whose words were mended keeps its number
        number = note["number"]
        if number in texts and number not in pairs and number not in taken:
            pairs[number] = number
    return pairs


def renumber_notes(records: Record, pairs: Mapping[int, int]) -> tuple[Record, list[int]]:
    """Old records with the numbers of the fresh ones, and the old numbers that are gone."""
    moved = copy.deepcopy(records)
    gone = [note["number"] for note in moved.get("notes", ()) if note["number"] not in pairs]
    moved["notes"] = [note for note in moved.get("notes", ()) if note["number"] in pairs]
    for note in moved["notes"]:
        note["number"] = pairs[note["number"]]
        for citation in note.get("citations", ()):
            same = citation.get("same_as")
            if same is not None:
                citation["same_as"] = pairs.get(same, same)
    return moved, gone


def keep_work_ids(before: Record, fresh: Record, *, used: Iterable[str] = ()) -> Record:
    """The fresh records with works called as before; ``before`` has the fresh numbers.

    A new work is called by the next number that no record uses (``used``: further ids).
    """
    named = copy.deepcopy(fresh)
    ids = _choose_ids(before, fresh)
    free = _next_numbers({*used, *ids.values(), *_ids(before)})
    for work in named.get("works", ()):
        if work["id"] not in ids:
            ids[work["id"]] = f"w{next(free):03}"
        work["id"] = ids[work["id"]]
    for note in named["notes"]:
        for citation in note.get("citations", ()):
            citation["work"] = ids.get(citation["work"], citation["work"])
    return named


def _choose_ids(before: Record, fresh: Record) -> dict[str, str]:
    """Fresh id → the id before, for each work that was there."""
    old = {note["number"]: note.get("citations", ()) for note in before.get("notes", ())}
    votes: dict[str, Counter[str]] = {}
    for note in fresh["notes"]:
        mine, theirs = note.get("citations", ()), old.get(note["number"], ())
        if len(mine) == len(theirs):
            for new, last in zip(mine, theirs, strict=True):
                votes.setdefault(new["work"], Counter())[last["work"]] += 1
    ids: dict[str, str] = {}
    taken: set[str] = set()
    # The surest first: a work that fell in two leaves its name to the greater part.
    ranked = sorted(votes.items(), key=lambda item: -max(item[1].values()))
    for work, counts in ranked:
        name = next((one for one, _ in counts.most_common() if one not in taken), None)
        if name:
            ids[work] = name
            taken.add(name)
    return ids


def _ids(records: Record) -> set[str]:
    return {work["id"] for work in records.get("works", ())}


def _next_numbers(used: set[str]) -> Any:
    number = max((int(m[1]) for one in used if (m := _NUMBERED.match(one))), default=0)
    while True:
        number += 1
        yield number
