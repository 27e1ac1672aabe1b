from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from citecheck.cli import run
from citecheck.schedule import Every, Plan, Target, render

PLAN = Plan(name="atlas", publication="endnotes/atlas", folder="/srv/audits")
ODD = Plan(
    name="odd", publication="endnotes/50% of $HOME \"now\" & 'then'", folder="/srv/our audits 5%"
)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("every", list(Every))
@pytest.mark.parametrize("plan", [PLAN, ODD], ids=["plain", "odd"])
def test_systemd_accepts_the_units(plan: Plan, every: Every, tmp_path: Path) -> None:
    program = shutil.which("true")
    assert program
    made = Plan(name=plan.name, publication=plan.publication, folder="/tmp", program=program,
                every=every)  # fmt: skip
    service, timer = re.split(r"(?m)^(?=# ~/)", render(made, Target.SYSTEMD))[1:]
    (tmp_path / f"citecheck-{plan.name}.service").write_text(service, encoding="utf-8")
    (tmp_path / f"citecheck-{plan.name}.timer").write_text(timer, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    calendar = re.search(r"OnCalendar=(.*)", timer)
    assert calendar
    said = subprocess.run(
        ["systemd-analyze", "calendar", calendar[1]],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr


def test_a_unit_keeps_words_as_they_are() -> None:
    text = render(ODD, Target.SYSTEMD)
    assert "WorkingDirectory=/srv/our audits 5%%\n" in text
    assert 'audit "endnotes/50%% of $$HOME \\"now\\" & \'then\'" --online' in text


@pytest.mark.parametrize("every", list(Every))
def test_the_crontab_line_is_one_and_a_shell_reads_it(every: Every) -> None:
    plan = Plan(name="odd", publication=ODD.publication, folder=ODD.folder, every=every)
    (line,) = (x for x in render(plan, Target.CRON).splitlines() if not x.startswith("#"))
    fields = line.split(" ", 5)
    assert all(re.fullmatch(r"\*|\d+", field) for field in fields[:5])
    command = fields[5].replace("\\%", "%")  # as cron hands it to the shell
    assert "%" not in fields[5].replace("\\%", "")
    checked = subprocess.run(["sh", "-n", "-c", command], check=False, timeout=10)
    assert checked.returncode == 0


def test_the_workflow_is_yaml_with_what_github_asks_for() -> None:
    text = render(ODD, Target.GITHUB)
    workflow = yaml.safe_load(text)
    assert workflow[True]["schedule"] == [{"cron": "17 3 1 * *"}]  # YAML 1.1 reads "on" as true
    job = workflow["jobs"]["audit"]
    assert job["env"]["PUBLICATION"] == ODD.publication
    assert "${{ github.run_id }}" in text
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    assert ODD.publication not in " ".join(step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("target", list(Target))
def test_the_command_prints_it(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "list.txt").write_text("http://a.example/\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["schedule", "list.txt", "--as", str(target)]) == 0
    assert "list" in capsys.readouterr().out
    assert run(["schedule", "nowhere", "--as", str(target)]) == 2
