"""The invented notes, and the addresses that they give."""

from __future__ import annotations

from citecheck.model.notes import (
    ArchivedAddress,
    Citation,
    CitationKind,
    Endnote,
    Severity,
    Slip,
)
from citecheck.model.verdicts import (
    AddressStatus,
)

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
