"""A new parse beside a person's edits: three-way, field by field; no edit is ever lost silently."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.model.notes import Publication
from citecheck.records.alignment import align_notes, keep_work_ids, renumber_notes
from citecheck.records.reading import is_publication_folder, read_records
from citecheck.records.shapes import FILES, from_records, to_records
from citecheck.records.writing import PARSED

#: What tells the items of a list apart.
_KEYS = {"notes": "number", "works": "id", "claims": "id"}
_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEdit:
    """A field that a person edited, kept against the new parse."""

    place: str

    def __str__(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The publication with a person's edits, the parse without, and the edits kept.

    Works are called in both as they were called before, so that the next merge can tell
    again what a person edited.
    """

    publication: Publication
    parsed: Publication
    kept: tuple[KeptEdit, ...] = ()


def merge_publication(parsed: Publication, folder: Path) -> Merged:
    """The new parse with every field that a person edited in the folder as it stands there.

    Raises :class:`~citecheck.model.errors.InputError` if the records there are not valid.
    """
    if not is_publication_folder(folder):
        return Merged(publication=parsed, parsed=parsed)
    edited, before = read_records(folder), _last_parsed(folder)
    fresh = to_records(parsed)
    kept: list[KeptEdit] = []
    _align(before, edited, fresh, kept)
    merged = {
        name: _merge(before.get(name, _MISSING), edited[name], fresh[name], name, kept)
        for name in FILES
    }
    return Merged(publication=from_records(merged), parsed=from_records(fresh), kept=tuple(kept))


def _align(
    before: dict[str, Any], edited: dict[str, Any], fresh: dict[str, Any], kept: list[KeptEdit]
) -> None:
    """Bring all three to the numbers of the fresh notes and to the works' ids before."""
    name = "notes.yaml"
    last = before.get(name) or edited[name]
    pairs = align_notes(last, fresh[name])
    untouched = {note["number"]: note for note in last.get("notes", ())}
    edits = {note["number"]: note for note in edited[name]["notes"]}
    edited[name], gone = renumber_notes(edited[name], pairs)
    last, _ = renumber_notes(last, pairs)
    if name in before:
        before[name] = last
    used = {work["id"] for work in edited[name].get("works", ())}
    fresh[name] = keep_work_ids(last, fresh[name], used=used)
    for number in gone:
        if edits[number] != untouched.get(number):
            place = f"{name}.notes[{number}] (the manuscript has no such note now; your edit ends"
            kept.append(KeptEdit(place=f"{place} with it: {edits[number].get('raw', '')[:60]!r})"))


def _last_parsed(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / PARSED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _merge(before: Any, edited: Any, fresh: Any, place: str, kept: list[KeptEdit]) -> Any:
    if edited in (before, fresh):
        return fresh
    if isinstance(edited, dict) and isinstance(fresh, dict):
        return _merge_maps(before if isinstance(before, dict) else {}, edited, fresh, place, kept)
    name = place.rsplit(".", 1)[-1]
    if (
        isinstance(edited, list)
        and isinstance(fresh, list)
        and name in _KEYS
        and _keyed(edited, fresh, _KEYS[name])
    ):
        return _merge_lists(before, edited, fresh, place, kept)
    if (
        isinstance(edited, list)
        and isinstance(fresh, list)
        and len(edited) == len(fresh)
        and all(isinstance(x, dict) for x in [*edited, *fresh])
    ):
        old = (
            before
            if isinstance(before, list) and len(before) == len(edited)
            else [_MISSING] * len(edited)
        )
        return [
            _merge(b, e, f, f"{place}[{i}]", kept)
            for i, (b, e, f) in enumerate(zip(old, edited, fresh, strict=True))
        ]
    kept.append(KeptEdit(place=place))
    return edited


def _keyed(edited: list[Any], fresh: list[Any], key: str) -> bool:
    return all(isinstance(item, dict) and key in item for item in [*edited, *fresh])


def _merge_maps(before: Any, edited: Any, fresh: Any, place: str, kept: list[KeptEdit]) -> Any:
    merged: dict[str, Any] = {}
    for key in [*fresh, *(k for k in edited if k not in fresh)]:
        old, now, new = (part.get(key, _MISSING) for part in (before, edited, fresh))
        if now is _MISSING:
            if old is _MISSING:
                merged[key] = new
            else:
                kept.append(KeptEdit(place=f"{place}.{key} (taken out)"))
            continue
        if new is _MISSING:
            if now != old:
                merged[key] = now
                kept.append(KeptEdit(place=f"{place}.{key}"))
            continue
        merged[key] = _merge(old, now, new, f"{place}.{key}", kept)
    return merged


def _merge_lists(before: Any, edited: Any, fresh: Any, place: str, kept: list[KeptEdit]) -> Any:
    key = _KEYS[place.rsplit(".", 1)[-1]]
    old = {item[key]: item for item in before} if isinstance(before, list) else {}
    now = {item[key]: item for item in edited}
    new = {item[key]: item for item in fresh}
    merged = []
    for name in [*new, *(k for k in now if k not in new)]:
        where = f"{place}[{name}]"
        if name not in now:
            if name in old:
                kept.append(KeptEdit(place=f"{where} (taken out)"))
            else:
                merged.append(new[name])
        elif name not in new:
            if now[name] != old.get(name):
                merged.append(now[name])
                kept.append(KeptEdit(place=where))
        else:
            merged.append(_merge(old.get(name, _MISSING), now[name], new[name], where, kept))
    return merged
