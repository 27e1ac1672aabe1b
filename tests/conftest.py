"""The demo's publication, audited once on the demo's web: for whatever needs a real audit."""

from __future__ import annotations

import gc
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from citecheck.report import write_report
from citecheck.settings import Settings
from citecheck.wiring import Source, audit_source, demo, open_publication

# How long an example takes says more of the machine than of the program.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

#: Each of them keeps a test out of the fast ones.
MARKERS = frozenset({"archive", "browser", "hostile", "slow"})

# What collection makes is there until the end: looking for garbage in it finds none.
gc.disable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files that name none of the markers asked for: most take long to import.

    :func:`pytest_itemcollected` holds that a file names every marker that its tests bear.
    """
    wanted = set(config.option.markexpr.split()) - {"or"}
    if not wanted or not wanted <= MARKERS or not collection_path.name.startswith("test_"):
        return None
    return None if wanted & named_markers(collection_path) else True


def pytest_itemcollected(item: pytest.Item) -> None:
    borne = MARKERS & {mark.name for mark in item.iter_markers()}
    if borne and (missing := borne - named_markers(item.path)):
        raise pytest.UsageError(f"{item.path} must name {sorted(missing)}: its tests bear it")


@cache
def named_markers(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r"\bmark\.(\w+)", file.read_text(encoding="utf-8")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what may take long by its own word: at the end no worker waits for another's."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@dataclass(frozen=True)
class Audited:
    folder: Path
    settings: Settings
    manuscript: str
    source: Source


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    folder = tmp_path_factory.mktemp("desk")
    with demo() as (world, settings):
        manuscript = folder / "riverside-2012.txt"
        shutil.copy(world.manuscript, manuscript)
        source = open_publication(str(manuscript))
        audit = audit_source(source, settings, snapshots=folder / "snapshots")
        write_report(audit, folder / "report")
        yield Audited(folder, settings, str(manuscript), source)
