"""Hostile files of every kind but PDF: each ends in time and memory, with a reason."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import pytest
from hostile_files import BUILDERS, cut_files
from hostile_writings import SOON, WRITINGS

from citecheck.extract import IsolatedExtractor, Job
from citecheck.model.documents import Document, Unread
from citecheck.settings import Settings
from tests.pace import in_time

SETTINGS = Settings()


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.hostile
@pytest.mark.parametrize("name", [*BUILDERS, *SOON])
def test_a_hostile_file_ends_in_time_with_a_reason_and_touches_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "canary").write_text("12,345")
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)
    body = (BUILDERS | WRITINGS)[name]()
    started = time.monotonic()
    found = IsolatedExtractor(SETTINGS).extract(
        body, media_type=None, name="table.csv" if name.startswith("csv") else ""
    )
    assert in_time(started, 10 + 2)
    assert isinstance(found, Document) or found.why
    assert "root:" not in (found.text if isinstance(found, Document) else found.why)
    assert contents(tmp_path) == before


@pytest.mark.hostile
def test_the_worker_keeps_to_its_memory() -> None:
    """The largest of the children that were waited for, in KiB on Linux."""
    IsolatedExtractor(SETTINGS).extract(
        BUILDERS["html: one word of 20 MB"](), media_type=None, name=""
    )
    if os.uname().sysname == "Linux":
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < SETTINGS.worker_memory >> 10


@pytest.mark.hostile
def test_a_file_cut_at_any_tenth_is_incomplete_or_unread_or_said_to_be_all_there_is() -> None:
    names, bodies = zip(*cut_files(), strict=True)
    jobs = [Job(body=body) for body in bodies]
    for name, found in zip(names, IsolatedExtractor(SETTINGS).extract_many(jobs), strict=True):
        if isinstance(found, Unread):
            assert found.why, name
        elif not name.startswith(("html", "txt", "eml")):  # these tell nothing of their length
            assert not found.complete, name
