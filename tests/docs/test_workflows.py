"""What other people's workflows take from this repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from citecheck.cli import COMMANDS

ROOT = Path(__file__).parents[2]


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_action_is_a_composite_whose_steps_name_a_shell() -> None:
    action = load("action.yml")
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        # what a caller hands in goes through the environment, never into the script
        assert "${{" not in step["run"]


def test_the_action_reads_the_inputs_that_it_declares() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(load("action.yml")["inputs"])


def test_the_hook_and_the_action_call_commands_that_there_are() -> None:
    runs = [step["run"] for step in load("action.yml")["runs"]["steps"]]
    entries = [hook["entry"] for hook in load(".pre-commit-hooks.yaml")]
    called = re.findall(r"citecheck ([a-z]+) ?", " ".join([*runs, *entries]))
    assert called
    assert set(called) <= set(COMMANDS)
