"""PDF: which reader is asked when, and what becomes of a file that they refuse.

pdfium reads first.  pdfminer.six reads at once those pages that pdfium could not, and
all of them (:func:`read_pdf_again`) before anything may be called absent: of real files
none defeated both.  A file that cannot be opened is repaired by qpdf, or given to pypdf.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from citecheck.extract.letters import unreadable_share
from citecheck.extract.limits import Limits
from citecheck.extract.pdf_reading import Deliver, Reading, ranges
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason

_Reader = Callable[[bytes, Limits, Deliver | None], Reading | Unread]
_REPAIRED = "the file is damaged; what could be read of it was read from a repaired copy"


def read_pdf(body: bytes, limits: Limits, deliver: Deliver | None = None) -> Extraction:
    """The document as the first reader gives it: provisional, for it may have missed something."""
    from citecheck.extract.pdf_pdfium import read_by_pdfium

    reading = read_by_pdfium(body, limits, deliver)
    if isinstance(reading, Unread) and reading.reason is UnreadReason.PASSWORD:
        return reading
    if isinstance(reading, Unread) or not reading.pages:
        return _read_damaged(body, limits, read_by_pdfium, reading, deliver)
    _check_structure(body, reading)
    _ask_arbiter(body, reading)
    found = reading.conclude()
    if isinstance(found, Document):
        return replace(found, provisional=True)
    # Both fail on hardly any file: what one finds empty or senseless the other may read.
    again = read_pdf_again(body, limits, deliver)
    return again if isinstance(again, Document) else found


def read_pdf_again(body: bytes, limits: Limits, deliver: Deliver | None = None) -> Extraction:
    """The document as the second reader gives it: what is in neither may be called absent."""
    from citecheck.extract.pdf_miner import read_by_miner
    from citecheck.extract.pdf_written import draw_all_in

    body = draw_all_in(body) or body
    reading = read_by_miner(body, limits, deliver)
    if isinstance(reading, Unread) and reading.reason is UnreadReason.PASSWORD:
        return reading
    if isinstance(reading, Unread) or not reading.pages:
        return _read_damaged(body, limits, read_by_miner, reading, deliver)
    return reading.conclude()


def _read_damaged(
    body: bytes,
    limits: Limits,
    reader: _Reader,
    failed: Reading | Unread,
    deliver: Deliver | None,
) -> Extraction:
    """What can be saved of a file that a reader could not open; never a complete document."""
    from citecheck.extract.pdf_pypdf import read_by_pypdf
    from citecheck.extract.pdf_structure import repair

    repaired = repair(body)
    reading = reader(repaired, limits, deliver) if repaired else failed
    if isinstance(reading, Unread) or not any(page.text for page in reading.pages):
        third = read_by_pypdf(body, limits, deliver)
        if not isinstance(third, Unread) and any(page.text for page in third.pages):
            reading = third
    if isinstance(reading, Unread):
        return failed if isinstance(failed, Unread) else reading
    reading.notes.insert(0, _REPAIRED)
    reading.complete = False
    return reading.conclude()


def _check_structure(body: bytes, reading: Reading) -> None:
    """Note what the reader passed over: missing pages, torn content, a lost end."""
    from citecheck.extract.pdf_structure import examine_structure

    structure = examine_structure(body, most=len(reading.pages))
    if structure is None:
        reading.lacks("the file is damaged: only a tolerant reader could open it")
        return
    if structure.locked:
        return
    promised = max(structure.promised, structure.pages, len(reading.pages))
    if structure.pages < len(reading.pages):
        _drop_pages_that_are_none(reading, structure.pages)
    given = len(reading.pages)
    if given < promised and given < reading.limits.max_pages and reading.complete:
        reading.lacks(f"the file promises {promised} pages and gives {given}")
    if b"%%EOF" not in body[-8192:]:
        reading.lacks("the file has no end mark: it was cut short")
    elif structure.rebuilt:
        reading.notes.append("the file's index is damaged; its objects were searched for")
    reading.torn += structure.torn
    if structure.torn_forms:
        reading.lacks("a drawing's content is torn; what could be read was read")


def _drop_pages_that_are_none(reading: Reading, pages: int) -> None:
    """pdfium gives as many pages as the file promises; those behind the last are none."""
    while len(reading.pages) > pages and reading.failed[-1:] == [len(reading.pages)]:
        reading.failed.pop()
        reading.pages.pop()
        reading.notes.pop()


def _ask_arbiter(body: bytes, reading: Reading) -> None:
    """Have pages that failed, hold nothing, or no letters, read by the second reader."""
    wanted = {*reading.failed, *reading.blank, *reading.spoilt()}
    if not wanted:
        return
    from citecheck.extract.pdf_miner import read_by_miner

    second = read_by_miner(body, reading.limits, only=wanted)
    if isinstance(second, Unread) or len(second.pages) != len(reading.pages):
        return
    better: list[int] = []
    for number in sorted(wanted - set(second.failed)):
        first, other = reading.pages[number - 1], second.pages[number - 1]
        failed = number in reading.failed
        senseless = unreadable_share(other.text) >= unreadable_share(first.text)
        if failed or (first.text and not senseless) or (other.text and not first.text):
            reading.pages[number - 1] = replace(first, text=other.text, engine=second.engine)
            better.append(number)
            if failed:
                reading.failed.remove(number)
                reading.notes = [
                    note for note in reading.notes if not note.startswith(f"page {number} could")
                ]
    if better:
        reading.notes.append(f"page {ranges(better)} was read by {second.engine.split(' (')[0]}")
    reading.torn += [number for number in second.torn if number in wanted]
