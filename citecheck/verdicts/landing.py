"""What an address itself gives away of the page that it leads to."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit, urlunsplit

_FRONT = r"(?:index|default|home|main|start|welcome)(?:\.\w{2,5})?"
_LANGUAGE = r"(?:lang-{1,2})?[a-z]{2}(?:[-_][a-z]{2})?"
#: Folders that hold a whole site: of a language, of the world, of a program.
_WHOLE = rf"(?:{_LANGUAGE}|global|international|intl|site|sites|portal|web|www|home)"
_ROOT = re.compile(rf"^/?(?:{_WHOLE}/){{0,2}}(?:{_FRONT}|{_WHOLE})?/?$", re.IGNORECASE)
_LOGIN = re.compile(
    r"(?:^|[/._?&=-])(?:log-?in|log-?on|sign-?in|sign-?on|sso|saml2?|adfs|oauth2?|openid|cas"
    r"|auth(?:enticate|entication|orize|wall)?|consent|(?:show|check|smart|re)?captcha|challenge|paywall|subscribe"
    r"|wayf|shibboleth|idp)(?:[/._-]|$)",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:http[-_]?)?(?:errors?|err)?[-_]?(?:40[34]|410|500)(?:[-_](?:not[-_]?found|error|page))?"
    r"|(?:general|generic|custom)?[-_]?errors?(?:[-_]?(?:page|docs?|handler))?"
    r"|(?:(?:page|file|document|content)[-_]?)?(?:not[-_]?found|missing|unavailable|removed)"
    r"|(?:session[-_]?)?(?:expired|time[-_]?out)|no[-_]?page|oops|sorry|gone|expired|suspended(?:[-_]?page)?|defaultwebpage",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"(?:site[-_]?)?search(?:[-_]?(?:results?|page|form))?|results?|suche|suchergebnisse?|recherche"
    r"|buscar|busqueda|poisk|поиск",
    re.IGNORECASE,
)
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:q|s|query|search|searchword|text)=", re.IGNORECASE)
#: Lists of a site, where what is no longer there is sent.
_LIST = re.compile(
    r"site[-_]?map|karta(?:[-_]?sa[jy]ta)?|news(?:room)?|press(?:[-_]?(?:room|releases?|center|centre))?"
    r"|publications|documents|resources|library|archives?|reports|articles|events"
    r"|novosti|publikacii|dokumenty|arhiv",
    re.IGNORECASE,
)
#: Last parts of addresses under which the page above is shown in another dress.
_DRESS = re.compile(r"print(?:able)?|pdf|amp|full(?:text)?|view|html?|text|download", re.IGNORECASE)
_SPELLING = re.compile(rf"/{_FRONT}$", re.IGNORECASE)


def is_root(url: str) -> bool:
    """Whether an address is a home page: no path, an index page, or a language's front page.

    >>> is_root("http://www.example.org/en/"), is_root("http://example.org/reports/2009.html")
    (True, False)
    """
    parts = urlsplit(url)
    return bool(_ROOT.match(parts.path)) and not parts.query


def redirects_home(url: str, final_url: str) -> bool:
    """Whether a page below the root has become a home page."""
    return final_url != url and is_root(final_url) and not is_root(url)


def leads_to_login(url: str, final_url: str) -> bool:
    """Whether a page has become a login or a consent page.

    >>> leads_to_login("http://example.org/a.html", "http://example.org/login?next=/a.html")
    True
    """
    parts = urlsplit(final_url)
    place = f"{parts.hostname or ''}{parts.path}"
    here = urlsplit(url)
    return _LOGIN.search(place) is not None and not _LOGIN.search(f"{here.hostname}{here.path}")


def leads_to_error(url: str, final_url: str) -> bool:
    """Whether a page has become one whose address says that it is an error.

    >>> leads_to_error("http://example.org/a.html", "http://example.org/errors/404.aspx")
    True
    """
    return _becomes(_ERROR, url, final_url)


def leads_to_search(url: str, final_url: str) -> bool:
    """Whether a page has become a search form or its results.

    >>> leads_to_search("http://example.org/a.html", "http://example.org/?s=a")
    True
    """
    query = urlsplit(final_url).query
    asks = is_root(final_url.split("?")[0]) and bool(_SEARCH_QUERY.search(query))
    return _becomes(_SEARCH, url, final_url) or (asks and not urlsplit(url).query)


def leads_to_list(url: str, final_url: str) -> bool:
    """Whether a page has become a list of the site's, or the front page of its own section.

    >>> leads_to_list("http://example.org/news/2010/05/plan.html", "http://example.org/news/")
    True
    >>> leads_to_list("http://example.org/story/12/print", "http://example.org/story/12/")
    False
    """
    here, there = urlsplit(spelling_free(url)), urlsplit(spelling_free(final_url))
    if here == there or there.query or is_root(url):
        return False
    last, wanted = _stems(there.path)[-1:], _stems(here.path)[-1:]
    if last and _LIST.fullmatch(last[0]) and last != wanted:
        return True
    below = here.netloc == there.netloc and here.path.startswith(f"{there.path}/")
    is_name = not any(map(str.isdigit, "".join(last)))
    return below and bool(last) and is_name and not any(map(_DRESS.fullmatch, wanted))


def _becomes(pattern: re.Pattern[str], url: str, final_url: str) -> bool:
    """Whether one of the last parts of the path says so, and none of the cited address's did."""
    return any(map(pattern.fullmatch, _stems(final_url)[-2:])) and not any(
        map(pattern.fullmatch, _stems(url))
    )


def _stems(url: str) -> list[str]:
    """The parts of a path without their endings."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    return [re.sub(r"\.\w{2,5}$", "", part) for part in parts]


def spelling_free(url: str) -> str:
    """One form for all the spellings of an address: scheme, www, case, slashes, fragment.

    >>> spelling_free("https://www.Example.org/a/index.html#p") == spelling_free("http://example.org/a/")
    True
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").lower().rstrip(".").removeprefix("www.")
    netloc = host if port in (None, 80, 443) else f"{host}:{port}"
    path = _SPELLING.sub("", unquote(parts.path)).rstrip("/").lower()
    return urlunsplit(("", netloc, path, parts.query, ""))


def host_of(url: str) -> str:
    """The host of an address without ``www.``; empty where it has none."""
    return spelling_free(url).removeprefix("//").split("/", 1)[0]
