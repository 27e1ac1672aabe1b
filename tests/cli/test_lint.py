"""``citecheck lint``: what it needs, and the SARIF that it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Large, and of no use to who only reads records and prints their slips.
HEAVY = (
    *("babel", "bs4", "flask", "jinja2", "lxml", "markdown_it", "pypdfium2", "regex", "requests"),
    *("vl_convert", "warcio", "werkzeug"),
    *("citecheck.capture", "citecheck.endnotes", "citecheck.extract", "citecheck.figures"),
    *("citecheck.report.charts", "citecheck.report.html_page", "citecheck.wiring"),
)
_RUN = """
import json, sys
from citecheck.cli import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize("option", [[], ["--json"], ["--sarif"]])
def test_lint_of_records_loads_nothing_heavy(option: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, "lint", "endnotes/kyrgyzstan-2012", *option],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    code, loaded = json.loads(done.stderr)
    assert code == 1
    assert "citecheck.cli.lint" in loaded
    assert [name for name in HEAVY if name in loaded] == []
