"""The same notes say the same, whichever format their publication comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.publications import parse_manuscript
from tests.endnotes.test_styles import STYLES, fields
from tests.manuscript.formats import FONTS, FORMATS

CASES = [(style, name) for style in STYLES for name in FORMATS]


@pytest.mark.parametrize(("style", "name"), CASES)
def test_each_note_says_what_it_prints_in_every_format(
    style: str, name: str, tmp_path: Path
) -> None:
    if name.endswith(".pdf") and not FONTS.is_dir():
        pytest.skip("the fonts of fonts-dejavu-core are not installed")
    notes = [one["note"] for one in STYLES[style]]
    path = tmp_path / name
    path.write_bytes(FORMATS[name](notes))
    publication = parse_manuscript(path)
    assert len(publication.endnotes) == len(notes)
    for endnote, expected in zip(publication.endnotes, STYLES[style], strict=True):
        found = [fields(citation) for citation in endnote.citations]
        assert found == expected["citations"], endnote.raw
