"""Thirty hostile strings in every field that comes from outside, in every output."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from markdown_it import MarkdownIt
from rich.console import Console
from sample import sample_audit

from citecheck.model.audits import Audit
from citecheck.report import FORMATS, audit_document, note_document
from citecheck.report.terminal import note_view, slips_view, summary_table

INJECTIONS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<base href='http://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<form action=http://evil.example><input name=x>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><style><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n=1+1,\"x\"",
    "＝HYPERLINK(1)",
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "\x9b31mred\x9d8;;http://evil.example\x9cx",
    "[bold red]markup[/bold red]",
    "\u202egnp.exe\u2066\u200bx",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "<http://evil.example> @everyone #1 `code`",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;\ufffe\ud800\x00",
)  # fmt: skip
NUMBER = {f: n for n, f in enumerate(INJECTIONS)}
#: Fields that citecheck itself writes, or that link one value with another.
OURS = frozenset({"id", "work", "notes", "timestamp", "accessed", "published", "code", "language"})
LINKS = frozenset({"url", "address", "claim"})


def test_there_are_thirty() -> None:
    assert len(set(INJECTIONS)) == 30


def poison(value: Any, text: str, *, name: str = "") -> Any:
    """The same value with ``text`` behind or in place of every text in it."""
    if isinstance(value, str) and not isinstance(value, Enum):
        if name in OURS:
            return value
        return f"{value}{text}" if name in LINKS else text
    if isinstance(value, Enum | int | bool | Decimal | datetime | date | None):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            f.name: poison(getattr(value, f.name), text, name=f.name)
            for f in dataclasses.fields(value)
        }
        return replace(value, **changed)
    if isinstance(value, dict):
        return {key: poison(item, text, name=key) for key, item in value.items()}
    return type(value)(poison(item, text, name=name) for item in value)


@cache
def poisoned(text: str) -> Audit:
    audit: Audit = poison(sample_audit(), text)
    ids = [replace(c, id=c.id + text) for c in audit.publication.claims]
    claims = tuple(replace(c, id=c.id + text) for c in audit.claims)
    return replace(audit, publication=replace(audit.publication, claims=tuple(ids)), claims=claims)


def rendered(filename: str, text: str) -> str:
    (form,) = (form for form in FORMATS if form.filename == filename)
    return form.render(poisoned(text))


every = pytest.mark.parametrize("text", INJECTIONS, ids=range(1, 31))


def test_the_poison_reaches_every_part() -> None:
    audit = poisoned("POISON")
    for name in ("addresses", "citations", "findings", "claims", "publication"):
        assert "POISON" in repr(getattr(audit, name))
    assert audit.publication.endnotes[0].citations[0].title == "POISON"
    assert "POISON" in HTML("POISON").get_text()


def HTML(text: str) -> BeautifulSoup:  # noqa: N802 - the format's name
    return BeautifulSoup(rendered("index.html", text), "lxml")


@cache
def shape() -> dict[str, int]:
    """How many of each element a harmless word gives."""
    return count(HTML("harmless"))


def count(soup: BeautifulSoup) -> dict[str, int]:
    wanted = "script style iframe img object form input base meta link svg math template".split()
    return {name: len(soup.find_all(name)) for name in wanted}


@every
def test_html_has_the_elements_of_a_harmless_page_and_no_others(text: str) -> None:
    soup = HTML(text)
    assert {k: v for k, v in count(soup).items() if k != "svg"} == {
        k: v for k, v in shape().items() if k != "svg"
    }
    names = {name for tag in soup.find_all(True) for name in tag.attrs}
    assert not {n for n in names if n.startswith("on") or n in ("style", "srcdoc", "autofocus")}
    schemes = {str(a["href"]).split(":")[0] for a in soup.select("a[href]") if ":" in a["href"]}
    assert schemes <= {"http", "https", "#"} | {s for s in schemes if s.startswith("#")}
    shown = soup.get_text()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "49{% raw" not in shown


@every
def test_no_cell_of_the_spreadsheet_is_a_formula(text: str) -> None:
    whole = rendered("notes.csv", text)
    rows = list(csv.reader(io.StringIO(whole.removeprefix("\ufeff"))))
    widths = {len(row) for row in rows}
    assert widths == {len(rows[0])}
    for row in rows[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "＝", "＋", "＠"))
            assert not cell.startswith("-") or cell[1:].isdigit()
            assert not re.search("[\x00-\x1f\x7f-\x9f]", cell)


@every
def test_nothing_reaches_the_terminal_that_it_would_act_on(text: str) -> None:
    audit = poisoned(text)
    views: list[Callable[[], Any]] = [
        lambda: summary_table(audit),
        lambda: slips_view(audit.publication),
        *(
            lambda n=n: note_view(note_document(audit.publication, audit_document(audit), n))  # type: ignore[misc]
            for n in (1, 2, 4, 9)
        ),
    ]
    for view in views:
        console = Console(width=100, color_system=None, force_terminal=False)
        with console.capture() as capture:
            console.print(view())
        said = capture.get()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
    if "[bold" in text:
        assert "[bold red]markup" in said


@every
def test_the_summary_stays_short_and_holds_no_markup_but_its_own(text: str) -> None:
    whole = rendered("summary.md", text)
    assert len(whole.splitlines()) <= 20
    html = MarkdownIt("commonmark", {"html": True}).render(whole)
    tags = {tag.name for tag in BeautifulSoup(html, "lxml").find_all(True)}
    assert tags <= {"html", "body", "p", "strong", "ul", "ol", "li"}
    assert not re.search(r"(?<!\w)[@#]\w", whole)


@every
def test_the_other_files_load_and_keep_the_words(text: str) -> None:
    document = json.loads(rendered("audit.json", text))
    assert document["schema"] == "citecheck/audit/1"
    assert len(document["findings"]) == len(sample_audit().findings)
    assert json.loads(rendered("audit.sarif", text))["version"] == "2.1.0"
    root = etree.fromstring(rendered("junit.xml", text).encode("utf-8", "replace"))
    assert {str(e.tag) for e in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "skipped"
    }  # fmt: skip
