"""The invented claims with their figures."""

from __future__ import annotations

from decimal import Decimal

from citecheck.model.figures import Claim, Figure, Hedge, Kind, TextQuoteSelector


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
