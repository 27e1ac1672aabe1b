"""A small invented web over a year of audits, and what each audit is to tell, written beforehand.

Every note has a host of its own, whose page takes a turn at each audit; ``STORIES`` names
what happens and in which audits it is news.  The audits are two months apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from citecheck.demo.archive import InventedArchive
from citecheck.demo.holdings import Holdings
from citecheck.demo.proxy import InventedWeb
from citecheck.demo.sites import ArchivedCopy, Manner, Page, Reply, Shelf, Site

#: When the five audits begin.
DAYS = tuple(
    datetime(2025, month, day, 3, 17, tzinfo=UTC)
    for month, day in ((1, 10), (3, 12), (5, 14), (7, 16), (9, 18))
)
DOWN = 3  # the audit in which the archive is out of order
TLS = Path(__file__).parents[2] / "citecheck/demo/tls"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
WORDS = (
    "Every morning the boats carry timber and letters across the lake. The harbour master "
    "writes down the weather, the names of the boats and what they carried. In the evening "
    "they come back with fish, and the children of the pier count the lanterns."
)

#: change, what it is about (``note``: the source, ``claim``: its claim, else in words), old, new
News = tuple[str, str, str | None, str | None]


def page(number: int, count: int | None) -> Reply:
    """A page of the association of a note, with its count of boats or without."""
    said = f"In 2010 the guild of {GUILDS[number]} had {count:,} boats." if count else ""
    text = (
        f"<html><head><title>The {GUILDS[number]} of the lake</title></head><body>"
        f"<h1>The {GUILDS[number]} of the lake</h1><p>{WORDS}</p><p>{said}</p><p>{WORDS}</p>"
        "</body></html>"
    )
    return Reply(headers=HTML, body=text.encode())


GONE = Reply(status=404, headers=HTML, body=b"<html><body>Not found</body></html>")
SILENT = Reply(manner=Manner.CLOSE)
ILL = Reply(status=500, headers=HTML, body=b"<html><body>Oops</body></html>")
WALL = Reply(status=403, headers=HTML, body=b"<html><body>No robots</body></html>")
NAMELESS = None  # the host's name leads nowhere


@dataclass(frozen=True, kw_only=True)
class Story:
    """What a note's page does audit by audit, and what is to be told of it in which.

    The last turn stays.  ``copied`` says from which audit on the archive has a copy of 2011.
    """

    guild: str
    turns: tuple[Any, ...]  # a count, a reply, "bare" or NAMELESS
    news: dict[int, list[News]] = field(default_factory=dict)
    copied: int | None = 1
    accessed: bool = True


STORIES: dict[int, Story] = {
    1: Story(guild="ferrymen", turns=(412,)),
    2: Story(
        guild="fishers", turns=(380, 415, 415, 380),
        news={
            2: [
                ("value", "380 boats", "380", "415"),
                ("verdict", "claim", "sound", "outdated"),
                ("verdict", "note", "sound", "changed"),
            ],
            4: [
                ("value", "380 boats", "415", "380"),
                ("verdict", "claim", "outdated", "sound"),
                ("verdict", "note", "changed", "sound"),
            ],
        },
    ),
    3: Story(
        guild="rowers", turns=(274, 274, GONE, GONE, 274),
        news={
            3: [("rescued", "note", "sound", "rescued"), ("verdict", "claim", "sound", "rescued")],
            5: [("recovered", "note", "rescued", "sound"),
                ("verdict", "claim", "rescued", "sound")],
        },
    ),
    4: Story(
        guild="sailors", turns=(96, GONE), copied=4,
        news={
            2: [("broken", "note", "sound", "broken"), ("verdict", "claim", "sound", "unclear")],
            4: [
                ("recovered", "note", "broken", "rescued"),
                ("archived", "address", None, "copy"),
                ("verdict", "claim", "unclear", "rescued"),
            ],
        },
    ),
    5: Story(guild="divers", turns=(531, SILENT, 531, SILENT, 531)),
    6: Story(
        guild="towers", turns=(64, ILL, ILL, ILL, 64), copied=None,
        news={
            4: [("broken", "note", "sound", "broken"), ("verdict", "claim", "sound", "unclear")],
            5: [("recovered", "note", "broken", "sound"), ("verdict", "claim", "unclear", "sound")],
        },
    ),
    7: Story(
        guild="menders", turns=(183, 183, "moved"),
        news={3: [("moved", "note", "sound", "moved")]},
    ),
    8: Story(
        guild="pilots", turns=(219, 219, SILENT, 240),
        news={
            4: [
                ("value", "219 boats", "219", "240"),
                ("verdict", "claim", "sound", "outdated"),
                ("verdict", "note", "sound", "changed"),
            ],
        },
    ),
    9: Story(
        guild="painters", turns=(860,), accessed=False,
        news={3: [("mended", "accessed_missing", "slip", None)]},
    ),
    10: Story(
        guild="weighers", turns=(145, 145, NAMELESS), copied=None,
        news={
            5: [("broken", "note", "sound", "broken"), ("verdict", "claim", "sound", "unclear")],
        },
    ),
    11: Story(
        guild="singers", turns=(338, 338, 338, 338, "bare"),
        news={
            5: [("verdict", "claim", "sound", "rescued"), ("verdict", "note", "sound", "changed")],
        },
    ),
    12: Story(
        guild="keepers", turns=(702, WALL), copied=None,
        news={
            4: [("verdict", "claim", "sound", "unclear"), ("verdict", "note", "sound", "unclear")],
        },
    ),
    13: Story(guild="netters", turns=(553, 553, 553, Reply(status=302, headers=(("Location", "/"),
                                                                              *HTML)))),
    14: Story(
        guild="whistlers", turns=(327,), copied=5,
        news={5: [("archived", "address", None, "copy")]},
    ),
}  # fmt: skip
GUILDS = {number: story.guild for number, story in STORIES.items()}
#: What fails in an audit and is not yet told.
HELD = {2: {5, 6, 12}, 3: {6, 8, 10, 12}, 4: {5, 10, 13}, 5: {13}}


def host_of(number: int) -> str:
    return f"{GUILDS[number]}.example"


def address_of(number: int) -> str:
    return f"http://{host_of(number)}/2010/boats.html"


def count_of(number: int) -> int:
    first = STORIES[number].turns[0]
    assert isinstance(first, int)
    return first


def manuscript(audit: int) -> str:
    """The publication as it stands at an audit."""
    marks = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    body = [
        f"In 2010 the guild of {GUILDS[n]} had {count_of(n)} boats.{str(n).translate(marks)}"
        for n in STORIES
    ]
    notes = []
    for n, story in STORIES.items():
        read = " Accessed on 29 March 2011 from:" if story.accessed or audit >= 3 else ""
        line = f"Guild of {GUILDS[n].title()}. The {GUILDS[n]} of the lake.{read}"
        notes.append(f"{str(n).translate(marks)} {line} <{address_of(n)}>")
    head = "BOATS OF THE LAKE\n\nPublished by the Lake Press\n\nCopyright © 2012, the Lake Press\n"
    return "\n\n".join([head, "THE BOATS", *body, "ENDNOTES", *notes]) + "\n"


def site(number: int, audit: int) -> Site:
    """A note's host as it is at an audit."""
    story = STORIES[number]
    turn = story.turns[min(audit, len(story.turns)) - 1]
    pages: dict[str, Page] = {"/": Page(live=(Reply(headers=HTML, body=WORDS.encode() * 3),))}
    copies: tuple[ArchivedCopy, ...] = ()
    if story.copied is not None and audit >= story.copied:
        then = page(number, count_of(number))
        copies = (
            ArchivedCopy(timestamp="20110401120000", original=address_of(number), reply=then),
        )
    match turn:
        case "moved":
            over = (("Location", f"http://{host_of(number)}/archive/boats.html"), *HTML)
            reply = Reply(status=301, headers=over)
            pages["/archive/boats.html"] = Page(live=(page(number, count_of(number)),))
        case "bare" | None:
            reply = page(number, None)
        case int():
            reply = page(number, turn)
        case _:
            reply = turn
    pages["/2010/boats.html"] = Page(
        live=(reply,), archived=copies,
        shelf=Shelf.UNAVAILABLE if audit == DOWN else Shelf.OPEN,
    )  # fmt: skip
    return Site(host=host_of(number), resolves=turn is not NAMELESS, pages=pages)


@dataclass
class Year:
    """The web and its archive while they run."""

    web: InventedWeb
    archive: InventedArchive

    def turn_to(self, audit: int) -> None:
        """Let everything be as it is at an audit, 1 to 5."""
        sites = {host_of(n): site(n, audit) for n in STORIES}
        self.web.sites = sites
        self.archive.holdings = Holdings(replace(one) for one in sites.values())


@contextmanager
def serve_a_year() -> Iterator[Year]:
    """Run the invented web and its archive on loopback, as they are at the first audit."""
    archive = InventedArchive([])
    web = InventedWeb({}, TLS, archive)
    year = Year(web, archive)
    year.turn_to(1)
    for server in (web, archive):
        server.start()
    try:
        yield year
    finally:
        for server in (web, archive):
            server.stop()
