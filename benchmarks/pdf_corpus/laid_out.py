"""Files that reportlab lays out: columns, tables, heads, notes, hyphens, charts, many pages."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from benchmarks.pdf_corpus.truth import Book, Sample

_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10.5, leading=13, spaceAfter=6)
JUSTIFIED = ParagraphStyle("justified", parent=_BODY, alignment=TA_JUSTIFY)
_SMALL = ParagraphStyle("small", parent=_BODY, fontSize=8, leading=9.5)
_HEAD = ParagraphStyle("head", parent=_BODY, fontName="Helvetica-Bold", fontSize=14, leading=18)


def build(
    book: Book,
    flow: list[Flowable],
    *,
    columns: int = 1,
    size: tuple[float, float] = A4,
    head: Callable[[Canvas, int], None] | None = None,
    encrypt: object = None,
) -> bytes:
    """The flow as a PDF of columns."""
    out = BytesIO()
    width, height = size
    gap, margin = 18, 60
    wide = (width - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + n * (wide + gap), 60, wide, height - 130, id=f"c{n}", leftPadding=0,
              rightPadding=0)
        for n in range(columns)
    ]  # fmt: skip

    def on_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        if head:
            head(canvas, document.page)

    document = BaseDocTemplate(out, pagesize=size, encrypt=encrypt, title=f"Sample {book.name}")
    document.addPageTemplates([PageTemplate(frames=frames, onPage=on_page)])
    document.build(flow)
    return out.getvalue()


def prose(
    book: Book, paragraphs: int = 5, sentences: int = 3, style: ParagraphStyle = _BODY
) -> list[Flowable]:
    """Paragraphs with a figure a sentence."""
    return [
        Paragraph(" ".join(book.sentence() for _ in range(sentences)), style)
        for _ in range(paragraphs)
    ]


def pages(book: Book, count: int, make: Callable[[], list[Flowable]]) -> list[Flowable]:
    """As many pages, each with what is made for it."""
    flow: list[Flowable] = []
    for number in range(count):
        if number:
            book.turn()
            flow.append(PageBreak())
        flow += make()
    return flow


def column_samples() -> list[Sample]:
    """One, two and three columns, ragged and justified."""
    found = []
    for count in (1, 2, 3):
        for style in (_BODY, JUSTIFIED):
            book = Book(f"columns-{count}-{style.name}")
            paragraphs = {1: 8, 2: 14, 3: 14}[count]
            flow = pages(book, 2, lambda b=book, n=paragraphs, s=style: prose(b, n, style=s))
            found.append(book.sample(build(book, flow, columns=count)))
    return found


def table(book: Book, rows: int = 18, columns: int = 4) -> list[list[str]]:
    """A table with a head of years, a figure in each cell."""
    head = ["Region", *(book.seen(str(2004 + n)) for n in range(columns))]
    return [
        head,
        *([book.words(2).title(), *(book.figure() for _ in range(columns))] for _ in range(rows)),
    ]


def table_samples() -> list[Sample]:
    """Tables ruled and unruled, right-aligned, wide ones across, gaps in rows."""
    styles = {
        "ruled": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
        "unruled": [],
        "right": [("ALIGN", (1, 0), (-1, -1), "RIGHT")],
        "banded": [
            ("BACKGROUND", (0, 0), (-1, 0), colors.navy),
            ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
            ("ALIGN", (1, 0), (-1, -1), "CENTER"),
        ],
    }
    found = []
    for name, style in styles.items():
        book = Book(f"table-{name}")
        flow = pages(
            book, 2, lambda b=book, s=style: [*prose(b, 2), Table(table(b), style=s), *prose(b, 2)]
        )
        found.append(book.sample(build(book, flow)))
    book = Book("table-landscape")
    flow = pages(book, 2, lambda: [Table(table(book, 14, 8))])
    found.append(book.sample(build(book, flow, size=landscape(A4))))
    return found


def head_sample() -> Sample:
    """Running heads and page numbers."""
    book = Book("running-heads")

    def head(canvas: Canvas, page: int) -> None:
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(60, 805, "The invented valley: a survey")
        canvas.drawRightString(535, 805, str(page))
        canvas.drawCentredString(297, 30, f"– {page} –")

    flow: list[Flowable] = []
    for number in range(1, 5):
        if number > 1:
            book.turn()
            flow.append(PageBreak())
        book.seen(str(number))
        flow += prose(book, 5)
    return book.sample(build(book, flow, head=head))


def footnote_samples() -> list[Sample]:
    """Raised marks right behind figures, notes at the foot of the page."""
    found = []
    for size, rise in ((6.5, 4.5), (7, 3), (5, 5)):
        book = Book(f"footnotes-{size}-{rise}")

        def make(b: Book = book, size: float = size, rise: float = rise) -> list[Flowable]:
            flow: list[Flowable] = [Paragraph(b.words(4).title(), _HEAD)]
            for _ in range(6):
                marked = (
                    f'{b.words(4).capitalize()} {b.figure()}<super size="{size}" rise="{rise}">'
                    f"{b.mark()}</super>, {b.words(3)} {b.figure()}"
                    f'<super size="{size}" rise="{rise}">{b.mark()}</super> {b.words(4)}.'
                )
                flow.append(Paragraph(marked, _BODY))
            flow.append(Spacer(1, 60))
            flow += [
                Paragraph(f'<super size="5" rise="3">{b.mark()}</super> {b.sentence()}', _SMALL)
                for _ in range(3)
            ]
            return flow

        found.append(book.sample(build(book, pages(book, 2, make))))
    return found


def hyphen_sample() -> Sample:
    """Words cut at line ends in a narrow column, and ranges that break there too."""
    book = Book("hyphens")
    flow: list[Flowable] = []
    for _ in range(12):
        start = book.seen("2005")
        line = f"{book.words(2)} popu-<br/>lation {book.figure()} in {start}–<br/>"
        flow.append(Paragraph(f"{line}{book.seen('2010')} {book.sentence()}", _BODY))
    return book.sample(build(book, flow, columns=2))


def chart_sample() -> Sample:
    """Charts with figures on their bars, axes and slices."""
    book = Book("charts")

    def make() -> list[Flowable]:
        bars = VerticalBarChart()
        bars.x, bars.y, bars.width, bars.height = 40, 40, 360, 150
        bars.data = [[30, 50, 80]]
        bars.valueAxis.valueMin, bars.valueAxis.valueMax, bars.valueAxis.valueStep = 0, 100, 20
        for step in range(0, 101, 20):
            book.seen(str(step))
        bars.categoryAxis.categoryNames = [book.figure() for _ in range(3)]
        bars.categoryAxis.labels.angle = 90
        bars.categoryAxis.labels.dx, bars.categoryAxis.labels.dy = -8, -20
        pie = Pie()
        pie.x, pie.y, pie.width, pie.height = 60, 20, 110, 110
        pie.data = [3, 5, 2]
        pie.labels = [book.figure() for _ in range(3)]
        first, second = Drawing(420, 220), Drawing(420, 160)
        first.add(bars)
        second.add(pie)
        return [first, Spacer(1, 20), second, *prose(book, 2)]

    return book.sample(build(book, pages(book, 2, make)))


def long_sample(count: int = 300) -> Sample:
    """Text and tables on many pages."""
    book = Book("long")
    turns = iter(range(count))

    def make() -> list[Flowable]:
        if next(turns) % 4 == 3:
            return [Table(table(book, 5, 3)), *prose(book, 1, 1)]
        return prose(book, 2, 2)

    return book.sample(build(book, pages(book, count, make)))


def all_laid_out() -> list[Sample]:
    """Every sample of this module."""
    return [
        *column_samples(), *table_samples(), head_sample(), *footnote_samples(), hyphen_sample(),
        chart_sample(), long_sample(),
    ]  # fmt: skip
