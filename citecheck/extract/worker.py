"""The worker: one document from stdin, one extraction to stdout, then the end.

The first line of stdin is JSON (``media_type``, ``name``, ``limits``, ``memory``,
``seconds``, ``spent``, ``again``, ``draw``, ``probe``), the rest are the document's bytes.
The last line of
stdout is the extraction; those before it are the pages of it that are read by then, so
that a worker that is ended has not worked for nothing.
"""

from __future__ import annotations

import gc
import json
import sys
from base64 import b64encode
from dataclasses import replace
from math import ceil
from types import TracebackType
from typing import Any

from citecheck.extract.cage import allow_seconds, close_cage
from citecheck.extract.fence import forbid_changes, forbid_reading, leave_network
from citecheck.extract.limits import Limits
from citecheck.extract.reading import read
from citecheck.extract.wire import page_to_json, to_json
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason


def main() -> None:
    """Read one document, or draw its pages; what goes wrong is told as an :class:`Unread`."""
    sys.excepthook = _tell_fault
    # The process ends with its document: going through a million objects of a page in
    # search of some that could be freed is seldom worth it.
    gc.set_threshold(100_000, 20, 100)
    order = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**order["limits"])
    clock = _Clock(limits, most=order["seconds"], spent=order["spent"])
    missing = close_cage(
        memory=order["memory"], cpu_seconds=clock.seconds(), most_seconds=ceil(order["seconds"])
    )
    lacks = [one for one in (leave_network(), forbid_reading(), forbid_changes()) if one]
    if order["probe"]:
        sys.stdout.buffer.write(json.dumps({"lacks": [*missing, *lacks]}).encode("ascii"))
        sys.stdout.buffer.flush()
        return
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
            limits=limits,
            again=order["again"],
            deliver=clock.deliver,
        )
        if missing and isinstance(extraction, Document):
            extraction = replace(extraction, notes=(*extraction.notes, *missing))
        answer = to_json(extraction)
    except MemoryError:
        answer = to_json(_out_of_memory(order["memory"]))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


class _Clock:
    """Sends pages as they are read, and takes the time that each of them is worth."""

    def __init__(self, limits: Limits, *, most: float, spent: float) -> None:
        self._limits, self._most, self._spent = limits, most, spent
        self._pages = 0
        self._allowed = self.seconds()

    def seconds(self) -> int:
        """The whole seconds of processor time that the pages so far are worth."""
        allowed = self._limits.seconds_for(self._pages, most=self._most, spent=self._spent)
        return max(1, ceil(allowed))

    def deliver(self, page: Page, engine: str) -> None:
        """Send a page that ``engine`` has read."""
        sys.stdout.buffer.write(page_to_json(page, engine) + b"\n")
        sys.stdout.buffer.flush()
        self._pages += 1
        if self.seconds() > self._allowed:
            self._allowed = self.seconds()
            allow_seconds(self._allowed)


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
