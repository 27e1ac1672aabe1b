"""The page and the table over several publications: counts that add up, nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from rich.console import Console
from sample import sample_audit
from test_report_injections import INJECTIONS, poisoned

from citecheck.report.collection import Failed, add_headlines, to_row
from citecheck.report.collection_page import render_collection
from citecheck.report.terminal_collection import collection_table

ROWS = [to_row(sample_audit(), "one"), to_row(sample_audit(only=(2, 7)), "two/three ä")]


def page(*rows: object, failed: tuple[Failed, ...] = ()) -> BeautifulSoup:
    return BeautifulSoup(render_collection(list(rows), failed, version="0"), "lxml")  # type: ignore[arg-type]


def test_the_sums_are_those_of_the_rows() -> None:
    totals = add_headlines(ROWS)
    assert [t.number for t in totals] == [
        sum(row.headlines[n].number for row in ROWS) for n in range(len(totals))
    ]
    assert sum(t.number for t in totals) > 0
    shown = [int(e.get_text()) for e in page(*ROWS).select(".headlines .number")]
    assert shown == [t.number for t in totals]


def test_each_row_leads_to_its_report() -> None:
    links = [a["href"] for a in page(*ROWS).select("a.title")]
    assert links == ["one/index.html", "two/three%20%C3%A4/index.html"]


def test_what_failed_is_told_with_its_reason() -> None:
    shown = page(failed=(Failed(source="bad", why="no YAML"),)).get_text()
    assert "bad: no YAML" in shown
    assert "Could not be audited (1)" in shown


def test_an_offline_run_says_so_first() -> None:
    row = replace(ROWS[0], banner="OFFLINE: nothing was asked", online=False)
    banner = page(row).select_one(".banner")
    assert banner
    assert banner.get_text().startswith("OFFLINE")


@pytest.mark.parametrize("text", INJECTIONS, ids=range(1, 31))
def test_nothing_from_outside_runs(text: str) -> None:
    row = to_row(poisoned(text), f"x{text}"[:50])
    made = page(row, failed=(Failed(source=text, why=text),))
    tags = {tag.name for tag in made.find_all(True)}
    assert not tags & {"script", "img", "iframe", "form", "svg", "object", "base", "math"}
    assert list(made.find_all("meta", {"http-equiv": True})) == made.select(
        'meta[http-equiv="Content-Security-Policy"]'
    )
    assert not [k for tag in made.find_all(True) for k in tag.attrs if k.startswith("on")]
    (link,) = made.select("a[href]")
    assert str(link["href"]).endswith("/index.html")
    assert ":" not in str(link["href"])
    console = Console(width=100, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(collection_table([row], [Failed(source=text, why=text)]))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", capture.get())


def test_the_policy_lets_nothing_in_but_the_style() -> None:
    (policy,) = page(*ROWS).select('meta[http-equiv="Content-Security-Policy"]')
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]+='; img-src data:; "
        r"base-uri 'none'; form-action 'none'",
        str(policy["content"]),
    )
