from __future__ import annotations

import json
from pathlib import Path

import pytest

from citecheck.cli import COMMANDS, run
from citecheck.publications import open_publication, read_address_list

ROOT = Path(__file__).parents[2]
DEMO = str(ROOT / "citecheck/demo/publication/riverside-2012.txt")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0
    assert f"Example: citecheck {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["parse", "nowhere.txt"], "nowhere.txt"),
        (["lint", "nowhere"], "nowhere"),
        (["audit", "--nonsense"], "--nonsense"),
        (["audit", DEMO, "--offline", "--online"], "exclude each other"),
        (["audit", DEMO, "--offline", "--only", "4-2"], "4-2"),
        (["audit", DEMO, "--offline", "--only", "999"], "no note 999"),
        (["note", "999", DEMO], "999"),
        (["verify"], "CLAIM"),
        (["extract", "nowhere.pdf"], "nowhere.pdf"),
        (["no-such-command"], "no-such-command"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert words in said


def test_parse_writes_records_that_lint_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["parse", DEMO, "-o", "records"]) == 0
    assert "40 endnotes" in capsys.readouterr().out
    assert run(["lint", "records", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)


def test_parse_prints_the_publication_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", DEMO, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "citecheck/publication/1"


def test_a_manuscript_that_fails_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.txt").write_text("No notes at all.\n")
    assert run(["parse", "bad.txt", "-o", "records"]) == 2
    assert not (tmp_path / "records").exists()


def test_an_offline_audit_says_so_and_calls_nothing_dead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", DEMO, "--offline"]) in (0, 1)
    assert capsys.readouterr().out.lstrip().startswith("OFFLINE")
    folder = tmp_path / "reports/riverside-2012"
    audit = json.loads((folder / "audit.json").read_text("utf-8"))
    assert audit["audit"]["network"] == "offline"
    assert {a["status"] for a in audit["addresses"]} == {"not_checked"}
    assert (folder / "summary.md").read_text("utf-8").startswith("OFFLINE")
    assert {p.name for p in folder.iterdir()} == {
        ".audit.lock",
        "audit.json",
        "audit.sarif",
        "history.sqlite",
        "index.html",
        "junit.xml",
        "notes.csv",
        "summary.md",
    }
    assert run(["note", "4", DEMO, "--json"]) in (0, 1)


def test_verify_reads_a_file_and_says_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "source.txt").write_text("The mill sold 40 boats to the port.\n")
    assert run(["verify", "The mill sold 40 boats.", "--source", "source.txt", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["value_found"] == 40
    assert run(["verify", "The mill sold 70 boats.", "--source", "source.txt"]) == 1


def test_a_batch_answers_every_line_and_loses_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"id": "a", "claim": "It sold 40 boats.", "figure": {"printed": "40 boats"}}
    lines = [
        json.dumps({**good, "text": "It sold 40 boats."}),
        "not json",
        json.dumps({"id": "c", "claim": 7}),
    ]
    (tmp_path / "batch.jsonl").write_text("\n".join(lines) + "\n")
    assert run(["verify", "--batch", "batch.jsonl"]) == 1
    out = capsys.readouterr()
    answers = [json.loads(line) for line in out.out.splitlines()]
    assert [a["verdict"] for a in answers] == ["confirmed", "unread", "unread"]
    assert [a["id"] for a in answers] == ["a", None, "c"]
    assert "batch.jsonl:2" in out.err


def test_extract_prints_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text("<html><title>T</title><p>Forty boats sail.</p></html>")
    assert run(["extract", "page.html", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["title"] == "T"
    assert "Forty boats sail." in document["pages"][0]["text"]


def test_an_unknown_setting_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "citecheck.toml").write_text("delai = 2\n")
    assert run(["audit", DEMO, "--offline"]) == 2
    assert "did you mean delay?" in capsys.readouterr().err


def test_a_fault_of_ours_is_exit_code_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: str) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("citecheck.cli.lint.open_publication", fail)
    assert run(["lint", DEMO]) == 3
    assert "a fault of ours" in capsys.readouterr().err


def test_the_demo_ends_as_the_table_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo"]) == 0
    assert "all verdicts on 40 notes are as expected" in capsys.readouterr().out
    assert (tmp_path / "reports/demo/index.html").exists()


def test_a_list_may_hold_the_addresses_of_archived_copies(tmp_path: Path) -> None:
    """Archives do not nest: the original is looked for, and its moment is known."""
    original = "http://a.example/report.html"
    listed = tmp_path / "list.txt"
    listed.write_text(f"https://web.archive.org/web/20111110120000/{original}\n", encoding="utf-8")
    (citation,) = open_publication(str(listed)).publication.endnotes[0].citations
    assert citation.archived
    assert (citation.archived.timestamp, citation.archived.original) == (
        "20111110120000",
        original,
    )


def test_a_list_may_be_long_and_what_is_no_list_is_found_out_at_its_first_other_line(
    tmp_path: Path,
) -> None:
    listed = tmp_path / "list.txt"
    urls = [f"http://h{n % 50}.example/a/rather/long/path/{n:06}/report.html" for n in range(200)]
    listed.write_text("\n".join(["# ours", "", *urls, "# end"]), encoding="utf-8")
    assert read_address_list(listed) == tuple(urls)
    listed.write_text("\n".join([*urls, "no address", "\udcff"]), encoding="utf-8", errors="ignore")
    assert read_address_list(listed) == ()
    listed.write_bytes(b"http://a.example/\n" + b"\xff\xfe" * 9)
    assert read_address_list(listed) == ()
