"""A publication with a figure for each note, and the web of its sources; all from the number.

One address in ten is a PDF, one in ten is gone, one in ten has moved to another host; of
the rest one in ten prints another figure and one in ten none.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

#: Hosts of the loopback web of :mod:`benchmarks.web`.
HOSTS = 200
_WORDS = (
    "the river carried timber and grain from the upper valley to the lake where boats of the "
    "ferry company waited and the harbour office told what was unloaded each morning before "
    "the mill began its work and the school bell called children from both banks of the town"
).split()
_PDF_PAGES, _PDF_LINES = 12, 40
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One note's source: ``way`` is how its address behaves."""

    number: int
    hosts: int
    milliseconds: int

    @property
    def way(self) -> str:
        """How the server answers: report, pdf, away (to another host) or 404."""
        return {0: "pdf", 5: "404", 7: "away"}.get(self.number % 10, "report")

    @property
    def host(self) -> int:
        """The last part of the host's number."""
        return self.number % self.hosts + 1

    def url(self, port: int) -> str:
        """Its address on the running server."""
        ending = "pdf" if self.way == "pdf" else "html"
        return (
            f"http://127.0.1.{self.host}:{port}/{self.way}/{self.milliseconds}/"
            f"{self.number}.{ending}"
        )


def figure(number: int) -> int:
    """The figure that the publication prints."""
    return 1000 + 7 * number


def sentence(number: int) -> str:
    """What the publication says."""
    year = 1990 + number % 20
    return f"In {year} the mill of Place{number} sold {figure(number):,} sacks."


def told(number: int) -> str:
    """What the source says of it."""
    if number % 20 == 3:
        return sentence(number).replace(f"{figure(number):,}", f"{figure(number) + 311:,}")
    if number % 20 == 9:
        return f"The mill of Place{number} sold its sacks."
    return sentence(number)


def filler(number: int, words: int) -> str:
    """Running text without figures."""
    return " ".join(random.Random(number).choices(_WORDS, k=words))


def page(number: int) -> bytes:
    """The source as HTML."""
    title = f"Almanac of Place{number}"
    before, after = filler(number, 700), filler(-number, 300)
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>{before}.</p><p>{told(number)}</p><p>{after}.</p></body></html>"
    ).encode()


def paper(number: int) -> bytes:
    """The source as PDF, its figure on a page in the middle."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    for at in range(_PDF_PAGES):
        lines = [filler(1000 * number + 40 * at + n, 12) for n in range(_PDF_LINES)]
        if at == _PDF_PAGES // 2:
            lines[7] = told(number)
        for n, line in enumerate(lines):
            canvas.drawString(60, 780 - 17 * n, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def make_manuscript(count: int, port: int, *, hosts: int = HOSTS, milliseconds: int = 30) -> str:
    """The publication as plain text."""
    cited = [Cited(number=n, hosts=hosts, milliseconds=milliseconds) for n in range(1, count + 1)]
    body = [f"{sentence(c.number)}{str(c.number).translate(_RAISED)}" for c in cited]
    paragraphs = [" ".join(body[at : at + 10]) for at in range(0, count, 10)]
    notes = [
        f"- {str(c.number).translate(_RAISED)} Place{c.number} Mill. Almanac of Place{c.number}. "
        f"2010. Accessed on 12 March 2011 from: <{c.url(port)}>"
        for c in cited
    ]
    head = "THE MILLS\n\nPublished by the Mill Press\n\nCopyright © 2012, Mill Press\n\nTHE MILLS"
    return "\n\n".join([head, *paragraphs, "ENDNOTES", "\n".join(notes)]) + "\n"


def list_papers(count: int, port: int) -> list[str]:
    """The addresses of the PDF files of :func:`make_manuscript`."""
    cited = [Cited(number=n, hosts=HOSTS, milliseconds=30) for n in range(1, count + 1)]
    return [one.url(port) for one in cited if one.way == "pdf"]


def make_list(count: int, port: int, *, milliseconds: int) -> str:
    """As many addresses, one a line, each of a host of its own as far as there are; all gone."""
    hosts = (number % HOSTS + 1 for number in range(count))
    return "".join(
        f"http://127.0.1.{host}:{port}/404/{milliseconds}/{number}.html\n"
        for number, host in enumerate(hosts)
    )
