"""A body without its content codings, piece by piece and within bounds.

What a server declares is a hint: gzip that is none is passed on as it is, gzip that
nobody declared is unpacked, a second layer too.  No library's own stream does the
unpacking: they inflate each chunk whole, and 64 kB can hold 64 MB.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Protocol

import brotli

#: The most bytes of one unpacked piece.
PIECE = 65_536
#: No text that people wrote packs as well as this; beyond ``FREE_BYTES`` it is a bomb.
MAX_RATIO = 200
FREE_BYTES = 4_000_000
#: More layers than this are no accident.
MAX_LAYERS = 3
_GZIP = b"\x1f\x8b\x08"
_DEFLATE = {"deflate"}
_GZIPS = {"gzip", "x-gzip"}


class CutShort(Exception):  # noqa: N818 - an outcome on its way out, not an error of ours
    """The packed body ended before its end, or holds rubbish inside."""


class Bomb(Exception):  # noqa: N818
    """The body unpacks to more than any source would."""


class _Unpacker(Protocol):
    @property
    def done(self) -> bool: ...

    def feed(self, data: bytes) -> Iterator[bytes]: ...


def unpack(pieces: Iterable[bytes], codings: str | None, *, is_archive: bool) -> Iterator[bytes]:
    """The body of a message whose Content-Encoding is ``codings`` (RFC 9110, 8.4).

    ``is_archive``: the address or the media type names a packed file, which stays packed.
    Raises :class:`CutShort` after the last byte that could be unpacked, :class:`Bomb` as
    soon as it is one.

    >>> import gzip
    >>> b"".join(unpack([gzip.compress(b"text")], "gzip", is_archive=False))
    b'text'
    """
    said = [part.strip().lower() for part in (codings or "").split(",") if part.strip()]
    known = [c for c in said if c in _GZIPS | _DEFLATE | {"br"}]
    if len(known) > MAX_LAYERS:
        raise Bomb(f"packed {len(known)} times")
    body: Iterator[bytes] = iter(pieces)
    for coding in reversed(known):
        body = _layer(body, coding)
    for _ in range(0 if is_archive else MAX_LAYERS - len(known)):
        body = _undeclared(body)
    return body


def _undeclared(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack what begins like gzip though nobody said so."""
    first, pieces = _peek(pieces, len(_GZIP))
    yield from _layer(pieces, "gzip") if first.startswith(_GZIP) else pieces


def _layer(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    first, pieces = _peek(pieces, 64)
    unpacker = _choose_unpacker(coding, first)
    if unpacker is None:
        yield from pieces
        return
    came = given = 0
    for piece in pieces:
        came += len(piece)
        for part in unpacker.feed(piece):
            given += len(part)
            if given > FREE_BYTES and given > MAX_RATIO * came:
                raise Bomb(f"{came:,} bytes unpack to more than {given:,}")
            yield part
    if not unpacker.done:
        raise CutShort("its packed body ends too soon")


def _peek(pieces: Iterator[bytes], count: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, and all pieces as they were."""
    seen: list[bytes] = []
    for piece in pieces:
        seen.append(piece)
        if sum(map(len, seen)) >= count:
            break
    return b"".join(seen)[:count], chain(seen, pieces)


def _choose_unpacker(coding: str, first: bytes) -> _Unpacker | None:
    """The way to unpack what begins so; ``None`` where it is not packed that way."""
    if coding in _GZIPS:
        return _Zlib(31) if first.startswith(_GZIP[: len(first)]) and first else None
    if coding in _DEFLATE:
        for bits in (15, -15):  # with zlib's wrapping, as it should be, or raw, as many send it
            if _can_begin(zlib.decompressobj(bits).decompress, first):
                return _Zlib(bits)
        return None
    return _Brotli() if _can_begin(brotli.Decompressor().process, first) else None


def _can_begin(unpacked: Callable[[bytes], bytes], first: bytes) -> bool:
    try:
        unpacked(first)
    except (zlib.error, brotli.error):
        return False
    return bool(first)


class _Zlib:
    """gzip with all its members, or deflate."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._inner = zlib.decompressobj(bits)
        self._after = b""
        self.done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What these bytes unpack to; what follows the last member is passed over."""
        while data:
            if self._inner.eof:
                data, self._after = self._after + data, b""
                if len(data) < len(_GZIP):
                    self._after = data
                    return
                if not (self._bits == 31 and data.startswith(_GZIP)):
                    self._bits = 0  # rubbish: no member follows any more
                    return
                self._inner, self.done = zlib.decompressobj(self._bits), False
            try:
                part = self._inner.decompress(data, PIECE)
            except zlib.error as error:
                raise CutShort("its packed body is damaged") from error
            if part:
                yield part
            self.done = self._inner.eof
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail


class _Brotli:
    """Brotli (RFC 7932)."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def done(self) -> bool:
        """Whether the last byte has come."""
        return bool(self._inner.is_finished())

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What these bytes unpack to."""
        try:
            yield self._inner.process(data, output_buffer_limit=PIECE)
            while not self._inner.can_accept_more_data():
                yield self._inner.process(b"", output_buffer_limit=PIECE)
        except brotli.error as error:
            raise CutShort("its packed body is damaged") from error
