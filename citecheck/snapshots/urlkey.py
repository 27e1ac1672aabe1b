"""The key under which spellings of one address meet in an index: a SURT.

Sort-friendly URI Reordering Transform, as CDX has it: ``org,example)/path?a&b``.
The ``surt`` package is AGPL and so no choice here; this does what web archives
do with addresses of pages, without its rarer rules.
"""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

_WWW = re.compile(r"^www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}
#: Session identifiers that archives drop from keys.
_SESSION_PATH = re.compile(
    r";jsessionid=[0-9a-z.!_-]+$|/\(\w\([0-9a-z]{24}\)\)(?=/)", re.IGNORECASE
)
_SESSION_NAMES = re.compile(
    r"^(?:jsessionid|phpsessid|sid|cfid|cftoken|aspsessionid\w+)$", re.IGNORECASE
)
_SAFE = "!$&'()*+,;=:@/~-._"


def urlkey(address: str) -> str:
    """The key of an address: no scheme, www, default port, session, fragment or case.

    >>> urlkey("https://www.Example.org:443/A/b.html?z=1&y=2#top")
    'org,example)/a/b.html?y=2&z=1'
    >>> urlkey("http://example.org"), urlkey("http://127.0.0.1:8090/x/")
    ('org,example)/', '127.0.0.1:8090)/x')
    """
    address = address.strip()
    address = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address: a key of its own all the same
        return f"){quote(address, safe=_SAFE, errors='replace').lower()}"
    path = _SESSION_PATH.sub("", unquote(parts.path)).lower()
    path = quote(re.sub(r"/{2,}", "/", path) or "/", safe=_SAFE, errors="replace")
    path = path.rstrip("/") or "/"
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _SESSION_NAMES.match(name)
    ]
    query = "&".join(sorted(_pair(name, value) for name, value in pairs))
    return f"{_host_key(parts)}){path}" + (f"?{query}" if query else "")


def _pair(name: str, value: str) -> str:
    pair = quote(name, safe="", errors="replace").lower()
    return f"{pair}={quote(value, safe='', errors='replace').lower()}" if value else pair


def _host_key(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        port = parts.port
    except ValueError:  # no number: no address that anything answers at
        port = None
    if not host.isascii():
        # what is no host name is quoted below
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    host = quote(host, safe="._-:%~", errors="replace").lower()
    bare = _WWW.sub("", host) or host
    numeric = re.fullmatch(r"[\d.]+|.*:.*", bare)
    labels = bare if numeric else ",".join(reversed(bare.strip(".").split(".")))
    shown = "" if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{port}"
    return labels + shown
