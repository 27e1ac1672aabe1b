"""What was asked of the archive and what it said, so that a stopped run goes on from there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from citecheck.model.errors import InputError
from citecheck.model.saving import SaveReport, SaveState

#: A capture that is asked about longer than this ago is asked for anew.
_KEEP = timedelta(days=30)


class SaveJournal:
    """JSON lines at ``path``, each on the disk before the next; the last of an address counts."""

    def __init__(self, path: Path, *, clock: Callable[[], datetime]) -> None:
        self._path, self._clock = path, clock

    def load(self) -> dict[str, SaveReport]:
        """The last word on each address, as far as it is not too old to count.

        A line that cannot be read (cut off by a crash) is left out.
        """
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unusable(error) from error
        oldest = self._clock() - _KEEP
        known: dict[str, SaveReport] = {}
        for line in lines:
            report = _parsed(line, oldest)
            if report:
                known[report.url] = report
        return known

    def write(self, report: SaveReport) -> None:
        """Note one state down at once."""
        line = json.dumps(asdict(report) | {"at": self._clock().isoformat()}, ensure_ascii=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> InputError:
        return InputError(
            f"cannot be used: {error.strerror}",
            source=str(self._path),
            remedy="give another folder with --snapshots",
        )


def _parsed(line: str, oldest: datetime) -> SaveReport | None:
    try:
        kept: dict[str, Any] = json.loads(line)
        at = datetime.fromisoformat(kept.pop("at"))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        report = SaveReport(**{**kept, "state": SaveState(kept["state"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return report if at >= oldest and isinstance(report.url, str) else None
