"""Five audits over a year on an invented web: each difference is what was planned, no more."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import citecheck
from citecheck import wiring
from citecheck.cli import run
from citecheck.config import load_settings
from citecheck.publications import open_publication
from citecheck.web import Desk, create_app
from tests.history.a_year import DAYS, HELD, STORIES, Year, address_of, manuscript, serve_a_year

pytestmark = pytest.mark.slow
Told = list[tuple[str, tuple[int, ...], str, str | None, str | None]]


def say(*words: str) -> tuple[int, str]:
    """Run a command; its exit code and what it printed."""
    out = StringIO()
    with redirect_stdout(out):
        code = run(list(words))
    return code, out.getvalue()


class Lived:
    """What each audit of the year left behind and told."""

    def __init__(self) -> None:
        self.documents: dict[int, dict[str, Any]] = {}
        self.differences: dict[int, dict[str, Any]] = {}
        self.pages: dict[int, tuple[str, str]] = {}
        self.codes: dict[int, int] = {}
        self.again: dict[str, Any] = {}
        self.fails: dict[str, int] = {}
        self.ends: dict[int, int] = {}
        self.streak: dict[str, str] = {}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder, found = tmp_path_factory.mktemp("year"), Lived()
    with serve_a_year() as year, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in {
            "PROXY": year.web.url, "ARCHIVE": year.archive.url, "DELAY": "0", "BACKOFF": "0.01",
            "ARCHIVE_PER_MINUTE": "6000", "GATE_FOLDER": str(folder / "gate"),
            "ARCHIVE_CACHE_HOURS": "24",
        }.items():  # fmt: skip
            patch.setenv(f"CITECHECK_{name}", value)
        live(year, found, patch)
        yield found


def live(year: Year, found: Lived, patch: pytest.MonkeyPatch) -> None:
    for number, day in enumerate(DAYS, start=1):
        year.turn_to(number)
        found.ends[number] = audit(day, patch, manuscript(number), "--fail-on", "broken")
        found.documents[number] = json.loads(Path("reports/lake/audit.json").read_text("utf-8"))
        found.pages[number] = (
            Path("reports/lake/index.html").read_text("utf-8"),
            Path("reports/lake/summary.md").read_text("utf-8"),
        )
        if number > 1:
            code, out = say("diff", "-p", "endnotes/lake", "--json")
            found.codes[number], found.differences[number] = code, json.loads(out)
        if number == 4:
            found.streak = told_of(6)
    for words in ("changed", "gone", "changed,gone", "archived", "slip"):
        found.fails[words] = say("diff", "-p", "endnotes/lake", "--fail-on", words)[0]
    found.ends[6] = audit(DAYS[-1] + timedelta(hours=1), patch, manuscript(5))
    code, out = say("diff", "-p", "endnotes/lake", "--json")
    found.codes[6], found.again = code, json.loads(out)


def told_of(note: int) -> dict[str, str]:
    """What each of the ways to ask says of the source of a note, on one line each."""
    report = Path("reports/lake")
    settings = load_settings(folder=Path(), environment=os.environ, flags={})
    source = open_publication("endnotes/lake")
    desk = Desk(source, settings, report=report, snapshots=Path("snapshots"))
    client = create_app(desk).test_client()
    page = client.get(f"/note/{note}").get_data(as_text=True)
    job = desk.jobs.start(note)
    while not (found := desk.jobs.find(job.id)) or not found.over:
        time.sleep(0.01)
    desk.jobs.close()
    assert found.state == "done"
    (of_api,) = citecheck.audit("endnotes/lake", only=(note,)).citations
    (offline,) = citecheck.audit("endnotes/lake", only=(note,), offline=True).citations
    told = {
        "page": (report / "index.html").read_text("utf-8"),
        "document": (report / "audit.json").read_text("utf-8"),
        "note": say("note", str(note), "endnotes/lake")[1],
        "served": page,
        "served again": json.dumps(desk.note(note)["citations"]),
        "library": of_api.why,
        "library, offline": offline.why,
    }
    return {who: " ".join(text.split()) for who, text in told.items()}


def audit(day: Any, patch: pytest.MonkeyPatch, text: str, *words: str) -> int:
    patch.setattr(wiring, "now", lambda: day)
    Path("lake.txt").write_text(text, encoding="utf-8")
    assert say("parse", "lake.txt", "-o", "endnotes/lake")[0] == 0
    code = say("audit", "endnotes/lake", "--online", *words)[0]
    assert code in (0, 1)
    return code


def planned(number: int) -> Told:
    """What was written beforehand of an audit."""
    told: Told = []
    for note, story in STORIES.items():
        for change, about, old, new in story.news.get(number, []):
            names = {
                "note": address_of(note),
                "address": address_of(note),
                "claim": f"c{note:03}-1",
            }
            told.append((change, (note,), names.get(about, about), old, new))
    return sorted(told, key=repr)


def told_in(document: dict[str, Any]) -> Told:
    """What an audit told, in the plan's words: prose and addresses of copies left out."""
    told: Told = []
    for one in document["differences"]:
        what, old, new = one["what"], one["old"], one["new"]
        match one["change"]:
            case "value":
                what = what.partition("“")[2].rstrip("”")
            case "archived":
                new = "copy"
            case "mended":
                old = "slip"
            case "slip":
                new = "slip"
        told.append((one["change"], tuple(one["notes"]), what, old, new))
    return sorted(told, key=repr)


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_an_audit_tells_what_was_planned_and_nothing_else(number: int, lived: Lived) -> None:
    assert told_in(lived.differences[number]) == planned(number)
    assert lived.codes[number] == 1
    assert lived.differences[number]["not_compared"] == 0


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_what_fails_too_shortly_is_held_back(number: int, lived: Lived) -> None:
    held = {address_of(note) for note in HELD[number]}
    assert set(lived.differences[number]["held"]) == held


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_the_report_tells_the_same_as_the_command(number: int, lived: Lived) -> None:
    since = lived.documents[number]["since"]
    if number == 1:
        assert since is None
        return
    told = lived.differences[number]
    assert told == {"schema": "citecheck/diff/1", **since}
    page, summary = lived.pages[number]
    count = f"{len(told['differences'])} changes ("
    assert count in page
    assert count in summary
    for one in told["differences"]:
        assert one["what"].partition("“")[0] in page


def test_an_unchanged_web_is_no_news(lived: Lived) -> None:
    assert lived.again["differences"] == []
    assert lived.codes[6] == 0


def test_the_archive_was_out_of_order_once(lived: Lived) -> None:
    archives = {n: {a["archive"] for a in d["addresses"]} for n, d in lived.documents.items()}
    assert "unavailable" in archives[3]
    assert all("unavailable" not in archives[n] for n in (1, 2, 4, 5))


def test_what_the_user_asked_for_sets_the_exit_code(lived: Lived) -> None:
    told = {one["change"] for one in lived.differences[5]["differences"]}
    assert {"broken", "verdict", "archived"} <= told
    assert not {"slip"} & told
    assert lived.fails == {
        "changed": 1, "gone": 1, "changed,gone": 1, "archived": 1, "slip": 0,
    }  # fmt: skip


def test_an_audit_ends_with_1_for_what_is_new_or_without_the_option_for_what_was_found(
    lived: Lived,
) -> None:
    breaks = [n for n in range(1, 6) if any(change == "broken" for change, *_ in planned(n))]
    assert breaks
    assert lived.ends == {n: int(n in breaks) for n in range(1, 6)} | {6: 1}


def test_who_asks_by_whatever_way_hears_since_when_and_how_often_a_source_fails(
    lived: Lived,
) -> None:
    told = "failing since 2025-03-12 (3rd time)"
    assert {who for who, text in lived.streak.items() if told not in text} == set()


def test_each_audit_is_dated_by_the_clock_it_was_given(lived: Lived) -> None:
    for number, day in enumerate(DAYS, start=1):
        document = lived.documents[number]
        assert document["audit"]["started"] == f"{day:%Y-%m-%dT%H:%M:%SZ}"
        captured = {a["captured"] for a in document["addresses"] if a["captured"]}
        assert captured
        assert max(captured) == f"{day:%Y-%m-%dT%H:%M:%SZ}"
