"""A corpus of invented sources with known truth: every figure, its words, its row and column.

One text in English and one in Russian is written in many ways: by templates of ours as
pages of 2004, 2010 and 2020 in eleven encodings, by pandoc, by LibreOffice and by
python-docx in the formats of offices.  ``python -m benchmarks.text_corpus`` reads each
and tells how many figures came out intact and how many came out that nobody planted.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.text_sources import (
    NUMBER,
    SOURCES,
    Grid,
    Prose,
    Source,
    flat_sheet,
    page_2004,
    page_2010,
    page_2020,
    plain,
    plain_page,
)
from citecheck.extract import Limits, read
from citecheck.model.documents import Document, Extraction

_MARK = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file of the corpus and what it was made from."""

    name: str
    body: bytes
    source: Source
    media_type: str | None = None
    has_table: bool = True
    has_prose: bool = True
    has_pairs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came out of a file: figures looked for, those not intact in their sentence or row,
    those in their row but not under their column, numbers nobody planted.
    """

    planted: int
    lost: tuple[str, ...]
    untied: tuple[str, ...]
    invented: tuple[str, ...]


def score(sample: Sample, found: Extraction) -> Score:
    """Hold a reading against the truth.

    A sentence's figure stands between its own words (a mark set off may stand behind
    it); a table's figure stands in its row, under its column.
    """
    source = sample.source
    text = plain(found.text) if isinstance(found, Document) else ""
    lost: list[str] = []
    untied: list[str] = []
    planted = 0
    flat = re.sub(r"\s+", " ", text)
    for one in source.sentences if sample.has_prose else ():
        planted += 1
        mark = rf"(?:\[{one.mark}\])" if one.mark else ""
        figure = rf"(?<![\d.,]){re.escape(plain(one.figure))}(?![\d]|[.,]\d)"
        pattern = rf"{re.escape(one.before)} {figure}{mark} {re.escape(one.after)}"
        if not re.search(pattern, flat):
            lost.append(f"{one.before} {one.figure}")
    if sample.has_table:
        planted += sum(len(row) - 1 for row in source.grid.rows)
        for cell, is_lost in _loose_cells(source.grid, text):
            (lost if is_lost else untied).append(cell)
    for label, figure in source.pairs if sample.has_pairs else ():
        planted += 1
        shown = rf"{re.escape(plain(figure))}(?!\d|[.,]\d)"
        if not re.search(rf"{re.escape(label)}\W{{1,4}}{shown}", flat):
            lost.append(f"{label}: {figure}")
    # pandoc's first chapter is called ch001.
    allowed = source.numbers | set("1234567") | {"001"}
    bare = _MARK.sub("", text)
    invented = tuple(number for number in NUMBER.findall(bare) if number not in allowed)
    return Score(planted=planted, lost=tuple(lost), untied=tuple(untied), invented=invented)


def _loose_cells(grid: Grid, text: str) -> Iterator[tuple[str, bool]]:
    """The figures that are not in their row (true), or not under their column (false)."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.split("\n")]
    heads = [row for row in rows if row[-len(grid.columns) :] == list(grid.columns)]
    spans = [row for row in rows if row.count(grid.spanning[0]) and row.count(grid.spanning[1])]
    for label, *figures in grid.rows:
        row = next((row for row in rows if row[0] == label), [])
        for at, figure in enumerate(figures):
            under = (
                heads
                and row[1 + at : 2 + at] == [figure]
                and heads[0][1 + at : 2 + at] == [grid.columns[at]]
                and spans
                and spans[0][1 + at : 2 + at] == [grid.spanning[at // 2]]
            )
            if not under:
                yield f"{label} {grid.columns[at]}: {figure}", figure not in row


PAGES: tuple[tuple[str, Callable[[Source], str]], ...] = (
    ("2004", page_2004), ("2010", page_2010), ("2020", page_2020),
)  # fmt: skip
ENCODINGS = {
    "en": ("utf-8", "cp1252", "utf-16"),
    "ru": (
        "utf-8",
        "cp1251",
        "koi8-r",
        "iso8859-5",
        "cp866",
        "mac-cyrillic",
        "utf-16-le",
        "utf-16",
    ),
}


def pages() -> Iterator[Sample]:
    """Every page in every encoding; none says which."""
    for source in SOURCES:
        for year, write in PAGES:
            for encoding in ENCODINGS[source.language]:
                body = write(source).encode(encoding, "xmlcharrefreplace")
                name = f"{source.language}-{year}-{encoding}.html"
                yield Sample(name=name, body=body, source=source)


# Office files, by other programs.


def by_libreoffice(folder: Path) -> Iterator[Sample]:
    """Word, Rich Text, OpenDocument and HTML by LibreOffice; nothing where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return
    formats = {"doc": "doc:MS Word 97", "docx": "docx:MS Word 2007 XML", "rtf": "rtf", "odt": "odt",
               "html": "html:HTML (StarWriter)"}  # fmt: skip
    sources = []
    for source in SOURCES:
        path = folder / f"{source.language}.html"
        path.write_text(plain_page(source), encoding="utf-8")
        sources.append(path)
    for ending, kind in formats.items():
        out = folder / ending
        out.mkdir()
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile",
                   "--writer", "--convert-to", kind, "--outdir", str(out),
                   *map(str, sources)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        for source in SOURCES:
            body = (out / f"{source.language}.{ending}").read_bytes()
            yield Sample(name=f"{source.language}-libreoffice.{ending}", body=body, source=source)


def sheets_by_libreoffice(folder: Path) -> Iterator[Sample]:
    """Spreadsheets by LibreOffice, from the table alone."""
    program = shutil.which("soffice")
    if program is None:
        return
    formats = {"xls": "xls:MS Excel 97", "xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods"}
    sources = []
    for source in SOURCES:
        path = folder / f"{source.language}-sheet.fods"
        path.write_text(flat_sheet(source.grid), encoding="utf-8")
        sources.append(path)
    for ending, kind in formats.items():
        out = folder / ending
        out.mkdir()
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile",
                   "--convert-to", kind, "--outdir", str(out), *map(str, sources)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        for source in SOURCES:
            body = (out / f"{source.language}-sheet.{ending}").read_bytes()
            name = f"{source.language}-libreoffice.{ending}"
            yield Sample(name=name, body=body, source=source, has_prose=False, has_pairs=False)


def by_pandoc(folder: Path) -> Iterator[Sample]:
    """What pandoc makes of the plain page."""
    import pypandoc

    for source in SOURCES:
        for ending in ("docx", "odt", "epub", "html", "rtf"):
            out = folder / f"{source.language}-pandoc.{ending}"
            pypandoc.convert_text(
                plain_page(source), to=ending, format="html", outputfile=str(out),
                extra_args=["--standalone"],
            )  # fmt: skip
            # pandoc's Rich Text knows no spanning cells.
            table = ending != "rtf"
            yield Sample(name=out.name, body=out.read_bytes(), source=source, has_table=table)


def by_python_docx(folder: Path) -> Iterator[Sample]:
    """Word files with merged cells, split runs and raised marks."""
    from docx import Document as NewWord

    for source in SOURCES:
        word = NewWord()
        word.add_heading(source.title, 1)
        for one in source.sentences:
            paragraph = word.add_paragraph(f"{one.before} {one.figure[:2]}")
            paragraph.add_run(one.figure[2:]).bold = True
            if one.mark:
                paragraph.add_run(one.mark).font.superscript = True
            paragraph.add_run(f" {one.after}.")
        grid = source.grid
        table = word.add_table(2 + len(grid.rows), 1 + len(grid.columns))
        for at, words in enumerate(grid.spanning):
            table.cell(0, 1 + 2 * at).merge(table.cell(0, 2 + 2 * at)).text = words
        table.cell(0, 0).merge(table.cell(1, 0))
        for at, words in enumerate(grid.columns):
            table.cell(1, 1 + at).text = words
        for number, row in enumerate(grid.rows):
            for at, words in enumerate(row):
                table.cell(2 + number, at).text = words
        for label, figure in source.pairs:
            word.add_paragraph(f"{label}:\t{figure}")
        out = folder / f"{source.language}-python-docx.docx"
        word.save(str(out))
        yield Sample(name=out.name, body=out.read_bytes(), source=source)


def plain_texts() -> Iterator[Sample]:
    """Plain text and tables in it."""
    for source in SOURCES:
        words = "\r\n".join(f"{s.before} {s.figure} {s.after}." for s in source.sentences)
        text = f"{source.title}\r\n\r\n{words}\r\n"
        for encoding in ENCODINGS[source.language][:3]:
            bare = tuple(
                Prose(before=s.before, figure=s.figure, after=s.after) for s in source.sentences
            )
            unmarked = Source(
                language=source.language, title=source.title, sentences=bare, grid=source.grid,
                pairs=source.pairs,
            )  # fmt: skip
            yield Sample(
                name=f"{source.language}-{encoding}.txt", body=text.encode(encoding),
                source=unmarked, has_table=False, has_pairs=False,
            )  # fmt: skip
        grid = source.grid
        head = ["", *(s for s in grid.spanning for _ in "ab")]
        rows = [head, ["", *grid.columns], *grid.rows]
        table = "\r\n".join(";".join(f'"{c}"' for c in row) for row in rows)
        yield Sample(
            name=f"{source.language}.csv", body=table.encode("cp1251"), source=source,
            media_type="text/csv", has_prose=False, has_pairs=False,
        )  # fmt: skip


def all_samples(folder: Path) -> Iterator[Sample]:
    """The whole corpus; what needs a program that is not there is left out."""
    yield from pages()
    yield from plain_texts()
    for make in (by_python_docx, by_pandoc, by_libreoffice, sheets_by_libreoffice):
        inner = folder / make.__name__
        inner.mkdir()
        yield from make(inner)


def main() -> None:
    """Read the corpus and print what came out."""
    files = planted = lost = untied = invented = 0
    print("| file | figures | lost | untied | invented |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for sample in all_samples(Path(folder)):
            found = read(sample.body, media_type=sample.media_type, name="", limits=Limits())
            result = score(sample, found)
            files, planted = files + 1, planted + result.planted
            lost, invented = lost + len(result.lost), invented + len(result.invented)
            untied += len(result.untied)
            if result.lost or result.untied or result.invented:
                told = (len(result.lost), len(result.untied), result.invented)
                print(f"| {sample.name} | {result.planted} | {' | '.join(map(str, told))} |")
    kept, tied = 100 - 100 * lost / planted, 100 - 100 * (lost + untied) / planted
    print(f"\n{files} files, {planted:,} figures: {kept:.2f} % intact,", end=" ")
    print(f"{tied:.2f} % under their column too, {invented} invented")


if __name__ == "__main__":
    main()
