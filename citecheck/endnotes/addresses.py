"""Addresses in a healed note: found by linkify-it-py, taken out of their brackets, never corrected.

``<…>`` and Markdown links give their address exactly; a Markdown link's target is
right where its text is escaped (``\\\\$FILE``).  Letters, commas and escapes inside an
address stay as they are: ``righths`` is what the file is called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from linkify_it import LinkifyIt

from citecheck.endnotes.archives import find_archived, with_scheme

_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\(<?([^()\s<>]+(?:\([^()\s<>]*\)[^()\s<>]*)*)>?\)")
_AUTOLINK = re.compile(r"<\s*((?:https?://|ftp://|www\.)[^<>\s]+)\s*>", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
#: Without ``www.`` or a path, only these endings make a word an address: ``report.No`` is none.
_PLAIN_ENDINGS = (".org", ".com", ".net", ".int", ".edu", ".gov", ".info")

_HOME_PATHS = {"", "index.html", "index.htm", "index.php", "default.aspx", "default.htm"}
#: Addresses without a scheme whose ending linkify-it-py does not know: ``www.`` or a path tells.
_BARE = re.compile(
    r"(?<![\w@./:-])(?:www\.(?:[\w-]+\.)+[a-z]{2,24}(?![\w-])(?::\d+)?(?:[/?#][^\s<>\"“”«»]*)?"
    r"|(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,24}(?::\d+)?/[^\s<>\"“”«»]*)"
)

#: linkify-it-py knows the country codes and a dozen more; these are missing.
_MORE_ENDINGS = ["int", "mil", "mobi", "cat", "jobs", "news", "ngo", "ong", "foundation", "world"]

_LINKIFY = LinkifyIt(options={"fuzzy_email": False, "fuzzy_link": True, "fuzzy_ip": False})
_LINKIFY.tlds(_MORE_ENDINGS, keep_old=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAddress:
    """An address in a note: it takes up ``text[start:end]``, brackets included.

    ``printed`` is what the page shows without brackets, ``url`` the same with a
    scheme.  ``shown`` is a Markdown link's text where it differs from its target.
    """

    start: int
    end: int
    printed: str
    url: str
    shown: str | None = None


def find_addresses(text: str) -> list[FoundAddress]:
    """The addresses in a note, in order; mail addresses are not meant."""
    found = [
        _from_markdown(match)
        for match in _MARKDOWN_LINK.finditer(text)
        if _SCHEME.match(match.group(2)) or match.group(2).startswith("www.")
    ]
    masked = _mask(text, found)
    found += [_found(m.start(), m.end(), m.group(1)) for m in _AUTOLINK.finditer(masked)]
    found += _find_plain(_mask(text, found))
    masked = _mask(text, found)
    found += [_found_bare(match) for match in _BARE.finditer(masked)]
    found.sort(key=lambda address: address.start)
    if any(_SCHEME.match(address.printed) for address in found):
        found = [address for address in found if not _is_name_of_site(address)]
    return found


def _is_name_of_site(address: FoundAddress) -> bool:
    """ "Eurasianet.org, “…”, http://…": a host alone beside a whole address is who wrote it."""
    printed = address.printed
    return not _SCHEME.match(printed) and "/" not in printed and not printed.startswith("www.")


def _find_plain(text: str) -> list[FoundAddress]:
    return [
        _found(match.index, match.index + len(match.raw.rstrip(".,;")), match.raw.rstrip(".,;"))
        for match in _LINKIFY.match(text) or ()
        if _is_address(match.raw)
    ]


def _is_address(raw: str) -> bool:
    if raw.lower().startswith("mailto:") or raw.startswith("//"):
        return False
    if _SCHEME.match(raw):
        return raw.lower().startswith(("http://", "https://", "ftp://"))
    if raw.lower().startswith("www."):
        return True
    host, slash, _ = raw.partition("/")
    if "@" in host:
        return False
    return bool(slash and host == host.lower()) or raw.endswith(_PLAIN_ENDINGS)


def _found(start: int, end: int, printed: str) -> FoundAddress:
    return FoundAddress(start=start, end=end, printed=printed, url=with_scheme(printed))


def _found_bare(match: re.Match[str]) -> FoundAddress:
    printed = match.group().rstrip(".,;:'’”")
    while printed.endswith((")", "]")) and printed.count(printed[-1]) > printed.count(
        "(" if printed[-1] == ")" else "["
    ):
        printed = printed[:-1].rstrip(".,;:'’”")
    return _found(match.start(), match.start() + len(printed), printed)


def _from_markdown(match: re.Match[str]) -> FoundAddress:
    shown, target = match.group(1).strip(), match.group(2)
    is_address = bool(_SCHEME.match(shown) or shown.startswith("www.")) and " " not in shown
    return FoundAddress(
        start=match.start(),
        end=match.end(),
        printed=shown if is_address else target,
        url=with_scheme(target),
        shown=shown if shown != target else None,
    )


def _mask(text: str, found: Sequence[FoundAddress]) -> str:
    """The text with what was found blanked out, so that no offset moves."""
    parts: list[str] = []
    at = 0
    for address in sorted(found, key=lambda address: address.start):
        parts += [text[at : address.start], " " * (address.end - address.start)]
        at = address.end
    return "".join(parts) + text[at:]


def split_address(url: str) -> SplitResult | None:
    """The parts of an address, ``None`` where it has no valid host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return parts if host else None


def host_of(url: str) -> str | None:
    """The host in lower case without ``www.``, ``None`` where there is none."""
    parts = split_address(url)
    return parts.hostname.removeprefix("www.") if parts and parts.hostname else None


def address_key(url: str) -> str:
    """What two spellings of one address share.

    An archive's address counts as what it is a copy of; scheme, ``www.``, a last
    slash and doubled commas make no difference.
    """
    parts = split_address(find_original(url))
    if parts is None or parts.hostname is None:
        return url
    path = re.sub(r",{2,}", ",", parts.path).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    port = f":{parts.port}" if _has_port(parts) else ""
    return f"{parts.hostname.removeprefix('www.')}{port}{path}{query}"


def address_stem(url: str) -> str | None:
    """The key of a file's address without its ending: report.doc and report.pdf share it."""
    found = re.match(r"^(.{8,})\.(?:pdf|docx?|html?|rtf|odt|txt)$", address_key(url), re.IGNORECASE)
    return found.group(1) if found else None


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port not in (None, 80, 443)
    except ValueError:
        return False


def find_original(url: str) -> str:
    """The address that an archive's address is a copy of; any other as it is."""
    archived = find_archived(url)
    return archived.original if archived and archived.original else url


def is_home_page(url: str) -> bool:
    """Whether an address names a site and no page of it."""
    parts = split_address(url)
    if parts is None or parts.query or find_archived(url):
        return False
    return parts.path.strip("/").lower() in {
        "",
        "index.html",
        "index.htm",
        "index.php",
        "default.aspx",
        "default.htm",
    }
