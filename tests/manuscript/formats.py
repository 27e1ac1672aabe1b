"""One list of notes as a document in each format, for the tests of the readers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pypandoc
from fpdf import FPDF

#: From the package fonts-dejavu-core.
FONTS = Path("/usr/share/fonts/truetype/dejavu")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_EMPHASIS = re.compile(r"\*([^*]+)\*")


def sentence(number: int) -> str:
    return f"The river rose by {number + 10} percent in the year that followed"


def as_text(notes: Sequence[str]) -> bytes:
    """Superscripts in the text, ``1.`` in front of the notes."""
    body = " ".join(f"{sentence(n)}.{str(n).translate(SUPERSCRIPT)}" for n in _numbers(notes))
    listed = "\n".join(f"{n}. {note}" for n, note in enumerate(notes, start=1))
    return f"Rivers\n\n{body}\n\nENDNOTES\n\n{listed}\n".encode()


def as_bracketed_text(notes: Sequence[str]) -> bytes:
    """``[12]`` in the text and in front of the references."""
    body = " ".join(f"{sentence(n)} [{n}]." for n in _numbers(notes))
    listed = "\n\n".join(f"[{n}] {note}" for n, note in enumerate(notes, start=1))
    return f"Rivers\n\n{body}\n\nReferences\n\n{listed}\n".encode("utf-16")


def as_markdown(notes: Sequence[str]) -> bytes:
    body = " ".join(f"{sentence(n)}.[^{n}]" for n in _numbers(notes))
    listed = "\n\n".join(f"[^{n}]: {_escaped(note)}" for n, note in enumerate(notes, start=1))
    return f"# Rivers\n\n{body}\n\n{listed}\n".encode()


def as_html(notes: Sequence[str]) -> bytes:
    return _pandoc(notes, "html", "-s", "--metadata=title:Rivers")


def as_docx_footnotes(notes: Sequence[str]) -> bytes:
    return _pandoc(notes, "docx")


def as_docx_endnotes(notes: Sequence[str]) -> bytes:
    """The same file with Word's endnotes in place of its footnotes."""
    packed = BytesIO()
    with (
        ZipFile(BytesIO(as_docx_footnotes(notes))) as old,
        ZipFile(packed, "w", ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            if member.filename.endswith((".xml", ".rels")):
                content = content.replace(b"ootnote", b"ndnote").replace(b"fndnote", b"endnote")
                content = content.replace(b"Fndnote", b"Endnote")
            name = member.filename.replace("footnotes", "endnotes")
            new.writestr(name, content)
    return packed.getvalue()


def as_pdf(notes: Sequence[str]) -> bytes:
    """Two columns, raised markers, a running head and foot, addresses cut at line ends."""
    pdf = _Pages(format="A4")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        pdf.add_font("DejaVu", style, FONTS / name)
    pdf.add_page()
    with pdf.text_columns(ncols=2, gutter=8, text_align="LEFT") as columns:
        for number in _numbers(notes):
            columns.write(f"{sentence(number)}.")
            pdf.char_vpos = "SUP"
            columns.write(str(number))
            pdf.char_vpos = "LINE"
            columns.write(" ")
    pdf.add_page()
    pdf.set_font("DejaVu", style="B", size=14)
    pdf.cell(0, 10, "Endnotes")
    pdf.ln(14)
    pdf.set_font("DejaVu", size=8)
    with pdf.text_columns(ncols=2, gutter=8, text_align="LEFT") as columns:
        for number, note in enumerate(notes, start=1):
            plain = _EMPHASIS.sub(r"\1", note)
            columns.write(f"{number}. {plain}\n")
    return bytes(pdf.output())


class _Pages(FPDF):
    def header(self) -> None:
        self.set_font("DejaVu", size=7)
        self.cell(0, 5, "RIVERS OF THE NORTH", align="R")
        self.ln(12)
        self.set_font("DejaVu", size=9)

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("DejaVu", size=7)
        self.cell(0, 5, f"River Watch | {self.page_no()}", align="C")


def _numbers(notes: Sequence[str]) -> range:
    return range(1, len(notes) + 1)


def _escaped(note: str) -> str:
    return note.replace("\n", "\n\n    ")


def _pandoc(notes: Sequence[str], to: str, *options: str) -> bytes:
    source = as_markdown(notes).decode()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        pypandoc.convert_text(
            source,
            to,
            format="markdown-smart-citations",
            outputfile=str(out),
            extra_args=list(options),
        )
        return out.read_bytes()


FORMATS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "report.txt": as_text,
    "report-16.txt": as_bracketed_text,
    "report.md": as_markdown,
    "report.html": as_html,
    "footnotes.docx": as_docx_footnotes,
    "endnotes.docx": as_docx_endnotes,
    "report.pdf": as_pdf,
}
