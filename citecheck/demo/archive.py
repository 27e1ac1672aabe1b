"""A web archive on loopback that speaks the Wayback Machine's interfaces.

``/cdx/search/cdx`` (exact addresses), ``/wayback/available`` and ``/web/TIMESTAMP[id_]/URL``.
What each answer means is told by one thing: only a capture has Memento-Datetime
(RFC 7089); a captured 404 or 503 has it, an archive that knows nothing has not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from email.utils import format_datetime
from urllib.parse import parse_qs, quote_plus, urljoin, urlsplit

from citecheck.demo.holdings import COLUMNS, Drawer, Holdings, nearest, select_rows, to_row
from citecheck.demo.serving import LoopbackServer, ReplyHandler
from citecheck.demo.sites import TYPES, ArchivedCopy, Reply, Shelf, Site

_REPLAY = re.compile(r"/web/(?P<stamp>\d{1,14})(?P<flag>[a-z]{2}_)?/(?P<url>.+)", re.DOTALL)
_OFFSET = re.compile(r"\d+$")
_EXCLUDED = (
    "X-Archive-Wayback-Runtime-Error",
    "org.archive.util.io.RuntimeIOException: "
    "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error",
)


class InventedArchive(LoopbackServer):
    """The archive of the invented web."""

    def __init__(self, sites: Iterable[Site]) -> None:
        super().__init__(ArchiveHandler)
        self.holdings = Holdings(sites)

    def reply_to(self, path: str) -> Reply:
        """What the archive answers to a path with its query."""
        if not path.startswith("/"):
            return _text(400, "This is an archive, no proxy.\n")
        try:
            return self._reply_to(path)
        except (ValueError, re.error) as error:
            return _text(400, f"{error}\n")

    def _reply_to(self, path: str) -> Reply:
        parts = urlsplit(path)
        query = parse_qs(parts.query, keep_blank_values=True)
        match parts.path:
            case "/":
                return _text(200, "An invented archive of an invented web.\n")
            case "/cdx/search/cdx":
                return self._index(query)
            case "/wayback/available":
                return self._available(query)
            case _:
                found = _REPLAY.fullmatch(path)
                if found is None:
                    return _text(404, "The archive has no such page.\n")
                url = re.sub(r"^(https?):/(?=[^/])", r"\1://", found["url"])
                return self._replay(found["stamp"], found["flag"] or "", url)

    def _index(self, query: Mapping[str, Sequence[str]]) -> Reply:
        if not query.get("url") or query.get("matchType", ["exact"])[0] != "exact":
            return _text(400, "Give url=; only matchType=exact is known here.\n")
        drawer = self.holdings.drawer(query["url"][0])
        closed = _closed(drawer)
        if closed:
            return closed
        rows = select_rows([to_row(copy) for copy in drawer.copies], query)
        return _listed(rows, query)

    def _available(self, query: Mapping[str, Sequence[str]]) -> Reply:
        url = query.get("url", [""])[0]
        stamp = query.get("timestamp", [""])[0] or "99991231235959"
        drawer = self.holdings.drawer(url)
        if drawer.shelf is Shelf.UNAVAILABLE:
            return _closed(drawer) or _text(503, "")
        told: dict[str, object] = {"url": url, "archived_snapshots": {}}
        pages = [] if drawer.shelf is Shelf.EXCLUDED else drawer.copies
        # as in the real one, revisits and errors are never named
        shown = [copy for copy in pages if copy.reply.status == 200 and not copy.revisit]
        copy = nearest(shown, stamp)
        if copy:
            told["archived_snapshots"] = {
                "closest": {
                    "status": str(copy.reply.status),
                    "available": True,
                    "url": f"{self.url}/web/{copy.timestamp}/{copy.original}",
                    "timestamp": copy.timestamp,
                }
            }
        return _json(told)

    def _replay(self, stamp: str, flag: str, url: str) -> Reply:
        drawer = self.holdings.drawer(url)
        closed = _closed(drawer)
        if closed:
            return closed
        copy = nearest(drawer.copies, stamp)
        if copy is None:
            return _text(404, "The archive has not archived that URL.\n")
        if copy.timestamp != stamp:
            return Reply(
                status=302,
                headers=(
                    ("Location", f"{self.url}/web/{copy.timestamp}{flag}/{copy.original}"),
                    ("x-archive-redirect-reason", f"found capture at {copy.timestamp}"),
                ),
            )
        return self._show(copy, flag)

    def _show(self, copy: ArchivedCopy, flag: str) -> Reply:
        kept = dict(copy.reply.headers)
        headers = [(f"x-archive-orig-{name.lower()}", value) for name, value in kept.items()]
        headers += [
            ("Memento-Datetime", format_datetime(copy.at, usegmt=True)),
            ("Link", f'<{copy.original}>; rel="original"'),
            ("Content-Type", kept["Content-Type"]),
        ]
        if "Location" in kept:
            goal = urljoin(copy.original, kept["Location"])
            headers.append(("Location", f"{self.url}/web/{copy.timestamp}{flag}/{goal}"))
        body = copy.reply.body
        if not flag and kept["Content-Type"].startswith("text/html"):
            when = f"{copy.at:%d %B %Y}"
            banner = f"<p><em>An archived copy of {copy.original}, taken {when}.</em></p>"
            body = re.sub(rb"(<body[^>]*>)", rb"\1" + banner.encode(), body, count=1)
        return Reply(status=copy.reply.status, headers=tuple(headers), body=body)


class ArchiveHandler(ReplyHandler):
    """One request to the archive."""

    server: InventedArchive

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        """Answer from the holdings."""
        # a proxy that was asked for the archive may hand the address on in absolute form
        path = self.path.removeprefix(self.server.url)
        self.remember(self.server.url + path)
        self.send(self.server.reply_to(path))

    do_HEAD = do_GET  # noqa: N815 - the base class calls it so


def _closed(drawer: Drawer) -> Reply | None:
    """The archive's word where it shows nothing: barred, or out of order."""
    match drawer.shelf:
        case Shelf.OPEN:
            return None
        case Shelf.EXCLUDED:
            return _text(403, "Blocked Site Error: this URL has been excluded.\n", _EXCLUDED)
        case Shelf.UNAVAILABLE:
            return _text(503, "The archive is temporarily out of order.\n")


def _listed(rows: Sequence[Mapping[str, str]], query: Mapping[str, Sequence[str]]) -> Reply:
    fields = query.get("fl", [",".join(COLUMNS)])[0].split(",")
    limit = int(query.get("limit", ["150000"])[0])
    start = _offset(query.get("resumeKey", ["0"])[0])
    page = rows[limit:] if limit < 0 else rows[start : start + limit]
    more = limit >= 0 and start + limit < len(rows) and "showResumeKey" in query
    # opaque, and like no row: clients take it out of the text by its words
    key = f"{quote_plus(rows[start]['urlkey'])}+{start + limit}" if more else ""
    if query.get("output", [""])[0] == "json":
        table = [fields] if page else []
        table += [[row[name] for name in fields] for row in page]
        return _json([*table, [], [key]] if key else table)
    lines = [" ".join(row[name] for name in fields) for row in page]
    return _text(200, "".join(f"{line}\n" for line in [*lines, *(["", key] if key else [])]))


def _offset(resume_key: str) -> int:
    found = _OFFSET.search(resume_key)
    if found is None:
        raise ValueError("not a resume key of this archive")
    return int(found[0])


def _json(value: object) -> Reply:
    return Reply(
        headers=(("Content-Type", "application/json"),), body=json.dumps(value).encode() + b"\n"
    )


def _text(status: int, words: str, *headers: tuple[str, str]) -> Reply:
    return Reply(
        status=status, headers=(("Content-Type", TYPES[".txt"]), *headers), body=words.encode()
    )
