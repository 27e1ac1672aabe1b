"""``citecheck audit --fail-on``: an exit code by what is new, not by what was found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.cli import run
from citecheck.history import History
from tests.cli.ferries import ferries


@pytest.fixture
def down() -> set[str]:
    return {"/a.html"}


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, down: set[str]) -> Iterator[None]:
    """Two lists of two pages each, of which the first is gone from the beginning."""
    with ferries(tmp_path, monkeypatch, down) as origin:
        for name, pages in {"one": "ab", "two": "cd"}.items():
            urls = [f"{origin.url}/{page}.html\n" for page in pages]
            Path(f"{name}.txt").write_text("".join(urls), encoding="utf-8")
        yield


def test_it_ends_with_1_for_what_is_new_and_in_the_next_audit_no_more(
    down: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    audit = ["audit", "one.txt", "--fail-on"]
    assert run(["audit", "one.txt"]) == 1, "a page is gone"
    assert run([*audit, "changed,gone"]) == 0, "and was so before"
    down.add("/b.html")
    capsys.readouterr()
    assert run([*audit, "changed,gone"]) == 1
    assert "b.html: sound → broken" in capsys.readouterr().out
    down.clear()
    assert run([*audit, "changed,gone"]) == 0, "what nobody asked for"
    assert run([*audit, "any", "--offline"]) == 0
    assert run(["audit", "one.txt"]) == 0, "and without it for what was found"


def test_a_first_audit_has_nothing_new() -> None:
    assert run(["audit", "one.txt", "--fail-on", "any"]) == 0


def test_of_several_one_with_news_is_enough(down: set[str]) -> None:
    many = ["audit", "one.txt", "two.txt", "--fail-on", "gone"]
    assert [run(many), run(many)] == [0, 0]
    down.add("/d.html")
    assert [run([*many, "--metrics-file", "x.prom"]), run(many)] == [1, 0]
    text = Path("x.prom").read_text("utf-8")
    assert 'citecheck_changes{change="broken",publication="two"} 1.0' in text
    assert 'citecheck_addresses{publication="one",status="ok"} 1.0' in text
    assert run([*many, "nowhere.txt"]) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["one.txt", "--fail-on", "gonne"], "--fail-on knows no 'gonne'"),
        (["one.txt", "--fail-on", ""], "--fail-on knows no ''"),
        (["pack.zip", "--offline", "--fail-on", "gone"], "leave --fail-on out"),
    ],
)
def test_what_cannot_be_meant_is_a_line_before_anything_is_asked(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("pack.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert run(["audit", *words]) == 2
    assert said in capsys.readouterr().err
    assert not History(Path("reports/one")).audits()
