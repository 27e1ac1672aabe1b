"""Bytes to text, by evidence; bytes that are not text are refused with their place."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from charset_normalizer import from_bytes

from citecheck.manuscript.formats import READ
from citecheck.model.errors import InputError

#: Code pages that are tried when the bytes are not Unicode, for Latin and Cyrillic script.
CODE_PAGES = ("cp1251", "cp1252", "koi8_r", "cp1250", "cp866", "mac_cyrillic", "cp1254")

#: Control characters that no text holds (tab, newlines, form feed and NEL are fine).
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")

#: UTF-8 read as cp1252 and saved again: a lead byte as letter, then its continuation.
MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00e2\u00d0\u00d1](?:[\u0080-\u00bf\u20ac\u201a-\u2122\u0152-\u0192]{1,2}|$)"
)


def decode_text(content: bytes, *, source: str) -> str:
    """The file's text with ``\\n`` line ends.

    A byte order mark decides; then UTF-16 by its zero bytes, UTF-8 if it is
    valid, then the code page that fits best.  Raises ``InputError`` for binary
    content, for UTF-8 with a few broken bytes (mending it would be a guess) and
    for text that was decoded wrongly before it was saved.
    """
    text = _decode(content, source=source)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(
            "is empty", source=source, remedy="give a manuscript with body text and notes"
        )
    control = CONTROLS.search(text)
    if control:
        raise InputError(
            f"is not text: it holds the control character {control.group()!r}",
            _line(text, control.start()),
            source=source,
            remedy=f"read are {READ}",
        )
    _refuse_damage(text, source=source)
    return text


def decode_html(content: bytes, *, source: str) -> str:
    """The page's text; the charset that it declares counts where it is not Unicode.

    Raises ``InputError`` as :func:`decode_text` does.
    """
    from bs4.dammit import EncodingDetector

    declared = EncodingDetector.find_declared_encoding(content, is_html=True)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        # ValueError: broken bytes, or a name with a zero character in it
        with suppress(LookupError, ValueError):
            if declared and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return content.decode(declared).replace("\r\n", "\n").replace("\0", "")
    return decode_text(content, source=source)


def _decode(content: bytes, *, source: str) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decode_strictly(content, encoding, source=source)
    if b"\0" in content:
        return _decode_zero_bytes(content, source=source)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_broken_utf8(content):
            raise _not_decodable(content, error, "utf-8", source) from error
    return _decode_code_page(content, source=source)


def _decode_strictly(content: bytes, encoding: str, *, source: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_decodable(content, error, encoding, source) from error


def _decode_zero_bytes(content: bytes, *, source: str) -> str:
    """UTF-16 without a mark: one byte of each pair is the block's, 0 for Latin, 4 for Cyrillic."""
    half = len(content) // 2
    even, odd = (part.count(0) + part.count(4) for part in (content[::2], content[1::2]))
    if odd > 0.7 * half and even < 0.3 * half:
        return _decode_strictly(content, "utf-16-le", source=source)
    if even > 0.7 * half and odd < 0.3 * half:
        return _decode_strictly(content, "utf-16-be", source=source)
    raise InputError("is a binary file, not text", source=source, remedy=f"read are {READ}")


def _is_broken_utf8(content: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few: far more whole sequences than broken ones."""
    loose = content.decode("utf-8", errors="replace")
    broken = loose.count("\ufffd")
    whole = sum(1 for char in loose if ord(char) > 127) - broken
    return whole >= 4 * broken


def _decode_code_page(content: bytes, *, source: str) -> str:
    matches = from_bytes(content, cp_isolation=list(CODE_PAGES))
    best = matches.best()
    if best is not None:
        # Short Latin texts fit cp1250 and cp1254 as well; the common one wins a near tie.
        near = [m for m in matches if m.encoding == "cp1252" and m.chaos <= best.chaos + 0.02]
        best = near[0] if near and best.encoding in ("cp1250", "cp1254") else best
    if best is None:
        raise InputError(
            "is neither Unicode nor in a known code page",
            source=source,
            remedy="save it as UTF-8",
        )
    return str(best)


def _refuse_damage(text: str, *, source: str) -> None:
    lost = text.find("\ufffd")
    if lost >= 0:
        raise InputError(
            "characters were lost when it was saved (U+FFFD stands for one)",
            _line(text, lost),
            source=source,
            remedy="export the manuscript again, as UTF-8",
        )
    garbled = list(MOJIBAKE.finditer(text))
    if len(garbled) < 3:
        return
    covered = sum(len(found.group()) for found in garbled)
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    if covered >= 0.8 * beyond_ascii:
        found = garbled[0]
        raise InputError(
            f"was decoded wrongly before it was saved (it holds {found.group()!r})",
            _line(text, found.start()),
            source=source,
            remedy="export the manuscript again, as UTF-8",
        )


def _not_decodable(
    content: bytes, error: UnicodeDecodeError, encoding: str, source: str
) -> InputError:
    line = content.count(b"\n", 0, error.start) + 1
    byte = content[error.start]
    return InputError(
        f"byte 0x{byte:02x} is not {encoding.upper()}, while the rest of the file is",
        f"line {line}",
        source=source,
        remedy="save the file as UTF-8 again",
    )


def _line(text: str, offset: int) -> str:
    return f"line {text.count(chr(10), 0, offset) + 1}"
