"""The report of 5,000 notes in Chromium: how long until it is open, and until it has filtered.

``python -m benchmarks.report`` multiplies the demo's audit, renders it, opens the file in
headless Chromium (with its driver) and prints the fastest and the slowest of five.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from citecheck.model.audits import Audit
from citecheck.report.html_page import HtmlPage
from citecheck.wiring import audit_source, demo, open_publication

NOTES = 5000
ROUNDS = 5
_FILTER = """
const [id, value] = arguments, field = document.getElementById(id), start = performance.now();
field.value = value;
field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'));
document.body.getBoundingClientRect();
return (performance.now() - start) / 1000;
"""


def demo_audit() -> Audit:
    """The demo's audit, which holds every kind of verdict."""
    with demo() as (world, settings), TemporaryDirectory() as snapshots:
        source = open_publication(str(world.manuscript))
        return audit_source(source, settings, snapshots=Path(snapshots))


def multiply(audit: Audit, notes: int) -> Audit:
    """The audit again and again, until it has so many notes; each round has its own claims."""
    size = max(note.number for note in audit.publication.endnotes)
    endnotes, claims, citations, findings, reports = [], [], [], [], []
    for at in range(-(-notes // size)):
        more, sign = at * size, f"r{at}"
        endnotes += [replace(n, number=n.number + more) for n in audit.publication.endnotes]
        claims += [
            replace(c, id=sign + c.id, notes=tuple(n + more for n in c.notes))
            for c in audit.publication.claims
        ]
        citations += [replace(c, note=c.note + more) for c in audit.citations]
        findings += [replace(f, note=f.note + more, claim=sign + f.claim) for f in audit.findings]
        reports += [
            replace(c, id=sign + c.id, notes=tuple(n + more for n in c.notes)) for c in audit.claims
        ]
    kept = range(1, notes + 1)
    return replace(
        audit,
        publication=replace(
            audit.publication,
            endnotes=tuple(n for n in endnotes if n.number in kept),
            claims=tuple(c for c in claims if c.notes[0] in kept),
        ),
        citations=tuple(c for c in citations if c.note in kept),
        findings=tuple(f for f in findings if f.note in kept),
        claims=tuple(c for c in reports if c.notes[0] in kept),
    )


def start_browser() -> webdriver.Chrome:
    """Headless Chromium, as the tests start it."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def measure(page: Path) -> dict[str, list[float]]:
    """Seconds of each round: until the page is open and laid out, and until each filter is done."""
    seconds: dict[str, list[float]] = {}
    browser = start_browser()
    try:
        for _ in range(ROUNDS):
            browser.get("about:blank")
            start = time.perf_counter()
            browser.get(page.as_uri())
            browser.execute_script("document.body.getBoundingClientRect()")
            seconds.setdefault("open", []).append(time.perf_counter() - start)
            for name, field, value in (
                ("first search", "find", "museum"),
                ("next search", "find", "museum visitors"),
                ("verdict", "by-word", "claim:misquoted"),
                ("all again", "by-word", ""),
            ):
                seconds.setdefault(name, []).append(browser.execute_script(_FILTER, field, value))
    finally:
        browser.quit()
    return seconds


def main() -> None:
    """Print the table of ``docs/benchmarks.md``."""
    audit = multiply(demo_audit(), NOTES)
    start = time.perf_counter()
    text = HtmlPage().render(audit)
    rendered = time.perf_counter() - start
    with TemporaryDirectory() as folder:
        page = Path(folder) / "index.html"
        page.write_text(text, encoding="utf-8")
        seconds = measure(page)
    print(f"{NOTES:,} notes, {len(audit.findings):,} findings, {len(text) / 1e6:.1f} MB,", end=" ")
    print(f"rendered in {rendered:.1f} s\n\n| what | fastest | slowest |\n| --- | --- | --- |")
    for name, times in seconds.items():
        print(f"| {name} | {min(times):.2f} s | {max(times):.2f} s |")


if __name__ == "__main__":
    main()
