"""Where a link of a document leads, once what an editing program put around it is taken off.

Google Docs exports each address as one of its own that redirects; mail programs do so
with what is pasted from them.  The address that the author gave stands in a parameter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """A service whose addresses hold another in one of these parameters."""

    name: str
    host: re.Pattern[str]
    path: str
    parameters: tuple[str, ...]


WRAPPERS = (
    Wrapper(
        name="links of documents that Google Docs exported",
        host=re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"),
        path="/url",
        parameters=("q", "url"),
    ),
    Wrapper(
        name="links that Outlook checks when they are followed",
        host=re.compile(r"[\w.-]+\.safelinks\.protection\.outlook\.com"),
        path="/",
        parameters=("url",),
    ),
    Wrapper(
        name="links out of Facebook",
        host=re.compile(r"lm?\.facebook\.com"),
        path="/l.php",
        parameters=("u",),
    ),
)


def unwrap(href: str) -> str:
    """The address that a link is for.

    >>> unwrap("https://www.google.com/url?q=http://a.example/x%3Fy%3D1&sa=D&ust=17")
    'http://a.example/x?y=1'
    >>> unwrap("http://a.example/url?q=http://b.example/")
    'http://a.example/url?q=http://b.example/'
    """
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").casefold()
    except ValueError:
        return href
    for wrapper in WRAPPERS:
        if wrapper.host.fullmatch(host) and parts.path.startswith(wrapper.path):
            values = parse_qs(parts.query)
            held = [values[name][0] for name in wrapper.parameters if name in values]
            return next((one for one in held if re.match(r"https?://", one, re.I)), href)
    return href
