"""A word processor's own idea of the tracked changes: accept all, reject all, in LibreOffice."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from citecheck.tracked import track_changes
from tests.tracked.word_files import docx, note, run

PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("settle_in_libreoffice.py")
OLD = ("First note, http://a.example/old.", "Second note.", "Third, <www.b.example>, 3 May 2011.")
NEW = {
    1: "First note, http://a.example/new, archived on 2 March 2011 at http://c.example/1.",
    3: "Third, <http://www.b.example>, 27 November 2026.",
}


def has_libreoffice() -> bool:
    if shutil.which("soffice") is None or not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_libreoffice_accepts_and_rejects_the_changes(tmp_path: Path) -> None:
    if not has_libreoffice():
        pytest.skip(
            "LibreOffice with its Python bridge (libreoffice-writer, python3-uno) is absent"
        )
    came_in = docx([note(n, run(raw)) for n, raw in enumerate(OLD, start=2)])
    file = tmp_path / "corrected.docx"
    file.write_bytes(track_changes(came_in, NEW))

    def settle(how: str) -> Any:
        done = subprocess.run(
            [PYTHON, str(SCRIPT), str(file), how, str(tmp_path / how)],
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return json.loads(done.stdout)

    accepted, rejected = settle("accept"), settle("reject")
    assert accepted["before"] == rejected["before"] > 0
    assert accepted["after"] == rejected["after"] == 0
    assert rejected["notes"] == list(OLD)
    assert accepted["notes"] == [NEW.get(n, old) for n, old in enumerate(OLD, start=1)]
    assert accepted["body"] == rejected["body"]
