"""A few thousand runs of the fuzzer, each in a process of its own; longer ones by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.hostile
@pytest.mark.timeout(110)
def test_the_fuzzer_finds_nothing_in_three_thousand_runs(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this platform")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.text_reader"),
            *("-runs=3000", "-seed=1", "-max_total_time=60", f"-artifact_prefix={tmp_path}/"),
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done " in done.stderr
    assert not list(tmp_path.iterdir())
