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


def page_to_json(page: Page, engine: str) -> bytes:
    """A page that ``engine`` has read, as one line of UTF-8 without its end."""
    record = {"page": asdict(page), "engine": engine}
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")


def page_from_json(line: bytes) -> tuple[Page, str]:
    """The page that :func:`page_to_json` wrote, and its engine; raises as :func:`from_json`."""
    try:
        record = json.loads(line)
        return _page(record["page"]), str(record["engine"])
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError(f"not a page: {fault!r}") from fault


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
        pages=tuple(map(_page, record["pages"])),
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


def _page(record: Mapping[str, Any]) -> Page:
    return Page(
        number=int(record["number"]),
        text=str(record["text"]),
        label=_text(record["label"]),
        engine=_text(record["engine"]),
        frame=_text(record["frame"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
