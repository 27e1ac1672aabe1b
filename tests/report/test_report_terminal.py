from __future__ import annotations

import pytest
from rich.console import Console, RenderableType
from sample import OFFLINE, empty_audit, sample_audit

from citecheck.report import audit_document, note_document
from citecheck.report.terminal import note_view, slips_view, summary_table

AUDIT = sample_audit()
DOCUMENT = audit_document(AUDIT)
VIEWS = {
    "summary": summary_table(AUDIT),
    "slips": slips_view(AUDIT.publication),
    **{
        f"note {n.number}": note_view(note_document(AUDIT.publication, DOCUMENT, n.number))
        for n in AUDIT.publication.endnotes
    },
}


def printed(view: RenderableType, *, width: int = 100, colour: bool = False) -> str:
    system = "truecolor" if colour else None
    console = Console(width=width, color_system=system, force_terminal=colour)  # type: ignore[arg-type]
    with console.capture() as capture:
        console.print(view)
    return capture.get()


@pytest.mark.parametrize("name", VIEWS)
def test_no_control_character_from_outside_reaches_the_terminal(name: str) -> None:
    text = printed(VIEWS[name])
    assert not [c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0]
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_what_looks_like_markup_is_printed_as_it_is() -> None:
    assert "<script>alert('passage')</script>" in printed(VIEWS["note 1"]).replace("\n", " ")


def test_colour_is_left_out_where_there_is_no_terminal() -> None:
    assert "\x1b" not in printed(VIEWS["summary"])
    assert "\x1b[" in printed(VIEWS["summary"], colour=True)


def test_the_counts_at_the_end_of_an_audit_add_up() -> None:
    text = " ".join(printed(VIEWS["summary"], width=300).split("To act on")[0].split())
    assert "22 notes = 20 with an address + 2 without" in text
    assert "8 claims = 1 misquoted + 1 unsupported + 1 outdated" in text


def test_a_note_shows_claim_version_passage_and_decoys() -> None:
    text = " ".join(printed(VIEWS["note 1"]).split())
    for words in (
        "25 percent of the lights",
        "misquoted",
        "cited, 2011-01-10, page 2",
        "52 percent of all lights",
        "In 33 countries",
        "of harbours, not of lights",
        "archived 2011-01-10, 2 days from the access date",
    ):
        assert words in text


def test_a_note_without_an_audit_says_so_and_claims_nothing() -> None:
    text = printed(note_view(note_document(AUDIT.publication, None, 1)))
    assert "Not audited yet" in text
    assert "sound" not in text


def test_slips_end_with_their_count() -> None:
    last = printed(VIEWS["slips"]).splitlines()[-1]
    assert last == "22 notes, 6 slips: 2 error, 2 warning, 2 style"


def test_a_publication_without_slips_says_so() -> None:
    assert printed(slips_view(empty_audit().publication)).startswith("0 notes, 0 slips")


def test_an_offline_audit_is_told_before_its_counts() -> None:
    assert printed(summary_table(sample_audit(OFFLINE))).startswith("OFFLINE: ")


@pytest.mark.parametrize("width", [40, 80])
def test_a_narrow_terminal_loses_no_word_of_a_verdict(width: int) -> None:
    text = printed(VIEWS["summary"], width=width)
    assert "unsupported" in text
    assert max(map(len, text.splitlines())) <= width
