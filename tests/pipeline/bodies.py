"""What the strange web's hosts say: pages by name, the same for the same place."""

from __future__ import annotations

import gzip
import hashlib
import io
from functools import cache

from fpdf import FPDF

_WORDS = (
    "the river carried timber and grain from the upper valley to the lake where boats of the "
    "ferry company waited and the harbour office counted what was unloaded each morning before "
    "the mill began its work and the school bell called children from both banks of the town"
).split()


def words(seed: str, count: int) -> str:
    """Running text, other words for each seed."""
    state = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    found = []
    for number in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        word = _WORDS[(state >> 33) % len(_WORDS)]
        found.append(word.capitalize() if number % 12 == 0 else word)
        if number % 12 == 11:
            found[-1] += "."
    return " ".join(found)


def html(title: str, *parts: str, head: str = "") -> str:
    """A page; every part is a paragraph unless it is marked up."""
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def article(seed: str) -> str:
    """An ordinary long page, another for each seed."""
    title = f"The river trade: {words(seed, 4)}"
    return html(title, f"<h1>{title}</h1>", *(words(f"{seed}{n}", 60) for n in range(5)))


@cache
def pdf() -> bytes:
    """A true PDF of one page with a text layer."""
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.multi_cell(0, 8, words("pdf", 150))
    out = io.BytesIO()
    made.output(out)
    return out.getvalue()


@cache
def bomb() -> bytes:
    """About 60 kB that unpack to 60 MB."""
    return gzip.compress(b"<p>" + b"\0" * 60_000_000, compresslevel=9)


@cache
def brotli(body: bytes) -> bytes:
    """Packed as Brotli."""
    import brotli as library

    packed: bytes = library.compress(body, quality=5)
    return packed


_NAV = "".join(f'<li><a href="/{n}">{words(f"nav{n}", 3)}</a></li>' for n in range(40))
_PORTAL = "<ul>" + _NAV + "</ul>"

PAGES: dict[str, str | bytes] = {
    "empty": "",
    "blank": "   \n\n  ",
    "empty page": html("", "<div id=main></div>"),
    "home": html("River Watch", "<h1>Welcome to River Watch</h1>", words("home", 200), _PORTAL),
    "lost": html("404 Not Found", "<h1>Not Found</h1>", "The requested URL was not found."),
    "not found": html("Page not found", "<h1>Page not found</h1>", "Try the search."),
    "not found, title alone": html("Page not found | River Watch", words("nf", 400), _PORTAL),
    "not found, heading alone": html(
        "River Watch", "<h1>Sorry, this page could not be found</h1>", words("nfh", 300), _PORTAL
    ),
    "not found, Russian": html(
        "Страница не найдена", "<h1>Ошибка 404</h1>", "Запрашиваемая страница не существует."
    ),
    "not found, Russian, short": html("Портал", "К сожалению, такой страницы нет на сайте."),
    "not found, polite": html(
        "Oops", "We can't seem to find the page you're looking for.", "Go to our home page."
    ),
    "removed": html("River Watch", "This document has been removed from the site."),
    "reorganised": html(
        "River Watch",
        "<h1>Our new website</h1>",
        "We have rearranged our pages to serve you better. " + words("new", 120),
        _PORTAL,
    ),
    "search": html("Search", "<h1>Search results</h1>", "0 results for “boats”.", _PORTAL),
    "tiny": html("x", "ok"),
    "parked": html(
        "old-river.test", "<h1>old-river.test</h1>", "This domain may be for sale.", "Related links"
    ),
    "parked, Russian": html("Домен продаётся", "Домен old-river.test продаётся. Купить домен"),
    "parked, frames": html(
        "old-river.test",
        '<script src="https://www.sedoparking.com/x.js"></script>',
        "Related searches: river cruises, boat insurance, ferry tickets.",
    ),
    "suspended": html(
        "Account Suspended", "This account has been suspended. Contact your hosting."
    ),
    "default page": html(
        "Apache2 Ubuntu Default Page: It works",
        "<h1>It works!</h1>",
        "This is the default welcome page used to test the correct operation of the server.",
    ),
    "login": html(
        "Sign in",
        "<h1>Sign in</h1>",
        '<form method=post><input name=user><input type=password name="p"></form>',
    ),
    "login, Russian": html("Вход", "<h1>Вход на сайт</h1>", "<input type=password>"),
    "members": html("Members", "You must log in to view this page.", "<input type=password>"),
    "consent": html(
        "Before you continue", "<h1>Before you continue</h1>", "We use cookies. Accept all."
    ),
    "consent, privacy": html(
        "We value your privacy", "<h1>We value your privacy</h1>", "Accept. Reject. Manage options."
    ),
    "challenge": html(
        "Just a moment...", "Enable JavaScript and cookies to continue", "<noscript>x</noscript>"
    ),
    "captcha": html("Are you human?", "Please complete the captcha to proceed."),
    "subscribe": html(
        "The boats", "<h1>The boats</h1>", "Subscribe to continue reading.", words("sub", 40)
    ),
    "javascript": html(
        "River app",
        "<noscript>You need to enable JavaScript to run this app.</noscript>",
        '<div id="root"></div><script src="/app.js"></script>',
    ),
    "frameset": "<html><head><title>River Watch report</title></head><frameset cols='20%,80%'>"
    "<frame src='/menu.html'><frame src='/text.html'></frameset></html>",
    "about 404s": html(
        "Why error 404 pages matter: a study of pages that were not found",
        "<h1>Why error 404 pages matter: a study of pages that were not found</h1>",
        *(
            "A page that cannot be found answers with error 404. " + words(f"t{n}", 80)
            for n in range(8)
        ),
    ),
    "about captchas": html(
        "How captchas verify you are human: a history",
        "<h1>How captchas verify you are human: a history</h1>",
        *(words(f"c{n}", 80) for n in range(8)),
    ),
    "about domains": html(
        "Report on domain names for sale in 2010",
        "<h1>Report on domain names for sale in 2010</h1>",
        *("The domain name market. " + words(f"d{n}", 80) for n in range(8)),
    ),
    "boats, soft": html(
        "Page not found", "<h1>Archive</h1>", "The ferry company has 40 boats on the lake."
    ),
    "short news": html("River notice", "<h1>Notice</h1>", "The ferry runs on Sundays from May."),
    "cyrillic 1251": html(
        "Отчёт о реке", "<h1>Отчёт о реке</h1>", "Паромная компания держит сорок лодок. " * 30
    ).encode("cp1251"),
    "utf-16": html("River", words("u16", 200)).encode("utf-16"),
}


def named(name: str, where: str) -> bytes:
    """The body that a table calls by this name; articles differ from place to place."""
    if name == "article":
        return article(where).encode()
    if name == "pdf":
        return pdf()
    if name == "nested bomb":
        return gzip.compress(bomb())
    if name == "brotli bomb":
        return brotli(bytes(60_000_000))
    if name == "deep":
        return b"<html><title>Deep</title>" + b"<div>" * 100_000 + b"the river" + b"</div>" * 100
    if name == "<script>":
        return b"<html><title>x</title><script>" + b"(" * 200_000 + b"</script><p>The ferry runs."
    if name == "large":
        return html("Large", *[article("large")] * 1500).encode()
    if name.startswith("refresh "):
        seconds, target = name.split(" ")[1:]
        meta = f'<meta http-equiv="refresh" content="{seconds}; url={target}">'
        return html("Moved", "This page has moved.", head=meta).encode()
    if name.startswith("script to "):
        target = name.removeprefix("script to ")
        return html("Moved", f'<script>window.location.href = "{target}";</script>').encode()
    body = PAGES[name]
    return body if isinstance(body, bytes) else body.encode()
