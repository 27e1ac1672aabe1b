"""The worker: one document from stdin, one extraction to stdout, then the end.

The first line of stdin is JSON (``media_type``, ``name``, ``limits``, ``memory``,
``seconds``, ``again``), the rest are the document's bytes.
"""

from __future__ import annotations

import gc
import json
import sys
from base64 import b64encode
from dataclasses import replace
from types import TracebackType
from typing import Any

from citecheck.extract.cage import close_cage
from citecheck.extract.limits import Limits
from citecheck.extract.reading import read
from citecheck.extract.wire import to_json
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason


def main() -> None:
    """Read one document, or draw its pages; what goes wrong is told as an :class:`Unread`."""
    sys.excepthook = _tell_fault
    # The process ends with its document: going through a million objects of a page in
    # search of some that could be freed is seldom worth it.
    gc.set_threshold(100_000, 20, 100)
    order = json.loads(sys.stdin.buffer.readline())
    missing = close_cage(memory=order["memory"], cpu_seconds=order["seconds"])
    body = sys.stdin.buffer.read()
    if order.get("draw") is not None:
        _answer_with_pictures(body, order["draw"])
        return
    extraction: Extraction
    try:
        extraction = read(
            body,
            media_type=order["media_type"],
            name=order["name"],
            limits=Limits(**order["limits"]),
            again=order["again"],
        )
        if missing and isinstance(extraction, Document):
            extraction = replace(extraction, notes=(*extraction.notes, *missing))
        answer = to_json(extraction)
    except MemoryError:
        answer = to_json(_out_of_memory(order["memory"]))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _answer_with_pictures(body: bytes, draw: dict[str, Any]) -> None:
    from citecheck.extract.pdf_pictures import draw_pages

    drawn = draw_pages(body, draw["pages"], most=draw["most"])
    pictures = {number: b64encode(picture).decode() for number, picture in drawn.items()}
    sys.stdout.buffer.write(json.dumps({"pictures": pictures}).encode("ascii"))
    sys.stdout.buffer.flush()


def _out_of_memory(memory: int) -> Unread:
    why = f"reading it needs more than {memory // (1 << 20)} MiB"
    return Unread(reason=UnreadReason.MEMORY, why=why)


def _tell_fault(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """A fault of ours or of a library's: told to the parent, with its place."""
    place = ""
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "?")
        place = f" in {name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    why = f"the reader failed: {kind.__name__}: {str(fault)[:200]}{place}"
    sys.stdout.buffer.write(to_json(Unread(reason=UnreadReason.CRASH, why=why)))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
