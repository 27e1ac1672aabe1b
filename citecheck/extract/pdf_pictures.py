"""Pages of a PDF as pictures, for what has no text layer; drawn in the worker."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2 as pdfium

DPI = 200
_POINTS = 72.0  # an inch
_MOST_PIXELS = 20_000_000


def draw_pages(body: bytes, pages: Sequence[int], *, most: int) -> dict[int, bytes]:
    """The named pages (from 1; all where none is named), ``most`` at most, as grey PGM files."""
    drawn: dict[int, bytes] = {}
    document = pdfium.PdfDocument(body)
    try:
        wanted = pages or range(1, len(document) + 1)
        for number in list(wanted)[:most]:
            try:
                page = document[number - 1]
            except pdfium.PdfiumError:
                continue
            drawn[number] = _draw(page)
            page.close()
    finally:
        document.close()
    return drawn


def _draw(page: pdfium.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = DPI / _POINTS
    pixels = max(1.0, width * height * scale * scale)
    if pixels > _MOST_PIXELS:
        scale *= (_MOST_PIXELS / pixels) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    lines = (
        rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height)
    )
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
