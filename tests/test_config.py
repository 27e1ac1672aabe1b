from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.config import load_settings, setting_names
from citecheck.model.errors import InputError
from citecheck.settings import Settings


def load(folder: Path, text: str = "", **environment: str) -> Settings:
    (folder / "citecheck.toml").write_text(text, encoding="utf-8")
    return load_settings(folder=folder, environment=environment, flags={})


def test_defaults_hold_where_nothing_is_said(tmp_path: Path) -> None:
    assert load_settings(folder=tmp_path, environment={"HOME": "/"}, flags={}) == Settings()


def test_the_later_source_wins(tmp_path: Path) -> None:
    (tmp_path / "citecheck.toml").write_text("jobs = 2\nper_host = 1\ndelay = 3", encoding="utf-8")
    settings = load_settings(
        folder=tmp_path,
        environment={"CITECHECK_JOBS": "5", "CITECHECK_DELAY": "2.5"},
        flags={"jobs": 9, "delay": None},
    )
    assert (settings.jobs, settings.per_host, settings.delay) == (9, 1, 2.5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jbos = 3", "citecheck.toml: unknown setting 'jbos'; did you mean jobs?"),
        ("jobs = 'many'", "jobs: expected int, got 'many'"),
        ("jobs = true", "jobs: expected int, got True"),
        ("jobs = 2.5", "jobs: expected int, got 2.5"),
        ("allow_private = 1", "expected bool, got 1"),
        ("jobs = ", "not TOML"),
        ("archive = 3", "expected str, got 3"),
    ],
)
def test_a_wrong_file_is_one_line_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CITECHECK_JBOS", "3", "CITECHECK_JBOS: unknown setting"),
        ("CITECHECK_JOBS", "three", "CITECHECK_JOBS: expected int, got 'three'"),
        ("CITECHECK_ALLOW_PRIVATE", "perhaps", "expected bool"),
    ],
)
def test_a_wrong_variable_is_one_line_with_its_name(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, **{name: value})
    assert words in str(caught.value)


def test_lists_and_switches_can_stand_in_the_environment(tmp_path: Path) -> None:
    settings = load(
        tmp_path, CITECHECK_PROBE_HOSTS="a.example, b.example", CITECHECK_ALLOW_PRIVATE="yes"
    )
    assert settings.probe_hosts == ("a.example", "b.example")
    assert settings.allow_private is True


def test_a_whole_number_is_a_number_of_seconds_too(tmp_path: Path) -> None:
    assert load(tmp_path, "read_timeout = 30").read_timeout == 30.0


def test_the_names_are_those_of_the_settings() -> None:
    assert setting_names() == tuple(field.name for field in dataclasses.fields(Settings))


def error_of(environment: dict[str, str]) -> str | None:
    try:
        load_settings(folder=Path("nowhere"), environment=environment, flags={})
    except InputError as error:
        return str(error)
    return None


@given(st.dictionaries(st.from_regex(r"CITECHECK_[A-Z_]{1,12}", fullmatch=True), st.text()))
def test_no_environment_makes_it_fail_otherwise(environment: dict[str, str]) -> None:
    told = error_of(environment)
    assert told is None or "CITECHECK_" in told
