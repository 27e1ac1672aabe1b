"""The documents say what is so: every command runs, every room and setting is named."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.capture.rescue.reading import parse_rules
from citecheck.cli import COMMANDS, run
from citecheck.config import load_notices
from citecheck.demo import serve
from citecheck.notices import check_settings
from citecheck.settings import NoticeSettings, Settings
from citecheck.wiring import DEMO_PATIENCE

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands_in(doc: Path) -> list[str]:
    """Lines of fenced blocks that a person would type, comments left out."""
    lines = "\n".join(FENCED.findall(doc.read_text(encoding="utf-8"))).splitlines()
    typed = [line.split("  #")[0].strip() for line in lines]
    return [line for line in typed if line.startswith(("citecheck ", "make ", "python "))]


#: What rests on the lines before it is followed from its beginning by a test of its own.
IN_TURN = {"monthly-audit.md"}
ALL = sorted({c for doc in DOCS if doc.name not in IN_TURN for c in commands_in(doc)})


def test_the_readme_shows_every_users_command() -> None:
    shown = " ".join(commands_in(ROOT / "README.md"))
    for wanted in (
        "make audit",
        "make test",
        "citecheck audit",
        "citecheck verify",
        "citecheck note",
    ):
        assert wanted in shown


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with what the documents speak of, on a network that has no real host."""
    shutil.copytree(ROOT / "endnotes", tmp_path / "endnotes")
    for name in ("constraints-pywb.txt", "constraints-wacz.txt"):
        shutil.copy(ROOT / name, tmp_path)
    claims = [
        {
            "claim": "The mill sold 40 boats.",
            "source_text": "It sold 40 boats.",
            "label": "confirmed",
        },
        {"claim": "The mill sold 40 boats.", "source_text": "It sold 30 boats.", "label": "absent"},
    ]
    lines = [
        {"id": n, "phenomenon": "test", "figure": {"printed": "40"}, "evidence": "", **claim}
        for n, claim in enumerate(claims)
    ]
    text = "\n".join(map(json.dumps, lines))
    (tmp_path / "claims.jsonl").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "citecheck/demo/publication/riverside-2012.txt", tmp_path / "report.txt")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serve() as world:
        # what never answers is waited for as the demo waits, not for minutes
        for setting in dataclasses.fields(Settings):
            value = getattr(DEMO_PATIENCE, setting.name)
            if value != setting.default:
                monkeypatch.setenv(f"CITECHECK_{setting.name.upper()}", str(value))
        monkeypatch.setenv("CITECHECK_PROXY", world.proxy_url)
        monkeypatch.setenv("CITECHECK_ARCHIVE", world.archive_url)
        monkeypatch.setenv("CITECHECK_NOTICES_ISSUE_FILE", "issue.md")
        monkeypatch.setenv("CITECHECK_ARCHIVE_PER_MINUTE", "6000")
        yield tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [c for c in ALL if c.startswith("citecheck ") and "://" not in c]
)
def test_a_command_of_the_documents_runs(
    command: str, workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if command.startswith("citecheck diff"):  # it compares the last two audits
        for _ in range(2):
            run(["audit", "--offline"])
        capsys.readouterr()
    if command.startswith("citecheck snapshots"):  # it looks at what audits captured
        run(["audit", "report.txt"])
        capsys.readouterr()
    if command.startswith("citecheck save"):  # it saves what an audit found alive
        run(["audit", "--offline"])
        capsys.readouterr()
    assert run(shlex.split(command)[1:]) in (0, 1)
    said = capsys.readouterr()
    assert said.out
    assert "citecheck:" not in said.err


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for c in ALL if c.startswith("make ")])
def test_a_target_of_the_documents_runs(command: str, workplace: Path) -> None:
    """As typed, but in this environment; what would run these very tests is only unfolded."""
    given = shlex.split(command)
    if shutil.which(given[0]) is None:
        pytest.skip("make is not installed")
    again = ["-n"] if {"test", "bench"} & set(given) else []
    run_here = [*again, "-f", str(ROOT / "Makefile"), "-o", "install", "-o", "install-dev"]
    place = [f"BIN={Path(sys.executable).parent}"]
    done = subprocess.run(
        [given[0], *run_here, *given[1:], *place],
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for c in ALL if c.startswith("python ")])
def test_a_measurement_of_the_documents_runs(command: str, workplace: Path) -> None:
    done = subprocess.run(
        [sys.executable, *shlex.split(command)[1:]], env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "accuracy" in done.stdout


def rooms() -> set[str]:
    package = ROOT / "citecheck"
    folders = {f"{p.parent.name}/" for p in package.glob("*/__init__.py")}
    files = {p.name for p in package.glob("*.py") if not p.name.startswith("__")}
    return folders | files


def table_of(doc: str) -> list[list[str]]:
    lines = (ROOT / "docs" / doc).read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    return [row for row in rows if not row[0].startswith("---")]


def test_the_architecture_names_every_room_and_no_other() -> None:
    named = {
        name for row in table_of("architecture.md") for name in re.findall(r"`([^`]+)`", row[0])
    }
    assert named == rooms()


def test_the_import_rules_know_every_room() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (
        c["layers"] for c in rules["tool"]["importlinter"]["contracts"] if c["type"] == "layers"
    )
    held = {name.strip().removeprefix("citecheck.") for row in layers for name in row.split("|")}
    wanted = {name.rstrip("/").removesuffix(".py") for name in rooms()} | {"__main__"}
    assert held == wanted


def test_every_setting_is_told_with_its_default() -> None:
    told = {row[0].strip("`"): row[1].strip("` ") for row in table_of("settings.md")}
    told.pop("setting")
    assert told == {f.name: _shown(f.default) for f in dataclasses.fields(Settings)}


def test_every_setting_of_notices_is_told() -> None:
    told = {name.strip() for row in table_of("notices.md") for name in row[0].split(",")}
    wanted = {f.name for f in dataclasses.fields(NoticeSettings)}
    assert told - {"in `[notices]`"} == wanted


def test_the_settings_shown_for_notices_are_taken(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "citecheck.toml").write_text(shown, encoding="utf-8")
    settings = load_notices(folder=tmp_path, environment={})
    check_settings(settings)
    assert settings.mail_to == ("editor@example.org",)


def _shown(default: object) -> str:
    if default is None:
        return "none"
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return ", ".join(default)
    return f"{default:,}".replace(",", "_") if isinstance(default, int) else str(default)


@pytest.mark.parametrize("doc", DOCS, ids=lambda d: d.name)
def test_links_lead_somewhere(doc: Path) -> None:
    text = doc.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target and not target.startswith("#"):
            assert (doc.parent / target.partition("#")[0]).exists(), target


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"citecheck {name}" not in text and name != "demo"] == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda d: d.name)
def test_no_path_of_a_machine_and_no_registry_is_named(doc: Path) -> None:
    text = doc.read_text(encoding="utf-8")
    assert not re.search(r"/home/|/root/|/Users/|index[-_]url", text)


def test_the_rule_shown_for_finding_a_lost_source_is_right() -> None:
    text = (ROOT / "docs" / "rescue.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(shown.strip().splitlines()) == 4
    assert len(parse_rules(shown, source="docs/rescue.md")) == 1
