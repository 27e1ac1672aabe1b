"""Real answers of the Wayback Machine, recorded 2020 to 2026 by EDGI, and a door to them.

A few are part of the repository, the others are read from beside it; a test whose
recording is absent is skipped with that reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from archive_fakes import NOW, PlainDoor

from citecheck.model.captures import Failure, Memento, NoResponse, Outcome

vcr = pytest.importorskip("vcr")
pytest.importorskip("vcr.errors")
ROOT = Path(__file__).parents[3]
HELD = ROOT / "tests" / "cassettes"
BESIDE = ROOT.parent / "shared" / "cassettes"
ENDS = "the recording ends here"


def recording(name: str) -> Path:
    """The file of a recording; the test is skipped where there is none."""
    for folder in (HELD, BESIDE):
        if (folder / name).is_file():
            return folder / name
    pytest.skip(f"the recording {name} is not beside the repository")


def recorded(name: str, *, index: bool = False) -> Any:
    """A recording that plays; ``index``: whatever is asked of the index, in its order."""
    # our query differs from EDGI's; under urllib3 2 vcrpy leaves the decoding to us
    player = vcr.VCR(
        record_mode="none",
        match_on=["path"] if index else ["uri"],
        decode_compressed_response=True,
    )
    return player.use_cassette(
        str(recording(f"edgi-wayback/{name}.yaml")), allow_playback_repeats=False
    )


class RecordedDoor(PlainDoor):
    """A door to a recording, that closes where the recording ends."""

    def get(self, url: str, **more: Any) -> Outcome:
        try:
            return super().get(url, **more)
        except vcr.errors.CannotOverwriteExistingCassetteException:
            return NoResponse(url=url, failure=Failure.RESET, why=ENDS, at=NOW)


def memento(stamp: str, original: str, digest: str | None = None) -> Memento:
    """A capture of the Wayback Machine, as its index lists it."""
    url = f"https://web.archive.org/web/{stamp}/{original}"
    return Memento(
        timestamp=stamp, original=original, url=url, archive="web.archive.org", digest=digest
    )
