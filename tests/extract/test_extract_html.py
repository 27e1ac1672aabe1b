from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from extraction_files import RUSSIAN, document, html, unread

from benchmarks.text_sources import ENGLISH, Source, page_2004, page_2010
from benchmarks.text_sources import RUSSIAN as RUSSIAN_SOURCE
from citecheck.extract import Limits
from citecheck.model.documents import UnreadReason


def text(inside: str, head: str = "") -> str:
    return document(html(inside, head)).text


def test_blocks_stand_on_lines_of_their_own_and_inline_markup_splits_no_number() -> None:
    assert text("<p>Of <b>4</b>,512 <i>people</i></p><div>12\n  percent</div>") == (
        "Of 4,512 people\n12 percent"
    )


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("37.4<sup>12</sup> percent", "37.4[12] percent"),
        ("37.4<sup><a href='#n12'>[12]</a></sup> percent", "37.4[12] percent"),
        ("37.4 percent<sup>a</sup>", "37.4 percent[a]"),
        ("4,512 km<sup>2</sup> of land", "4,512 km² of land"),
        ("12 м<sup>3</sup> воды", "12 м³ воды"),
        ("the 19<sup>th</sup> of May", "the 19th of May"),
        ("5 × 10<sup>6</sup> tonnes", "5 × 10⁶ tonnes"),
        ("12 t CO<sub>2</sub>", "12 t CO2"),
        ("in 2005<sup>149 150</sup>", "in 2005[149 150]"),
        ("37.4<a href='#n12'>12</a> percent", "37.4[12] percent"),
        ("fell by 0.5<a href='#a'>a</a> points", "fell by 0.5[a] points"),
        ("see note <a href='#n12'>12</a> there", "see note 12 there"),
        ("37.4<span style='font-size:8px; vertical-align: super'>12</span>", "37.4[12]"),
        ("about 10<sup>1</sup>/<sub>2</sub> hectares", "about 10 1/2 hectares"),
    ],
)
def test_a_raised_mark_is_never_glued_to_a_number(inside: str, expected: str) -> None:
    assert text(f"<p>{inside}</p>") == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("1<b>,2</b>00 sheep", "1,200 sheep"),
        ("1<!-- x -->2<!-- y -->,500 sheep", "12,500 sheep"),
        ("12,3<wbr>45 sheep", "12,345 sheep"),
        ("<font>12</font><font>,345</font> sheep", "12,345 sheep"),
        ("&#49;2&comma;&#x33;45&nbsp;sheep", "12,345\xa0sheep"),
        ("<del>12</del><ins>15</ins>, not more", "12 15, not more"),
        ("<span style='display:block'>75</span><span style='display:block'>80</span>", "75\n80"),
        ("<div style='float: left'>75</div><span style='float:left'>80</span>90", "75\n80\n90"),
        ("75<br>80<BR/>90", "75\n80\n90"),
        ("<ruby>12<rt>twelve</rt></ruby>", "12 twelve"),
    ],
)
def test_a_number_is_split_and_joined_as_a_reader_sees_it(inside: str, expected: str) -> None:
    assert text(f"<p>{inside}</p>") == expected


def test_what_only_screen_readers_pass_over_is_seen() -> None:
    assert text("<span aria-hidden='true'>12,345</span> <p hidden=until-found>988") == "12,345\n988"


def test_a_closed_dialog_is_not_seen() -> None:
    assert text("<dialog>12</dialog><dialog open>13</dialog>") == "13"


def test_menus_banners_and_footers_are_labelled_and_kept() -> None:
    page = document(
        html(
            "<nav><a href=/>Home</a> <a href=/n>News</a></nav>"
            "<ul>" + "".join(f"<li><a href=/{n}>Part {n}</a>" for n in range(5)) + "</ul>"
            f"<p>{'The valley has 12,345 sheep. ' * 9}</p><table><tr>"
            + "".join(f"<td><a href=/{n}>Chapter {n}</a></td>" for n in range(6))
            + "</tr></table><div id=footer>Office of Statistics, 2009</div>"
        )
    )
    labelled = [(region.kind, page.text[region.start : region.end]) for region in page.regions]
    assert [kind for kind, _ in labelled] == ["menu", "menu", "footer"]
    assert labelled[0][1].startswith("Home News\nPart 0")
    assert labelled[1][1].startswith("Chapter 0 | Chapter 1")
    assert labelled[2][1] == "Office of Statistics, 2009"


def test_a_mark_on_the_whole_page_labels_nothing() -> None:
    assert document(html(f"<div class='menu'><p>{RUSSIAN}</p></div>")).regions == ()


def test_a_page_tells_its_dates_and_its_address() -> None:
    page = document(
        html(
            "<p>12,345 sheep",
            "<link rel=canonical href='http://www.example.org/a'>"
            "<meta property='article:published_time' content='2011-11-10T08:00:00Z'>"
            "<meta name=date content=2001><script type='application/ld+json'>"
            '{"@graph": [{"@type": "Report", "dateModified": "2012-03"}]}</script>',
        )
    )
    assert (page.published, page.modified) == ("2011-11-10", "2012-03")
    assert page.canonical == "http://www.example.org/a"


def test_badly_written_facts_are_left_out() -> None:
    head = (
        "<script type='application/ld+json'>{broken</script><meta name=date content=soon>"
        "<meta name=last-modified content='31.02.2011'><link rel=canonical>"
    )
    page = document(html("<p>12,345 sheep", head))
    assert (page.published, page.modified, page.canonical) == (None, None, None)


def test_the_cells_of_a_row_stand_on_one_line_and_apart() -> None:
    table = (
        "<table><caption>Religion</caption><tr><th></th><th>2005</th><th>2009</th></tr>"
        "<tr><th><p>Muslim</p></th><td>75%</td><td>80<sup>1</sup>%</td></tr>"
        "<tr><td>Other</td><td></td><td>3</td><td></td></tr><tr><td></td></tr></table>"
    )
    assert text(table) == "Religion\n | 2005 | 2009\nMuslim | 75% | 80[1]%\nOther | | 3"


def test_a_table_that_lays_out_a_page_keeps_its_paragraphs_on_lines() -> None:
    page = (
        "<table><tr><td><ul><li>Home<li>News</ul></td><td><h1>Report</h1><p>First.</p>"
        "<p>Second.</p><table><tr><td>Sheep</td><td>4,512</td></tr></table></td></tr></table>"
    )
    assert text(page) == "Home\nNews\nReport\nFirst.\nSecond.\nSheep | 4,512"


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- 12,345 -->",
        "<script>var x = '12,345'</script>",
        "<style>.a{width:12,345}</style>",
        "<template><p>12,345</p></template>",
        "<p hidden>12,345</p>",
        "<div style='color:red; display : none'><p>12,345</p></div>",
        "<div style='visibility:hidden'>12,345</div>",
        "<input type='hidden' value='12,345'>",
    ],
)
def test_what_no_reader_sees_is_no_text(hidden: str) -> None:
    assert text(f"<p>Seen</p>{hidden}<p>and seen</p>") == "Seen\nand seen"


def test_title_headings_alternatives_captions_and_noscript_are_text() -> None:
    page = document(
        html(
            "<h1>First <em>heading</em></h1><h2>Second</h2><noscript>55 without script</noscript>"
            "<figure><img src='x' alt='44 herders'><figcaption>Caption 33</figcaption></figure>"
            "<details><summary>More</summary>22 inside</details>",
            head="<title>A  title\n with 66</title>",
        )
    )
    assert page.title == "A title with 66"
    assert page.headings == ("First heading", "Second")
    for words in ("A title with 66", "55 without", "44 herders", "Caption 33", "22 inside"):
        assert words in page.text


def test_frames_make_a_page_incomplete_and_forwarding_is_told() -> None:
    framed = document(
        b"<html><frameset><frame src='main.htm'></frameset><noframes>Old</noframes></html>"
    )
    assert not framed.complete
    assert framed.notes == ("a frame shows main.htm, not read here",)
    assert framed.frames == ("main.htm",)
    bare = unread(b"<FRAMESET ROWS='9%,*'><FRAME SRC=top.htm><FRAME SRC='text.htm'></FRAMESET>")
    based = b"<base href='http://www.example.org/a/'><frameset><frame src=b.htm></frameset>"
    assert unread(based).frames == ("http://www.example.org/a/b.htm",)
    assert (bare.reason, bare.frames) == (UnreadReason.EMPTY, ("top.htm", "text.htm"))
    head = "<meta http-equiv='Refresh' content='0; URL=http://www.example.org/new'>"
    assert "the page forwards to http://www.example.org/new" in document(html("Moved", head)).notes


def test_a_page_that_scripts_write_is_not_the_whole_source() -> None:
    shell = html("<noscript>You need JavaScript.</noscript><div id=root></div><script src=a.js>")
    assert not document(shell).complete
    assert "scripts" in document(shell).notes[0]
    assert document(html("<p>12,345 sheep" * 50 + "<script src=statistics.js>")).complete
    assert document(html("<p>12,345 sheep<script>var a = 1</script>")).complete


def test_an_empty_page_is_unread_and_says_where_it_leads() -> None:
    head = "<meta http-equiv=refresh content='0;url=/home'>"
    found = unread(html("<script>go()</script>", head))
    assert found.reason is UnreadReason.EMPTY
    assert "/home" in found.why


def test_preformatted_lines_stay_lines() -> None:
    assert text("<pre>Sheep   4,512\nGoats     988</pre>") == "Sheep   4,512\nGoats     988"


def test_a_hard_space_in_a_number_stays_as_it_is() -> None:
    assert text("<p>12&nbsp;345&nbsp;people</p>") == "12\xa0345\xa0people"


@pytest.mark.parametrize(
    ("page", "language"),
    [
        (f"<html lang='en'><p>{RUSSIAN}", "ru"),
        ("<html lang='de-AT'><p>Im Jahr 2009 waren es 37,4 Prozent", "de"),
        ("<p>The survey of 2009 counted 37.4 percent of the households as herders", "en"),
        ("<p>12,345", None),
    ],
)
def test_the_language_is_told_by_letters_before_declarations(
    page: str, language: str | None
) -> None:
    assert document(page.encode()).language == language


def test_marked_sections_of_a_feed_are_text() -> None:
    feed = b"<?xml version='1.0'?><rss><item><![CDATA[<p>12,345 sheep</p>]]></item></rss>"
    assert document(feed).text == "12,345 sheep"


def test_values_in_elements_of_xml_are_apart() -> None:
    data = b"<?xml version='1.0'?><herds><sheep>12</sheep><goats>345</goats></herds>"
    assert document(data).text == "12\n345"
    word = (
        b"<?xml version='1.0'?><w:wordDocument><w:p><w:r><w:t>12</w:t></w:r><w:r><w:t>,345</w:t>"
        b"</w:r></w:p><w:p><w:r><w:t>988</w:t></w:r></w:p></w:wordDocument>"
    )
    assert document(word).text == "12,345\n988"


def test_stray_control_characters_do_not_make_a_page_binary() -> None:
    page = html("<p>12,345\x01\x02 sheep\x03 and\0 goats" + " and more" * 50)
    assert document(page).text.startswith("12,345 sheep and\ufffd goats")


@pytest.mark.parametrize(
    "start", ["", "<html>", "<html><head>", "<!doctype html><meta charset=utf-8>"]
)
def test_a_page_of_html5_without_a_body_tag_is_read(start: str) -> None:
    # libxml2 knows no HTML5 and leaves these elements in the head.
    page = f"{start}<title>T</title><nav>Menu</nav><main><section>12,345 sheep</section></main>"
    assert document(page.encode()).text == "T\nMenu\n12,345 sheep"


def test_form_feeds_in_a_page_make_no_pages() -> None:
    found = document(b"<p>One\x0ctwo</p><pre>three\x0cfour</pre>")
    assert len(found.pages) == 1
    assert "\x0c" not in found.text
    assert not found.paged


def test_a_text_over_the_limit_is_cut_and_said_to_be() -> None:
    found = document(html("<p>12,345 sheep"), limits=Limits(max_characters=6))
    assert (found.text, found.complete) == ("12,345", False)


@pytest.mark.hostile
@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "12,345",
        "<b>" * 100_000 + "12,345",
        "<table><tr><td>" * 5_000 + "12,345",
        "<p " + " ".join(f"a{n}=1" for n in range(150_000)) + ">12,345</p>",
        "<p>" + "&amp;" * 200_000 + "12,345</p>",
        "<!---->" * 1_000 + "<p>12,345",
    ],
    ids=["nested blocks", "nested inline", "nested tables", "attributes", "entities", "comments"],
)
def test_figures_survive_hostile_markup(page: str) -> None:
    assert "12,345" in document(page.encode(), "text/html").text


def test_a_page_of_too_many_elements_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.extract.html_markup.MOST_ELEMENTS", 50)
    found = document(html("<p>1,234 sheep" * 100))
    assert found.text.count("sheep") == 47  # html, head and body are elements too
    assert not found.complete


@pytest.mark.parametrize("source", [ENGLISH, RUSSIAN_SOURCE], ids=["english", "russian"])
@pytest.mark.parametrize("page", [page_2004, page_2010])
def test_every_cell_and_heading_that_beautifulsoup_sees_is_in_the_text(
    page: Callable[[Source], str], source: Source
) -> None:
    markup = page(source)
    seen = [
        element.get_text().strip()
        for element in BeautifulSoup(markup, "lxml")(["td", "th", "h1", "h2", "li", "title"])
        if not element.find(["sup", "br", "td", "div"])
    ]
    text = document(markup.encode()).text
    assert len(seen) > 20
    assert [words for words in seen if words not in text] == []


def test_a_page_that_takes_too_long_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.extract.html_walk._LOOK", 100)
    limits = Limits(first_seconds=0.0)
    found = document(html("<p>1,234 sheep" * 1000), limits=limits)
    assert 0 < found.text.count("sheep") < 100
    assert not found.complete
    assert "in part" in found.notes[0]


@pytest.mark.parametrize(
    ("sheet", "element"),
    [
        (".x{display:none}", "<p class='y x'>"),
        ("p.x , .z { color: red; DISPLAY : none !important }", "<p class=x>"),
        ("#x{visibility:hidden}", "<p id=x>"),
        ("@media screen { .x { display: none } }", "<p class=x>"),
        ("/* a */ .a{color:red} .x{display:none}", "<p class=x>"),
        ("aside{display:none}", "<aside>"),
    ],
)
def test_what_a_style_sheet_hides_is_left_out_and_told(sheet: str, element: str) -> None:
    found = document(html(f"<p>988 goats</p>{element}12,345 sheep", f"<style>{sheet}</style>"))
    assert found.text == "988 goats"
    assert found.complete
    scripts = "<script>show()</script>"
    found = document(
        html(f"<p>988 goats</p>{element}12,345 sheep", f"<style>{sheet}</style>{scripts}")
    )
    assert not found.bears_negatives
    assert "hides" in found.notes[0]


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none} .x.open{display:block}",
        ".x{display:none} .js .x{display:block}",
        "@media print{.x{display:none}}",
        ".menu .x{display:none}",
        ".x:hover{display:none}",
        ".y{display:none}",
        ".x{display:none} p{display:block}",
        ".x{color:red} .x{margin:0}",
        "} .x{dis",
        "@media print{.y{display:none}} .x{color:none}",
    ],
)
def test_what_a_style_sheet_may_show_is_text(sheet: str) -> None:
    shown = document(html("<p class='x open'>12,345 sheep", f"<style>{sheet}</style>"))
    assert shown.text == "12,345 sheep"


def test_the_page_in_an_inner_frame_s_own_attribute_is_read_in_its_place() -> None:
    inner = "&lt;h1&gt;Herds&lt;/h1&gt;&lt;p&gt;12,345 &lt;b&gt;sheep"
    found = document(html(f"<p>Before<iframe srcdoc='{inner}'></iframe><p>After"))
    assert found.text == "Before\nHerds\n12,345 sheep\nAfter"
    assert found.complete


def test_what_is_hidden_until_scripts_run_or_where_none_run_is_text() -> None:
    late = document(html("<p>12,345 sheep", "<style>body{visibility:hidden}</style>"))
    assert late.text == "12,345 sheep"
    bare = "<noscript><style>.x{display:none}</style></noscript>"
    assert document(html("<p class=x>12,345 sheep", bare)).text == "12,345 sheep"
