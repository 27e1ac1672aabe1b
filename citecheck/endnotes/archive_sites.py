"""Archives that keep single pages on request: archive.today, WebCite, Perma.cc.

Their long addresses tell what was captured and when; their short ones tell neither,
so that only the archive itself can be asked what is behind them.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from citecheck.model.notes import ArchivedAddress

#: The names under which archive.today has been reached.
_TODAY = frozenset(
    f"archive.{ending}" for ending in ("today", "is", "ph", "li", "vn", "fo", "md", "ec")
)
_WEBCITE = "webcitation.org"
_PERMA = "perma.cc"
_SINGLE_PAGES = _TODAY | {_WEBCITE, _PERMA}
_TODAY_PATH = re.compile(
    r"/(?P<day>\d{4}(?:[.-]?\d{2}){2})(?:-?(?P<time>\d{6}|\d{4}))?/(?P<inner>https?:/.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ONE_SLASH = re.compile(r"^(https?):/(?=[^/])", re.IGNORECASE)


def is_single_page_archive(url: str) -> bool:
    """Whether an address is one of an archive that keeps single pages on request.

    >>> is_single_page_archive("https://perma.cc/ABCD-1234"), is_single_page_archive("http://a.org")
    (True, False)
    """
    return _host(url) in _SINGLE_PAGES


def find_single_page(url: str) -> ArchivedAddress | None:
    """What such an archive's address is a copy of, and when; ``None`` if it does not tell.

    >>> find_single_page("https://archive.is/2012.05.01-120000/http://a.org/b").timestamp
    '20120501120000'
    """
    host = _host(url)
    if host in _TODAY:
        found = _TODAY_PATH.search(url.partition("//")[2])
        if found is None:
            return None
        day, time = re.sub(r"\D", "", found["day"]), found["time"] or ""
        original = _ONE_SLASH.sub(r"\1://", found["inner"])
        return ArchivedAddress(timestamp=f"{day}{time:0<6}", url=url, original=original)
    if host == _WEBCITE:
        asked = parse_qs(urlsplit(url).query)
        original = asked.get("url", [""])[0]
        date = _DAY.match(asked.get("date", [""])[0])
        if date and original.lower().startswith(("http://", "https://")):
            stamp = f"{''.join(date.groups())}000000"
            return ArchivedAddress(timestamp=stamp, url=url, original=original)
    return None


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
