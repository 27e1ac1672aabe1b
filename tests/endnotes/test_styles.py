"""Invented notes in the styles that people write, against what each says by eye."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from citecheck.model.notes import Citation
from tests.endnotes.notes import parse
from tests.tables import read_yaml

STYLES = read_yaml(Path(__file__).parent / "styles.yaml")
CASES = [(style, at) for style, notes in STYLES.items() for at in range(len(notes))]
PLAIN = (
    *("title", "container", "published", "symbol", "url", "accessed", "language", "publisher"),
    *("place", "doi", "isbn", "arxiv", "lead", "same_as"),
)


def fields(citation: Citation) -> dict[str, Any]:
    """The parts of a citation under the table's names, those that are there."""
    copy, printed = citation.archived, citation.url_printed
    values: dict[str, Any] = {name: getattr(citation, name) for name in PLAIN}
    values |= {name: list(getattr(citation, name)) for name in ("authors", "pages", "paras")}
    values |= {
        "url_printed": printed if printed != citation.url else None,
        "derived": citation.url_from is not None,
        "archived": copy.timestamp if copy else None,
        "archive": copy.url if copy and copy.url != citation.url else None,
        "original": copy.original if copy else None,
        "service": copy.service if copy else None,
    }
    return {name: value for name, value in values.items() if value}


def test_there_are_enough_notes_in_enough_styles() -> None:
    assert len(CASES) >= 60
    assert len(STYLES) >= 4


@pytest.mark.parametrize(("style", "at"), CASES)
def test_each_note_says_what_it_prints(style: str, at: int) -> None:
    notes, _ = parse(*(one["note"] for one in STYLES[style]))
    assert [fields(citation) for citation in notes[at].citations] == STYLES[style][at]["citations"]
