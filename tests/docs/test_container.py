"""The container file: an official base, nothing from elsewhere, a user without rights."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
LINES = [line for line in re.sub(r"\\\n", " ", TEXT).splitlines() if line and line[0] != "#"]


def test_every_stage_begins_with_the_official_image_of_python() -> None:
    images = [line.split()[1] for line in LINES if line.startswith("FROM ")]
    assert images
    assert all(re.fullmatch(r"python:3\.\d+-slim", image) for image in images)


def test_the_program_runs_as_a_user_without_rights() -> None:
    last = max(at for at, line in enumerate(LINES) if line.startswith("FROM "))
    (user,) = (line.split()[1] for line in LINES[last:] if line.startswith("USER "))
    assert int(user) > 0
    after = LINES[[line.startswith("USER ") for line in LINES].index(True) :]
    assert not [line for line in after if line.startswith(("RUN ", "COPY ", "ADD "))]
    assert 'ENTRYPOINT ["citecheck"]' in LINES


def test_what_is_copied_is_there_and_is_let_through() -> None:
    ignore = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        name
        for line in LINES
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in ignore
    assert not [line for line in LINES if line.startswith("ADD ") or "://" in line]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_image_is_built_and_runs() -> None:
    engine = next(filter(None, map(shutil.which, ("podman", "docker"))), None)
    if engine is None:
        pytest.skip("neither podman nor docker is installed")
    if subprocess.run([engine, "info"], capture_output=True, check=False, timeout=60).returncode:
        pytest.skip(f"{engine} has no daemon to build with")
    here = subprocess.run(
        [engine, "image", "inspect", "python:3.12-slim"], capture_output=True, check=False,
        timeout=60,
    )  # fmt: skip
    if here.returncode:
        pytest.skip("the base image is not here, and tests fetch nothing")
    built = subprocess.run(
        [engine, "build", "-q", "-f", "Containerfile", "."], cwd=ROOT, capture_output=True,
        text=True, check=False, timeout=800,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    image = built.stdout.strip()
    said = subprocess.run(
        [engine, "run", "--rm", image, "--version"], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert "citecheck" in said.stdout
