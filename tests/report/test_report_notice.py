from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_changes import changes
from test_report_injections import INJECTIONS

from citecheck.model.changes import Change, Difference
from citecheck.model.notices import News, Notice
from citecheck.report.notice import write_failure, write_notice

AT = datetime(2026, 11, 27, 3, 17, tzinfo=UTC)


def news(
    number: int = 1, count: int = 11, *, title: str = "Harbours & Lights <of the Coast>"
) -> News:
    every = changes()
    many = (every.differences * (count // len(every.differences) + 1))[:count]
    return News(
        name=f"harbours-{number}", title=title, comparison=replace(every, differences=many),
        report=f"reports/harbours-{number}/index.html",
    )  # fmt: skip


def notice(*told: News) -> Notice:
    return write_notice(told or (news(),), version="0.1.0", at=AT)


def test_the_subject_says_how_much_changed_and_where() -> None:
    assert notice().subject == "citecheck: 11 changes in Harbours & Lights <of the Coast>"
    assert notice(news(1), news(2)).subject == "citecheck: 22 changes in 2 publications"


def test_every_change_is_a_line_with_old_and_new() -> None:
    lines = notice().text.splitlines()
    assert "note 3: value: http://value.example/?a=1&b=<i>: 38 → 41 to <b>44</b>" in lines
    assert any("note 1: broken: " in one and "(404 Not Found)" in one for one in lines)
    assert lines[-1] == "citecheck 0.1.0, 2026-11-27 03:17 UTC"
    assert "The report: reports/harbours-1/index.html" in lines


@given(st.lists(st.integers(min_value=1, max_value=60), min_size=1, max_size=40))
def test_it_has_twenty_lines_at_most_and_leaves_no_change_uncounted(counts: list[int]) -> None:
    made = notice(*(news(number, count) for number, count in enumerate(counts)))
    for text in (made.text, made.issue):
        assert text.count("\n") <= 20
        told = text.count("note ")
        left = sum(int(line.split("… and ")[1].split()[0]) for line in text.splitlines()
                   if "… and " in line)  # fmt: skip
        assert told + left == sum(counts)


def test_the_worst_news_stand_first() -> None:
    mild = news(1, title="Mild")
    good = tuple(d for d in mild.comparison.differences if d.change is Change.RECOVERED)
    mild = replace(mild, comparison=replace(mild.comparison, differences=good))
    made = notice(mild, news(2, title="Bad"))
    assert made.text.index("Bad") < made.text.index("Mild")
    assert [one["name"] for one in made.document["publications"]] == ["harbours-2", "harbours-1"]


def test_the_document_holds_all_changes_and_words_for_a_chat() -> None:
    document = json.loads(json.dumps(notice(news(1, 60)).document))
    assert document["schema"] == "citecheck/notice/1"
    assert document["kind"] == "changes"
    assert len(document["publications"][0]["since"]["differences"]) == 60
    assert document["text"].startswith("citecheck: 60 changes in ")


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_comes_from_outside_stays_text(text: str) -> None:
    one = Difference(change=Change.VALUE, notes=(1,), what=text, old=text, new=text, why=text)
    comparison = replace(changes(), differences=(one,))
    told = News(name="n", title=text, comparison=comparison, report=text)
    for made in (
        write_notice([told], version=text, at=AT), write_failure(text, text, version=text, at=AT)
    ):  # fmt: skip
        assert len(made.subject.splitlines()) == 1
        assert not {c for c in made.text + made.subject if ord(c) < 32 and c != "\n"}
        assert "\u202e" not in made.text + made.subject + made.issue
        page = BeautifulSoup(made.html, "html.parser")
        found = {tag.name for tag in page.find_all(True)}
        assert found <= {
            "html", "head", "meta", "title", "body", "h2", "p", "table", "tr", "th", "td", "b",
            "small", "a",
        }  # fmt: skip
        assert not [a for a in page.find_all("a") if not a["href"].startswith("http")]
        drawn = BeautifulSoup(MarkdownIt().render(made.issue), "html.parser")
        assert {tag.name for tag in drawn.find_all(True)} <= {"p", "strong", "ul", "li", "br"}
        json.dumps(made.document).encode("ascii")


def test_that_no_audit_could_be_made_is_told_with_what_to_do() -> None:
    made = write_failure("endnotes/lake", "this machine is offline; connect it", version="1", at=AT)
    assert made.subject == "citecheck: no audit of endnotes/lake"
    assert "this machine is offline; connect it" in made.text
    assert made.document["kind"] == "failure"
