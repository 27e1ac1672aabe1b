"""``index.html``: one file that opens from a disk, prints, and asks nothing of any network.

Everything from outside is made harmless twice: :func:`~citecheck.safe_text.shown`
on every value, then Jinja's escaping; a strict Content-Security-Policy allows this
page's own style and script by their hashes and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from citecheck.model.audits import Audit
from citecheck.model.captures import Network
from citecheck.report import words
from citecheck.report.audit_json import ruling_document
from citecheck.report.charts import draw_pictures
from citecheck.report.fragments import passage_link
from citecheck.report.html_context import NoteRow, find_choices, note_rows, overview, settled_counts
from citecheck.report.marking import Piece, around, mark_figure
from citecheck.report.ordering import arrange, audited_notes, split_audit
from citecheck.report.since import group_changes, since_line
from citecheck.report.summary_md import network_line
from citecheck.report.tallies import tally_audit
from citecheck.report.worklist import find_work
from citecheck.safe_text import one_line, shown, web_link

_LONG_GROUP = 15
_MANY_NOTES = 500
#: More notes than that are no page any more: they get pages of their own, of so many each.
MOST_ON_ONE_PAGE = 5000
NOTES_A_PAGE = 1000
#: So many items of a group of the worklist then stand on the first page.
_MOST_ITEMS = 200


class HtmlPage:
    """The page as a file; the notes of a very large audit stand in files of their own."""

    filename = "index.html"
    further = "notes-*.html"

    def __init__(self, *, single: int = MOST_ON_ONE_PAGE, size: int = NOTES_A_PAGE) -> None:
        self._single, self._size = single, size

    def render(self, audit: Audit) -> str:
        """The whole page, or the first of several."""
        return next(self.files(audit))[1]

    def files(self, audit: Audit) -> Iterator[tuple[str, str]]:
        """The page, and the pages of the notes where there are too many for one."""
        audit = arrange(audit)
        numbers = [note.number for note in audited_notes(audit)]
        if len(numbers) <= self._single:
            yield self.filename, _page("page.html.j2", audit, note_rows(audit), _NO_PAGES)
            return
        starts = range(0, len(numbers), self._size)
        pages = _Pages(
            tuple(
                _NotePage(name=f"notes-{at + 1:04}.html", first=numbers[start], last=numbers[end])
                for at, start in enumerate(starts)
                for end in [min(start + self._size, len(numbers)) - 1]
            )
        )
        yield self.filename, _page("page.html.j2", audit, (), pages)
        for page, part in zip(pages.pages, split_audit(audit, self._size), strict=True):
            yield page.name, _page("notes.html.j2", part, note_rows(part), pages, page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NotePage:
    """A page of notes, from the number of its first to that of its last."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of the notes, by number; none where all stand on the one page."""

    pages: tuple[_NotePage, ...]

    def link(self, note: int) -> str:
        """Where a note stands."""
        at = bisect_right(self.pages, note, key=lambda page: page.first) - 1
        return f"{self.pages[max(at, 0)].name if self.pages else ''}#note-{note}"


_NO_PAGES = _Pages(())


def _page(
    template: str,
    audit: Audit,
    rows: Sequence[NoteRow],
    pages: _Pages,
    here: _NotePage | None = None,
) -> str:
    style = template_asset("page.css")
    script = template_asset("page.js") if here or not pages.pages else ""
    return (
        _environment()
        .get_template(template)
        .render(
            to_note=pages.link,
            title=_title(audit),
            audit=audit,
            banner=network_line(audit),
            online=audit.network.network is Network.ONLINE,
            style=style,
            script=script,
            policy=content_policy(style, script),
            **({} if here else _head(audit, rows, pages)),
            here=here,
            pages=pages.pages,
            rows=rows,
            many=_MANY_NOTES,
            choices=find_choices(rows),
            hosts=sorted({host for row in rows for host in row.hosts}),
            sections=list(dict.fromkeys(name for row in rows for name in row.sections)),
            words=words,
        )
        + "\n"
    )


@cache
def _environment() -> Environment:
    """One for all pages: a template is compiled once."""
    return template_environment()


def _head(audit: Audit, rows: Sequence[NoteRow], pages: _Pages) -> dict[str, object]:
    """What stands before the notes."""
    return {
        "overview": overview(tally_audit(audit), settled_counts(audit)),
        "since_line": since_line(audit),
        "changes": group_changes(audit.since) if audit.since else (),
        "groups": find_work(audit),
        "most_items": _MOST_ITEMS if pages.pages else None,
        "pictures": draw_pictures(audit, rows),
        "long_group": _LONG_GROUP,
    }


def _title(audit: Audit) -> str:
    state = "" if audit.network.network is Network.ONLINE else f"{audit.network.network.upper()}: "
    name = one_line(audit.publication.title or audit.source)
    return f"{state}{name} – audit of {audit.finished.astimezone(UTC):%Y-%m-%d}"


def template_environment() -> Environment:
    """Jinja with this room's templates: autoescaped, every value made harmless first."""
    environment = Environment(
        loader=PackageLoader("citecheck.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        say=words.say,
        document=ruling_document,
        link=web_link,
        day=_day,
        stamp_day=lambda stamp: f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}",
        long_day=_long_day,
        clock=lambda moment: f"{moment.astimezone(UTC):%H:%M}",
        mark=_mark,
        count=words.count_words,
    )
    environment.globals.update(around=around, passage_link=passage_link, to_note=_NO_PAGES.link)
    return environment


def _harmless(value: object) -> object:
    """What Jinja prints: text without control characters; markup of our own untouched."""
    if value is None:
        return ""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _mark(passage: str, printed: str | None) -> tuple[Piece, ...]:
    return mark_figure(one_line(passage), one_line(printed or ""))


def _day(moment: str | None) -> str:
    return moment[:10] if moment else "undated"


def _long_day(moment: datetime) -> str:
    """A day in words.

    >>> _long_day(datetime(2026, 11, 2, tzinfo=UTC))
    '2 November 2026'
    """
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y}"


def template_asset(name: str) -> Markup:
    """A style or script of this room's, to stand in a page."""
    text = files("citecheck.report").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(f"\n{text}")  # noqa: S704 - our own file


def content_policy(style: str, script: str = "") -> str:
    """The Content-Security-Policy (CSP level 3) that lets only these two run."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            *([f"script-src '{_hash(script)}'"] if script else []),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(str(text).encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
