"""Whole audit documents as the history keeps them: JSON, packed where it is very long."""

from __future__ import annotations

import json
import re
import zlib
from codecs import getincrementaldecoder
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

#: A longer document is kept packed (zlib, RFC 1950): a tenth of its size, and in no case
#: held in memory whole.
LONG = 8_000_000
#: So many bytes of a packed document are unpacked at a time.
_PIECE = 1 << 18
_AFTER = frozenset(" \t\r\n,]}")
_SPACE = re.compile(r"[ \t\r\n]*")
#: No text of SQLite's, which is UTF-8, can hold one; JSON can spell it.
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class WholeDocument:
    """A document that is put together bit by bit, and held packed."""

    def __init__(self) -> None:
        self._length = 0
        self._packer = zlib.compressobj()
        self._packed: list[bytes] = []
        self._sign = "{"

    def add(self, name: str, value: object) -> None:
        """One more entry."""
        self._put(f"{self._sign}{_json(name)}: {_json(value)}")
        self._sign = ", "

    def pass_on(self, name: str, items: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """One more entry, a list, whose items come out again as they are taken."""
        self._put(f"{self._sign}{_json(name)}: [")
        self._sign, sign = ", ", ""
        for item in items:
            self._put(f"{sign}{_json(item)}")
            sign = ", "
            yield item
        self._put("]")

    def end(self) -> str | list[bytes]:
        """The whole: text, or where that would be very long what it is packed into, in parts."""
        self._put("}")
        self._packed.append(self._packer.flush())
        if self._length > LONG:
            return self._packed
        return zlib.decompress(b"".join(self._packed)).decode()

    def _put(self, piece: str) -> None:
        self._length += len(piece)
        packed = self._packer.compress(piece.encode())
        if packed:
            self._packed.append(packed)


def read_document(kept: str | bytes) -> Mapping[str, Any]:
    """The document again."""
    if isinstance(kept, bytes):
        kept = zlib.decompress(kept).decode()
    loaded: Mapping[str, Any] = json.loads(kept)
    return loaded


class KeptDocument(Mapping[str, Any]):
    """A document that is read bit by bit, anew each time that something of it is asked for.

    ``load`` gives it as it is kept.
    """

    def __init__(self, load: Callable[[], str | bytes]) -> None:
        self._load = load
        self._known: dict[str, Any] = {}

    def rows(self, names: Container[str]) -> Iterator[tuple[str, Any]]:
        """Every item of the lists of these names, with the list's name, in their order."""
        for name, value, in_list in _entries(self._load()):
            if in_list and name in names:
                yield name, value

    def __getitem__(self, name: str) -> Any:
        if name in self._known:
            return self._known[name]
        found, items = False, list[Any]()
        for entry, value, in_list in _entries(self._load()):
            if entry == name and not in_list and value is not _LIST:
                self._known[name] = value
                return value
            if entry != name and found:
                return items
            found = found or entry == name
            items += [value] if entry == name and in_list else []
        if not found:
            raise KeyError(name)
        return items

    def __iter__(self) -> Iterator[str]:
        return (name for name, _, in_list in _entries(self._load()) if not in_list)

    def __len__(self) -> int:
        return sum(1 for _ in self)


#: Stands for a list whose items follow.
_LIST = object()


def _entries(kept: str | bytes) -> Iterator[tuple[str, Any, bool]]:
    """A document's entries by name; of a list first that it is one, then each item."""
    text = _Text(iter([kept]) if isinstance(kept, str) else _unpacked(kept))
    text.skip("{")
    while text.sign() != "}":
        name = text.value()
        text.skip(":")
        if text.sign() != "[":
            yield name, text.value(), False
        else:
            text.skip("[")
            yield name, _LIST, False
            while text.sign() != "]":
                yield name, text.value(), True
                if text.sign() == ",":
                    text.skip(",")
            text.skip("]")
        if text.sign() == ",":
            text.skip(",")


def _unpacked(packed: bytes) -> Iterator[str]:
    unpack, decode = zlib.decompressobj(), getincrementaldecoder("utf-8")()
    left = packed
    while not unpack.eof:
        plain = unpack.decompress(left, _PIECE)
        left = unpack.unconsumed_tail
        if not plain and not unpack.eof:
            raise ValueError("the document ends early")
        yield decode.decode(plain)


class _Text:
    """JSON text that comes in pieces, read value by value; ``ValueError`` where it is none."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._text, self._at = pieces, "", 0
        self._decoder = json.JSONDecoder()

    def sign(self) -> str:
        """The next character that is no white space."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise ValueError("the document ends early")

    def skip(self, sign: str) -> None:
        """Pass over a character that must be there."""
        if self.sign() != sign:
            raise ValueError(f"no {sign!r} where one must be")
        self._at += 1

    def value(self) -> Any:
        """The next value; what follows it is there too, or it might be longer."""
        self.sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            # a number may go on in the next piece
            whole = end < len(self._text) and (
                not isinstance(value, int | float) or self._text[end] in _AFTER
            )
            if whole or not self._more():
                self._at = end
                return value

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._text, self._at = self._text[self._at :] + piece, 0
        return True


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
