"""The index of an archive through waybackpy, its HTTP replaced by the archive's one door.

waybackpy 3.0.6 builds the query and models the rows.  Its own HTTP never looks
at the status, so that a 429 reads as "never archived", has no timeout, and one
bad row kills the whole list; hence the overrides.  All its HTTP is in the one
method ``cdx_api_manager``.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

from waybackpy.cdx_api import WaybackMachineCDXServerAPI
from waybackpy.cdx_snapshot import CDXSnapshot
from waybackpy.cdx_utils import full_url

from citecheck.capture.archives.asking import Asker, Silence, is_exclusion
from citecheck.capture.archives.places import ArchiveBase
from citecheck.capture.archives.rows import COLUMNS, Barred, Listing, NotSpoken, parse_row
from citecheck.capture.archives.rows import to_mementos as rows_to_mementos
from citecheck.model.captures import Failure, Response

Listed = Listing | Barred | NotSpoken | Silence

#: The documented maximum of rows; waybackpy asks for pages of 25,000.
MOST_ROWS = 150_000
#: A server that gives smaller pages is asked so often at most.
MOST_PAGES = 40
#: pywb's names for the same columns.
_PYWB_NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}


class WaybackCdx(WaybackMachineCDXServerAPI):
    """One exact address looked up in the Wayback Machine's dialect: seven columns."""

    def __init__(self, address: str, *, base: ArchiveBase, asker: Asker) -> None:
        super().__init__(address)
        self.endpoint = base.wayback_cdx
        self.asker = asker
        self.skipped = 0
        self.cut = False
        #: Why the list ended early, if it did.
        self.ended: Barred | NotSpoken | Silence | None = None

    def cdx_api_manager(
        self, payload: dict[str, str], headers: dict[str, str]
    ) -> Generator[str, None, None]:
        """Page after page of rows; an answer that is no list ends them, its meaning in ``ended``.

        ``headers`` is not used: the door has its own User-Agent.
        """
        del headers
        payload |= {"showResumeKey": "true", "limit": str(self.limit)}
        seen: set[str] = set()
        count = 0
        for _ in range(MOST_PAGES):
            text = self._page(payload)
            if text is None:
                return
            rows, key = split_resume_key(text)
            yield rows
            count += rows.count("\n") + 1
            # opaque, and of another shape in 2026 than in 2022
            if not key or key in seen:
                return
            if count >= MOST_ROWS:
                break
            seen.add(key)
            payload["resumeKey"] = key
        self.cut = True

    def snapshots(self) -> Generator[CDXSnapshot, None, None]:
        """The rows that can be used; the others are counted in ``skipped``."""
        payload: dict[str, str] = {}
        self.add_payload(payload)
        seen: set[str] = set()
        for page in self.cdx_api_manager(payload, {}):
            for line in page.split("\n"):  # an original may hold other line ends
                if not line.strip() or line in seen:
                    continue
                seen.add(line)
                row = parse_row(line)
                if row is None:
                    self.skipped += 1
                else:
                    yield row

    def _page(self, payload: dict[str, str]) -> str | None:
        answer = self.asker.ask(full_url(self.endpoint, params=payload))
        self.last_api_request_url = full_url(self.endpoint, params=payload)
        read = read_index(answer)
        if isinstance(read, str):
            self.cut = self.cut or (isinstance(answer, Response) and not answer.complete)
            return read
        self.ended = read
        return None


class PywbCdx(WaybackCdx):
    """One exact address looked up in pywb's dialect: JSON objects, one a line.

    pywb has no resume keys and answers everything at once.
    """

    def __init__(self, address: str, *, base: ArchiveBase, asker: Asker) -> None:
        super().__init__(address, base=base, asker=asker)
        self.endpoint = base.pywb_cdx

    def cdx_api_manager(
        self, payload: dict[str, str], headers: dict[str, str]
    ) -> Generator[str, None, None]:
        """The rows, brought into the seven columns of the Wayback Machine."""
        del headers
        text = self._page({"url": payload["url"], "output": "json"})
        if text is None:
            return
        lines = [line for line in text.split("\n") if line.strip()]
        rows = [row for line in lines if (row := _json_object(line)) is not None]
        self.skipped += len(lines) - len(rows)
        shown = [row for row in rows if row.get("access", "allow") == "allow"]
        if rows and not shown:
            self.ended = Barred(why="the archive keeps its captures of this address closed")
        yield "\n".join(_seven_columns(row) for row in shown)


def list_captures(cdx: WaybackCdx, base: ArchiveBase) -> Listed:
    """What the index lists of the address; a list that broke off still counts, as cut."""
    snapshots = list(cdx.snapshots())
    if not snapshots:
        if cdx.ended is not None:
            return cdx.ended
        if cdx.cut:
            return Silence(why="the archive's list was cut short", failure=Failure.RESET)
    return Listing(
        mementos=rows_to_mementos(snapshots, base),
        skipped=cdx.skipped,
        cut=cdx.cut or cdx.ended is not None,
    )


def read_index(answer: Response | Silence) -> str | Barred | NotSpoken | Silence:
    """The text of an index's answer, or what the answer means instead."""
    if isinstance(answer, Silence):
        return answer
    if is_exclusion(answer):
        return Barred(why=f"excluded from the archive ({answer.status})")
    if answer.status in (404, 405):
        return NotSpoken(why=f"no such index there ({answer.status})")
    if answer.status != 200:
        why = f"the archive's index answers {answer.status}"
        return Silence(why=why, failure=Failure.MALFORMED)
    text = answer.body.decode("utf-8", errors="replace").replace("\r\n", "\n").strip()
    if text.startswith("<"):
        why = "the archive's index answers with a web page"
        return Silence(why=why, failure=Failure.MALFORMED)
    return text


def split_resume_key(text: str) -> tuple[str, str | None]:
    """The rows of a page, and the key of the next one: the line after an empty line.

    >>> split_resume_key("row 1\\nrow 2\\n\\nkey")
    ('row 1\\nrow 2', 'key')
    """
    rows, blank, key = text.strip().rpartition("\n\n")
    if not blank or "\n" in key or " " in key:
        return text, None
    return rows, key


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def _seven_columns(row: dict[str, Any]) -> str:
    values = (str(row.get(_PYWB_NAMES.get(column, column)) or "-") for column in COLUMNS)
    return " ".join(value.replace(" ", "%20").replace("\n", "") for value in values)
