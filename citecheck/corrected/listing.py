"""The corrected notes as a list of their own: text, Markdown and HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from citecheck.corrected.critic import mark
from citecheck.corrected.pieces import Address, Change, CorrectedNote, Piece
from citecheck.safe_text import one_line, shown, web_link

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~^$!])")


def to_text(notes: Sequence[CorrectedNote], *, marked: bool) -> str:
    """One note a paragraph, numbered as in the publication."""
    lines = []
    for note in notes:
        words = _join(note.pieces(), lambda piece: piece.text, marked=marked)
        lines.append(f"{note.number}. {shown(words)}\n")
        lines += [f"   !! {one_line(left)}\n" for left in note.left if marked]
    return "\n".join(lines)


def to_markdown(notes: Sequence[CorrectedNote], *, marked: bool) -> str:
    """Footnotes of Markdown (Pandoc's), with the archived copy as attributes of the address.

    The attributes are named as Wikipedia names the parameters of its citations:
    ``archive-url``, ``archive-date`` (ISO 8601), ``url-status``.
    """
    lines = []
    for note in notes:
        words = _join(_no_brackets(note), _markdown, marked=marked)
        told = "".join(f" {{>>{_escape(one_line(left))}<<}}" for left in note.left if marked)
        lines.append(f"[^{note.number}]: {one_line(words)}{told}\n")
    return "\n".join(lines)


def to_html(notes: Sequence[CorrectedNote], *, title: str, marked: bool) -> str:
    """A page with one list; addresses carry the attributes of Robust Links.

    ``data-originalurl``, ``data-versionurl`` and ``data-versiondate`` are those of
    https://robustlinks.mementoweb.org/spec/.
    """
    items = Markup("\n").join(_item(note, marked=marked) for note in notes)
    return str(
        Markup(
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            "<title>{0}</title>\n</head>\n<body>\n<h1>{0}</h1>\n<ol>\n{1}\n</ol>\n</body>\n</html>\n"
        ).format(one_line(title), items)
    )


def _join(pieces: Iterable[Piece], render: Callable[[Piece], str], *, marked: bool) -> str:
    """The pieces as one text, a mark for each change."""
    text = ""
    for change, same in groupby(pieces, key=lambda piece: piece.change):
        words = "".join(map(render, same))
        match change:
            case Change.KEPT:
                text += words
            case Change.TAKEN_OUT:
                text += mark(words, "") if marked else ""
            case Change.PUT_IN:
                text += mark("", words) if marked else words
    return text


def _no_brackets(note: CorrectedNote) -> list[Piece]:
    """The pieces without the pointed brackets around an address: Markdown puts its own."""
    pieces = list(note.pieces())
    for at, piece in enumerate(pieces):
        if piece.address is None:
            continue
        before = max((i for i in range(at) if pieces[i].change is not Change.TAKEN_OUT), default=-1)
        after = next(
            (i for i in range(at + 1, len(pieces)) if pieces[i].change is not Change.TAKEN_OUT), -1
        )
        if before < 0 or after < 0:
            continue
        left, right = pieces[before], pieces[after]
        if left.text.endswith("<") and right.text.startswith(">"):
            pieces[before] = Piece(text=left.text[:-1], change=left.change)
            pieces[after] = Piece(text=right.text[1:], change=right.change)
    return pieces


def _markdown(piece: Piece) -> str:
    link = web_link(piece.text) if piece.address else None
    return f"<{link}>{_attributes(piece.address)}" if link else _escape(shown(piece.text))


def _attributes(address: Address | None) -> str:
    if address is None or not address.archive_url or not web_link(address.archive_url):
        return ""
    target = address.archive_url.replace('"', "%22").replace("}", "%7D")
    status = "dead" if address.is_dead else "live"
    return f'{{archive-url="{target}" archive-date="{address.archived_on}" url-status="{status}"}}'


def _escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)


def _item(note: CorrectedNote, *, marked: bool) -> Markup:
    words = Markup("").join(_html(piece, marked=marked) for piece in note.pieces())
    left = Markup("").join(
        Markup('<p class="left">{}</p>').format(one_line(text)) for text in note.left if marked
    )
    return Markup('<li id="note-{0}" value="{0}">{1}{2}</li>').format(note.number, words, left)


def _html(piece: Piece, *, marked: bool) -> Markup:
    if piece.change is Change.TAKEN_OUT:
        return Markup("<del>{}</del>").format(shown(piece.text)) if marked else Markup("")
    words = _anchor(piece.address) if piece.address else escape(shown(piece.text))
    return (
        Markup("<ins>{}</ins>").format(words) if marked and piece.change is Change.PUT_IN else words
    )


def _anchor(address: Address) -> Markup:
    target = web_link(address.url)
    if target is None:
        return escape(shown(address.url))
    if address.archive_url is None:
        return Markup('<a href="{0}">{0}</a>').format(target)
    return Markup(
        '<a href="{0}" data-originalurl="{0}" data-versionurl="{1}" data-versiondate="{2}">{0}</a>'
    ).format(target, address.archive_url, address.archived_on)
