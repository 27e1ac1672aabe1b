"""Extractions as JSON, on their way from the worker to its parent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, assert_never

from citecheck.model.documents import (
    Document,
    Extraction,
    Page,
    Region,
    RegionKind,
    Unread,
    UnreadReason,
)


def to_json(extraction: Extraction) -> bytes:
    """The extraction as one line of UTF-8."""
    match extraction:
        case Document():
            record = {"document": asdict(extraction)}
        case Unread():
            record = {"unread": asdict(extraction)}
        case _:
            assert_never(extraction)
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")


def from_json(line: bytes) -> Extraction:
    """The extraction that :func:`to_json` wrote.

    :raises ValueError: if the bytes are none; a worker taken over may send anything.
    """
    try:
        record = json.loads(line)
        if "unread" in record:
            return _unread(record["unread"])
        return _document(record["document"])
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError(f"not an extraction: {fault!r}") from fault


def _unread(record: Mapping[str, Any]) -> Unread:
    return Unread(
        reason=UnreadReason(record["reason"]),
        why=str(record["why"]),
        media_type=_text(record["media_type"]),
        frames=tuple(map(str, record["frames"])),
        lacks_only_frames=bool(record["lacks_only_frames"]),
    )


def _document(record: Mapping[str, Any]) -> Document:
    return Document(
        media_type=str(record["media_type"]),
        pages=tuple(
            Page(
                number=int(page["number"]),
                text=str(page["text"]),
                label=_text(page["label"]),
                engine=_text(page["engine"]),
                frame=_text(page["frame"]),
            )
            for page in record["pages"]
        ),
        title=_text(record["title"]),
        headings=tuple(map(str, record["headings"])),
        language=_text(record["language"]),
        paged=bool(record["paged"]),
        complete=bool(record["complete"]),
        notes=tuple(map(str, record["notes"])),
        engine=str(record["engine"]),
        encoding=_text(record["encoding"]),
        published=_text(record["published"]),
        modified=_text(record["modified"]),
        canonical=_text(record["canonical"]),
        frames=tuple(map(str, record["frames"])),
        lacks_only_frames=bool(record["lacks_only_frames"]),
        regions=tuple(
            Region(
                kind=RegionKind(region["kind"]),
                start=int(region["start"]),
                end=int(region["end"]),
            )
            for region in record["regions"]
        ),
        provisional=bool(record["provisional"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
