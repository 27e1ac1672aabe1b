"""What the invented captures say of the figures: every verdict and version."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sample_addresses import NOW
from sample_claims import CREW, DEPTH, FLEET, NEARLY, SEALS, TEN, TIDE
from sample_notes import BUOYS, FERRIES, HARBOURS, KEPT, LIGHTHOUSES, LONG, TIDES

from citecheck.model.figures import Figure
from citecheck.model.verdicts import (
    Finding,
    FindingVerdict,
    Match,
    Occurrence,
    Version,
)


def place(
    passage: str, printed: str, why: str, *, start: int, page: int | None = None, value: str = "0"
) -> Occurrence:
    return Occurrence(
        passage=passage,
        printed=printed,
        why=why,
        start=start,
        end=start + len(printed),
        page=page,
        value=Decimal(value),
    )


def finding(
    note: int,
    claim: str,
    of: Figure,
    address: str,
    version: Version,
    match: Match,
    captured: datetime | None = NOW,
) -> Finding:
    url = None
    if captured and version is not Version.LIVE:
        url = f"https://archive.example/web/{captured:%Y%m%d%H%M%S}/{address}"
    return Finding(
        note=note,
        claim=claim,
        figure=of,
        address=address,
        version=version,
        captured=captured,
        archived_url=url,
        match=match,
    )


def findings() -> tuple[Finding, ...]:
    read = {"scope": "3 pages, 9,120 characters, English", "read_whole": True}
    then = datetime(2011, 1, 10, 8, 0, tzinfo=UTC)
    return (
        finding(
            1,
            "c001-1",
            TEN,
            LIGHTHOUSES,
            Version.CITED,
            Match(
                verdict=FindingVerdict.CHANGED,
                why="the same subject, another value: 52 percent",
                occurrence=place(
                    "At the close of 2009, 52 percent of all lights were without a keeper & "
                    "<script>alert('passage')</script> 152 percent.",
                    "52 percent",
                    "same subject and year",
                    start=4210,
                    page=2,
                    value="52",
                ),
                others=(
                    place(
                        "The number of visitors fell by 25 percent.",
                        "25 percent",
                        "falling, and of visitors: another subject",
                        start=5100,
                        page=3,
                        value="25",
                    ),
                    place(
                        "In 33 countries, 25 percent of harbours have no crane.",
                        "25 percent",
                        "of harbours, not of lights",
                        start=7777,
                        value="25",
                    ),
                ),
                scope="3 pages, 9,120 characters, English",
                read_whole=True,
            ),
            then,
        ),
        finding(
            1,
            "c001-1",
            NEARLY,
            LIGHTHOUSES,
            Version.CITED,
            Match(
                verdict=FindingVerdict.CONFIRMED,
                why="29.3 percent is nearly 30 percent",
                occurrence=place(
                    "Of the keepers, 29.3 percent were older than sixty.",
                    "29.3 percent",
                    "within the hedge",
                    start=4400,
                    page=2,
                    value="29.3",
                ),
                scope="3 pages, 9,120 characters, English",
                read_whole=True,
            ),
            then,
        ),
        finding(
            2,
            "c002-1",
            FLEET,
            FERRIES,
            Version.CITED,
            Match(
                verdict=FindingVerdict.CONFIRMED,
                why="the same value of the same subject",
                occurrence=place(
                    "В 2009 году в реестре числилось 1 815 паромов.",
                    "1 815",
                    "паромов: ferries",
                    start=910,
                    page=14,
                    value="1815",
                ),
                scope="40 pages, 81,400 characters, Russian",
                read_whole=True,
            ),
            datetime(2011, 2, 15, 9, 30, tzinfo=UTC),
        ),
        finding(
            3,
            "c003-1",
            TIDE,
            TIDES,
            Version.EARLIER,
            Match(
                verdict=FindingVerdict.CONFIRMED,
                why="the same value of the same subject",
                occurrence=place(
                    "Gauges stand along 75 per cent of the coast.",
                    "75 per cent",
                    "same subject",
                    start=88,
                    value="75",
                ),
                scope="12,000 characters, English",
                read_whole=True,
            ),
            datetime(2010, 12, 20, tzinfo=UTC),
        ),
        finding(
            3,
            "c003-1",
            TIDE,
            TIDES,
            Version.LIVE,
            Match(
                verdict=FindingVerdict.CHANGED,
                why="the same subject, another value: 90 per cent",
                occurrence=place(
                    "Today gauges stand along 90 per cent of the coast.",
                    "90 per cent",
                    "same subject, of 2025",
                    start=91,
                    value="90",
                ),
                scope="12,400 characters, English",
                read_whole=True,
            ),
        ),
        finding(
            4,
            "c004-1",
            SEALS,
            HARBOURS,
            Version.CITED,
            Match(
                verdict=FindingVerdict.ELSEWHERE,
                why="the same rank, but of fishing ports",
                occurrence=place(
                    "It ranked third of all fishing ports.",
                    "third",
                    "of fishing ports",
                    start=12,
                    page=1,
                    value="3",
                ),
                scope="1 page, 2,000 characters, English",
                read_whole=True,
            ),
            datetime(2010, 11, 29, tzinfo=UTC),
        ),
        finding(
            4,
            "c004-1",
            SEALS,
            BUOYS,
            Version.CITED,
            Match(
                verdict=FindingVerdict.ABSENT,
                why="no such rank in 3 pages, 9,120 characters, English",
                **read,  # type: ignore[arg-type]
            ),
            datetime(2010, 11, 29, tzinfo=UTC),
        ),
        finding(
            6,
            "c006-1",
            CREW,
            LONG,
            Version.LATER,
            Match(
                verdict=FindingVerdict.CONFIRMED,
                why="the same range",
                occurrence=place(
                    "About 200 to 250 sailors a season.",
                    "200 to 250",
                    "same range",
                    start=3,
                    value="200",
                ),
                scope="900 characters, English",
                read_whole=True,
            ),
            datetime(2012, 1, 3, tzinfo=UTC),
        ),
        finding(
            6,
            "c006-1",
            CREW,
            LONG,
            Version.LIVE,
            Match(
                verdict=FindingVerdict.UNREAD,
                why="could not be read: pages without a text layer",
                scope="nothing could be read",
                read_whole=False,
            ),
        ),
        finding(
            8,
            "c008-1",
            DEPTH,
            KEPT,
            Version.MIRROR,
            Match(
                verdict=FindingVerdict.CONFIRMED,
                why="the same value",
                occurrence=place(
                    "Depth after dredging: 4.5 metres \x1b[2J\u202edeppilf\u202c.",
                    "4.5 metres",
                    "same value",
                    start=0,
                    value="4.5",
                ),
                scope="500 characters",
                read_whole=True,
            ),
            None,
        ),
    )
