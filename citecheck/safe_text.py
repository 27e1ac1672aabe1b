"""Text from outside, made harmless to look at: in a terminal, a page, a spreadsheet.

Escaping for a format (HTML, Markdown, CSV) is that format's business; here goes
what no format escapes: terminal sequences, control characters, and characters that
turn the direction of what follows (Unicode TR36, "bidirectional text spoofing").
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

# ECMA-48: CSI …, OSC … (ended by BEL or ST), and the two-character escapes.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(r"[\u061c\u200b\u200e\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# What a spreadsheet takes for a formula (OWASP, "CSV Injection"), also in full width.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def shown(text: str) -> str:
    r"""The text without control characters; turning characters are spelt out.

    Line ends become ``\n``, tabs stay.

    >>> shown("a\x1b[31mred\x1b[0m \u202egnp.exe\u202c")
    'ared [U+202E]gnp.exe[U+202C]'
    """
    text = _LINE_END.sub("\n", _SEQUENCE.sub("", text))
    text = _UNSEEN.sub("", _CONTROL.sub("", text))
    text = _TURNING.sub(lambda m: f"[U+{ord(m[0]):04X}]", text)
    return _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The same on a single line, runs of space as one."""
    return " ".join(shown(text).split())


def xml_text(text: str) -> str:
    """The same, with nothing that XML 1.0 cannot hold (production 2, Char)."""
    return re.sub(r"[\ufffe\uffff]", "\ufffd", one_line(text))


def cut(text: str, length: int) -> str:
    """One line of at most ``length`` characters, an ellipsis where more stood.

    A combining mark is never parted from its letter.
    """
    line = one_line(text)
    if len(line) <= length:
        return line
    end = length - 1
    while end > 0 and unicodedata.combining(line[end]):
        end -= 1
    return line[:end].rstrip() + "…"


def cell(value: object) -> object:
    """A cell that no spreadsheet runs: text like a formula gets an apostrophe in front.

    >>> cell("=1+1"), cell(-5), cell(None), cell("a - b")
    ("'=1+1", -5, '', 'a - b')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = one_line(value)
    # The raw text decides too: what is stripped here, another program may strip as well.
    return f"'{text}" if text.startswith(_FORMULA) or value.startswith(_FORMULA) else text


def web_link(url: str | None) -> str | None:
    """The address if it may be a link: plain http or https with a host; else ``None``."""
    if not url or _CONTROL.search(url) or _TURNING.search(url) or re.search(r"\s", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def host_of(url: str | None) -> str | None:
    """The host of a web address, without ``www.``."""
    link = web_link(url)
    host = urlsplit(link).hostname if link else None
    return host.removeprefix("www.") if host else None
