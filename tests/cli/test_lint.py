"""``citecheck lint``: what it needs, and the SARIF that it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from citecheck.cli import run

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests/vendor/sarif/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
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


def _sarif(named: str, capsys: pytest.CaptureFixture[str]) -> Any:
    run(["lint", named, "--sarif"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "Ice.[1] Snow.[3]\n\nNotes\n\n[1] Berg. Ice. UN Doc. CRC/C/OPSC/KGZ/12006.\n[2]\n",
        "Ice.[1]\n\nNotes\n\n[1] Berg. Ice. 2009.\n",
    ],
)
def test_the_sarif_of_slips_is_valid_by_its_schema(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ROOT / "endnotes/kyrgyzstan-2012"
    if text is not None:
        named = tmp_path / "an odd näme.txt"
        named.write_text(text, encoding="utf-8")
    log = _sarif(str(named), capsys)
    Draft4Validator(SCHEMA, format_checker=FormatChecker()).validate(log)
    [one] = log["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        [place] = result["locations"]
        assert place["physicalLocation"]["region"]["startLine"] >= 1
    assert bool(one["results"]) == (text is None or "12006" in text)
