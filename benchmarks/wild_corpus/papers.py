"""PDF files as layout programs leave them, drawn with reportlab and changed with pikepdf."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.wild_corpus.truth import Fact, Pen, Wild

_SANS = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_FONT, _SIZE = "Times-Roman", 10


class Paper:
    """A canvas and its pen."""

    def __init__(self, name: str, *, russian: bool = False) -> None:
        self.pen = Pen(name, russian=russian)
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4)
        self.font = _FONT
        if russian or name in ("thin-spaces", "soft-hyphens", "right-to-left"):
            pdfmetrics.registerFont(TTFont("Sans", _SANS))
            self.font = "Sans"
        self.canvas.setFont(self.font, _SIZE)

    def turn(self) -> None:
        """The next page."""
        self.canvas.showPage()
        self.canvas.setFont(self.font, _SIZE)
        self.pen.page += 1

    def done(self, change: Callable[[pikepdf.Pdf], None] | None = None) -> Wild:
        """The file, changed once more."""
        self.canvas.showPage()
        self.canvas.save()
        body = self.out.getvalue()
        if change:
            out = BytesIO()
            with pikepdf.open(BytesIO(body)) as pdf:
                change(pdf)
                pdf.save(out, static_id=True)
            body = out.getvalue()
        return self.pen.done(body, "application/pdf")


def narrow_gutters() -> Wild:
    """Three columns a few points apart, figures at the edges of each, lines drawn across."""
    paper = Paper("narrow-gutters")
    for number in range(2):
        if number:
            paper.turn()
        for row in range(20):
            y = 740 - 14 * row
            for x in (40, 215, 390):
                before, figure = paper.pen.words(2), paper.pen.figure("group")
                paper.pen.facts.append(
                    Fact(page=paper.pen.page, printed=figure, before=before.split()[1])
                )
                paper.canvas.drawString(x, y, before)
                paper.canvas.drawRightString(x + 162, y, figure)
    return paper.done()


def sideways_table() -> Wild:
    """A table turned by 90 degrees under upright words on the same page."""
    paper = Paper("sideways-table")
    for turn in (90, -90):
        if turn < 0:
            paper.turn()
        for row in range(6):
            before, figure, after = paper.pen.say()
            paper.canvas.drawString(60, 790 - 14 * row, f"{before} {figure} {after}.")
        paper.canvas.saveState()
        paper.canvas.translate(*((120, 80) if turn > 0 else (480, 600)))
        paper.canvas.rotate(turn)
        for at, column in enumerate(("Boys", "Girls", "All")):
            paper.canvas.drawRightString(240 + 90 * at, 16, column)
        for row, (label, cells) in enumerate(paper.pen.grid(8, ("Boys", "Girls", "All"))):
            paper.canvas.drawString(0, -16 * row, label)
            for at, cell in enumerate(cells):
                paper.canvas.drawRightString(240 + 90 * at, -16 * row, cell)
        paper.canvas.restoreState()
    paper.pen.facts = [
        Fact(page=f.page, printed=f.printed, before=f.before, after=f.after) if not f.row
        else Fact(page=f.page, printed=f.printed)
        for f in paper.pen.facts
    ]  # fmt: skip
    return paper.done()


def heads_and_feet() -> Wild:
    """Page numbers close above and below figures."""
    paper = Paper("heads-and-feet")
    for number in range(3):
        if number:
            paper.turn()
        paper.pen.seen(f"{number + 41} 344")
        paper.canvas.drawRightString(535, 806, f"Page {number + 41} of 344")
        paper.canvas.drawRightString(535, 30, str(number + 41))
        for row in range(8):
            before, figure = paper.pen.label()
            paper.canvas.drawString(60, 792 - 13 * row, before)
            paper.canvas.drawRightString(535, 792 - 13 * row, figure)
            before, figure = paper.pen.label()
            paper.canvas.drawString(60, 43 + 13 * row, before)
            paper.canvas.drawRightString(535, 43 + 13 * row, figure)
    return paper.done()


def glued_marks() -> Wild:
    """Note marks behind figures: small, raised characters, in brackets, stars, small below."""
    paper = Paper("glued-marks")
    ways: tuple[tuple[str, float, float], ...] = (
        ("12", 6, 4), ("3", 5.5, 3.5), ("\u00b9", 10, 0), ("\u00b2\u00b3", 10, 0), ("(4)", 6, 4),
        ("*", 10, 0), ("†", 10, 0), ("a", 6, 4), ("5,6", 6, 4), ("7", 7, 3), ("a, b", 5, 4),
        ("8", 8, 3.3),
    )  # fmt: skip
    for row, (mark, size, rise) in enumerate(ways * 2):
        before, figure, after = paper.pen.say("group" if row < len(ways) else "decimal")
        paper.pen.seen(mark)
        text = paper.canvas.beginText(60, 780 - 15 * row)
        text.textOut(f"{before} {figure}")
        text.setFont(_FONT, size)
        text.setRise(rise)
        text.textOut(mark)
        text.setFont(_FONT, _SIZE)
        text.setRise(0)
        text.textOut(f" {after}.")
        paper.canvas.drawText(text)
    paper.pen.seen("1 2 3 4 6 5")
    return paper.done()


def thin_spaces() -> Wild:
    """Thousands grouped by thin, narrow, figure and hard spaces, or by a gap alone."""
    paper = Paper("thin-spaces", russian=True)
    for row in range(20):
        before, figure, after = paper.pen.say("group")
        y = 790 - 16 * row
        if row % 5 < 4:
            space = "\u2009\u202f\u2007\u00a0"[row % 5]
            paper.canvas.drawString(60, y, f"{before} {figure.replace(' ', space)} {after}.")
            continue
        x = 60 + pdfmetrics.stringWidth(before + " ", "Sans", _SIZE)
        paper.canvas.drawString(60, y, before)
        for part in figure.split(" "):
            paper.canvas.drawString(x, y, part)
            x += pdfmetrics.stringWidth(part, "Sans", _SIZE) + 2.2
        paper.canvas.drawString(x + 2, y, after + ".")
    return paper.done()


def soft_hyphens() -> Wild:
    """Soft hyphens within words, at the ends of lines, and one within a figure."""
    paper = Paper("soft-hyphens")
    y = 790
    for _ in range(12):
        before, figure, after = paper.pen.say()
        cut = before[:-3] + "\u00ad" + before[-3:]
        paper.canvas.drawString(60, y, f"{cut} {figure} {after[:-2]}\u00ad")
        paper.canvas.drawString(60, y - 13, f"{after[-2:]} {paper.pen.words(5)}.")
        y -= 30
    return paper.done()


def forms_and_notes() -> Wild:
    """Fields that somebody filled in, a typed note on the page; a comment is a decoy of another."""
    paper = Paper("forms-and-notes")
    form = paper.canvas.acroForm
    for row in range(8):
        label, figure = paper.pen.label()
        y = 780 - 24 * row
        paper.canvas.drawString(60, y, label)
        form.textfield(
            name=f"f{row}", value=figure, x=260, y=y - 4, width=120, height=16, fontSize=10,
            borderWidth=0,
        )  # fmt: skip
    for row in range(4):
        label, figure = paper.pen.label()
        rect = (60, 500 - 30 * row, 320, 522 - 30 * row)
        paper.canvas.freeTextAnnotation(f"{label} {figure}", DA="/Helv 10 Tf 0 g", Rect=rect)
    return paper.done()


def actual_text() -> Wild:
    """A tagged file whose figures are drawn as shapes of other letters, with their real text."""
    paper = Paper("actual-text")
    for row in range(10):
        before, figure, after = paper.pen.say("group")
        y = 780 - 16 * row
        paper.canvas.drawString(60, y, before)
        x = 64 + pdfmetrics.stringWidth(before, _FONT, _SIZE)
        drawn = "".join(chr(ord("A") + (ord(c) % 16)) for c in figure)
        wide = pdfmetrics.stringWidth(drawn, _FONT, _SIZE)
        code = paper.canvas._code
        code.append(f"/Span <</ActualText ({figure})>> BDC")
        paper.canvas.drawString(x, y, drawn)
        code.append("EMC")
        paper.canvas.drawString(x + wide + 4, y, after)
    return paper.done()


def split_fonts() -> Wild:
    """Figures of two fonts and sizes: decimals set apart, a bold whole, a large first digit."""
    paper = Paper("split-fonts")
    for row in range(16):
        before, figure, after = paper.pen.say("decimal" if row % 4 < 2 else "group")
        y = 790 - 22 * row
        text = paper.canvas.beginText(60, y)
        text.textOut(f"{before} ")
        cut = {0: figure.find("."), 1: figure.find("."), 2: 1, 3: -3}[row % 4]
        first, second = figure[:cut], figure[cut:]
        sizes = {0: (10, 8), 1: (10, 10), 2: (14, 10), 3: (10, 10)}[row % 4]
        for part, size, font in ((first, sizes[0], "Times-Bold"), (second, sizes[1], _FONT)):
            text.setFont(font, size)
            text.textOut(part)
        text.setFont(_FONT, _SIZE)
        text.textOut(f" {after}.")
        paper.canvas.drawText(text)
    return paper.done()


def decimal_points() -> Wild:
    """A table set on the decimal point: what is before it drawn apart from what is behind."""
    paper = Paper("decimal-points")
    for at, column in enumerate(("Boys", "Girls", "All")):
        paper.canvas.drawRightString(310 + 90 * at, 790, column)
    for row, (label, cells) in enumerate(paper.pen.grid(14, ("Boys", "Girls", "All"), "decimal")):
        y = 774 - 14 * row
        paper.canvas.drawString(60, y, label)
        for at, cell in enumerate(cells):
            whole, part = cell.split(".")
            paper.canvas.drawRightString(300 + 90 * at, y, whole)
            paper.canvas.drawString(300 + 90 * at, y, f".{part}")
    paper.pen.facts = [Fact(page=1, printed=f.printed) for f in paper.pen.facts]
    return paper.done()


def leaders() -> Wild:
    """Rows of dots between a label and its figure; labels of two lines."""
    paper = Paper("leaders")
    for row in range(16):
        label, figure = paper.pen.words(3).capitalize(), paper.pen.figure()
        y = 790 - 30 * row
        if row % 2:
            paper.canvas.drawString(60, y, f"{label} {'.' * 60} {figure}")
        else:
            paper.canvas.drawString(60, y + 11, paper.pen.words(4))
            paper.canvas.drawString(60, y, label + " " + ". " * 30)
            paper.canvas.drawRightString(520, y, figure)
        paper.pen.facts.append(Fact(page=1, printed=figure))
    return paper.done()


def hidden_words() -> Wild:
    """A layer that is switched off, invisible letters without a picture, words off the page."""
    paper = Paper("hidden-words")
    canvas, pen = paper.canvas, paper.pen
    for row in range(8):
        before, figure, after = pen.say()
        canvas.drawString(60, 790 - 16 * row, f"{before} {figure} {after}.")
    canvas._code.append("/OC /Off BDC")
    for row in range(3):
        canvas.drawString(60, 600 - 16 * row, f"{pen.words(2)} {pen.decoy()}")
    canvas._code.append("EMC")
    canvas._code.append("/OC /On BDC")
    canvas.drawString(60, 460, " ".join(pen.say()))
    canvas._code.append("EMC")
    canvas.drawString(700, 300, f"off {pen.decoy()}")
    text = canvas.beginText(60, 400)
    text.setTextRenderMode(3)
    text.textOut(f"invisible {pen.decoy()}")
    canvas.drawText(text)

    def switch_off(pdf: pikepdf.Pdf) -> None:
        layers = [
            pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=name))
            for name in ("notes", "words")
        ]
        pdf.pages[0].Resources.Properties = pikepdf.Dictionary(Off=layers[0], On=layers[1])
        off = pikepdf.Dictionary(OFF=pikepdf.Array(layers[:1]), Order=pikepdf.Array(layers))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(layers), D=off)

    return paper.done(switch_off)


def covered_words() -> Wild:
    """Words clipped away, and words under a white patch with others on it."""
    paper = Paper("covered-words")
    canvas, pen = paper.canvas, paper.pen
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 5, 5)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(60, 500, f"{pen.words(2)} {pen.decoy()}")
    canvas.restoreState()
    canvas.drawString(60, 460, f"patched {pen.decoy()}")
    canvas.setFillGray(1)
    canvas.rect(55, 452, 300, 22, fill=1, stroke=0)
    canvas.setFillGray(0)
    before, figure, after = pen.say()
    canvas.drawString(60, 460, f"{before} {figure} {after}.")
    return paper.done()


def right_to_left() -> Wild:
    """Hebrew lines, drawn as they are seen, with figures in them."""
    paper = Paper("right-to-left")
    words = ("ספר", "כפר", "ילדים", "נהר", "שוק", "חורף", "הר", "בתי", "גשר")
    for row in range(14):
        figure = paper.pen.figure()
        first, last = words[row % 9][::-1], words[(row * 4 + 1) % 9][::-1]
        paper.canvas.drawRightString(530, 790 - 16 * row, f"{first} {figure} {last}")
        paper.pen.facts.append(Fact(page=1, printed=figure))
    return paper.done()


def drawn_font() -> Wild:
    """A font of drawn shapes (Type 3) that names its glyphs, and one with a table of letters."""
    names = {",": "comma", ".": "period", "%": "percent", " ": "space"}
    digits = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    names.update({str(n): digits[n] for n in range(10)})
    names.update({chr(c): chr(c) for c in range(ord("a"), ord("z") + 1)})
    codes = {letter: 33 + at for at, letter in enumerate(names)}
    paper = Paper("drawn-font")
    lines: list[tuple[str, int, str]] = []
    for row in range(16):
        before, figure, after = paper.pen.say()
        lines.append(("F1" if row % 2 else "F2", 790 - 16 * row, f"{before} {figure} {after}"))

    def rewrite(pdf: pikepdf.Pdf) -> None:
        shape = pdf.make_stream(b"500 0 0 0 450 700 d1 0 0 450 700 re f")
        mapped = "".join(f"<{code:02X}> <{ord(c):04X}> " for c, code in codes.items())
        table = pdf.make_stream(
            "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
            f"endcodespacerange {len(codes)} beginbfchar {mapped}endbfchar endcmap end".encode()
        )
        fonts = pikepdf.Dictionary()
        for name in ("F1", "F2"):
            called = {c: (n if name == "F1" else f"g{codes[c]}") for c, n in names.items()}
            differences = [33, *(pikepdf.Name(f"/{called[c]}") for c in names)]
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FirstChar=33,
                FontBBox=[0, 0, 500, 700], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
                LastChar=32 + len(codes), Widths=[500] * len(codes),
                CharProcs=pikepdf.Dictionary({f"/{n}": shape for n in called.values()}),
                Encoding=pikepdf.Dictionary(
                    Type=pikepdf.Name.Encoding, Differences=pikepdf.Array(differences)
                ),
                Resources=pikepdf.Dictionary(),
            )  # fmt: skip
            if name == "F2":
                font.ToUnicode = table
            fonts[f"/{name}"] = pdf.make_indirect(font)
        content = "".join(
            f"BT /{name} 10 Tf 60 {y} Td <{''.join(f'{codes[c]:02X}' for c in text)}> Tj ET\n"
            for name, y, text in lines
        )
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=fonts)
        pdf.pages[0].Contents = pdf.make_stream(content.encode())

    return paper.done(rewrite)


def all_papers() -> list[Wild]:
    """Every file of this module."""
    drawn = [
        narrow_gutters(), sideways_table(), heads_and_feet(), glued_marks(), forms_and_notes(),
        actual_text(), split_fonts(), decimal_points(), leaders(), hidden_words(), covered_words(), drawn_font(),
    ]  # fmt: skip
    if _SANS.exists():
        drawn += [thin_spaces(), soft_hyphens(), right_to_left()]
    return drawn
