"""Bytes to letters, by evidence and not by declaration.

The danger is not a missing declaration but a wrong one, and one broken byte.
The ladder: byte order mark; UTF-16 by its zeros; UTF-8 with few errors; what was
declared, if its text looks right; a Cyrillic code page by letter frequency;
cp1252 if its quotes and dashes stand between ASCII letters; charset-normalizer;
cp1252.  ``iso-8859-1`` and ``ascii`` mean cp1252, as in every browser (WHATWG
Encoding Standard, section 4.2).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.extract.cyrillic import CODE_PAGES, GOOD_SCORE, choose_code_page, score
from citecheck.extract.letters import looks_like_mojibake

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_NO_TEXT = {"base64", "hex", "bz2", "zlib", "uu", "quopri", "rot13", "punycode", "idna", "utf-7"}
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})["']""",
    re.IGNORECASE,
)
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
#: Russian words in UTF-8: in no Cyrillic code page do these bytes make letters in a row.
_PATCH = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf](?:[ ,.-](?=[\xd0\xd1][\x80-\xbf]))?){3,}")
_WINDOWS_PUNCTUATION = re.compile(rb"[A-Za-z.,;\s][\x91-\x97][A-Za-z\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the encoding that was used, and what is worth telling about the choice."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def declared_in_html(body: bytes) -> str | None:
    """The charset that a page declares in its first 4 KiB (meta element, XML declaration)."""
    found = _META.search(body[:4096])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def decode(body: bytes, *, declared: Sequence[str] = ()) -> Decoded:
    """The text of the bytes; ``declared`` charsets are hints, the strongest first.

    Bytes that do not decode become U+FFFD; nothing is raised.

    >>> decode("Всего 412".encode("cp1251"), declared=["iso-8859-1"]).encoding
    'cp1251'
    """
    encoding = _by_bytes(body)
    if encoding is None:
        plain, patches = _PATCH.subn(b"", body)
        encoding = _by_declaration(plain, declared) or _by_guess(plain)
        if patches and encoding in CODE_PAGES:
            return _decode_patched(body, encoding, declared)
    text = _without_mark(body, encoding).decode(encoding, errors="replace")
    return Decoded(text=text, encoding=encoding, notes=_notes(text, encoding, declared))


def _decode_patched(body: bytes, encoding: str, declared: Sequence[str]) -> Decoded:
    """A page in a code page into which a server or an editor put words in UTF-8."""
    parts, begun = [], 0
    for patch in _PATCH.finditer(body):
        parts += [body[begun : patch.start()].decode(encoding, "replace"), patch[0].decode()]
        begun = patch.end()
    text = "".join([*parts, body[begun:].decode(encoding, "replace")])
    notes = (*_notes(text, encoding, declared), "parts of it are in utf-8")
    return Decoded(text=text, encoding=encoding, notes=notes)


def _by_bytes(body: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return encoding
    return utf16_byte_order(body[:2000]) or ("utf-8" if _is_utf8(body) else None)


def _without_mark(body: bytes, encoding: str) -> bytes:
    mark = next((mark for mark, name in _MARKS if name == encoding and body.startswith(mark)), b"")
    return body[len(mark) :]


def utf16_byte_order(sample: bytes) -> str | None:
    """The UTF-16 that bytes without a mark are in, told by their high bytes; ``None`` if in none.

    Of Latin letters the high byte is 0, of Cyrillic ones 4; blanks and digits are
    among both, so zeros are there in either case.

    >>> utf16_byte_order("Овец 12".encode("utf-16-be")), utf16_byte_order(b"12 sheep")
    ('utf-16-be', None)
    """
    half = len(sample) / 2
    for order, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        zeros = sample[high::2].count(0)
        if (
            zeros + sample[high::2].count(4) >= 0.75 * half
            and zeros >= max(1, 0.02 * half)
            and sample[low::2].count(0) <= 0.02 * half
        ):
            return order
    return None


def _is_utf8(body: bytes) -> bool:
    """At most 1 error in 1,000 characters (4 in short texts), and more sequences than errors."""
    text = body.decode("utf-8", errors="replace")
    errors = text.count("\ufffd")
    if not errors:
        return True
    if errors > max(4, len(text) / 1000):
        return False
    return len(_UTF8_SEQUENCE.findall(body)) > 2 * errors


def _codec(name: str) -> str | None:
    try:
        canonical = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):  # ValueError: a name with a zero character
        return None
    return None if canonical in _NO_TEXT else _MEANT.get(canonical, canonical)


def _by_declaration(body: bytes, declared: Sequence[str]) -> str | None:
    for name in declared:
        encoding = _codec(name)
        if encoding and _looks_right(body, encoding):
            return encoding
    return None


def _looks_right(body: bytes, encoding: str) -> bool:
    try:
        text = body.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):  # a codec that is not one of bytes to text
        return False
    if text.count("\ufffd") > max(4, len(text) / 1000):
        return False
    if encoding in CODE_PAGES:
        return score(body, encoding) > GOOD_SCORE and choose_code_page(body) in (encoding, None)
    if encoding.startswith("utf-"):  # none of them by its bytes, see _by_bytes
        return False
    cyrillic = choose_code_page(body)
    if cyrillic is None:
        return not looks_like_mojibake(text)
    # A multibyte code page that decodes cleanly has better evidence than letter counts.
    return encoding in {"gb18030", "big5", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949"}


def _by_guess(body: bytes) -> str:
    cyrillic = choose_code_page(body)
    if cyrillic:
        return cyrillic
    if _WINDOWS_PUNCTUATION.search(body):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(body[:100_000]).best()
    encoding = _codec(best.encoding) if best else None
    if encoding is None or _is_latin(body, encoding):
        # One western code page is hardly told from another; cp1252 is the likely one.
        return "cp1252"
    return encoding


def _is_latin(body: bytes, encoding: str) -> bool:
    letters = [c for c in body[:20_000].decode(encoding, "replace") if c > "\x7f" and c.isalpha()]
    return sum(c < "\u0250" for c in letters) >= 0.5 * len(letters)


def _notes(text: str, encoding: str, declared: Sequence[str]) -> tuple[str, ...]:
    notes = []
    others = [name for name in declared if _codec(name) != encoding]
    ascii_only = text.isascii() and encoding == "utf-8"
    if others and not ascii_only:
        notes.append(f"declared as {', '.join(others)[:80]}, read as {encoding}")
    broken = text.count("\ufffd")
    if broken:
        notes.append(f"{broken} characters could not be decoded")
    return tuple(notes)
