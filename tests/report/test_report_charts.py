from __future__ import annotations

from dataclasses import replace
from functools import cache

from lxml import etree
from sample import empty_audit, sample_audit

from citecheck.report.charts import Picture, draw_pictures
from citecheck.report.html_context import note_rows
from citecheck.report.ordering import arrange
from citecheck.report.tallies import tally_audit


@cache
def pictures() -> tuple[Picture, ...]:
    audit = arrange(sample_audit())
    return draw_pictures(audit, note_rows(audit))


def test_each_picture_says_the_same_in_words() -> None:
    assert [picture.title.split()[0] for picture in pictures()] == ["Figures", "What", "Archived"]
    for picture in pictures():
        root = etree.fromstring(picture.svg)
        assert picture.words in str(root.get("aria-label"))
        assert root.get("role") == "img"
        assert len(list(root.iter("path"))) >= len(picture.words.split("; ")) / 2


def test_the_figures_by_section_are_all_claims_that_have_a_statistic() -> None:
    counts = tally_audit(sample_audit()).claims
    told = pictures()[0].words
    numbers = [int(word) for word in told.replace(",", "").split() if word.isdigit()]
    assert sum(numbers) == sum(n for word, n in counts.items() if word != "no_figure")


def test_a_drawing_holds_no_style_script_link_or_colour_of_its_own() -> None:
    for picture in pictures():
        root = etree.fromstring(picture.svg)
        assert {element.tag for element in root.iter()} <= {"svg", "g", "path", "line", "text"}
        names = {name for element in root.iter() for name in element.attrib}
        assert not {n for n in names if n.startswith(("on", "style", "href", "xlink"))}
        fills = {e.get("fill") for e in root.iter("path") if e.get("fill")}
        assert all(str(fill).startswith("var(--") for fill in fills if fill != "none")


def test_a_hostile_section_stays_words() -> None:
    audit = sample_audit()
    name = "</text><script>alert(1)</script>"
    claims = tuple(replace(claim, section=name) for claim in audit.publication.claims)
    audit = arrange(replace(audit, publication=replace(audit.publication, claims=claims)))
    drawn = draw_pictures(audit, note_rows(audit))[0]
    assert name in drawn.words
    assert "<script" not in drawn.svg
    assert not list(etree.fromstring(drawn.svg).iter("script"))


def test_nothing_to_show_is_no_picture() -> None:
    assert draw_pictures(empty_audit(), ()) == ()
