"""A table of how servers behave, asked by a whole audit at once."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from citecheck.model.audits import Audit
from citecheck.model.verdicts import AddressReport
from citecheck.publications import Source
from citecheck.wiring import audit_source
from tests.pipeline import behaviours, wild
from tests.pipeline.behaviours import SETTINGS, Row, address_of, name_of, publication, run_web
from tests.pipeline.strange_web import resolver

pytestmark = pytest.mark.slow
#: The tables: what a server may do, and what the real web shows.  Each is one audit.
TABLES = {"servers": (behaviours.ROWS, behaviours.SHARED), "web": (wild.ROWS, wild.HOSTS)}
ALL = [
    (table, number, row) for table, (rows, _) in TABLES.items() for number, row in enumerate(rows)
]


class Result:
    """The audit of the whole table, and what was asked of each host."""

    def __init__(self, audit: Audit, asked: dict[str, list[str]]) -> None:
        self.reports = {report.url: report for report in audit.addresses}
        self.asked = asked


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return {
        table: ask_all(rows, shared, tmp_path_factory.mktemp(table))
        for table, (rows, shared) in TABLES.items()
    }


def ask_all(rows: Sequence[Row], shared: Row, folder: Path) -> Result:
    with run_web(rows, folder, shared) as running, pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolver(running.places))
        patch.setenv("REQUESTS_CA_BUNDLE", str(running.certificates.bundle))
        source = Source(publication=publication(rows), name="rows", shown="rows")
        audit = audit_source(source, SETTINGS, snapshots=folder / "snapshots")
        return Result(audit, {name: host.asked for name, host in running.hosts.items()})


def told(report: AddressReport) -> str:
    return f"{report.status}: {report.why}; hops {[(h.url, h.status) for h in report.redirects]}"


@pytest.mark.parametrize(("table", "number", "row"), ALL, ids=[row["name"] for *_, row in ALL])
def test_what_a_server_does_gets_its_status(
    table: str, number: int, row: Row, results: dict[str, Result]
) -> None:
    result = results[table]
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
