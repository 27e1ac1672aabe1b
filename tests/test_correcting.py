"""The corrected notes of the demo, from its real audit, in every format."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from citecheck.cli import run
from citecheck.corrected import settle
from citecheck.correcting import FORMATS, choose_format, correct_source, corrections_document
from citecheck.model.errors import InputError
from citecheck.publications import open_publication
from citecheck.tracked import note_texts
from tests.conftest import Audited
from tests.tracked.test_tracked import canonical, original, texts
from tests.tracked.test_tracked import settle as settle_word
from tests.tracked.word_files import docx, note
from tests.tracked.word_files import run as words

MOVED, RESCUED = 12, 5


def test_a_text_manuscript_comes_back_with_marks_and_nothing_else(audited: Audited) -> None:
    source = audited.source
    made = correct_source(source, to="text", report=audited.folder / "report")
    printed = Path(audited.manuscript).read_bytes()
    text = made.content.decode()
    assert settle(text, accept=False).encode() == printed
    accepted = settle(text, accept=True)
    assert "library.railwaystudies.example/reports/branch-line-2009.pdf" in accepted
    assert "archived on 11 March 2011 at" in accepted
    clean = correct_source(source, to="text", report=audited.folder / "report", marked=False)
    assert clean.content.decode() == accepted
    assert made.unplaced == ()


def test_a_correction_follows_from_what_the_audit_found(audited: Audited) -> None:
    source = audited.source
    made = correct_source(source, to="text", report=audited.folder / "report")
    document = corrections_document(made)
    kinds = {
        n["note"]: [c["kind"] for c in n["corrections"]]
        for n in document["notes"] if n["corrections"]
    }  # fmt: skip
    assert kinds[MOVED] == ["accessed", "moved"]
    assert kinds[RESCUED] == ["archived"]
    assert len(document["notes"]) == 40
    verdicts = json.loads((audited.folder / "report/audit.json").read_text())["citations"]
    rescued = {c["note"] for c in verdicts if c["verdict"] == "rescued"}
    assert rescued <= kinds.keys()
    left = {n["note"] for n in document["notes"] if n["left"]}
    assert {c["note"] for c in verdicts if c["verdict"] == "broken"} <= left


def test_a_word_manuscript_is_corrected_by_tracked_changes(
    audited: Audited, tmp_path: Path
) -> None:
    raws = [n.raw for n in audited.source.publication.endnotes]
    file = tmp_path / "report.docx"
    file.write_bytes(docx([note(n, words(raw)) for n, raw in enumerate(raws, start=2)]))
    made = correct_source(open_publication(str(file)), to="docx", report=audited.folder / "report")
    assert made.unplaced == ()
    assert canonical(original(file.read_bytes())) == canonical(
        settle_word(made.content, accept=False)
    )
    accepted = texts(made.content, accept=True)
    wanted = {n.number: n.text for n in made.notes}
    assert {k: " ".join(v.split()) for k, v in accepted.items()} == {
        k: " ".join(v.split()) for k, v in wanted.items()
    }


def test_records_give_a_word_list_of_the_notes(audited: Audited, tmp_path: Path) -> None:
    assert run(["parse", audited.manuscript, "-o", str(tmp_path / "records")]) == 0
    source = open_publication(str(tmp_path / "records"))
    made = correct_source(source, to="docx", report=audited.folder / "report")
    assert len(note_texts(made.content)) == 40
    assert made.unplaced == ()


@pytest.mark.parametrize("to", [name for name in FORMATS if name not in ("text", "docx")])
def test_every_other_format_names_the_new_address_and_the_copy(audited: Audited, to: str) -> None:
    source = audited.source
    made = correct_source(source, to=to, report=audited.folder / "report").content.decode()
    assert "library.railwaystudies.example/reports/branch-line-2009.pdf" in made
    assert "/web/20110311111111" in made


def test_only_the_notes_asked_for_are_corrected(audited: Audited) -> None:
    source = audited.source
    report = audited.folder / "report"
    made = correct_source(source, to="text", report=report, only=(MOVED,)).content.decode()
    assert "library.railwaystudies.example" in made
    assert "archived on" not in made
    bib = correct_source(source, to="bibtex", report=report, only=(RESCUED,)).content.decode()
    assert "library.railwaystudies.example" not in bib
    assert "/web/20110311111111" in bib


def test_the_command_writes_the_file_and_says_what_is_left(
    audited: Audited, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    shutil.copy(audited.manuscript, tmp_path)
    report = str(audited.folder / "report")
    assert run(["fix", "riverside-2012.txt", "--report", report, "-o", "out.html"]) == 1
    said = capsys.readouterr().out
    assert "of 40 notes corrected: out.html" in said
    assert "need a person" in said
    assert run(["fix", "riverside-2012.txt", "--report", report, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["schema"] == "citecheck/corrections/1"


def test_without_an_audit_the_notes_own_slips_are_mended_and_it_is_said(
    audited: Audited, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["fix", audited.manuscript, "--only", "16"]) in (0, 1)
    said = capsys.readouterr()
    assert "{--www.bakersguild.example/members.html--}" in said.out
    assert "run `citecheck audit` first" in said.err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["-o", "notes.xyz"], "'.xyz' names no format"),
        (["--format", "docx"], "needs a name"),
        (["-o", "notes.docx", "--clean"], "always has its changes tracked"),
        (["-o", "nowhere/notes.txt"], "cannot be written"),
        (["--manuscript", "none.docx", "-o", "a.docx"], "none.docx: no such file"),
    ],
)
def test_wrong_input_is_told_in_one_line(
    arguments: list[str], problem: str, audited: Audited, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["fix", audited.manuscript, *arguments]) == 2
    said = capsys.readouterr().err
    assert problem in said
    assert said.count("\n") == 1


def test_the_format_follows_from_the_ending_unless_it_is_named() -> None:
    assert choose_format(Path("a.BIB"), None) == "bibtex"
    assert choose_format(Path("a.json"), "ris") == "ris"
    assert choose_format(None, None) == "text"
    with pytest.raises(InputError):
        choose_format(Path("a"), None)
