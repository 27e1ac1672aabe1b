"""What became of the invented addresses: every status there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sample_notes import (
    BUOYS,
    FERRIES,
    HARBOURS,
    KEPT,
    LIGHTHOUSES,
    LONG,
    OTHER_STATUSES,
    PILOTS,
    SCRIPT,
    TIDES,
)

from citecheck.model.captures import Holding, Hop, Network, NetworkState
from citecheck.model.verdicts import (
    AddressReport,
    AddressStatus,
    ArchivedCopy,
    RescueReport,
    Route,
    RouteKind,
)

NOW = datetime(2026, 11, 2, 6, 30, 12, tzinfo=UTC)
DONE = datetime(2026, 11, 2, 6, 41, 55, tzinfo=UTC)
ONLINE = NetworkState(network=Network.ONLINE, why="3 of 3 well-known hosts answered")
OFFLINE = NetworkState(network=Network.OFFLINE, why="0 of 3 well-known hosts answered")


def copy(
    stamp: str, url: str, days: int, *, usable: bool = True, status: int = 200, why: str = ""
) -> ArchivedCopy:
    return ArchivedCopy(
        timestamp=stamp,
        url=f"https://archive.example/web/{stamp}/{url}",
        archive="archive.example",
        status=status,
        distance_days=days,
        usable=usable,
        why=why,
    )


def addresses() -> tuple[AddressReport, ...]:
    return (
        AddressReport(
            url=LIGHTHOUSES,
            status=AddressStatus.OK,
            why="answered 200 with the cited title",
            http_status=200,
            final_url=LIGHTHOUSES,
            title="Board of Lights – Annual Report 2010",
            media_type="text/html",
            captured=NOW,
            digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            length=48_211,
            archive=Holding.CAPTURED,
            archive_why="41 copies from 2009 to 2025",
            archived=(
                copy("20110110080000", LIGHTHOUSES, 2),
                copy("20090601120000", LIGHTHOUSES, 590),
            ),
            notes=(1, 10),
        ),
        AddressReport(
            url=FERRIES,
            status=AddressStatus.GONE,
            why="the server answers 404",
            http_status=404,
            final_url=FERRIES,
            archive=Holding.CAPTURED,
            archive_why="3 copies from 2010 to 2014",
            archived=(
                copy("20110215093000", FERRIES, 12),
                copy(
                    "20140701000000",
                    FERRIES,
                    1244,
                    usable=False,
                    status=404,
                    why="the copy is an error page",
                ),
            ),
            notes=(2,),
            first_failed=NOW,
            failures=1,
            asked=NOW,
            next_check=date(2026, 11, 5),
        ),
        AddressReport(
            url=TIDES,
            status=AddressStatus.MOVED,
            why="moved for good to another address of the same page",
            http_status=200,
            final_url="https://www.tides.example/stats/overview",
            redirects=(
                Hop(url=TIDES, status=301, location="https://www.tides.example/stats/overview"),
            ),
            title="Tides: overview\u202e",
            media_type="text/html",
            captured=NOW,
            length=12_000,
            archive=Holding.CAPTURED,
            archived=(copy("20101220000000", TIDES, 11),),
            notes=(3,),
            asked=NOW,
            alive_since=NOW - timedelta(days=60),
            next_check=date(2026, 12, 21),
        ),
        AddressReport(
            url=HARBOURS,
            status=AddressStatus.DEAD_HOST,
            why="no such name: old-harbours.example",
            archive=Holding.NONE,
            archive_why="the archive lists no copy of this address",
            rescue=(
                RescueReport(
                    route=Route(
                        url="https://harbours.example/node/4",
                        rule="harbour number",
                        how="harbour number: 4, in the address",
                        kind=RouteKind.SAME,
                    ),
                    status=AddressStatus.GONE,
                    why="the server answers 404",
                    final_url="https://harbours.example/node/4",
                ),
            ),
            notes=(4,),
            first_failed=NOW,
            failures=3,
        ),
        AddressReport(
            url=BUOYS,
            status=AddressStatus.SOFT_404,
            why="answers 200 with a page titled “Not found”",
            http_status=200,
            final_url="http://buoys.example/",
            redirects=(Hop(url=BUOYS, status=302, location="http://buoys.example/"),),
            archive=Holding.EXCLUDED,
            archive_why="the site asked the archive to show nothing",
            notes=(4,),
            first_failed=NOW,
            failures=1,
        ),
        AddressReport(
            url=PILOTS,
            status=AddressStatus.BLOCKED,
            why="the server answers 403: a person may still be let in; look by hand",
            http_status=403,
            final_url=PILOTS,
            archive=Holding.UNAVAILABLE,
            archive_why="the archive answered 503 three times",
            notes=(5,),
            first_failed=NOW,
            failures=1,
        ),
        AddressReport(
            url=LONG,
            status=AddressStatus.OK,
            why="answered 200",
            http_status=200,
            final_url=LONG,
            captured=NOW,
            media_type="text/html",
            archive=Holding.CAPTURED,
            archived=(copy("20110501000000", LONG, 0),),
            notes=(6,),
        ),
        AddressReport(
            url=KEPT,
            status=AddressStatus.OK,
            why="the archived copy that the note cites was read",
            http_status=200,
            captured=datetime(2008, 4, 12, 10, 15, tzinfo=UTC),
            archive=Holding.CAPTURED,
            archived=(copy("20080412101500", "http://dredge.example/figures.html", 0),),
            notes=(8,),
        ),
        AddressReport(
            url=SCRIPT,
            status=AddressStatus.NOT_ALLOWED,
            why="the scheme javascript: is never asked",
            archive=Holding.NOT_ASKED,
            archive_why="no archive was asked",
            notes=(9,),
        ),
        *(
            AddressReport(
                url=f"http://{status.replace('_', '-')}.example/page",
                status=status,
                why=f"what {status.replace('_', ' ')} means, in words",
                http_status=503 if status is AddressStatus.SERVER_ERROR else None,
                archive=Holding.NOT_ASKED,
                archive_why="no archive was asked",
                notes=(11 + at,),
            )
            for at, status in enumerate(OTHER_STATUSES)
        ),
    )
