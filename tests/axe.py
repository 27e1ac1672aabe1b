"""axe-core inside a page: what a reader with another eye, ear or hand would stumble over."""

from __future__ import annotations

from pathlib import Path

from selenium import webdriver

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"


def find_violations(browser: webdriver.Chrome) -> list[str]:
    """Each violation of WCAG 2.2 A and AA or of good practice in the page that is open."""
    # The page's own policy lets no script in; what a driver evaluates is not the page's.
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    browser.set_script_timeout(60)
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']}).then((r) => done(r.violations.map("
        "(v) => `${v.impact} ${v.id}: ${v.help}: ${v.nodes.length}: ${v.nodes[0].html}`)))"
    )
    return [str(line) for line in found]
