"""Markers out of the text and into places: block and offset."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.manuscript.body import Draft
from citecheck.manuscript.markers import FoundMarker, take_out
from citecheck.model.manuscripts import Block, BlockKind, Marker


def place(
    drafts: Sequence[Draft], found: Sequence[Sequence[FoundMarker]]
) -> tuple[tuple[Block, ...], tuple[Marker, ...]]:
    """The blocks without their markers, and the markers with their places."""
    blocks: list[Block] = []
    markers: list[Marker] = []
    section: str | None = None
    for draft, here in zip(drafts, found, strict=True):
        text, offsets = take_out(draft.text, here) if here else (draft.text.rstrip(), [])
        if draft.kind is BlockKind.HEADING:
            section = text
        if here:
            markers += [
                Marker(
                    numbers=marker.numbers,
                    block=len(blocks),
                    offset=offset,
                    printed=marker.printed,
                )
                for marker, offset in zip(here, offsets, strict=True)
            ]
        blocks.append(Block(text=text, kind=draft.kind, section=section))
    return tuple(blocks), tuple(markers)
