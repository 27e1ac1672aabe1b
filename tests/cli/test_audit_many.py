"""``citecheck audit`` with several publications: one run, a report each, one page over all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import run
from citecheck.history import History
from tests.capture.origin import Origin, reply, serve

ROOT = Path(__file__).parents[2]
DEAD = "http://127.0.0.1:9/gone.html"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    settings = 'allow_private = true\nuse_archive = false\ndelay = 0.0\nno_proxy = "*"\n'
    Path("citecheck.toml").write_text(settings, encoding="utf-8")


def listed(name: str, *addresses: str) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(addresses) + "\n", encoding="utf-8")
    return name


def web(asked: Origin) -> tuple[str, str, str]:
    return f"{asked.url}/a.html", f"{asked.url}/b.html", f"{asked.url}/both.html"


def _page(line: Any, path: str, _head: str) -> None:
    words = f"<title>{path}</title><p>The ferry of {path} sails {path} each morning at nine.</p>"
    line.sendall(reply(200, (words * 9).encode(), Content_Type="text/html"))


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("reports", name, "audit.json").read_text("utf-8"))
    return found


def test_each_has_a_report_and_what_both_cite_is_asked_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serve(_page) as origin:
        a, b, both = web(origin)
        assert run(["audit", listed("one.txt", a, both), listed("two.txt", both, b)]) == 0
    cited = [path for path in origin.asked if "citecheck-" not in path]
    assert sorted(cited) == ["/a.html", "/b.html", "/both.html"]
    assert [x["url"] for x in document("one")["addresses"]] == [a, both]
    assert [x["url"] for x in document("two")["addresses"]] == [both, b]
    assert {x["status"] for name in ("one", "two") for x in document(name)["addresses"]} == {"ok"}
    for name in ("one", "two"):
        assert len(History(Path("reports") / name).audits()) == 1
        assert Path(f"snapshots/{name}.answers.jsonl").exists()
        assert not Path(f"snapshots/{name}.journal.jsonl").exists()
    said = capsys.readouterr().out
    assert "one.txt" in said
    assert "2 publications" in said
    page = Path("reports/index.html").read_text(encoding="utf-8")
    assert 'href="one/index.html"' in page
    assert 'href="two/index.html"' in page


def test_one_that_cannot_be_read_is_a_line_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listed("bad/publication.yaml", "title: [")
    listed("bad/notes.yaml", "[]")
    listed("bad/claims.yaml", "[]")
    names = ["bad", listed("one.txt", DEAD), "nowhere"]
    assert run(["audit", "--offline", "--json", *names]) == 2
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["bad/publication.yaml", "nowhere"]
    told = json.loads(said.out)
    assert told["schema"] == "citecheck/audits/1"
    assert [audit["audit"]["source"] for audit in told["audits"]] == ["one.txt"]
    assert [one["publication"] for one in told["failed"]] == ["bad", "nowhere"]
    page = Path("reports/index.html").read_text(encoding="utf-8")
    assert "Could not be audited (2)" in page


def test_one_that_is_being_audited_by_somebody_else_is_left_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = [listed("one.txt", DEAD), listed("two.txt", DEAD)]
    with History(Path("reports/two")).alone():
        assert run(["audit", "--offline", *names]) == 2
    assert "another audit of this publication" in capsys.readouterr().err
    assert Path("reports/one/audit.json").exists()
    assert not Path("reports/two/audit.json").exists()


def test_a_report_that_cannot_be_written_stops_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = [listed("one.txt", DEAD), listed("two.txt", DEAD)]
    Path("reports/one/audit.json").mkdir(parents=True)
    assert run(["audit", "--offline", *names]) == 2
    assert capsys.readouterr().err.startswith("citecheck: one.txt: reports/one: the report cannot")
    assert document("two")["audit"]["source"] == "two.txt"


def test_publications_of_one_name_overwrite_nothing() -> None:
    names = [listed("x/vol.txt", DEAD), listed("y/vol.txt", DEAD), listed("y/vol.md.txt", DEAD)]
    assert run(["audit", "--offline", *names]) == 0
    found = {p.parent.name: p for p in Path("reports").glob("*/audit.json")}
    assert sorted(found) == ["vol.md", "x-vol", "y-vol"]
    assert document("x-vol")["audit"]["source"] == "x/vol.txt"
    shutil.rmtree("reports")
    assert run(["audit", "--offline", *reversed(names)]) == 0
    assert document("x-vol")["audit"]["source"] == "x/vol.txt"


def test_endings_alone_tell_them_apart_too_and_twice_named_is_once() -> None:
    names = [listed("vol.txt", DEAD), listed("vol.list", DEAD), "./vol.txt"]
    assert run(["audit", "--offline", *names]) == 0
    assert len(list(Path("reports").glob("*/audit.json"))) == 2


@pytest.mark.parametrize("how", [["@all"], ["--list", "all"]])
def test_a_list_names_them_and_one_of_it_is_a_collection_too(
    how: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    listed("all", "# our library", "", listed("one.txt", DEAD))
    assert run(["audit", "--offline", "--json", *how]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [audit["audit"]["source"] for audit in told["audits"]] == ["one.txt"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["one.txt", "two.txt", "--only", "3"], "--only goes with one publication"),
        (["@nowhere"], "nowhere: cannot be read"),
        (["@empty"], "empty: names no publication"),
    ],
)
def test_what_cannot_be_meant_is_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    listed("one.txt", DEAD)
    listed("two.txt", DEAD)
    listed("empty", "# nothing yet")
    assert run(["audit", "--offline", *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_the_worst_of_them_is_the_exit_code() -> None:
    clean, slips = listed("one.txt", DEAD), str(ROOT / "citecheck/demo/publication")
    demo = f"{slips}/riverside-2012.txt"
    assert run(["audit", "--offline", clean, listed("two.txt", DEAD)]) == 0
    assert run(["audit", "--offline", clean, demo]) == 1
    assert run(["audit", "--offline", clean, demo, "nowhere"]) == 2


def test_a_run_over_many_goes_on_from_one_that_was_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed after all was asked: the next run asks nothing again, and each is recorded once."""
    with serve(_page) as origin:
        a, b, both = web(origin)
        names = [listed("one.txt", a, both), listed("two.txt", both, b)]

        def stop(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr("citecheck.cli.audit_many.keep_audit", stop)
            assert run(["audit", *names]) == 2
        before = list(origin.asked)
        assert run(["audit", *names]) == 0
        assert origin.asked == before
    assert all(len(History(Path("reports") / name).audits()) == 1 for name in ("one", "two"))
