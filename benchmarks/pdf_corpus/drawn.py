"""Files drawn letter by letter: what layout programs do to figures."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.pdf_corpus.truth import Book, Sample

#: Fonts with Cyrillic letters, where the system has them.
CYRILLIC_FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
)
_FONT, _SIZE = "Times-Roman", 11


class Paper:
    """A canvas with its book: lines go down the page."""

    def __init__(self, name: str, *, russian: bool = False, size: tuple[float, float] = A4) -> None:
        self.book = Book(name, russian=russian)
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=size, pageCompression=1)
        self.width, self.height = size
        self.top = self.height - 80
        self.font = _FONT
        self.canvas.setFont(_FONT, _SIZE)

    def set_font(self, font: str, size: float = _SIZE) -> None:
        """Another font from here on, also on the next pages."""
        self.font = font
        self.canvas.setFont(font, size)

    def line(self, text: str, x: float = 70, *, lead: float = 15) -> float:
        """Draw a line and go down; gives the height at which it stands."""
        y = self.top
        self.canvas.drawString(x, y, text)
        self.top -= lead
        return y

    def turn(self) -> None:
        """The next page."""
        self.canvas.showPage()
        self.book.turn()
        self.top = self.height - 80
        self.canvas.setFont(self.font, _SIZE)

    def done(self, **more: object) -> Sample:
        """The finished sample."""
        self.canvas.showPage()
        self.canvas.save()
        return self.book.sample(self.out.getvalue(), **more)  # type: ignore[arg-type] # passed on


def kerned(mode: str) -> Sample:
    """Figures whose digits are set apart, or placed one by one."""
    paper = Paper(f"kerned-{mode}")
    for _ in range(14):
        before, figure, after = paper.book.words(3), paper.book.figure(), paper.book.words(3)
        if mode == "glyphs":
            x = 70.0
            for letter in f"{before} {figure} {after}.":
                paper.canvas.drawString(x, paper.top, letter)
                x += pdfmetrics.stringWidth(letter, _FONT, _SIZE) + 0.1
            paper.top -= 18
            continue
        spread = {"tight": -0.3, "wide": 1.2, "spaced": 2.2}[mode]
        text = paper.canvas.beginText(70, paper.top)
        text.textOut(f"{before} ")
        text.setCharSpace(spread)
        text.textOut(figure)
        text.setCharSpace(0)
        text.textOut(f" {after}.")
        paper.canvas.drawText(text)
        paper.top -= 18
    return paper.done()


def struck_twice(offset: float) -> Sample:
    """Fake bold: each line drawn twice, a little apart."""
    paper = Paper(f"struck-twice-{offset}")
    for _ in range(16):
        text = paper.book.sentence()
        paper.canvas.drawString(70 + offset, paper.top, text)
        paper.line(text)
    return paper.done()


def turned(angle: int, *, rotate: int) -> Sample:
    """Text that runs sideways, on a page that is turned so that it can be read, or not."""
    paper = Paper(f"turned-{angle}-{rotate}")
    for number in range(2):
        if number:
            paper.turn()
        paper.canvas.setPageRotation(rotate)
        paper.canvas.saveState()
        origin = {0: (70, 500), 90: (100, 70), 180: (540, 100), 270: (400, 540)}[angle]
        paper.canvas.translate(*origin)
        paper.canvas.rotate(angle)
        for row in range(12):
            y = -16 * row
            paper.canvas.drawString(0, y, paper.book.words(2).title())
            for column in range(3):
                paper.canvas.drawRightString(240 + 90 * column, y, paper.book.figure())
        paper.canvas.restoreState()
    return paper.done()


def mixed_columns() -> Sample:
    """Two columns whose lines are drawn across both."""
    paper = Paper("columns-drawn-across")
    for number in range(2):
        if number:
            paper.turn()
        for _ in range(30):
            for x in (60, 320):
                words = f"{paper.book.words(2)} {paper.book.figure()} {paper.book.words(1)}"
                paper.canvas.drawString(x, paper.top, words)
            paper.top -= 14
    return paper.done()


def table_by_columns() -> Sample:
    """An unruled table drawn column by column."""
    paper = Paper("table-by-columns", size=landscape(A4))
    rows = [paper.book.words(2).title() for _ in range(20)]
    for number, row in enumerate(rows):
        paper.canvas.drawString(70, 500 - 18 * number, row)
    for column in range(5):
        paper.canvas.drawRightString(330 + 90 * column, 518, paper.book.seen(str(2001 + column)))
        for number in range(20):
            x, y = 330 + 90 * column, 500 - 18 * number
            paper.canvas.drawRightString(x, y, paper.book.figure())
    return paper.done()


def cropped() -> Sample:
    """A page whose CropBox leaves out a printer's line numbers and job line."""
    paper = Paper("cropped")
    for number in range(2):
        if number:
            paper.turn()
        paper.canvas.setCropBox((50, 50, 545, 792))
        for line in range(30):
            y = paper.line(paper.book.sentence())
            paper.canvas.drawString(20, y, str(700 + line))
        paper.canvas.drawString(60, 20, "Job 88123")
    return paper.done(hidden=("88123", "712"))


def white() -> Sample:
    """White words on white, and white words on a dark bar, which are seen."""
    paper = Paper("white-on-white")
    for _ in range(8):
        paper.line(paper.book.sentence())
    paper.canvas.setFillGray(0.1)
    paper.canvas.rect(60, 300, 400, 40, fill=1)
    paper.canvas.setFillGray(1)
    paper.canvas.drawString(70, 315, paper.book.sentence())
    paper.canvas.drawString(70, 200, "hidden 77,777 sheep and 66.6% goats")
    return paper.done(hidden=("77,777", "66.6"))


def struck_in_form() -> Sample:
    """Text inside a form object that two pages draw."""
    paper = Paper("forms")
    paper.canvas.beginForm("stamp")
    paper.canvas.setFont(_FONT, _SIZE)
    stamp = paper.book.words(3)
    paper.canvas.drawString(70, 100, stamp)
    paper.canvas.endForm()
    for number in range(2):
        if number:
            paper.turn()
        paper.canvas.doForm("stamp")
        for _ in range(10):
            paper.line(paper.book.sentence())
    return paper.done()


def labelled() -> Sample:
    """Pages that are called i, ii, 1, 2 and A-1."""
    paper = Paper("labels")
    for number in range(5):
        if number:
            paper.turn()
        paper.line(paper.book.sentence())
    paper.canvas.addPageLabel(0, style="ROMAN_LOWER")
    paper.canvas.addPageLabel(2, style="ARABIC", start=1)
    paper.canvas.addPageLabel(4, style="ARABIC", start=1, prefix="A-")
    return paper.done(labels=("i", "ii", "1", "2", "A-1"))


def scanned() -> Sample:
    """Pictures of pages among pages of text, one with letters hidden behind its picture."""
    paper = Paper("scans")
    from PIL import Image

    picture = ImageReader(Image.new("L", (60, 84), 200))
    for number in range(4):
        if number:
            paper.turn()
        if number in (1, 2):
            paper.canvas.drawImage(picture, 0, 0, *A4)
        if number != 1:
            text = paper.canvas.beginText(70, 700)
            text.setTextRenderMode(3 if number == 2 else 0)
            text.textLines([paper.book.sentence() for _ in range(5)])
            paper.canvas.drawText(text)
    return paper.done(scanned=(2,))


def cyrillic() -> list[Sample]:
    """Russian text in fonts that carry their letters; thousands parted by spaces."""
    found = []
    for path in CYRILLIC_FONTS:
        if not path.exists():
            continue
        pdfmetrics.registerFont(TTFont(path.stem, path))
        paper = Paper(f"cyrillic-{path.stem}", russian=True)
        for number in range(2):
            if number:
                paper.turn()
            paper.set_font(path.stem)
            for _ in range(24):
                paper.line(paper.book.sentence())
        found.append(paper.done())
    return found


_MAKERS: tuple[Callable[[], Sample], ...] = (
    lambda: kerned("tight"), lambda: kerned("wide"), lambda: kerned("spaced"),
    lambda: kerned("glyphs"), lambda: struck_twice(0.3), lambda: struck_twice(0.8),
    lambda: turned(0, rotate=90), lambda: turned(90, rotate=90), lambda: turned(270, rotate=0),
    lambda: turned(180, rotate=180), mixed_columns, table_by_columns, cropped, white,
    struck_in_form, labelled, scanned,
)  # fmt: skip


def all_drawn() -> list[Sample]:
    """Every sample of this module."""
    return [*(make() for make in _MAKERS), *cyrillic()]
