"""Rich Text Format (version 1.9.1) to text: notes, tables, raised and hidden letters.

A loop over tokens with a stack of group states, so that depth costs memory and not
the stack of calls; ``\\bin`` jumps over what it announces, without copying it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from citecheck.extract.composing import Composed, LabelledLine, compose
from citecheck.extract.cyrillic import choose_code_page
from citecheck.extract.letters import looks_like_mojibake
from citecheck.extract.limits import Limits
from citecheck.extract.notemarks import set_off
from citecheck.extract.rtf_tables import Tables
from citecheck.model.documents import Extraction, RegionKind, Unread, UnreadReason

MEDIA_TYPE = "application/rtf"
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
#: Beyond this depth a file is no document ([RTF 1.9.1] names no limit; Word writes under 100).
_DEEPEST = 200_000
_MARK = re.compile(r"^(\[\d+\])\s*")
_RAISED_BY = 4  # half-points


class _Kind(Enum):
    """Where the letters of a group go."""

    TEXT = auto()
    NOTE = auto()
    HEADER = auto()
    FOOTER = auto()
    BOX = auto()
    TITLE = auto()
    FONTS = auto()
    SHELL = auto()  # nothing of its own, but groups that are seen may stand in it
    UNSEEN = auto()


_SILENT = frozenset({_Kind.UNSEEN, _Kind.SHELL, _Kind.FONTS})
_SEEN = {
    "fldrslt": None, "shptxt": _Kind.BOX, "result": None, "footnote": _Kind.NOTE,
    "header": _Kind.HEADER, "headerl": _Kind.HEADER, "headerr": _Kind.HEADER,
    "headerf": _Kind.HEADER, "footer": _Kind.FOOTER, "footerl": _Kind.FOOTER,
    "footerr": _Kind.FOOTER, "footerf": _Kind.FOOTER, "title": _Kind.TITLE,
}  # fmt: skip
_SHELLS = frozenset({"info", "object", "shp", "shpinst", "shpgrp", "do", "dptxbx"})
_HIDING = frozenset({
    "fonttbl", "colortbl", "stylesheet", "pict", "nonshppict", "shprslt", "themedata", "xe", "tc",
    "datastore", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator",
    "xmlnstbl", "annotation", "atnid", "atnauthor", "atnref", "atntime", "atndate", "atnicn",
    "fldinst", "nonesttables", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn",
    "rxe", "tcn", "txe", "bkmkstart", "bkmkend", "formfield", "objdata", "objclass", "objname",
    "listlevel", "leveltext", "levelnumbers", "list", "listoverride", "pgp", "pgptbl", "sp", "sn",
    "sv", "latentstyles", "mmathPr", "operator", "author", "subject", "doccomm", "keywords",
    "creatim", "revtim", "printim", "buptim", "company", "manager", "category", "hlinkbase",
})  # fmt: skip
_ENDS = frozenset({"par", "line", "sect", "page", "column", "softline", "softpage"})
_LETTERS = {
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "zwnj": "\u200c", "zwj": "\u200d",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"-": "\xad", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}
_CHARSETS = {
    77: "mac-roman", 89: "mac-cyrillic", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk",
    136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp866",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What a group inherits and may change for itself."""

    kind: _Kind = _Kind.TEXT
    font: int | None = None
    skipped: int = 1  # letters that stand in for a Unicode one
    raised: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Sink:
    """Lines of one part of the document; a note gets its own and hands it on when it ends."""

    tables: Tables = field(default_factory=Tables)
    pieces: list[str] = field(default_factory=list)
    raised_from: int | None = None

    def write(self, text: str, *, raised: bool) -> None:
        if raised and self.raised_from is None:
            self.raised_from = len(self.pieces)
        elif not raised:
            self.settle()
        self.pieces.append(text)

    def settle(self) -> None:
        """End a raised run."""
        if self.raised_from is not None:
            begun, self.raised_from = self.raised_from, None
            run = "".join(self.pieces[begun:])
            before = "".join(self.pieces[max(0, begun - 12) : begun])[-12:]
            self.pieces[begun:] = [set_off(before, run)]

    def take_line(self) -> str:
        self.settle()
        line = "".join(self.pieces).strip(" \t")
        self.pieces = []
        return line


def read_rtf(body: bytes, limits: Limits) -> Extraction:
    """The text, then its notes, headers and footers; 8-bit letters by their font's code page."""
    reader = _Reader()
    reader.read(body)
    remarks: tuple[str, ...] = ()
    composed = reader.composed()
    whole = "\n".join(line for line, _ in composed.lines)
    guess = choose_code_page(bytes(reader.plain_bytes)) if looks_like_mojibake(whole) else None
    if guess:
        reader = _Reader(guess)
        reader.read(body)
        remarks = (f"its letters are declared otherwise, read as {guess}",)
        composed = replace(reader.composed(), remarks=remarks)
    if reader.too_deep:
        why = "its groups are nested beyond all measure"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=MEDIA_TYPE)
    return compose(composed, limits)


class _Reader:
    def __init__(self, believed: str | None = None) -> None:
        self.too_deep = False
        self.plain_bytes = bytearray()  # letters in the document's own code page
        self._believed = believed
        self._page = believed or "cp1252"
        self._fonts: dict[int, str] = {}
        self._font_at_hand = 0
        self._default_font: int | None = None
        self._group = _Group()
        self._stack: list[tuple[_Group, _Sink]] = []
        self._sink = self._main = _Sink()
        self._waiting = bytearray()
        self._to_skip = 0
        self._fresh = False  # whether the last token opened a group
        self._starred = False
        self._surrogate = ""
        self._title: list[str] = []
        self._notes = 0
        self._aside: list[LabelledLine] = []
        self._cut = False

    def composed(self) -> Composed:
        """What was read."""
        lines: list[LabelledLine] = [(line, None) for line in self._main.tables.lines]
        title = "".join(self._title).strip()
        return Composed(
            media_type=MEDIA_TYPE,
            lines=[*lines, *self._aside],
            title=title or None,
            gaps=("the file ends before its last group does",) if self._cut else (),
            engine="citecheck.rtf 1",
        )

    def read(self, body: bytes) -> None:
        """Take in every token."""
        at, end = 0, len(body)
        while at < end:
            found = _TOKEN.match(body, at)
            if found is None:
                break
            at = found.end()
            word, number, code, symbol, brace, letters = found.groups()
            fresh, self._fresh = self._fresh, False
            if letters is not None:
                self._take_bytes(letters)
            elif word is not None:
                if word == b"bin":
                    at += max(0, int(number or 0))
                    continue
                self._word(word.decode("ascii"), int(number) if number else None)
            elif code is not None:
                self._take_bytes(bytes.fromhex(code.decode("ascii")))
            elif brace == b"{":
                self._open()
                if self.too_deep:
                    return
            elif brace == b"}":
                if self._close():
                    break
            elif symbol is not None:
                self._symbol(symbol, fresh=fresh)
        else:
            self._cut = bool(self._stack)
        self._flush()
        while self._stack:
            self._close()
        self._end_line()
        self._main.tables.end()

    def _open(self) -> None:
        self._flush()
        self._starred, self._fresh = False, True
        self._stack.append((self._group, self._sink))
        self.too_deep = len(self._stack) > _DEEPEST

    def _close(self) -> bool:
        """End a group; true if it was the outermost."""
        self._flush()
        self._to_skip = 0
        self._starred = False
        if not self._stack:
            return True
        group, sink = self._stack.pop()
        if self._sink is not sink:
            self._end_aside(self._group.kind)
            self._sink = sink
        self._group = group
        return not self._stack

    def _end_aside(self, kind: _Kind) -> None:
        region = {
            _Kind.NOTE: RegionKind.NOTES,
            _Kind.HEADER: RegionKind.HEADER,
            _Kind.FOOTER: RegionKind.FOOTER,
        }.get(kind, RegionKind.BOX)
        self._end_line()
        self._sink.tables.end()
        lines = [(_MARK.sub(r"\1 ", line), region) for line in self._sink.tables.lines]
        if kind in {_Kind.HEADER, _Kind.FOOTER} and all(one in self._aside for one in lines):
            return
        self._aside += lines

    def _word(self, word: str, number: int | None) -> None:
        if word == "nesttableprops":
            self._starred, self._sink.tables.defines_inner = False, True
            return
        if self._starred and word not in _SEEN and word not in _SHELLS:
            self._starred = False
            self._become(_Kind.UNSEEN)
            return
        self._starred = False
        if word == "u":
            self._unicode(number or 0)
            return
        self._flush()
        if word in _HIDING:
            self._become(_Kind.FONTS if word == "fonttbl" else _Kind.UNSEEN)
        elif word in _SHELLS:
            self._become(_Kind.SHELL)
        elif word in _SEEN:
            self._see(_SEEN[word])
        elif self._group.kind is _Kind.FONTS:
            self._define_font(word, number or 0)
        elif self._group.kind not in {_Kind.UNSEEN, _Kind.SHELL}:
            self._format(word, number)
        if word == "ansicpg" and number and not self._believed:
            self._page = _codec(f"cp{number}") or self._page
        elif word in {"mac", "pc", "pca"} and not self._believed:
            self._page = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "deff":
            self._default_font = number

    def _become(self, kind: _Kind) -> None:
        if self._group.kind is not _Kind.UNSEEN:
            self._group = replace(self._group, kind=kind)

    def _see(self, kind: _Kind | None) -> None:
        if self._group.kind is _Kind.UNSEEN:
            return
        if kind is None:
            outer = next(
                (g.kind for g, _ in reversed(self._stack) if g.kind is not _Kind.SHELL), _Kind.TEXT
            )
            self._group = replace(self._group, kind=outer)
            return
        if kind is _Kind.NOTE:
            self._notes += 1
            self._sink.write(f"[{self._notes}]", raised=False)
        if kind is not _Kind.TITLE:
            self._sink = _Sink()
        self._group = replace(self._group, kind=kind, raised=False)
        if kind is _Kind.NOTE:
            self._sink.write(f"[{self._notes}]", raised=False)

    def _define_font(self, word: str, number: int) -> None:
        if word == "f":
            self._font_at_hand = number
        elif word == "fcharset" and number in _CHARSETS:
            self._fonts[self._font_at_hand] = _CHARSETS[number]
        elif word == "cpg" and _codec(f"cp{number}"):
            self._fonts[self._font_at_hand] = f"cp{number}"

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        match word:
            case "f":
                self._group = replace(self._group, font=number)
            case "uc":
                self._group = replace(self._group, skipped=max(0, number or 0))
            case "super":
                self._group = replace(self._group, raised=on)
            case "nosupersub" | "sub":
                self._group = replace(self._group, raised=False)
            case "up":
                self._group = replace(self._group, raised=(number or 6) >= _RAISED_BY)
            case "v" | "deleted":
                self._group = replace(self._group, hidden=on)
            case "plain":
                self._group = replace(self._group, font=None, raised=False, hidden=False)
            case "cell" | "nestcell":
                self._sink.tables.end_cell(self._sink.take_line(), nested=word == "nestcell")
            case "row" | "nestrow":
                self._sink.tables.end_row(self._sink.take_line(), nested=word == "nestrow")
            case _ if word in _ENDS:
                self._end_line()
            case _ if word in _LETTERS:
                self._write(_LETTERS[word])
            case _:
                self._sink.tables.define(word, number)

    def _symbol(self, symbol: bytes, *, fresh: bool) -> None:
        if symbol == b"*":
            self._starred = fresh  # anywhere else it means nothing
            return
        if self._to_skip and symbol not in {b"\r", b"\n"}:
            self._to_skip -= 1
            return
        self._flush()
        if symbol in {b"\r", b"\n"}:
            self._end_line()
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _take_bytes(self, letters: bytes) -> None:
        self._starred = False
        if self._to_skip:
            skipped = min(self._to_skip, len(letters))
            self._to_skip -= skipped
            letters = letters[skipped:]
        if self._group.kind not in _SILENT:
            self._waiting += letters

    def _unicode(self, number: int) -> None:
        self._flush()
        self._to_skip = self._group.skipped
        number %= 0x10000
        if 0xD800 <= number < 0xDC00:
            self._surrogate = chr(number)
            return
        letter = self._surrogate + chr(number)
        self._surrogate = ""
        letter = letter.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if 0xF020 <= number < 0xF100:
            letter = ""  # a symbol font's own letters
        self._write(letter)

    def _flush(self) -> None:
        if not self._waiting:
            return
        font = self._group.font if self._group.font is not None else self._default_font
        page = self._fonts.get(font) if font is not None else None
        if page is None and not self._group.hidden:
            self.plain_bytes += self._waiting
        text = bytes(self._waiting).decode(page or self._page, "replace")
        self._waiting.clear()
        self._surrogate = ""
        self._write(text)

    def _write(self, text: str) -> None:
        if self._group.kind is _Kind.TITLE:
            self._title.append(text)
        elif text and not self._group.hidden and self._group.kind not in _SILENT:
            self._sink.write(text, raised=self._group.raised)

    def _end_line(self) -> None:
        self._sink.tables.end_line(self._sink.take_line())


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
