"""An audit of the 179 notes against an invented web at their real addresses, through a proxy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import run
from citecheck.pipeline.targets import find_cites, find_targets
from citecheck.publications import open_publication

from .real_web import ARCHIVE, LIVE, Row, read_table, serve

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

RECORDS = Path(__file__).parents[2] / "endnotes" / "kyrgyzstan-2012"
ROWS = read_table()
PATIENCE = {
    "DELAY": "0",
    "CONNECT_TIMEOUT": "2",
    "READ_TIMEOUT": "2",
    "TOTAL_TIMEOUT": "8",
    "RETRIES": "1",
    "BACKOFF": "0.05",
    "RETRY_AFTER_CAP": "2",
    "MAX_BYTES": "2000000",
    "ARCHIVE_PER_MINUTE": "60000",
}


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("real")
    publication = open_publication(str(RECORDS)).publication
    targets = find_targets(find_cites(publication, today=date(2026, 11, 1)))
    titles = {t.live_url: t.titles[0] for t in targets if t.titles}
    with pytest.MonkeyPatch.context() as patched, serve(ROWS, titles, folder) as world:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY"):
            patched.delenv(name, raising=False)
        for name, value in PATIENCE.items():
            patched.setenv(f"CITECHECK_{name}", value)
        patched.setenv("CITECHECK_GATE_FOLDER", str(folder / "gates"))
        patched.setenv("REQUESTS_CA_BUNDLE", str(world.authority))
        patched.chdir(folder)
        code = run(
            ["audit", str(RECORDS), "--proxy", world.proxy, "--archive", ARCHIVE, "-o", "out"]
        )
        assert code == 1
        document: dict[str, Any] = json.loads((folder / "out" / "audit.json").read_text("utf-8"))
        document["asked"] = [asked.url for asked in world.asked]
        run(["audit", str(RECORDS), "--proxy", world.proxy, "--archive", ARCHIVE,
             "--only", "1-40", "-o", "again"])  # fmt: skip
        again: dict[str, Any] = json.loads((folder / "again" / "audit.json").read_text("utf-8"))
        document["again"] = again
        document["asked_again"] = [asked.url for asked in world.asked[len(document["asked"]) :]]
    return document


def test_the_table_names_every_address_of_the_notes_once() -> None:
    publication = open_publication(str(RECORDS)).publication
    cited = {c.url for note in publication.endnotes for c in note.citations if c.url}
    assert [row.address for row in ROWS] == list(dict.fromkeys(row.address for row in ROWS))
    assert {row.address for row in ROWS} == cited
    assert len(ROWS) == 76


def test_the_table_is_a_mix_of_every_way_to_answer() -> None:
    assert {row.live for row in ROWS} == set(LIVE)
    assert len({row.expect["status"] for row in ROWS}) == 14
    holdings = Counter(row.expect["archive"] for row in ROWS)
    assert all(holdings[word] >= 3 for word in ("captured", "none", "excluded", "unavailable"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.address[7:60])
def test_an_address_is_told_as_it_is(audit: Mapping[str, Any], row: Row) -> None:
    (found,) = (a for a in audit["addresses"] if a["url"] == row.address)
    copy = next((c for c in found["archived"] if c["usable"]), None)
    got = {
        "status": found["status"],
        "archive": found["archive"],
        "copy": copy["timestamp"] if copy else None,
        "days": copy["distance_days"] if copy else None,
        "citation": {c["verdict"] for c in audit["citations"] if c["url"] == row.address},
    }
    wanted = {"copy": None, "days": None} | dict(row.expect)
    wanted["citation"] = {row.expect["citation"]}
    assert got == wanted, (found["why"], found["archive_why"], found["archived"])
    tried = {r["url"]: "found" if r["found"] else r["status"] for r in found["rescue"]}
    assert {url: tried[url] for url in row.rescue} == row.rescue


def test_179_notes_and_180_citations_are_told(audit: Mapping[str, Any]) -> None:
    assert audit["counts"]["notes"] == 179
    assert len(audit["citations"]) == 180
    assert audit["audit"]["network"] == "online"


def test_the_archive_was_asked_once_for_each_address_through_the_proxy(
    audit: Mapping[str, Any],
) -> None:
    index = [url for url in audit["asked"] if url.startswith(f"{ARCHIVE}/cdx/search/cdx?")]
    asked = Counter(url.partition("url=")[2].partition("&")[0] for url in index)
    assert len(asked) == 75  # two notes print archived copies of one address
    again = {url for url, times in asked.items() if times > 1}
    closed = sum(row.expect["archive"] == "unavailable" for row in ROWS)
    assert len(again) == closed  # only those whose answer was 503


def test_a_second_audit_on_the_same_day_asks_the_archive_only_what_it_could_not_tell(
    audit: Mapping[str, Any],
) -> None:
    """Lists and copies are at hand; an archive that was out of order is asked again."""
    told = {a["url"]: a for a in audit["addresses"]}
    again = audit["again"]["addresses"]
    assert len(again) > 15
    for address in again:
        for key in ("archive", "archive_why", "status"):
            assert address[key] == told[address["url"]][key]
    silent = [a["url"] for a in again if a["archive"] == "unavailable"]
    asked = [url for url in audit["asked_again"] if url.startswith(f"{ARCHIVE}/cdx/")]
    assert len({url.partition("url=")[2].partition("&")[0] for url in asked}) == len(silent)
    replayed = [url for url in audit["asked_again"] if url.startswith(f"{ARCHIVE}/web/")]
    usable = {c["timestamp"] for a in again for c in a["archived"] if c["usable"]}
    assert not [url for url in replayed if any(f"/{stamp}" in url for stamp in usable)]
