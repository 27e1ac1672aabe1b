"""Whole audit documents as the history keeps them: JSON, packed where it is very long."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: A longer document is kept packed (zlib, RFC 1950): a tenth of its size, and in no case
#: held in memory whole.
LONG = 8_000_000
#: No text of SQLite's, which is UTF-8, can hold one; JSON can spell it.
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class WholeDocument:
    """A document that is put together bit by bit."""

    def __init__(self) -> None:
        self._length = 0
        self._pieces: list[str] = []
        self._packer: Any = None
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

    def end(self) -> str | bytes:
        """The whole: text, or bytes where that would be very long."""
        self._put("}")
        if self._packer is None:
            return "".join(self._pieces)
        return b"".join([*self._packed, self._packer.flush()])

    def _put(self, piece: str) -> None:
        self._length += len(piece)
        if self._packer is None:
            self._pieces.append(piece)
            if self._length > LONG:
                self._packer = zlib.compressobj()
                self._pack("".join(self._pieces))
                self._pieces.clear()
        else:
            self._pack(piece)

    def _pack(self, text: str) -> None:
        packed = self._packer.compress(text.encode())
        if packed:
            self._packed.append(packed)


def read_document(kept: str | bytes) -> Mapping[str, Any]:
    """The document again."""
    if isinstance(kept, bytes):
        kept = zlib.decompress(kept).decode()
    loaded: Mapping[str, Any] = json.loads(kept)
    return loaded


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
