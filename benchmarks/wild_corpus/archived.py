"""Pages in wrappings: frames, saved pages, feeds, electronic books, tables as text."""

from __future__ import annotations

import base64
import quopri
import zipfile
from io import BytesIO

from benchmarks.wild_corpus.truth import Fact, Pen, Wild


def saved_page() -> Wild:
    """A page saved with its frame by a browser (MHTML), one part in base64."""
    pen = Pen("saved-page", russian=True)
    first = "".join(f"<p>{a} {b} {c}</p>" for a, b, c in (pen.say() for _ in range(8)))
    second = "".join(f"<p>{a} {b} {c}</p>" for a, b, c in (pen.say() for _ in range(6)))
    outer = f"<html><body>{first}<iframe src='cid:f2@x'></iframe></body></html>"
    quoted = quopri.encodestring(outer.encode("cp1251"))
    packed = base64.encodebytes(f"<html><body>{second}</body></html>".encode())
    body = (
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;"
        b'\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n----b--\r\nContent-Type: text/html;'
        b' charset="windows-1251"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
        b"Content-Location: http://example.org/a\r\n\r\n" + quoted +
        b"\r\n----b--\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <f2@x>\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + packed +
        b"\r\n----b--\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n----b----\r\n"
    )  # fmt: skip
    return pen.done(body, "multipart/related")


def frameset() -> Wild:
    """A set of frames with words for browsers without them."""
    pen = Pen("frameset")
    words = "".join(f"<p>{a} {b} {c}</p>" for a, b, c in (pen.say() for _ in range(8)))
    body = (
        "<html><head><title>x</title></head><frameset cols='20%,*'><frame src=a.htm>"
        f"<noframes><body>{words}</body></noframes></frameset></html>"
    )
    return pen.done(body.encode(), "text/html")


def feed() -> Wild:
    """A news feed whose items hold escaped HTML."""
    pen = Pen("feed")
    items = "".join(
        f"<item><title>x</title><description>&lt;p&gt;{a} &lt;b&gt;{b}&lt;/b&gt; {c}&lt;/p&gt;"
        "</description></item>"
        for a, b, c in (pen.say() for _ in range(8))
    ) + "".join(
        f"<item><description><![CDATA[<p>{a} <b>{b}</b> {c}</p>]]></description></item>"
        for a, b, c in (pen.say() for _ in range(6))
    )
    body = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>{items}</channel></rss>'
    )
    return pen.done(body.encode(), "application/rss+xml")


def xhtml() -> Wild:
    """A strict page with a declaration, a marked section, entities of its own."""
    pen = Pen("xhtml", russian=True)
    words = "".join(
        f"<p>{a}&#160;{b.replace(' ', '&#xa0;')} {c}</p>"
        for a, b, c in (pen.say() for _ in range(12))
    )
    body = (
        '<?xml version="1.0" encoding="windows-1251"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        "<title>x</title><script type='text/javascript'>/*<![CDATA[*/ var a = '<p>';/*]]>*/</script>"
        f"</head><body>{words}</body></html>"
    )
    return pen.done(body.encode("cp1251"), "application/xhtml+xml")


def semicolons() -> Wild:
    """A table of semicolons with decimal commas and grouped thousands; in windows-1251."""
    pen = Pen("semicolons", russian=True)
    lines = ["Область;Город;Село"]
    for label, cells in pen.grid(12, ("Город", "Село")):
        lines.append(";".join([f'"{label}"', *cells]))
    body = "\r\n".join(lines).encode("cp1251")
    return pen.done(body, "text/csv")


def tabs() -> Wild:
    """A table of tabs in UTF-16, as a spreadsheet saves 'Unicode text'."""
    pen = Pen("tabs", russian=True)
    lines = ["Область\tГород\tСело"]
    for label, cells in pen.grid(10, ("Город", "Село")):
        lines.append("\t".join([label, *(f'"{cell}"' if "," in cell else cell for cell in cells)]))
    return pen.done("\r\n".join(lines).encode("utf-16"), "text/plain")


def quoted_lines() -> Wild:
    """Commas between, commas within, lines within cells."""
    pen = Pen("quoted-lines")
    lines = ["Region,Boys,Girls"]
    for label, cells in pen.grid(10, ("Boys", "Girls"), "group"):
        lines.append(",".join([f'"{label}"', *(f'"{cell}"' for cell in cells)]))
    lines.append(f'"{pen.words(1)}\n{pen.words(1)}",x,y')
    return pen.done("\n".join(lines).encode(), "text/csv")


def book() -> Wild:
    """An electronic book of three chapters, read in the order of its spine."""
    pen = Pen("book")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("mimetype", "application/epub+zip")
        zipped.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
            'full-path="OEBPS/c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        names = ("z", "a%20b", "m")
        items = "".join(
            f'<item id="{n[0]}" href="{n}.xhtml" media-type="application/xhtml+xml"/>'
            for n in names
        )
        spine = "".join(f'<itemref idref="{n[0]}"/>' for n in names)
        zipped.writestr(
            "OEBPS/c.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for pen.page, name in enumerate(names, 1):
            words = "".join(
                f"<p>{a} {b}<a epub:type='noteref' href='#n1'>1</a> {c}</p>"
                for a, b, c in (pen.say() for _ in range(5))
            )
            zipped.writestr(
                f"OEBPS/{name.replace('%20', ' ')}.xhtml",
                '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" '
                f'xmlns:epub="http://www.idpf.org/2007/ops"><body>{words}</body></html>',
            )
    pen.seen("1")
    return pen.done(out.getvalue(), "application/epub+zip")


def ruled_text() -> Wild:
    """A plain text whose table is ruled with bars and dashes; in iso-8859-5."""
    pen = Pen("ruled-text", russian=True)
    rule = "+" + "-" * 34 + "+" + "-" * 14 + "+" + "-" * 14 + "+"
    lines = [rule, f"|{'':34}|{'Город':>14}|{'Село':>14}|", rule]
    for _ in range(8):
        label, cells = pen.words(3).capitalize(), [pen.figure(), pen.figure()]
        pen.facts += [Fact(page=1, printed=cell, row=label, column=column)
                      for cell, column in zip(cells, ("Город", "Село"), strict=True)]  # fmt: skip
        lines.append(f"|{label:34}|{cells[0]:>14}|{cells[1]:>14}|")
    return pen.done("\r\n".join([*lines, rule]).encode("iso8859-5"), "text/plain")


def all_archived() -> list[Wild]:
    """Every file of this module."""
    return [saved_page(), frameset(), feed(), xhtml(), semicolons(), tabs(), quoted_lines(), book(),
            ruled_text()]  # fmt: skip
