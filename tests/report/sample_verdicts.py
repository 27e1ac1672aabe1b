"""What follows for the invented citations and claims: every verdict."""

from __future__ import annotations

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

from citecheck.model.verdicts import (
    AddressStatus,
    CitationReport,
    CitationVerdict,
    ClaimReport,
    ClaimVerdict,
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
