"""The table of how servers behave, and the web and the publication that it describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from citecheck.model.figures import Claim, Figure, Kind
from citecheck.model.notes import Citation, CitationKind, Endnote, Publication
from citecheck.settings import Settings
from tests.pipeline import certificates
from tests.pipeline.strange_web import Host, StrangeWeb, serve
from tests.tables import read_yaml

Row = dict[str, Any]
#: A host's address, plain port and TLS port.
Place = tuple[str, int, int]

ROWS: list[Row] = read_yaml(Path(__file__).parent / "behaviours.yaml")
#: Where redirects of several rows lead.
SHARED: Row = {
    "elsewhere.test": {"/report.html": {"body": "article"}, "/": {"body": "home"}},
    "sso.test": {"any": {"body": "login"}},
    "xn--80ajpw.test": {"any": {"body": "article"}},
}
SETTINGS = Settings(
    allow_private=True,
    use_archive=False,
    no_proxy="*",
    jobs=64,
    delay=0.0,
    connect_timeout=1.5,
    read_timeout=1.8,
    total_timeout=3.5,
    retries=2,
    backoff=0.05,
    retry_after_cap=5.0,
    max_bytes=2_000_000,
)
BOATS = Figure(
    printed="40 boats", value=Decimal(40), kind=Kind.COUNT, unit="boats", subject=("boat",)
)
_CLOSED = 1  # nothing listens there


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The web of the table while it runs."""

    web: StrangeWeb
    hosts: Mapping[str, Host]
    places: Mapping[str, Place]
    certificates: certificates.Certificates


def name_of(number: int, row: Row) -> str:
    return str(row.get("host", f"row{number}.test"))


def address_of(number: int, row: Row) -> str:
    return urljoin(f"http://{name_of(number, row)}/", row.get("ask", "/report.html"))


def pages_of(name: str, row: Row) -> dict[str, Any]:
    pages: dict[str, Any] = dict(row.get("pages", {}))
    if "count_down" in row:
        most = row["count_down"]
        pages["/report.html"] = {"status": 302, "headers": {"Location": f"/step/{most - 1}"}}
        for left in range(most - 1, 0, -1):
            pages[f"/step/{left}"] = {"status": 302, "headers": {"Location": f"/step/{left - 1}"}}
        pages["/step/0"] = {"body": "article"}
    return pages


def addresses_of(number: int, row: Row) -> list[str]:
    """What is asked of a row's host: its address, and those beside it."""
    address = address_of(number, row)
    return [address, *(urljoin(address, also) for also in row.get("also", ()))]


def publication(rows: Sequence[Row]) -> Publication:
    notes, claims = [], []
    for number, row in enumerate(rows):
        for url in addresses_of(number, row):
            citation = Citation(work=f"w{len(notes)}", kind=CitationKind.WEB, url=url)
            notes.append(Endnote(number=len(notes) + 1, raw=url, citations=(citation,)))
        if row.get("figure"):
            claims.append(
                Claim(
                    id=f"c{len(notes)}",
                    notes=(len(notes),),
                    text="The ferry company has 40 boats.",
                    figures=(BOATS,),
                )
            )
    return Publication(title="Rows", year=2012, endnotes=tuple(notes), claims=tuple(claims))


@contextmanager
def run_web(
    rows: Sequence[Row], folder: Path, shared: Mapping[str, Any] = SHARED
) -> Iterator[Running]:
    """Run the web of these rows until the block ends; its certificates go to the folder."""
    made = certificates.make(folder)
    hosts: dict[str, Host] = {n: Host(name=n, pages=p) for n, p in shared.items()}
    for number, row in enumerate(rows):
        name = name_of(number, row)
        if "pages" in row or "count_down" in row:
            hosts[name] = Host(name=name, pages=pages_of(name, row), tls=row.get("tls"))
    with serve(hosts, made) as web:
        places = dict.fromkeys(hosts, ("127.0.0.1", web.port, web.tls_port))
        for number, row in enumerate(rows):
            name = name_of(number, row)
            if row.get("tls_only"):
                places[name] = ("127.0.0.1", _CLOSED, web.tls_port)
            if row.get("no_tls"):
                places[name] = ("127.0.0.1", web.port, _CLOSED)
            if "redirect_to_https" in row:
                web.to_https[name] = row["redirect_to_https"]
        yield Running(web=web, hosts=hosts, places=places, certificates=made)
