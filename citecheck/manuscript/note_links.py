"""The text of a marked-up note, with the addresses that its links lead to.

Where a link shows its address, the text stands as it is.  Where it shows another
address (cut, escaped, with a soft hyphen in it), the target is right and the shown
text is kept: ``[shown](target)``.  Where it shows words, such as the title, the
address goes to the end of that source: ``<target>``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from citecheck.endnotes.addresses import find_addresses
from citecheck.manuscript.link_targets import unwrap
from citecheck.manuscript.note_anchors import is_back_link
from citecheck.manuscript.note_numbers import find_note_start

_SPACES = re.compile(r"\s+")
#: What is left of a link back to the text, once its own words are gone.
_BACK_SIGN = re.compile(r"^[\^↑↩](?:\s+|$)|\s*[↩↑]$")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)\S+$|[\w.-]+\.[a-z]{2,}/\S*$", re.I)
#: An address that a wrapped line may have cut.
_OPEN_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[^\s>]*$", re.IGNORECASE)
_BREAKS = {
    "p", "div", "li", "ul", "ol", "dd", "dt", "tr", "blockquote", "pre", "section", "aside",
    "table", "td", "th",
}  # fmt: skip
_SILENT = {"script", "style", "noscript", "template", "svg", "button"}


class NoteText:
    """The pieces of note ``number``, held by ``parts``: a block a piece."""

    def __init__(self, number: int, parts: Sequence[Tag]) -> None:
        self._pieces: list[str] = []
        self._text: list[str] = []
        self._owed: list[str] = []
        self._back = False
        for part in parts:
            self._walk(part)
            self._end_piece()
        if self._back and self._pieces:
            self._pieces[0] = _BACK_SIGN.sub("", self._pieces[0])
        self.pieces = _without_number(number, [piece for piece in self._pieces if piece])

    def _walk(self, element: Tag) -> None:
        for child in element.children:
            if isinstance(child, PreformattedString):
                continue
            if isinstance(child, NavigableString):
                self._write(str(child))
            elif isinstance(child, Tag) and child.name not in _SILENT:
                self._tag(child)

    def _tag(self, tag: Tag) -> None:
        if tag.name == "a":
            self._link(tag)
        elif tag.name == "br" and "soft" in (tag.get("class") or ()):
            if _OPEN_ADDRESS.search("".join(self._text)):
                self._end_piece()
            else:
                self._text.append(" ")
        elif tag.name == "br" or tag.name in _BREAKS:
            self._end_piece()
            self._walk(tag)
            if tag.name != "br":
                self._end_piece()
        else:
            self._walk(tag)

    def _write(self, text: str) -> None:
        """Running text; a semicolon ends a source, and with it what its links owe."""
        if self._owed and ";" in text:
            before, _, after = text.partition(";")
            self._text.append(before.rstrip())
            self._pay()
            self._text.append(";" + after)
        else:
            self._text.append(text)

    def _link(self, link: Tag) -> None:
        if is_back_link(link):
            self._back = True
            return
        href = unwrap(str(link.get("href") or "").strip())
        if not _WEB.match(href):
            self._walk(link)
            return
        shown = _INVISIBLE.sub("", _SPACES.sub(" ", link.get_text())).strip()
        if _same(shown, href):
            alone = [address.printed for address in find_addresses(f"{shown} .")] == [shown]
            self._text.append(shown if alone else f"<{shown}>")
        elif _LOOKS_LIKE_ADDRESS.match(shown.replace(" ", "")):
            target = href.replace("(", "%28").replace(")", "%29") if _unbalanced(href) else href
            self._text.append(f"[{shown.replace('[', '').replace(']', '')}]({target})")
        else:
            self._text.append(shown)
            self._owed.append(href)

    def _pay(self) -> None:
        """Write the addresses of links that showed words, unless the note prints them as well."""
        written = "".join(self._text)
        for href in dict.fromkeys(self._owed):
            if href.rstrip("/") not in written:
                self._text.append(f" <{href}>")
        self._owed = []

    def _end_piece(self) -> None:
        self._pay()
        text = _SPACES.sub(" ", _INVISIBLE.sub("", "".join(self._text))).strip()
        if text:
            self._pieces.append(text)
        self._text = []


def _same(shown: str, href: str) -> bool:
    """Whether a link shows where it leads, give or take its scheme and a last slash."""

    def bare(address: str) -> str:
        return unquote(_WEB.sub("", address)).rstrip("/")

    return " " not in shown and bare(shown) == bare(href)


def _unbalanced(href: str) -> bool:
    return href.count("(") != href.count(")")


def _without_number(number: int, pieces: Sequence[str]) -> tuple[str, ...]:
    """The pieces without the note's own number, typed in front of the first."""
    if not pieces:
        return ()
    if len(pieces) > 1 and pieces[0].strip("[]().: ") == str(number):  # a cell of its own
        return tuple(pieces[1:])
    start = find_note_start(pieces[0])
    typed = start is not None and start.number == number and not start.shape.endswith("plain")
    if not typed or start is None:
        return tuple(pieces)
    rest = [start.rest, *pieces[1:]]
    return tuple(piece for piece in rest if piece)
