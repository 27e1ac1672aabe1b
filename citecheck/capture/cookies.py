"""Cookies of one errand: held for its redirects, sent to who set them, then forgotten.

Some sites send every reader once round to see that a cookie comes back (RFC 6265); who never
sends one walks in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any, cast

import requests
from requests.cookies import MockRequest, get_cookie_header

from citecheck.model.captures import Response

#: An address and what it said in one ``Set-Cookie``.
Said = tuple[str, str]
#: More than these nobody needs to let a reader in; each may be as long as a header.
MOST_COOKIES = 20


class _Answer:
    """An answer as :meth:`CookieJar.extract_cookies` wants it."""

    def __init__(self, value: str) -> None:
        self._head = Message()
        self._head["Set-Cookie"] = value

    def info(self) -> Message:
        return self._head


def cookies_said(answer: Response, url: str) -> tuple[Said, ...]:
    """The cookies that an answer sets."""
    return tuple((url, value) for name, value in answer.headers if name.lower() == "set-cookie")


def cookie_header(said: Iterable[Said], url: str) -> str | None:
    """What a browser sends to an address of the cookies that were set; ``None`` if none.

    >>> cookie_header([("http://a.example/", "seen=1; path=/")], "http://a.example/b")
    'seen=1'
    >>> cookie_header([("http://a.example/", "seen=1; path=/")], "http://b.example/b") is None
    True
    """
    jar = CookieJar()
    for origin, value in said:
        request = MockRequest(requests.Request("GET", origin))
        jar.extract_cookies(cast("Any", _Answer(value)), cast("Any", request))
    asked = requests.Request("GET", url)
    said_back: str | None = get_cookie_header(jar, asked)  # type: ignore[no-untyped-call]
    return said_back
