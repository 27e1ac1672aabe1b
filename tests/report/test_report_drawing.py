from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.report.drawing import Drawer

BAR = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"values": [{"a": "Кыргызстан", "b": 1}]},
    "mark": "bar",
    "encoding": {
        "y": {"field": "a", "type": "nominal"},
        "x": {"field": "b", "type": "quantitative"},
    },
}


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    made = Drawer()
    yield made
    made.close()


def test_charts_are_drawn_one_after_the_other_by_one_process(drawer: Drawer) -> None:
    first, second = drawer.draw(BAR), drawer.draw(BAR)
    assert first == second
    assert first.startswith("<svg")
    assert "Кыргызстан" in first


def test_a_chart_that_cannot_be_drawn_is_told_and_the_next_is_drawn(drawer: Drawer) -> None:
    with pytest.raises(RuntimeError, match="could not be drawn"):
        drawer.draw({**BAR, "mark": 7})
    assert drawer.draw(BAR)
    process = drawer._process
    assert process
    process.kill()
    process.wait()
    assert drawer.draw(BAR), "a process that ended is started anew"


def test_the_drawing_process_ends_in_silence_when_who_asked_was_killed() -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "citecheck.report.drawing"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    with process.stdin, process.stderr:
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""
