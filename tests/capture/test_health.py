from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from citecheck.capture.health import Check, examine
from citecheck.cli import run
from citecheck.settings import Settings
from tests.capture.origin import always, reply, serve

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SETTINGS = Settings(allow_private=True, no_proxy="*", probe_timeout=0.5, read_timeout=1.0)


def look(archive: str, folder: Path = Path()) -> dict[str, Check]:
    checks = examine(replace(SETTINGS, archive=archive), folder, lambda: NOW)
    return {check.name: check for check in checks}


@pytest.mark.parametrize(("ahead", "well"), [(0, True), (200, True), (-200, True), (4000, False)])
def test_the_clock_is_held_against_the_archives(ahead: int, well: bool) -> None:
    date = format_datetime(NOW - timedelta(seconds=ahead), usegmt=True)
    with serve(always(reply(200, b"", Date=date))) as archive:
        found = look(archive.url)
    assert (found["clock"].well, found["archive"].well) == (well, True)
    assert f"{abs(ahead)} s" in found["clock"].seen


def test_an_archive_that_is_ill_is_told() -> None:
    with serve(always(reply(503, b""))) as archive:
        found = look(archive.url)
    assert not found["archive"].well
    assert "clock" not in found


def test_the_disk_of_a_folder_that_is_not_there_yet_is_looked_at(tmp_path: Path) -> None:
    with serve(always(reply())) as archive:
        found = look(archive.url, tmp_path / "not" / "yet")
    assert "GB free" in found["disk"].seen
    assert not (tmp_path / "not").exists()


def test_the_command_says_it_in_words_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    date = format_datetime(datetime.now(UTC), usegmt=True)
    with serve(always(reply(200, b"", Date=date))) as archive:
        options = ["--archive", archive.url, "--allow-private"]
        assert run(["doctor", *options]) in (0, 1)
        assert "well  network" in capsys.readouterr().out
        run(["doctor", *options, "--json"])
    found = json.loads(capsys.readouterr().out)
    names = {"network", "archive", "clock", "disk", "worker", "snapshots"}
    assert {check["name"] for check in found["checks"]} == names
    assert found["versions"]["requests"][0].isdigit()
