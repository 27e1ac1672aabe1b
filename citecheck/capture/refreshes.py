"""Redirects that a page itself holds: a quick meta refresh, or a script and nothing else."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.filter import SoupStrainer

from citecheck.model.captures import Response

#: Seconds up to which a meta refresh is a redirect rather than a slide show.
QUICK_REFRESH = 5.0
#: A page that sends its readers on by a script is not longer than this.
_STUB_BYTES = 8192
_STUB_CHARACTERS = 200
_REFRESH = re.compile(
    r"^\s*(\d+(?:\.\d+)?)\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\">]+)", re.IGNORECASE
)
_SCRIPTED = re.compile(
    r"\b(?:(?:window|document|self|top|parent)\.)?location(?:\.href)?\s*"
    r"(?:=|\.(?:replace|assign)\()\s*[\"']([^\"'\s]{1,2000})[\"']"
)


def find_refresh(answer: Response) -> str | None:
    """The address that a page sends its readers to at once, by meta refresh or a bare script."""
    head = answer.body[:16_384]
    lower = head.lower()
    if b"http-equiv" in lower and b"refresh" in lower:
        found = _find_meta(head)
        if found:
            return found
    if len(answer.body) <= _STUB_BYTES and b"<script" in lower and b"location" in lower:
        return _find_script(answer.body)
    return None


def _find_meta(head: bytes) -> str | None:
    soup = BeautifulSoup(head, "lxml", parse_only=SoupStrainer(["meta", "noscript"]))
    for meta in soup.find_all("meta"):
        if meta.find_parent("noscript"):
            continue  # for readers without scripts; the others stay
        if not isinstance(meta, Tag) or str(meta.get("http-equiv", "")).lower() != "refresh":
            continue
        found = _REFRESH.match(str(meta.get("content", "")))
        if found and float(found[1]) <= QUICK_REFRESH:
            return found[2].strip()
    return None


def _find_script(body: bytes) -> str | None:
    """Where a page leads that is no more than a script which does so."""
    soup = BeautifulSoup(body, "lxml")
    code = " ".join(script.get_text() for script in soup.find_all("script"))
    for hidden in soup.find_all(["script", "noscript", "style", "title"]):
        hidden.decompose()
    if len(soup.get_text(strip=True)) > _STUB_CHARACTERS or "function" in code:
        return None  # what runs when a reader clicks, or only for some, is no redirect
    found = _SCRIPTED.search(code)
    return found[1] if found else None
