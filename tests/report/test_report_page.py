from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from bs4 import BeautifulSoup, Tag
from sample import OFFLINE, sample_audit
from sample_changes import changes

from citecheck.model.audits import Audit
from citecheck.model.captures import Network, NetworkState
from citecheck.report.html_page import HtmlPage
from citecheck.report.words import CITATION_TONES, CLAIM_TONES, Tone


@cache
def page() -> str:
    return HtmlPage().render(sample_audit())


@cache
def soup() -> BeautifulSoup:
    return BeautifulSoup(page(), "lxml")


def one(selector: str) -> Tag:
    found = soup().select_one(selector)
    assert found is not None, selector
    return found


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_nothing_is_loaded_from_anywhere() -> None:
    loading = soup().select(
        "[src], link[href], iframe, object, embed, form, base, meta[http-equiv]"
    )
    assert [tag.name for tag in loading] == ["meta", "link"]
    assert one("link")["href"] == "data:,"
    assert "@import" not in page()
    assert "url(" not in str(one("style").string)


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    policy = str(one("meta[http-equiv=Content-Security-Policy]")["content"])
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag in ("style", "script"):
        (element,) = soup().select(tag)
        digest = hashlib.sha256(str(element.string).encode()).digest()
        assert rules[f"{tag}-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"


def test_no_attribute_carries_style_or_script() -> None:
    names = {name for tag in soup().find_all(True) for name in tag.attrs}
    assert not {name for name in names if name == "style" or name.startswith("on")}


def test_only_web_addresses_are_links_and_they_tell_nobody_where_they_were_clicked() -> None:
    outside = [a for a in soup().select("a[href]") if "://" in str(a["href"])]
    assert outside
    assert all(re.match(r"https?://[^/]", str(a["href"])) for a in outside)
    assert all(set(a["rel"]) == {"noreferrer", "noopener"} for a in outside)
    others = {str(a["href"]) for a in soup().select("a[href]")} - {str(a["href"]) for a in outside}
    assert all(href.startswith("#") or href in FILES for href in others)


FILES = {"summary.md", "notes.csv", "audit.json", "junit.xml", "audit.sarif"}


def test_every_link_inside_the_page_has_its_place() -> None:
    ids = {str(tag["id"]) for tag in soup().select("[id]")}
    targets = {str(a["href"])[1:] for a in soup().select("a[href^='#']")}
    assert targets <= ids
    assert len(ids) == len(soup().select("[id]"))


def test_markup_from_outside_is_text() -> None:
    assert len(soup().select("script")) == 1
    assert not soup().select("img, b b")
    assert "<script>alert('raw')</script>" in words(one("#note-2"))
    assert "<of the Coast>" in words(one("h1"))


@pytest.mark.parametrize("bad", ["\x1b", "\u202e", "\u202c", "\x00", "\u2066"])
def test_characters_that_hide_or_turn_are_never_in_the_page(bad: str) -> None:
    assert bad not in page()


def test_what_turned_the_text_is_spelt_out() -> None:
    assert "[U+202E]gnp.exe" in words(one("#note-9 .raw"))


def test_the_javascript_address_is_shown_but_is_no_link() -> None:
    note = one("#note-9")
    assert "javascript:alert('note 9')" in words(note)
    assert not [a for a in note.select("a") if "javascript" in str(a["href"])]


def test_every_note_has_one_row_with_a_stable_anchor() -> None:
    numbers = [str(note["id"]) for note in soup().select("article.note")]
    assert numbers == [f"note-{number}" for number in range(1, 23)]


def test_every_note_stands_there_as_printed() -> None:
    for note in sample_audit().publication.endnotes[:8]:
        assert words(one(f"#note-{note.number} .raw")) == " ".join(note.raw.split())


def test_the_notes_reconcile_on_one_line() -> None:
    assert words(one(".sums .sum")) == "22 notes = 20 with an address + 2 without"


def test_every_sum_is_the_sum_of_its_parts() -> None:
    for line in soup().select(".sums .sum")[1:]:
        total, parts = words(line).split(" = ")
        assert int(total.split()[0]) == sum(int(part.split()[0]) for part in parts.split(" + "))


def test_five_numbers_lead_and_link_to_their_groups() -> None:
    assert [words(li) for li in soup().select(".headlines li")] == [
        "2 wrong figures 1 misquoted, 1 unsupported",
        "1 changed figures right then, another value now",
        "4 broken sources gone, and no usable copy",
        "2 found elsewhere 1 in an archive, 1 moved",
        "11 undecided 9 unclear, 2 not checked",
    ]


def test_wrong_figures_stand_above_every_dead_link() -> None:
    groups = [str(group["id"]).removeprefix("work-") for group in soup().select(".work .group")]
    assert groups[:2] == ["wrong", "changed"]
    assert groups[2:] == ["drifted", "broken", "rescued", "moved", "unclear", "unchecked", "slips"]


def test_a_wrong_figure_shows_our_words_and_the_words_of_the_source() -> None:
    item = one("#work-wrong li")
    assert words(item.select_one(".ours b")) == "25 percent"  # type: ignore[arg-type]
    assert words(item.select_one(".theirs mark")) == "52 percent"  # type: ignore[arg-type]
    assert "cited, 2011-01-10" in words(item)


def test_what_nobody_looked_at_is_a_group_of_its_own_and_never_green() -> None:
    assert [words(a) for a in soup().select("#work-unchecked .to")] == ["20", "21"]
    assert not soup().select("#work-unchecked .tone-sound")
    unchecked = [v for v in soup().select(".verdict") if words(v) == "not checked"]
    assert unchecked
    assert all("tone-unchecked" in v["class"] for v in unchecked)


def test_every_verdict_is_a_word_beside_its_dot() -> None:
    verdicts = soup().select(".verdict")
    assert len(verdicts) > 100
    assert all(words(v) and re.search(r"\btone-\w", " ".join(v["class"])) for v in verdicts)


def test_a_passage_has_its_figure_marked_and_no_part_of_a_longer_number() -> None:
    passage = one("#note-1 .finding blockquote")
    assert [words(m) for m in passage.select("mark")] == ["52 percent"]
    assert "152 percent" in words(passage)


def test_decoys_are_shown_with_the_reason_why_they_were_refused() -> None:
    decoys = [words(li) for li in soup().select("#note-1 .decoys li")]
    assert len(decoys) == 2
    assert decoys[1].endswith("of harbours, not of lights")


def test_an_archived_copy_has_its_date_and_distance_beside_it() -> None:
    copies = [words(dd) for dd in soup().select("#note-2 .source dd")]
    assert "2011-02-15 12 days from the access date archive.example" in copies
    assert any("not usable: the copy is an error page" in copy for copy in copies)


def test_a_negative_names_what_was_read() -> None:
    absent = next(f for f in soup().select("#note-4 .finding") if "absent" in words(f))
    assert "3 pages, 9,120 characters, English" in words(absent)


def test_offline_is_the_first_thing_said_and_stands_in_the_title() -> None:
    offline = BeautifulSoup(HtmlPage().render(sample_audit(OFFLINE)), "lxml")
    assert offline.title is not None
    assert words(offline.title).startswith("OFFLINE: ")
    header = offline.select_one("header")
    assert header is not None
    assert words(header).startswith("OFFLINE: nothing was asked of the web")


def test_a_replay_says_that_it_is_one() -> None:
    state = NetworkState(network=Network.REPLAY, why="asked to")
    assert "REPLAY: only earlier captures were judged" in HtmlPage().render(sample_audit(state))


def test_an_audit_of_some_notes_shows_those_and_says_of_how_many() -> None:
    part = BeautifulSoup(HtmlPage().render(sample_audit(only=(2, 7))), "lxml")
    assert [str(note["id"]) for note in part.select("article.note")] == ["note-2", "note-7"]
    assert "2 notes (of 22) = 1 with an address + 1 without" in part.get_text()


def test_a_note_that_was_not_audited_has_no_verdict_but_is_there() -> None:
    audit = sample_audit()
    bare: Audit = replace(audit, citations=(), claims=(), findings=(), addresses=())
    text = BeautifulSoup(HtmlPage().render(bare), "lxml").select_one("#note-1")
    assert text is not None
    assert "not audited" in text.get_text()
    assert not text.select(".tone-sound")


@pytest.mark.parametrize("word", [*CLAIM_TONES, *CITATION_TONES])
def test_every_word_is_explained(word: str) -> None:
    terms = {words(dt) for dt in soup().select(".legend dt")}
    assert word.replace("_", " ") in terms


# WCAG 2.2, contrast (minimum) 4.5:1 for text; non-text 3:1 for the frames of controls.
def variables(scheme: str) -> dict[str, str]:
    style = str(one("style").string)
    blocks = re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in blocks[:2])
    return light if scheme == "light" else {**light, **dark}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def ratio(one_colour: str, other: str) -> float:
    low, high = sorted((luminance(one_colour), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("scheme", "ink", "ground"),
    [
        *product(("light", "dark"), ("ink", "quiet", "link", *Tone), ("paper", "sheet")),
        *product(("light", "dark"), ("mark-ink",), ("mark",)),
        *product(("light", "dark"), ("banner-ink",), ("banner",)),
    ],
)
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = variables(scheme)
    assert ratio(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_of_a_field_can_be_seen(scheme: str) -> None:
    colours = variables(scheme)
    assert ratio(colours["field"], colours["paper"]) >= 3


def test_what_changed_since_the_last_audit_stands_below_the_work_and_is_counted_above() -> None:
    page = soup()
    line = page.select_one("header .since-line a")
    assert line is not None
    assert line["href"] == "#since"
    assert line.text.startswith("Since the audit of 2026-10-02: 11 changes (1 broken, ")
    groups = [group.text for group in page.select("#since .group h3")]
    assert [text.split()[0] for text in groups[:3]] == ["Broken", "Rescued", "Value"]
    assert [e["id"] for e in page.select("#work-wrong, #since")][-1] == "since"
    assert "41 to <b>44</b>" in page.select("#since .subject")[2].text


def test_a_first_audit_tells_no_changes() -> None:
    text = HtmlPage().render(replace(sample_audit(), since=None))
    assert "Since the" not in text
    nothing = replace(changes(), differences=(), held=(), not_compared=0)
    assert "nothing changed." in HtmlPage().render(replace(sample_audit(), since=nothing))
