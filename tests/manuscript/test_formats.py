"""The same notes say the same, whichever format their publication comes in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypandoc
import pytest

from citecheck.model.notes import Citation
from citecheck.publications import parse_manuscript
from tests.endnotes.test_styles import STYLES, fields
from tests.manuscript.formats import FONTS, FORMATS, sentence

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


@pytest.mark.parametrize("name", FORMATS)
def test_each_marker_stands_where_it_stood_in_every_format(name: str, tmp_path: Path) -> None:
    """The statements that rest on the notes, and their figures, are the same too."""
    if name.endswith(".pdf") and not FONTS.is_dir():
        pytest.skip("the fonts of fonts-dejavu-core are not installed")
    notes = [one["note"] for one in STYLES["house"]]
    path = tmp_path / name
    path.write_bytes(FORMATS[name](notes))
    claims = parse_manuscript(path).claims
    assert [claim.notes for claim in claims] == [(n,) for n in range(1, len(notes) + 1)]
    for number, claim in enumerate(claims, start=1):
        assert claim.text.rstrip(".") == sentence(number)
        assert [figure.printed for figure in claim.figures] == [f"{number + 10} percent"]


@pytest.mark.parametrize("to", ["docx", "html", "markdown", "plain", "rst-free"])
def test_pandoc_turns_one_publication_into_others_with_the_same_records(
    to: str, tmp_path: Path
) -> None:
    source = tmp_path / "report.md"
    source.write_text(REPORT, encoding="utf-8")
    target = "commonmark_x" if to == "rst-free" else to
    path = tmp_path / f"converted.{to}"
    pypandoc.convert_file(
        str(source), target, format="markdown-smart", outputfile=str(path), extra_args=["-s"]
    )
    ours, theirs = parse_manuscript(source), parse_manuscript(path)
    assert theirs.title == ours.title
    assert [[bare(c) for c in note.citations] for note in theirs.endnotes] == [
        [bare(c) for c in note.citations] for note in ours.endnotes
    ]
    assert [(c.notes, c.section, c.text) for c in theirs.claims] == [
        (c.notes, c.section, c.text) for c in ours.claims
    ]
    assert [c.figures for c in theirs.claims] == [c.figures for c in ours.claims]
    assert [work.id for work in theirs.works] == [work.id for work in ours.works]


def bare(citation: Citation) -> Citation:
    return replace(citation, spans={})


REPORT = """# Rivers of the North

Some 40 rivers of the north freeze in winter.[^1] The ice of the Tana is 35 cm thick[^2] and it
is measured by the guards of the river, who live there, in each of the years.[^3]

## Bees and boats

- Bees fell to 400 hives in 2009.[^4]
- In 2010 there were 1.2 million passengers on the ferries of the north.[^5]

The harbour museum counted 96,000 visitors, or 12 percent more than in the year before.[^6][^7]

[^1]: Anna Berg, *Ice of the North* (Oslo: North Press, 2010), 45--47.

[^2]: River Watch. Ice reports: winter. 2009. Accessed on 3 May 2011 from:
    <http://www.riverwatch.example/ice_reports/winter_2009.html>

[^3]: Ibid., p. 12.

[^4]: Bee Council. Hives of the north. UN Doc. A/HRC/12/34, 2010, para. 14. Available at:
    <http://www.bees.example/hives,north,2010.pdf>. Accessed on 3 May 2011.

[^5]: Ferry Office. Passengers. Accessed on 4 May 2011 from:
    <http://web.archive.org/web/20101129000000/http://www.ferries.example/passengers.html>

[^6]: Harbour Museum. Visitors in 2010. Accessed on 5 May 2011 from:
    <http://www.harbourmuseum.example/visitors?year=2010&lang=en>

    See also: James Okoro, "Ferry Counts Fall Again," *Harbour Times*, May 4, 2011.

[^7]: Harbour Museum. Visitors in 2010. Accessed on 5 May 2011 from:
    <http://www.harbourmuseum.example/visitors?year=2010&lang=en>
"""
