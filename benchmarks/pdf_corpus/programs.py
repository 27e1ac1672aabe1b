"""Files that LibreOffice, Chromium and pandoc make, where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.pdf_corpus.truth import Book, Sample

_SECONDS = 120
_STYLE = (
    "<meta charset='utf-8'><style>@page{size:A4;margin:2cm} body{font:11pt serif} "
    "td,th{padding:2pt 8pt} %s</style>"
)


def all_by_programs() -> list[Sample]:
    """Every sample whose program is installed."""
    found: list[Sample] = []
    if shutil.which("chromium"):
        found += [_printed(*page) for page in _PAGES]
    if shutil.which("soffice"):
        found += [_exported(*page) for page in _PAGES[:4]]
        found += [_from_word(russian=False), _from_word(russian=True)]
    return found


def _paragraphs(book: Book, count: int = 6) -> str:
    return "".join(f"<p>{book.sentence()} {book.sentence()}</p>" for _ in range(count))


def _article(book: Book) -> str:
    marked = "".join(
        f"<p>{book.words(4)} {book.figure()}<sup>{book.mark()}</sup>, {book.words(3)} "
        f"<b>{book.figure()}</b><sup>{book.mark()}</sup>.</p>"
        for _ in range(6)
    )
    return f"<h1>{book.words(3)}</h1>{marked}{_paragraphs(book, 3)}"


def _table(book: Book) -> str:
    head = "".join(f"<th>{book.seen(str(2003 + n))}</th>" for n in range(4))
    rows = "".join(
        f"<tr><td>{book.words(2)}</td>"
        + "".join(f"<td align=right>{book.figure()}</td>" for _ in range(4))
        + "</tr>"
        for _ in range(15)
    )
    return (
        f"{_paragraphs(book, 1)}<table border=1 cellspacing=0><tr><th>Region</th>{head}</tr>"
        f"{rows}</table>{_paragraphs(book, 1)}"
    )


def _columns(book: Book) -> str:
    return f"<div class=columns>{_paragraphs(book, 8)}</div>"


def _small_caps(book: Book) -> str:
    return f"<div class=fancy>{_paragraphs(book, 6)}</div>"


_Body = Callable[[Book], str]
_PAGES: tuple[tuple[str, _Body, str, bool], ...] = (
    ("article", _article, "", False),
    ("table", _table, "", False),
    ("russian", _paragraphs, "", True),
    ("russian-table", _table, "", True),
    ("css-columns", _columns, ".columns{columns:2;text-align:justify;hyphens:auto}", False),
    (
        "fancy", _small_caps,
        ".fancy{font-family:'DejaVu Sans';letter-spacing:.06em;font-variant-ligatures:"
        "common-ligatures;text-align:justify}", False,
    ),
)  # fmt: skip


def _html(book: Book, body: _Body, style: str) -> str:
    parts = []
    for number in range(2):
        if number:
            book.turn()
            parts.append("<p style='page-break-before:always'></p>")
        parts.append(f"<div>{body(book)}</div>")
    return f"<!doctype html>{_STYLE % style}<body lang=en>{''.join(parts)}"


def _printed(name: str, body: _Body, style: str, russian: bool) -> Sample:
    """By Chromium's printing."""
    book = Book(f"chromium-{name}", russian=russian)
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(_html(book, body, style), encoding="utf-8")
        _run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri(),
        )  # fmt: skip
        return book.sample(out.read_bytes())


def _exported(name: str, body: _Body, style: str, russian: bool) -> Sample:
    """By LibreOffice, from HTML."""
    book = Book(f"libreoffice-{name}", russian=russian)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(_html(book, body, style), encoding="utf-8")
        return book.sample(_convert(page, "writer_pdf_Export", "--infilter=HTML (StarWriter)"))


def _from_word(*, russian: bool) -> Sample:
    """Markdown with footnotes, to Word by pandoc, to PDF by LibreOffice; one page."""
    import pypandoc

    book = Book(f"word-{'ru' if russian else 'en'}", russian=russian)
    body, notes = [], []
    for number in range(1, 6):
        body.append(f"{book.words(4)} {book.figure()}[^{number}] {book.words(3)} {book.figure()}.")
        notes.append(f"[^{number}]: {book.words(3)} {book.figure()}.")
        book.seen(str(number))
    rows = [f"| {book.words(1)} | {book.figure()} | {book.figure()} |" for _ in range(5)]
    table = "\n".join(["| place | old | new |", "| --- | --- | --- |", *rows])
    text = "\n\n".join([*body, table, *notes])
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.docx")
        pypandoc.convert_text(text, "docx", format="markdown", outputfile=str(page))
        return book.sample(_convert(page, "writer_pdf_Export"))


def _convert(page: Path, kind: str, *more: str) -> bytes:
    folder = page.parent
    _run(
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *more,
        "--convert-to", f"pdf:{kind}", "--outdir", str(folder), str(page),
    )  # fmt: skip
    return page.with_suffix(".pdf").read_bytes()


def _run(*command: str) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": tempfile.gettempdir()}
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, env=environment)
