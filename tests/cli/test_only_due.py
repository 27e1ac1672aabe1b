"""``citecheck audit --only-due`` and ``citecheck due``, over a simulated month."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import citecheck
from citecheck.cli import run
from tests.capture.origin import Origin
from tests.cli.ferries import ferries

START = datetime(2026, 3, 1, 3, 17, tzinfo=UTC)


class World:
    """A web of three pages on loopback, and the time."""

    def __init__(self, origin: Origin) -> None:
        self.origin, self.now = origin, START
        self.alive, self.gone, self.flaps = (f"{origin.url}/{n}.html" for n in ("a", "b", "c"))

    def asked(self) -> list[str]:
        """What was cited and asked since the last time."""
        found = [path for path in self.origin.asked if "citecheck-" not in path]
        self.origin.asked.clear()
        return sorted(found)


@pytest.fixture
def down() -> set[str]:
    return {"/b.html"}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, down: set[str]) -> Iterator[World]:
    with ferries(tmp_path, monkeypatch, down) as origin:
        made = World(origin)
        Path("list.txt").write_text("\n".join((made.alive, made.gone, made.flaps)) + "\n")
        for place in ("citecheck.wiring.now", "citecheck.cli.due.now"):
            monkeypatch.setattr(place, lambda: made.now)
        yield made


def addresses() -> dict[str, dict[str, Any]]:
    document = json.loads(Path("reports/list/audit.json").read_text(encoding="utf-8"))
    return {a["url"].rpartition("/")[2]: a for a in document["addresses"]}


def test_each_address_is_asked_on_its_own_day_and_keeps_its_verdict_till_then(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["audit", "list.txt", "--only-due"])
    assert world.asked() == ["/a.html", "/b.html", "/c.html"]
    asked_on = []
    for day in (1, 3, 4, 7, 8, 11):
        world.now = START + timedelta(days=day)
        run(["audit", "list.txt", "--only-due"])
        asked_on += [(day, path) for path in world.asked()]
        capsys.readouterr()
        assert run(["diff", "-p", "list.txt", "--json"]) == 0, capsys.readouterr().out
    # what is gone is asked until it has failed three times, each three days after the last
    assert asked_on == [(4, "/b.html"), (8, "/b.html")]
    found = addresses()
    assert {name: a["status"] for name, a in found.items()} == {
        "a.html": "ok", "b.html": "gone", "c.html": "ok"
    }  # fmt: skip
    assert found["b.html"]["failures"] == 3
    assert found["a.html"]["asked"] == "2026-03-01T03:17:00Z"
    assert f"asked on 2026-03-01, next on {found['a.html']['next_check']}" in found["a.html"]["why"]
    world.now = START + timedelta(days=31)
    run(["audit", "list.txt", "--only-due"])
    assert world.asked() == ["/a.html", "/c.html"]
    assert addresses()["a.html"]["alive_since"] == "2026-03-01T03:17:00Z"


def test_a_change_is_seen_when_the_address_is_due(
    world: World, down: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(["audit", "list.txt", "--only-due"])
    down.add("/c.html")
    world.now = START + timedelta(days=10)
    run(["audit", "list.txt", "--only-due"])
    assert addresses()["c.html"]["status"] == "ok"
    world.now = START + timedelta(days=31)
    run(["audit", "list.txt", "--only-due"])
    assert addresses()["c.html"]["status"] == "gone"
    world.now = START + timedelta(days=32)
    world.asked()
    run(["audit", "list.txt"])
    assert world.asked() == ["/a.html", "/b.html", "/c.html"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: Path("snapshots/list.answers.jsonl").unlink(),
        lambda: [p.unlink() for p in Path("snapshots").iterdir() if "warc" in p.name],
        lambda: Path("reports/list/history.sqlite").unlink(),
    ],
    ids=["answers", "captures", "history"],
)
def test_what_is_no_longer_known_is_asked(world: World, spoil: Callable[[], object]) -> None:
    run(["audit", "list.txt"])
    world.asked()
    spoil()
    world.now = START + timedelta(days=1)
    for index in Path("snapshots").glob("index.cdxj"):
        if not list(Path("snapshots").glob("*.warc.gz")):
            index.unlink()
    run(["audit", "list.txt", "--only-due"])
    assert {"/a.html", "/c.html"} <= set(world.asked())


def test_due_lists_what_would_be_asked(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["due", "list.txt"]) == 0
    assert "list.txt: 3 of 3 addresses are due" in capsys.readouterr().out
    run(["audit", "list.txt"])
    capsys.readouterr()
    world.now = START + timedelta(days=5)
    assert run(["due", "list.txt", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["today"]) == ("citecheck/due/1", "2026-03-06")
    (one,) = told["publications"]
    assert one["due"] == 1
    first, *others = one["addresses"]
    assert (first["url"], first["failures"], first["next_check"]) == (world.gone, 1, "2026-03-05")
    assert [other["due"] for other in others] == [False, False]
    assert run(["due", "list.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == [
        "due", "asked", "2026-03-01,", "failing", "(1st", "time)", world.gone
    ]  # fmt: skip


def test_note_tells_when_its_source_is_asked_next(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["audit", "list.txt"])
    capsys.readouterr()
    run(["note", "2", "list.txt"])
    assert "asked on 2026-03-01, next on 2026-03-05" in capsys.readouterr().out
    page = Path("reports/list/index.html").read_text(encoding="utf-8")
    assert "next on 2026-03-05" in page


def test_offline_and_only_due_exclude_each_other(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "list.txt", "--offline", "--only-due"]) == 2
    assert "leave --only-due out" in capsys.readouterr().err


def test_what_one_publication_knows_and_is_not_due_serves_another(world: World) -> None:
    run(["audit", "list.txt"])
    world.asked()
    Path("new.txt").write_text(f"{world.alive}\n")
    world.now = START + timedelta(days=1)
    run(["audit", "list.txt", "new.txt", "--only-due"])
    assert world.asked() == []
    found = json.loads(Path("reports/new/audit.json").read_text(encoding="utf-8"))
    assert [a["status"] for a in found["addresses"]] == ["ok"]
    assert "asked on 2026-03-01" in found["addresses"][0]["why"]


def test_as_a_setting_it_holds_whoever_asks(world: World) -> None:
    with Path("citecheck.toml").open("a", encoding="utf-8") as file:
        file.write("only_due = true\ndue_alive_days = 7.0\ndue_alive_most_days = 7.0\n")
    run(["audit", "list.txt"])
    assert world.asked() == ["/a.html", "/b.html", "/c.html"]
    world.now = START + timedelta(days=2)
    run(["audit", "list.txt"])
    found = citecheck.audit("list.txt")
    assert world.asked() == []
    assert "asked on 2026-03-01, next on 2026-03-0" in found.addresses[0].why
    assert run(["audit", "list.txt", "--offline"]) in (0, 1)
    world.now = START + timedelta(days=8)
    run(["audit", "list.txt"])
    assert world.asked() == ["/a.html", "/b.html", "/c.html"]


def test_the_setting_that_it_took_the_place_of_is_told(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("citecheck.toml").write_text("recheck_days = 7\n", encoding="utf-8")
    assert run(["audit", "list.txt"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "'recheck_days' is no setting any more" in line
    assert "only_due = true" in line
    assert world.asked() == []
