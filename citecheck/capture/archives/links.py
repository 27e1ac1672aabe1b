"""Web links as headers and TimeMaps give them (RFC 8288, RFC 6690, RFC 7089).

A link is ``<address>; name=value; name="quoted value", …``.  The parser of requests cuts
an address at its first semicolon and loses the values that hold an equals sign; old
addresses have both (``;jsessionid=…``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_TARGET = re.compile(r"[\s,]*<(?P<url>[^>]*)>", re.DOTALL)
_PARAMETER = re.compile(
    r"\s*;\s*(?P<name>[!#$&+\-.^_`|~\w*]+)"
    r"(?:\s*=\s*(?:\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|(?P<bare>[^\s;,\"]*)))?",
    re.DOTALL,
)
_NEXT = re.compile(r",\s*<")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link: its address as written, its relations in lower case, its other parameters.

    Of a parameter that comes twice the first counts (RFC 8288, 3.3).
    """

    url: str
    rel: frozenset[str]
    parameters: Mapping[str, str] = field(default_factory=dict)


def parse_links(text: str) -> list[Link]:
    """Every link of a header or a TimeMap, in order; what is no link is passed over.

    >>> [link.url for link in parse_links('<a;b?c=d>; rel="memento first", <e>; rel=self')]
    ['a;b?c=d', 'e']
    """
    links: list[Link] = []
    at = 0
    while found := _TARGET.match(text, at):
        at = found.end()
        parameters: dict[str, str] = {}
        while parameter := _PARAMETER.match(text, at):
            at = parameter.end()
            quoted, bare = parameter["quoted"], parameter["bare"]
            value = _ESCAPE.sub(r"\1", quoted) if quoted is not None else (bare or "")
            parameters.setdefault(parameter["name"].lower(), value)
        rel = frozenset(parameters.pop("rel", "").lower().split())
        links.append(Link(url=found["url"].strip(), rel=rel, parameters=parameters))
        following = _NEXT.search(text, at)
        if following is None:
            break
        at = following.start()
    return links
