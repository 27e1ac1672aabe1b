"""An invented publication and an audit of it that holds every verdict and status there is.

Nothing in it is anybody's text.  Some of the strings are hostile on purpose.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from citecheck.model.audits import Audit
from citecheck.model.captures import Holding, Hop, Network, NetworkState
from citecheck.model.figures import Claim, Figure, Hedge, Kind, TextQuoteSelector
from citecheck.model.notes import (
    ArchivedAddress,
    Citation,
    CitationKind,
    Endnote,
    Publication,
    Severity,
    Slip,
    Work,
)
from citecheck.model.verdicts import (
    AddressReport,
    AddressStatus,
    ArchivedCopy,
    CitationReport,
    CitationVerdict,
    ClaimReport,
    ClaimVerdict,
    Finding,
    FindingVerdict,
    Match,
    Occurrence,
    Version,
)

NOW = datetime(2026, 11, 2, 6, 30, 12, tzinfo=UTC)
DONE = datetime(2026, 11, 2, 6, 41, 55, tzinfo=UTC)
ONLINE = NetworkState(network=Network.ONLINE, why="3 of 3 well-known hosts answered")
OFFLINE = NetworkState(network=Network.OFFLINE, why="0 of 3 well-known hosts answered")

LIGHTHOUSES = "http://lights.example/annual/2010.html"
FERRIES = "http://ferries.example/reports/fleet-2009.pdf"
TIDES = "http://tides.example/statistics/overview"
HARBOURS = "http://old-harbours.example/survey.htm"
BUOYS = "http://buoys.example/register.asp?id=7"
PILOTS = "http://pilots.example/news/2011/03/strike"
LONG = (
    "http://registry.example/very/long/path/that/never/ends/and/holds/no/hyphen/at/all/"
    "IndexOfEverySingleVesselThatEverCalledAtThisPortSinceRecordsBegan.aspx?ref=0123456789abcdef"
)
SCRIPT = "javascript:alert('note 9')"
KEPT = "https://archive.example/web/20080412101500/http://dredge.example/figures.html"


def figure(
    printed: str,
    value: str,
    kind: Kind = Kind.PERCENTAGE,
    *,
    prefix: str = "",
    suffix: str = "",
    high: str | None = None,
    unit: str | None = "percent",
    hedge: Hedge | None = None,
) -> Figure:
    return Figure(
        printed=printed,
        value=Decimal(value),
        kind=kind,
        high=Decimal(high) if high else None,
        unit=unit,
        hedge=hedge,
        selector=TextQuoteSelector(exact=printed, prefix=prefix, suffix=suffix),
    )


TEN = figure(
    "25 percent", "25", prefix="By the end of 2009, some ", suffix=" of the lights had no keeper"
)
NEARLY = figure(
    "nearly 30 percent",
    "30",
    hedge=Hedge.NEARLY,
    prefix="and in the same year ",
    suffix=" of keepers were over sixty",
)
FLEET = figure(
    "1,815",
    "1815",
    Kind.COUNT,
    unit="ferries",
    prefix="The registry counted ",
    suffix=" ferries in service",
)
CREW = figure(
    "200 to 250",
    "200",
    Kind.RANGE,
    high="250",
    unit="sailors",
    prefix="each season ",
    suffix=" sailors are hired",
)
TIDE = figure(
    "75 per cent", "75", prefix="The gauges cover ", suffix=" of the coast <b>as of</b> 2010"
)
DEPTH = figure(
    "4.5 metres",
    "4.5",
    Kind.COUNT,
    unit="metres",
    prefix="The channel was dredged to ",
    suffix=" in 2008",
)
FEE = figure(
    "USD 12,500",
    "12500",
    Kind.MONEY,
    unit="USD",
    prefix="a pilot costs ",
    suffix=" a passage",
)
SEALS = figure("third", "3", Kind.RANK, unit=None, prefix="ranked ", suffix=" of all harbours")
YEARS = figure("2007", "2007", Kind.YEAR, unit=None, prefix="since ", suffix=" the harbours")


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


def cite(work: str, url: str | None, title: str | None, **more: object) -> Citation:
    kind = CitationKind.WEB if url else CitationKind.UNLOCATED
    return Citation(work=work, kind=kind, url=url, url_printed=url, title=title, **more)  # type: ignore[arg-type]


def notes() -> tuple[Endnote, ...]:
    return (
        Endnote(
            number=1,
            raw="Board of Lights, Annual Report 2010, accessed 12 January 2011, "
            "http://lights.example/annual/2010.html.",
            citations=(cite("w001", LIGHTHOUSES, "Annual Report 2010", accessed="2011-01-12"),),
        ),
        Endnote(
            number=2,
            raw="Ferry Registry, The Fleet in 2009, p. 14, http://ferries.example/reports/fleet-\n"
            "2009.pdf (accessed 3 February 2011); see also <script>alert('raw')</script>.",
            citations=(
                cite("w002", FERRIES, "The Fleet in 2009", accessed="2011-02-03", pages=("14",)),
            ),
            slips=(
                Slip(
                    code="split_across_lines",
                    severity=Severity.WARNING,
                    message="the address is cut by a line break",
                    suggestion="http://ferries.example/reports/fleet-2009.pdf",
                ),
            ),
        ),
        Endnote(
            number=3,
            raw="Tide Office, Overview, http://tides.example/statistics/overview",
            citations=(cite("w003", TIDES, "Overview <of> tides & gauges"),),
            slips=(
                Slip(
                    code="accessed_missing",
                    severity=Severity.STYLE,
                    message="no access date, unlike 170 other notes",
                ),
            ),
        ),
        Endnote(
            number=4,
            raw="Harbour Survey, http://old-harbours.example/survey.htm; "
            "Buoy Register, http://buoys.example/register.asp?id=7.",
            citations=(
                cite("w004", HARBOURS, "Harbour Survey", accessed="2010-11-30"),
                cite("w005", BUOYS, "Buoy Register", accessed="2010-11-30"),
            ),
            slips=(
                Slip(
                    code="multiple_sources",
                    severity=Severity.STYLE,
                    message="one note names two sources",
                    related=(2, 11),
                ),
                Slip(
                    code="accessed_before_published",
                    severity=Severity.ERROR,
                    message="read on 2010-11-30, before the page of 2011 was published",
                ),
            ),
        ),
        Endnote(
            number=5,
            raw="Pilots' Union, ‘Strike over’, 3 March 2011.",
            citations=(cite("w006", PILOTS, "Strike over", accessed="2011-03-04"),),
        ),
        Endnote(
            number=6,
            raw="Vessel Registry, accessed 1 May 2011, " + LONG,
            citations=(cite("w007", LONG, None, accessed="2011-05-01"),),
            slips=(Slip(code="no_title", severity=Severity.WARNING, message="no title"),),
        ),
        Endnote(
            number=7,
            raw="Harbour Act of 1 June 2004 (official gazette, no. 12).",
            citations=(cite("w008", None, "Harbour Act"),),
        ),
        Endnote(
            number=8,
            raw="Dredging Office, Figures, https://archive.example/web/20080412101500/"
            "http://dredge.example/figures.html",
            citations=(
                cite(
                    "w009",
                    KEPT,
                    "Figures",
                    archived=ArchivedAddress(
                        timestamp="20080412101500",
                        url=KEPT,
                        original="http://dredge.example/figures.html",
                    ),
                ),
            ),
        ),
        Endnote(
            number=9,
            raw='=HYPERLINK("http://evil.example","click") \u202egnp.exe\u202c \x1b[31mred\x1b[0m',
            citations=(
                cite("w010", SCRIPT, '=HYPERLINK("http://evil.example")', accessed="2011-06-01"),
            ),
            slips=(
                Slip(
                    code="url_malformed",
                    severity=Severity.ERROR,
                    message="not a web address: <img src=x onerror=alert(1)>",
                    suggestion="+cmd|' /C calc'!A0",
                ),
            ),
        ),
        Endnote(number=10, raw="Ibid.", citations=(cite("w001", LIGHTHOUSES, None),)),
        *(
            Endnote(
                number=11 + at,
                raw=f"Office no. {at + 1}, http://{status.replace('_', '-')}.example/page.",
                citations=(
                    cite(
                        f"w1{at:02}",
                        f"http://{status.replace('_', '-')}.example/page",
                        f"Page of office no. {at + 1}",
                        accessed="2011-07-01",
                    ),
                ),
            )
            for at, status in enumerate(OTHER_STATUSES)
        ),
        Endnote(number=22, raw="Conversation with a keeper, 2 May 2011."),
    )


OTHER_STATUSES = (
    AddressStatus.PARKED,
    AddressStatus.REDIRECT_LOOP,
    AddressStatus.NO_ANSWER,
    AddressStatus.SERVER_ERROR,
    AddressStatus.TIMEOUT,
    AddressStatus.TLS_ERROR,
    AddressStatus.INCOMPLETE,
    AddressStatus.TOO_LARGE,
    AddressStatus.NOT_ALLOWED,
    AddressStatus.OFFLINE,
    AddressStatus.NOT_CHECKED,
)


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
        ),
        AddressReport(
            url=HARBOURS,
            status=AddressStatus.DEAD_HOST,
            why="no such name: old-harbours.example",
            archive=Holding.NONE,
            archive_why="the archive lists no copy of this address",
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


def citations() -> tuple[CitationReport, ...]:
    def one(
        note: int, work: str, url: str | None, verdict: CitationVerdict, why: str, index: int = 0
    ) -> CitationReport:
        return CitationReport(note=note, index=index, work=work, verdict=verdict, why=why, url=url)

    broken = {AddressStatus.PARKED, AddressStatus.REDIRECT_LOOP}
    return (
        one(1, "w001", LIGHTHOUSES, CitationVerdict.SOUND, "answered 200 with the cited title"),
        one(
            2,
            "w002",
            FERRIES,
            CitationVerdict.RESCUED,
            "the server answers 404; an archived copy of 20110215 stands in",
        ),
        one(3, "w003", TIDES, CitationVerdict.MOVED, "moved for good to another address"),
        one(
            4,
            "w004",
            HARBOURS,
            CitationVerdict.BROKEN,
            "no such name: old-harbours.example; no archived copy",
        ),
        one(
            4,
            "w005",
            BUOYS,
            CitationVerdict.BROKEN,
            "answers 200 with a page titled “Not found”; the archive shows no copy: "
            "the site is excluded",
            1,
        ),
        one(
            5,
            "w006",
            PILOTS,
            CitationVerdict.UNCLEAR,
            "blocked: the server answers 403: a person may still be let in; look by hand",
        ),
        one(
            6,
            "w007",
            LONG,
            CitationVerdict.CHANGED,
            "alive, but today's text no longer gives “200 to 250”",
        ),
        one(7, "w008", None, CitationVerdict.NO_ADDRESS, "the note gives no address"),
        one(
            8,
            "w009",
            KEPT,
            CitationVerdict.SOUND,
            "the archived copy that the note cites was read (20080412101500)",
        ),
        one(
            9,
            "w010",
            SCRIPT,
            CitationVerdict.UNCLEAR,
            "not_allowed: the scheme javascript: is never asked",
        ),
        one(10, "w001", LIGHTHOUSES, CitationVerdict.SOUND, "answered 200"),
        *(
            one(
                11 + at,
                f"w1{at:02}",
                f"http://{status.replace('_', '-')}.example/page",
                CitationVerdict.BROKEN if status in broken else CitationVerdict.UNCLEAR,
                f"{status}: what it means, in words",
            )
            for at, status in enumerate(OTHER_STATUSES)
        ),
    )


CLAIMS = (
    Claim(id="c001-1", notes=(1,), section="The lights", figures=(TEN, NEARLY)),
    Claim(
        id="c002-1",
        notes=(2,),
        section="The fleet",
        text="The registry counted 1,815 ferries in service.",
        figures=(FLEET,),
    ),
    Claim(id="c003-1", notes=(3,), section="Tides", figures=(TIDE,)),
    Claim(id="c004-1", notes=(4,), section="Harbours", figures=(SEALS,)),
    Claim(id="c005-1", notes=(5,), section="Pilots", figures=(FEE,)),
    Claim(id="c006-1", notes=(6, 10), section="Crews", figures=(CREW,)),
    Claim(id="c007-1", notes=(7,), section="Harbours", figures=(YEARS,)),
    Claim(id="c008-1", notes=(8,), section="Harbours", figures=(DEPTH,)),
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


def claims() -> tuple[ClaimReport, ...]:
    def one(id_: str, notes: tuple[int, ...], verdict: ClaimVerdict, why: str) -> ClaimReport:
        return ClaimReport(id=id_, notes=notes, verdict=verdict, why=why)

    return (
        one(
            "c001-1",
            (1,),
            ClaimVerdict.MISQUOTED,
            "“25 percent”: the cited version says otherwise: the same subject, another value: "
            "52 percent",
        ),
        one(
            "c002-1",
            (2,),
            ClaimVerdict.RESCUED,
            "“1,815”: said on 2011-02-15; no live page could be read",
        ),
        one(
            "c003-1",
            (3,),
            ClaimVerdict.OUTDATED,
            "“75 per cent”: said on 2010-12-20; today another value: 90 per cent",
        ),
        one(
            "c004-1",
            (4,),
            ClaimVerdict.UNSUPPORTED,
            "“third”: the cited version does not say it: the same rank, but of fishing ports",
        ),
        one(
            "c005-1",
            (5,),
            ClaimVerdict.UNCLEAR,
            "“USD 12,500”: blocked: the server answers 403",
        ),
        one(
            "c006-1",
            (6, 10),
            ClaimVerdict.UNCLEAR,
            "“200 to 250”: only a later copy says it (2012-01-03), which does not prove what the "
            "cited one said",
        ),
        one("c007-1", (7,), ClaimVerdict.NO_FIGURE, "no statistic to verify"),
        one("c008-1", (8,), ClaimVerdict.SOUND, "“4.5 metres”: then and now"),
    )


def publication() -> Publication:
    return Publication(
        title="Harbours & Lights <of the Coast>",
        edition="2nd",
        publisher="Coast Press",
        year=2012,
        language="en",
        endnotes=notes(),
        works=(Work(id="w001", title="Annual Report 2010", urls=(LIGHTHOUSES,), notes=(1, 10)),),
        claims=CLAIMS,
    )


def sample_audit(network: NetworkState = ONLINE, only: tuple[int, ...] = ()) -> Audit:
    """An audit with every verdict and status, some of its strings hostile."""
    return Audit(
        id="2026-11-02T063012Z",
        source="endnotes/harbours-2012",
        started=NOW,
        finished=DONE,
        version="0.1.0",
        network=network,
        publication=publication(),
        addresses=addresses(),
        citations=citations(),
        findings=findings(),
        claims=claims(),
        only=only,
    )


def empty_audit(network: NetworkState = ONLINE) -> Audit:
    """An audit of a publication without notes."""
    return Audit(
        id="empty",
        source="nothing.txt",
        started=NOW,
        finished=NOW,
        version="0.1.0",
        network=network,
        publication=Publication(title=None),
    )
