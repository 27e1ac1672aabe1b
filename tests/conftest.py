"""The demo's publication, audited once on the demo's web: for whatever needs a real audit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from citecheck.report import write_report
from citecheck.settings import Settings
from citecheck.wiring import audit_source, demo, open_publication

# How long an example takes says more of the machine than of the program.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@dataclass(frozen=True)
class Audited:
    folder: Path
    settings: Settings
    manuscript: str


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    folder = tmp_path_factory.mktemp("desk")
    with demo() as (world, settings):
        manuscript = folder / "riverside-2012.txt"
        shutil.copy(world.manuscript, manuscript)
        audit = audit_source(
            open_publication(str(manuscript)), settings, snapshots=folder / "snapshots"
        )
        write_report(audit, folder / "report")
        yield Audited(folder, settings, str(manuscript))
