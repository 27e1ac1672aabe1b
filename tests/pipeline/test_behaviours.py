"""A table of how servers behave, asked by a whole audit at once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import yaml

from citecheck.model.audits import Audit
from citecheck.model.figures import Claim, Figure, Kind
from citecheck.model.notes import Citation, CitationKind, Endnote, Publication
from citecheck.model.verdicts import AddressReport
from citecheck.publications import Source
from citecheck.settings import Settings
from citecheck.wiring import audit_source
from tests.pipeline import certificates
from tests.pipeline.strange_web import Host, resolver, serve

pytestmark = pytest.mark.slow

ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "behaviours.yaml").read_text(encoding="utf-8")
)
#: Where redirects of several rows lead.
SHARED = {
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
    connect_timeout=1.0,
    read_timeout=1.2,
    total_timeout=2.5,
    retries=2,
    backoff=0.05,
    retry_after_cap=5.0,
    max_bytes=2_000_000,
)
BOATS = Figure(
    printed="40 boats", value=Decimal(40), kind=Kind.COUNT, unit="boats", subject=("boat",)
)


def name_of(number: int, row: dict[str, Any]) -> str:
    return str(row.get("host", f"row{number}.test"))


def address_of(number: int, row: dict[str, Any]) -> str:
    return urljoin(f"http://{name_of(number, row)}/", row.get("ask", "/report.html"))


def pages_of(name: str, row: dict[str, Any]) -> dict[str, Any]:
    pages: dict[str, Any] = dict(row.get("pages", {}))
    if "count_down" in row:
        most = row["count_down"]
        pages["/report.html"] = {"status": 302, "headers": {"Location": f"/step/{most - 1}"}}
        for left in range(most - 1, 0, -1):
            pages[f"/step/{left}"] = {"status": 302, "headers": {"Location": f"/step/{left - 1}"}}
        pages["/step/0"] = {"body": "article"}
    return pages


def publication(rows: list[dict[str, Any]]) -> Publication:
    notes, claims = [], []
    for number, row in enumerate(rows):
        address = address_of(number, row)
        for url in (address, *(urljoin(address, also) for also in row.get("also", ()))):
            citation = Citation(work=f"w{len(notes)}", kind=CitationKind.WEB, url=url)
            notes.append(Endnote(number=len(notes) + 1, raw=url, citations=(citation,)))
        if row.get("figure"):
            claims.append(
                Claim(
                    id="c", notes=(len(notes),), text="The ferry company has 40 boats.",
                    figures=(BOATS,),
                )
            )  # fmt: skip
    return Publication(title="Rows", year=2012, endnotes=tuple(notes), claims=tuple(claims))


class Result:
    """The audit of the whole table, and what was asked of each host."""

    def __init__(self, audit: Audit, asked: dict[str, list[str]]) -> None:
        self.reports = {report.url: report for report in audit.addresses}
        self.asked = asked


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Result]:
    folder = tmp_path_factory.mktemp("behaviours")
    made = certificates.make(folder)
    hosts: dict[str, Host] = {n: Host(name=n, pages=p) for n, p in SHARED.items()}
    for number, row in enumerate(ROWS):
        name = name_of(number, row)
        if "pages" in row or "count_down" in row:
            hosts[name] = Host(name=name, pages=pages_of(name, row), tls=row.get("tls"))
    with serve(hosts, made) as web, pytest.MonkeyPatch.context() as patch:
        closed = 1  # nothing listens there
        places = dict.fromkeys(hosts, ("127.0.0.1", web.port, web.tls_port))
        for number, row in enumerate(ROWS):
            name = name_of(number, row)
            if row.get("tls_only"):
                places[name] = ("127.0.0.1", closed, web.tls_port)
            if row.get("no_tls"):
                places[name] = ("127.0.0.1", web.port, closed)
            if "redirect_to_https" in row:
                web.to_https[name] = row["redirect_to_https"]
        patch.setattr(socket, "getaddrinfo", resolver(places))
        patch.setenv("REQUESTS_CA_BUNDLE", str(made.bundle))
        source = Source(publication=publication(ROWS), name="rows", shown="rows")
        audit = audit_source(source, SETTINGS, snapshots=folder / "snapshots")
        yield Result(audit, {name: host.asked for name, host in hosts.items()})


def told(report: AddressReport) -> str:
    return f"{report.status}: {report.why}; hops {[(h.url, h.status) for h in report.redirects]}"


@pytest.mark.parametrize(("number", "row"), list(enumerate(ROWS)), ids=[r["name"] for r in ROWS])
def test_what_a_server_does_gets_its_status(
    number: int, row: dict[str, Any], result: Result
) -> None:
    address = address_of(number, row)
    report = result.reports[address]
    wanted = row["expect"]
    assert str(report.status) in (wanted if isinstance(wanted, list) else [wanted]), told(report)
    assert report.why, "a reason in words"
    if "http" in row:
        assert report.http_status == row["http"]
    if "final" in row:
        assert report.final_url == urljoin(address, row["final"]), told(report)
    if "hops" in row:
        assert [hop.status for hop in report.redirects] == row["hops"], told(report)
    if "why" in row:
        assert row["why"] in report.why
    if "title" in row:
        assert row["title"] in (report.title or ""), told(report)
    if "most" in row:
        path = urlsplit(address).path
        assert result.asked[name_of(number, row)].count(path) <= row["most"]
    for also, status in row.get("also", {}).items():
        other = result.reports[urljoin(address, also)]
        assert str(other.status) == status, told(other)
    assert (report.failures, report.first_failed is None) in ((0, True), (1, False))
