"""What the readers of HTML, Word and Markdown make of notes (all invented)."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.manuscript import read_manuscript
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import BlockKind, Manuscript
from citecheck.publications import parse_manuscript


def read(tmp_path: Path, text: str, name: str = "report.html") -> Manuscript:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_manuscript(path)


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>"


ANCHORED = {
    "pandoc": (
        '<p>Ice.<a href="#fn1" id="fnref1" role="doc-noteref"><sup>1</sup></a> Snow.'
        '<a href="#fn2" id="fnref2" role="doc-noteref"><sup>2</sup></a></p>'
        '<section role="doc-endnotes"><hr/><ol>'
        '<li id="fn1"><p>Berg. <a href="#fnref1">↩︎</a></p></li>'
        '<li id="fn2"><p>Tana.</p><p>Its second part. <a href="#fnref2">↩︎</a></p></li>'
        "</ol></section>"
    ),
    "word": (
        '<p>Ice.<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> Snow.'
        '<a href="#_ftn2" name="_ftnref2"><span>[2]</span></a></p><div><br clear="all"><hr>'
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Berg.</p></div>'
        '<div id="ftn2"><p><a href="#_ftnref2" name="_ftn2"><span>[2]</span></a> Tana.</p>'
        "<p>Its second part.</p></div></div>"
    ),
    "paragraphs": (
        '<p>Ice.<sup><a href="#n1">1</a></sup> Snow.<sup><a href="#n2">2</a></sup></p>'
        '<h2>Notes</h2><p><a name="n1"></a>1. Berg.</p><p><a name="n2"></a>2. Tana.</p>'
        "<h2>About us</h2><p>We count.</p>"
    ),
    "definitions": (
        '<p>Ice.<sup><a href="#fn-1">1</a></sup> Snow.<sup><a href="#fn-2">2</a></sup></p>'
        '<dl><dt id="fn-1">[1]</dt><dd>Berg.</dd><dt id="fn-2">[2]</dt><dd>Tana.</dd></dl>'
    ),
    "table": (
        '<p>Ice.<a href="#note1">[1]</a> Snow.<a href="#note2">[2]</a></p><table>'
        '<tr><td><a id="note1">1</a></td><td>Berg.</td></tr>'
        '<tr><td><a id="note2">2</a></td><td>Tana.</td></tr></table>'
    ),
    "google docs": (
        '<p class="c1"><span>Ice.</span><sup class="c2"><a href="#ftnt1" id="ftnt_ref1">[1]</a>'
        '</sup><span> Snow.</span><sup class="c2"><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup>'
        '</p><hr class="c9"><div><p class="c3"><a href="#ftnt_ref1" id="ftnt1">[1]</a>'
        '<span>&nbsp;Berg.</span></p></div><div><p class="c3"><a href="#ftnt_ref2" id="ftnt2">[2]'
        "</a><span>&nbsp;Tana.</span></p></div>"
    ),
    "wordpress blocks": (
        '<p>Ice.<sup data-fn="a-b" class="fn"><a href="#a-b" id="a-b-link">1</a></sup> Snow.'
        '<sup data-fn="c-d" class="fn"><a href="#c-d" id="c-d-link">2</a></sup></p>'
        '<ol class="wp-block-footnotes"><li id="a-b">Berg. <a href="#a-b-link">↩︎</a></li>'
        '<li id="c-d">Tana. <a href="#c-d-link">↩︎</a></li></ol>'
    ),
    "notes inside the text": (
        '<p>Ice.<sup><a href="javascript:void(0)" aria-describedby="mfn-1">1</a></sup>'
        '<span id="mfn-1" role="tooltip">Berg.</span> Snow.<sup><a href="javascript:void(0)"'
        ' aria-describedby="mfn-2">2</a></sup><span id="mfn-2" role="tooltip">Tana.</span></p>'
    ),
    "no links": (
        "<p>Ice.<span><a role='button'><sup>[1]</sup></a></span> Snow.<span><a><sup>[2]</sup></a>"
        "</span></p><div><p>References</p></div><table><caption>References</caption><tbody>"
        '<tr><th><a id="r1">↑1</a></th><td>Berg.</td></tr><tr><th><a id="r2">↑2</a></th>'
        "<td>Tana.</td></tr></tbody></table>"
    ),
    "links by file": (
        '<p>Ice.<span id="footnote-001-backlink"><a href="report.html#footnote-001">1</a></span>'
        ' Snow.<span id="footnote-002-backlink"><a href="report.html#footnote-002">2</a></span></p>'
        '<div><div id="footnote-001"><p><a href="report.html#footnote-001-backlink">1</a> Berg.</p>'
        '</div><div id="footnote-002"><p><a href="report.html#footnote-002-backlink">2</a>\tTana.'
        "</p></div></div>"
    ),
    "lines of one paragraph": (
        '<p>Ice.<a href="#e1">[1]</a> Snow.<a href="#e2">[2]</a></p><h2>Endnotes</h2>'
        '<p><a name="e1"></a>[1] Berg.<br/>\n<a name="e2"></a>[2] Tana.</p>'
    ),
    "raised by style": (
        '<p>Ice.<span style="vertical-align: super">1</span> Snow.<span style="font-size:8pt;'
        'vertical-align:super">2</span></p><h2>Notes</h2><p>1. Berg.</p><p>2. Tana.</p>'
    ),
    "lists under headings": (
        "<p>Ice.<sup>1</sup> Snow.<sup>2</sup></p><h2>Notes</h2><h3>Ice</h3><ol><li>Berg.</li>"
        '</ol><h3>Snow</h3><ol start="2"><li>Tana.</li></ol>'
    ),
    "plain text": "<pre>Ice.[1] Snow.[2]\n\nNotes\n\n[1] Berg.\n[2] Tana.\n</pre>",
    "wiki, cited twice": (
        '<p>Ice.<sup class="reference" id="cite_ref-x_1-0"><a href="#cite_note-x-1"><span>&#91;'
        '</span>1<span>&#93;</span></a></sup> Snow.<sup class="reference"><a href="#cite_note-2">'
        "[2]</a></sup></p><div><h2>References</h2><span class='mw-editsection'>[<a>edit</a>]</span>"
        '</div><ol class="references"><li id="cite_note-x-1"><span>^ <a href="#cite_ref-x_1-0">'
        '<sup><i><b>a</b></i></sup></a> <a href="#cite_ref-x_1-1"><sup><i><b>b</b></i></sup></a>'
        '</span> <span>Berg.</span></li><li id="cite_note-2"><b><a href="#cite_ref-2">^</a></b>'
        " <span>Tana.</span></li></ol>"
    ),
    "wiki": (
        '<p>Ice.<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> Snow.'
        '<sup class="reference"><a href="#cite_note-x_2">[2]</a></sup></p><h2>References</h2>'
        '<ol class="references"><li id="cite_note-1"><a href="#cite_ref-1">^</a> <span>Berg.</span>'
        '</li><li id="cite_note-x_2"><a href="#cite_ref-2">↑</a> <span>Tana.</span></li></ol>'
    ),
}


@pytest.mark.parametrize("name", ANCHORED)
def test_notes_on_anchors_in_the_ways_that_programs_write_them(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, page(ANCHORED[name]))
    assert [note.number for note in found.notes] == [1, 2]
    words = [" ".join(note.pieces) for note in found.notes]
    assert words[0] == "Berg."
    assert words[1] in ("Tana.", "Tana. Its second part.")
    assert [(m.numbers, m.offset) for m in found.markers] == [((1,), 4), ((2,), 10)]
    assert found.blocks[found.markers[0].block].text == "Ice. Snow."
    assert not any("Berg" in block.text for block in found.blocks)
    assert not any("ote" in block.text or "Ref" in block.text for block in found.blocks)


def test_a_page_whose_notes_are_typed_is_read_like_text(tmp_path: Path) -> None:
    body = (
        "<h1>Rivers</h1><p>Ice is thick.<sup>1</sup> Snow is white.<sup>2</sup></p>"
        "<h2>Endnotes</h2><ol><li>Berg. Ice. 2009.</li><li>Tana. Snow. 2010.</li></ol>"
    )
    found = read(tmp_path, page(body))
    assert [note.pieces for note in found.notes] == [("Berg. Ice. 2009.",), ("Tana. Snow. 2010.",)]
    assert [m.numbers for m in found.markers] == [(1,), (2,)]
    assert found.title == "Rivers"


def test_page_numbers_of_a_contents_list_are_no_notes(tmp_path: Path) -> None:
    body = (
        '<ul><li>Ice <a href="#c1">4</a></li><li>Snow <a href="#c2">9</a></li></ul>'
        '<h2 id="c1">Ice</h2><p>Ice.<sup><a href="#n1">1</a></sup></p><h2 id="c2">Snow</h2>'
        '<p>Snow.</p><hr><p id="n1">1. Berg.</p>'
    )
    found = read(tmp_path, page(body))
    assert [(note.number, note.pieces) for note in found.notes] == [(1, ("Berg.",))]


def test_a_note_that_no_link_leads_to_is_kept(tmp_path: Path) -> None:
    body = (
        '<p>Ice.<sup><a href="#fn1">1</a></sup> Snow.<sup><a href="#fn3">3</a></sup></p>'
        '<ol><li id="fn1">Berg.</li><li>Moe.</li><li id="fn3">Tana.</li></ol>'
    )
    path = tmp_path / "report.html"
    path.write_text(page(body), encoding="utf-8")
    publication = parse_manuscript(path)
    assert [note.raw for note in publication.endnotes] == ["Berg.", "Moe.", "Tana."]
    codes = {slip.code for slip in publication.endnotes[1].slips}
    assert "marker_missing" in codes


@pytest.mark.parametrize(
    ("link", "text", "url"),
    [
        ('<a href="http://a.example/x,1.pdf">http://a.example/x,1.pdf</a>', None, "x,1.pdf"),
        ('<a href="http://a.example/x">a.example/x</a>', "a.example/x", "x"),
        ('<a href="http://a.example/x.pdf">http://a.example/ x.pdf</a>', None, "x.pdf"),
        ('<a href="http://a.example/x">Thick ice</a>', "<http://a.example/x>", "x"),
        ('<a href="http://a.example/a(b">Thick ice</a>', None, "a(b"),
    ],
)
def test_the_target_of_a_link_is_trusted(
    tmp_path: Path, link: str, text: str | None, url: str
) -> None:
    body = (
        '<p>Ice.<sup><a href="#fn1">1</a></sup></p>'
        f'<ol><li id="fn1">Berg. Ice. 2009. {link}. Accessed 3 May 2011.</li></ol>'
    )
    path = tmp_path / "report.html"
    path.write_text(page(body), encoding="utf-8")
    [note] = parse_manuscript(path).endnotes
    [citation] = note.citations
    assert citation.url == f"http://a.example/{url}"
    assert citation.accessed == "2011-05-03"
    assert text is None or text in note.raw
    assert "markdown_link" not in {slip.code for slip in note.slips}


@pytest.mark.parametrize(
    "href",
    [
        "https://www.google.com/url?q=http://a.example/x%2520y?z%3D1&amp;sa=D&amp;ust=17&amp;usg=A",
        "https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fa.example%2Fx%2520y%3Fz%3D1",
    ],
)
@pytest.mark.parametrize("shown", ["http://a.example/x%20y?z=1", "Ice of the north"])
def test_what_a_program_put_around_an_address_is_taken_off(
    tmp_path: Path, href: str, shown: str
) -> None:
    body = (
        '<p>Ice.<sup><a href="#ftnt1">[1]</a></sup></p><p><a href="#r" id="ftnt1">[1]</a>'
        f'<span> Berg. Thick ice. 2009. </span><a href="{href}">{shown}</a></p>'
    )
    path = tmp_path / "report.html"
    path.write_text(page(body), encoding="utf-8")
    [citation] = parse_manuscript(path).endnotes[0].citations
    assert citation.url == "http://a.example/x%20y?z=1"


def test_a_title_that_is_a_link_stays_the_title(tmp_path: Path) -> None:
    body = (
        '<p>Ice.<sup><a href="#fn1">1</a></sup></p><ol><li id="fn1">Berg, Anna. '
        '<a href="http://a.example/x">Thick ice of the north</a>. 2009.</li></ol>'
    )
    path = tmp_path / "report.html"
    path.write_text(page(body), encoding="utf-8")
    [citation] = parse_manuscript(path).endnotes[0].citations
    assert citation.title == "Thick ice of the north"
    assert citation.published == "2009"
    assert citation.url == "http://a.example/x"


def test_tables_lists_and_headings_of_a_page(tmp_path: Path) -> None:
    body = (
        '<h2>Rivers</h2><ul><li>The <b>Tana</b> is long;<sup><a href="#fn1">1</a></sup></li>'
        "<li>the Alta is short.</li></ul><table><tr><th>River</th><th>Length</th></tr>"
        '<tr><td>Tana</td><td>348 km<sup><a href="#fn2">2</a></sup></td></tr></table>'
        "<p>Its area is 40 km<sup>2</sup>.</p>"
        '<ol><li id="fn1">Berg.</li><li id="fn2">Moe.</li></ol>'
    )
    found = read(tmp_path, page(body))
    assert [(b.kind, b.text) for b in found.blocks] == [
        (BlockKind.HEADING, "Rivers"),
        (BlockKind.LIST_ITEM, "The Tana is long;"),
        (BlockKind.LIST_ITEM, "the Alta is short."),
        (BlockKind.TABLE, "River\tLength\nTana\t348 km"),
        (BlockKind.PARAGRAPH, "Its area is 40 km²."),
    ]
    assert [(m.numbers, m.block) for m in found.markers] == [((1,), 1), ((2,), 3)]


def test_joined_markers_are_one_and_a_range_names_those_between(tmp_path: Path) -> None:
    items = "".join(f'<li id="fn{n}">Berg {n}.</li>' for n in range(1, 6))

    def link(n: int) -> str:
        return f'<a href="#fn{n}">{n}</a>'

    body = (
        f"<p>Ice.<sup>{link(1)}, {link(2)}</sup> Snow.<sup>{link(3)}–{link(5)}</sup> Rain."
        f"</p><ol>{items}</ol>"
    )
    found = read(tmp_path, page(body))
    assert [m.numbers for m in found.markers] == [(1, 2), (3, 4, 5)]
    assert found.blocks[0].text == "Ice. Snow. Rain."


def test_a_declared_code_page_counts(tmp_path: Path) -> None:
    text = page("<p>Лёд.<sup>1</sup></p><h2>Примечания</h2><p>1. Берг А. Реки. 2010.</p>")
    path = tmp_path / "report.html"
    path.write_bytes(text.replace("<head>", '<head><meta charset="koi8-r">').encode("koi8-r"))
    assert read_manuscript(path).notes[0].pieces == ("Берг А. Реки. 2010.",)


MARKDOWN = """---
title: Rivers of the North
publisher: River Watch
date: 2014
---

# Ice {#ice}

Ice is thick.[^berg] Snow is white^[Moe, O. *Snow*. 2010.
<http://a.example/snow_1_2.html>.] and so on.[^x]

[^berg]: Berg, A. *Ice of the North*. 2009.

    A second paragraph, <http://a.example/ice.html>.

[^x]: Tana, E. Rain. 2011. http://a.example/long-
    folder/rain.pdf

[^never]: Nobody names this.
"""


def test_markdown_with_every_kind_of_footnote(tmp_path: Path) -> None:
    found = read(tmp_path, MARKDOWN, "report.md")
    assert (found.title, found.publisher, found.year) == (
        "Rivers of the North",
        "River Watch",
        2014,
    )
    assert [note.number for note in found.notes] == [1, 2, 3, 4]
    assert found.notes[0].pieces[1].startswith("A second paragraph")
    assert found.notes[1].pieces == ("Moe, O. Snow. 2010. http://a.example/snow_1_2.html.",)
    assert found.notes[3].pieces == ("Nobody names this.",)
    assert [m.numbers for m in found.markers] == [(1,), (2,), (3,)]
    assert found.blocks[0].text == "Ice"


def test_an_address_cut_by_a_wrapped_line_of_markdown_is_healed(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    note = parse_manuscript(path).endnotes[2]
    assert note.citations[0].url == "http://a.example/long-folder/rain.pdf"


def test_numeric_labels_are_the_numbers(tmp_path: Path) -> None:
    text = "Ice.[^2] Snow.[^1]\n\n[^1]: Berg.\n\n[^2]: Moe.\n"
    found = read(tmp_path, text, "report.md")
    assert [(note.number, note.pieces) for note in found.notes] == [(1, ("Berg.",)), (2, ("Moe.",))]
    assert [m.numbers for m in found.markers] == [(2,), (1,)]


def test_a_footnote_that_is_defined_twice_loses_neither(tmp_path: Path) -> None:
    text = "Ice.[^1] Snow.[^2]\n\n[^1]: Berg.\n[^2]: Moe.\n[^2]: Tana.\n"
    found = read(tmp_path, text, "report.md")
    assert [note.pieces for note in found.notes] == [("Berg.",), ("Moe.", "Tana.")]
    assert [one.slip.code for one in found.slips] == ["note_doubled"]


def test_a_page_without_notes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no notes section"):
        read(tmp_path, page("<p>Ice.</p>"))


def test_an_empty_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(tmp_path, page("<p> </p>").replace("<title>T</title>", ""))
