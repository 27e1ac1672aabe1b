"""How long a page of 100 KB takes: the tree alone, and the whole document.

``python -m benchmarks.pages`` prints processor milliseconds, the least of twenty, since
other programs share the machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bs4 import BeautifulSoup

from benchmarks.text_sources import ENGLISH, RUSSIAN, page_2004, page_2020
from citecheck.extract import Limits, read

_SIZE = 100_000
_PARAGRAPH = (
    "<p class='body-text'>In <b>{n}</b> the mill of Place{n} sold {m:,} sacks, {p}<sup>3</sup> "
    "percent of them <a href='/some/long/address/of/a/page/{n}'>to the port</a>. The survey of "
    "the valley found that the households which kept more than a few sheep were less likely to "
    "move, and that the price of wool followed that of grain with a lag of a year or so.</p>"
)


def page_of_prose() -> str:
    """A report: paragraphs, a table of 540 cells, menus, style and script."""
    rows = "".join(
        f"<tr><td>Region {i}</td>" + "".join(f"<td>{i * 37 + j:,}</td>" for j in range(8)) + "</tr>"
        for i in range(60)
    )
    head = f"<style>{'.a{color:red} ' * 500}</style><script>{'var a=1;' * 1500}</script>"
    menu = "".join(f"<li><a href=/{n}>Menu {n}</a></li>" for n in range(100))
    page = f"<html><head><title>T</title>{head}</head><body><ul>{menu}</ul><table>{rows}</table>"
    number = 0
    while len(page) < _SIZE:
        number += 1
        page += _PARAGRAPH.format(n=number, m=number * 1003, p=number % 90)
    return page


def page_of_markup() -> str:
    """Small tables and sentences again and again: an element for every 40 characters."""
    page = ""
    while len(page) < _SIZE:
        page += page_2020(ENGLISH) + page_2004(RUSSIAN)
    return page


def least(work: Callable[[], object]) -> float:
    """The least processor milliseconds of twenty runs."""
    best = float("inf")
    for _ in range(20):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return 1000 * best


def main() -> None:
    """Print the table of ``docs/benchmarks.md``."""
    print("| page | KB | elements | tree alone, ms | document, ms | ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, page in (("a report", page_of_prose()), ("nothing but markup", page_of_markup())):
        body = page.encode()
        elements = len(BeautifulSoup(page, "lxml").find_all(True))
        tree = least(lambda page=page: BeautifulSoup(page, "lxml"))  # type: ignore[misc]
        whole = least(lambda body=body: read(body, media_type=None, name="", limits=Limits()))  # type: ignore[misc]
        sizes = f"{len(body) / 1000:.0f} | {elements:,}"
        print(f"| {name} | {sizes} | {tree:.1f} | {whole:.1f} | {whole / tree:.1f} |")


if __name__ == "__main__":
    main()
