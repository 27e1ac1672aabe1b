"""A pack of captures that lie in many files, and of more archives than one, gives its verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from citecheck import opening, wiring
from citecheck.demo import DemoWorld
from citecheck.demo.archive import InventedArchive
from citecheck.packing import audit_pack, pack_audit
from citecheck.report import audit_document, write_report
from citecheck.settings import Settings
from citecheck.snapshots import WarcStore

COUNTY = "http://www.county.example"
#: A frameset whose text stands elsewhere; a dead host whose copy is in the archive.
URLS = (
    f"{COUNTY}/households.html",
    "http://www.forestryboard.example/reports/planting2009.doc",
    "http://www.riversidelibrary.example/about/annual-report-2010.html",
)


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[DemoWorld, Settings]]:
    with wiring.demo() as (world, settings):
        yield world, settings


@pytest.fixture(autouse=True)
def a_file_for_each_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WarcStore", partial(WarcStore, file_bytes=1))


def packed(
    folder: Path, settings: Settings, *lists: tuple[str, ...]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What one audit of all lists found, and what the pack of each gives."""
    snapshots, sources = folder / "snapshots", []
    for number, urls in enumerate(lists or (URLS,)):
        listed = folder / f"list{number}.txt"
        listed.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        sources.append(wiring.open_publication(str(listed)))
    asked = [wiring.to_request(source) for source in sources]
    audits = list(wiring.audit_requests(asked, settings, snapshots=snapshots))
    assert len(list(snapshots.glob("*.warc.gz"))) > len(URLS)
    found = []
    for source, audit in zip(sources, audits, strict=True):
        report, target = folder / f"report-{source.name}", folder / f"{source.name}.zip"
        write_report(audit, report)
        pack_audit(source, settings, report=report, snapshots=snapshots, target=target)
        again = audit_pack(target)
        assert again
        found.append((judged(audit_document(audit)), judged(audit_document(again[0]))))
    return found


def judged(document: Any) -> dict[str, Any]:
    kinds = ("addresses", "citations", "findings", "claims", "counts")
    return {key: json.loads(json.dumps(document[key])) for key in kinds}


def test_frames_siblings_and_copies_go_with_the_cited_addresses(
    world: tuple[DemoWorld, Settings], tmp_path: Path
) -> None:
    ((then, again),) = packed(tmp_path, world[1])
    assert again == then
    assert [a["status"] for a in then["addresses"]] == ["ok", "dead_host", "ok"]


def test_what_a_second_archive_gave_is_given_again(
    world: tuple[DemoWorld, Settings], tmp_path: Path
) -> None:
    """The first holds nothing of a host that the second has a copy of."""
    empty = InventedArchive(())
    empty.start()
    try:
        both = replace(world[1], archive=empty.url, more_archives=(world[0].archive_url,))
        ((then, again),) = packed(tmp_path, both)
    finally:
        empty.stop()
    assert empty.asked
    assert then["citations"][1]["verdict"] == "rescued"
    assert again == then


def test_of_a_run_over_two_publications_each_has_its_own(
    world: tuple[DemoWorld, Settings], tmp_path: Path
) -> None:
    for then, again in packed(tmp_path, world[1], URLS[:1], URLS[1:]):
        assert again == then
