"""An invented web at the real addresses of the 179 notes, live and archived, behind a proxy.

``real_addresses.yaml`` names for each address how it answers.  Every body is invented;
nothing is asked of any real host.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fpdf import FPDF

from citecheck.demo.archive import InventedArchive
from citecheck.demo.proxy import InventedWeb
from citecheck.demo.serving import Asked
from citecheck.demo.sites import ArchivedCopy, Manner, Page, Reply, Shelf, Site
from tests.tables import read_yaml

TABLE = Path(__file__).with_name("real_addresses.yaml")
#: The archive as the proxy plays it.
ARCHIVE = "http://web.archive.org"
#: Hosts that speak TLS and whose certificate is right; cia.gov's is another host's.
TRUSTED = ("www.interpol.int", "undocs.org", "documents.un.org", "www.theguardian.com")
HTML = ("Content-Type", "text/html; charset=utf-8")
PDF = ("Content-Type", "application/pdf")
WORDS = (
    "The ferry company keeps its boats at the old pier. Every morning they carry timber, "
    "letters and passengers across the lake, and every evening they come back with fish. "
    "The harbour master writes down the weather, the names of the boats and what they carried."
)


@dataclass(frozen=True)
class Row:
    """One address of the table."""

    address: str
    live: str
    shelf: Shelf
    archived: Mapping[str, str]
    expect: Mapping[str, Any]
    rescue: Mapping[str, str]

    @property
    def url(self) -> str:
        """The address itself, where the note prints an archived copy's."""
        if not self.address.startswith("http://web.archive.org/web/"):
            return self.address
        original = self.address.split("/", 5)[5]
        return original if original.startswith("http") else f"http://{original}"


def read_table() -> list[Row]:
    """The rows, in the order of the notes."""
    return [
        Row(
            address=row["address"],
            live=row["live"],
            shelf=Shelf(row.get("shelf", "open")),
            archived=row.get("archived", {}),
            expect=row["expect"],
            rescue=row.get("rescue", {}),
        )
        for row in read_yaml(TABLE)
    ]


def page(title: str, words: str = WORDS, *, status: int = 200) -> Reply:
    body = (
        f"<html><head><title>{title}</title></head>"
        f"<body><h1>{title}</h1><p>{words}</p></body></html>"
    )
    return Reply(status=status, headers=(HTML,), body=body.encode())


def redirect(to: str, status: int) -> Reply:
    return Reply(status=status, headers=(HTML, ("Location", to)))


@cache
def pdf(words: str = WORDS) -> Reply:
    made = FPDF()
    made.set_creation_date(datetime(2011, 1, 1, tzinfo=UTC))
    made.add_page()
    made.set_font("Helvetica", size=12)
    made.multi_cell(0, 8, words)
    out = io.BytesIO()
    made.output(out)
    return Reply(headers=(PDF,), body=out.getvalue())


NOT_FOUND = page("Page not found", "Sorry, the page that you asked for is not here any more.")
Live = Callable[[str, str], dict[str, Page]]


def _one(reply: Reply) -> Live:
    return lambda path, title: {path: Page(live=(reply,))}


def _to(status: int) -> Live:
    def answer(path: str, title: str) -> dict[str, Page]:
        there = f"/kept{path}"
        goal = pdf() if path.endswith(".pdf") else page("Ferries on the lake")
        return {
            path: Page(live=(redirect(there, status),)),
            there: Page(live=(goal,)),
        }

    return answer


#: The ways to answer, by the table's words.
LIVE: dict[str, Live] = {
    "page": _one(page("Ferries on the lake")),
    "title": lambda path, title: {path: Page(live=(page(title),))},
    "pdf": _one(pdf()),
    "temp": _to(302),
    "moved": _to(301),
    "browsers": lambda path, title: {
        path: Page(live=(page("Ferries on the lake"),), programs=page("Forbidden", status=403))
    },
    "gone": _one(replace(NOT_FOUND, status=404)),
    "gone410": _one(replace(NOT_FOUND, status=410)),
    "notfound": _one(NOT_FOUND),
    "notfound_ru": _one(page("Страница не найдена", "Такой страницы на сайте нет.")),
    "home": lambda path, title: {
        path: Page(live=(redirect("/", 302),)),
        "/": Page(live=(page("Welcome to our new site"),)),
    },
    "html_for_file": _one(page("Library of documents")),
    "parked": _one(page("lake.example", "This domain is for sale. Buy this domain now.")),
    "dead": lambda path, title: {path: Page()},
    "close": _one(Reply(manner=Manner.CLOSE)),
    "reset": _one(Reply(manner=Manner.RESET)),
    "forbidden": _one(page("Forbidden", status=403)),
    "busy": _one(
        Reply(status=429, headers=(HTML, ("Retry-After", "1")), body=b"<h1>Too many requests</h1>")
    ),
    "login": lambda path, title: {
        path: Page(live=(redirect("/login?next=report", 302),)),
        "/login?next=report": Page(live=(page("Log in", "Please log in to read on."),)),
    },
    "down": _one(page("Service unavailable", status=503)),
    "hang": _one(Reply(manner=Manner.HANG)),
    "loop": lambda path, title: {path: Page(live=(redirect(path, 302),))},
    "short": _one(replace(pdf(), withheld=300)),
    "big": _one(replace(pdf(), pad=3_000_000)),
    "tls": _one(page("Ferries on the lake")),
}
#: What the archive kept, by the table's words; the status of an error is its own word.
KEPT: dict[str, Reply] = {
    "page": page("Ferries on the lake"),
    "revisit": page("Ferries on the lake"),
    "other": page("Boats of the lake", f"{WORDS} There is a new pier."),
    "pdf": pdf(),
    "notfound": NOT_FOUND,
    "home": redirect("/", 302),
    "404": replace(NOT_FOUND, status=404),
    "503": page("Service unavailable", status=503),
    "429": page("Too many requests", status=429),
}


def build_sites(rows: list[Row], titles: Mapping[str, str]) -> dict[str, Site]:
    """The hosts of the table, and those where lost sources are found again."""
    sites: dict[str, Site] = {}
    for row in rows:
        parts = urlsplit(row.url)
        host = parts.hostname or ""
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        site = sites.get(host) or Site(host=host, https=parts.scheme == "https")
        pages = dict(site.pages)
        for target, answer in LIVE[row.live](path, titles.get(row.url, "")).items():
            pages[target] = replace(pages.get(target, Page()), live=answer.live,
                                    programs=answer.programs)  # fmt: skip
        _keep(pages, host, path, row)
        sites[host] = replace(site, pages=pages, resolves=site.resolves and row.live != "dead")
    return sites | _found_again(titles)


def _keep(pages: dict[str, Page], host: str, path: str, row: Row) -> None:
    copies = []
    for stamp, word in row.archived.items():
        url = f"http://{host}{path}"
        reply = KEPT.get(word) or redirect(f"/archived{path}", 301)
        if word == "revisit" and path.endswith(".pdf"):
            reply = KEPT["pdf"]
        copies.append(
            ArchivedCopy(timestamp=stamp, original=url, reply=reply, revisit=word == "revisit")
        )
        if word == "moved":  # its goal was captured a day later
            moment = datetime.strptime(stamp, "%Y%m%d%H%M%S") + timedelta(days=1)
            there = f"/archived{path}"
            goal = ArchivedCopy(
                timestamp=moment.strftime("%Y%m%d%H%M%S"),
                original=f"http://{host}{there}",
                reply=pdf() if path.endswith(".pdf") else KEPT["page"],
            )
            pages[there] = Page(archived=(goal,))
        if word == "home":
            root = ArchivedCopy(
                timestamp=stamp, original=f"http://{host}/", reply=page("Welcome to our new site")
            )
            pages["/"] = replace(pages.get("/", Page()), archived=(root,))
    pages[path] = replace(pages.get(path, Page()), archived=tuple(copies), shelf=row.shelf)


def _found_again(titles: Mapping[str, str]) -> dict[str, Site]:
    story = "/world/2010/jun/15/kyrgyzstan-violence-refugees-aid"
    symbol = "CRC/C/OPSC/KGZ/CO/1"
    title = titles.get(f"http://www.guardian.co.uk{story}", "")
    held = {
        "www.theguardian.com": {story: page(title)},
        "undocs.org": {f"/{symbol}": page("United Nations", f"Document {symbol}. {WORDS}")},
        "documents.un.org": {"/doc/undoc/gen/g07/402/81/pdf/g0740281.pdf": pdf()},
    }
    return {
        host: Site(
            host=host,
            https=True,
            pages={path: Page(live=(reply,)) for path, reply in pages.items()},
        )
        for host, pages in held.items()
    }


class _Archive(InventedArchive):
    """The archive under the name that the proxy plays."""

    @property
    def url(self) -> str:
        return ARCHIVE


class _Web(InventedWeb):
    """The web, with the archive as one of its hosts."""

    def reply_to(self, scheme: str, host: str, port: int, target: str, agent: str) -> Reply:
        if f"{scheme}://{host}" == ARCHIVE:
            return self.archive.reply_to(target)
        return super().reply_to(scheme, host, port, target, agent)


@dataclass(frozen=True)
class RealWorld:
    """Where the proxy is, what its certificates are signed by, what it was asked."""

    proxy: str
    authority: Path
    asked: list[Asked]


@contextmanager
def serve(rows: list[Row], titles: Mapping[str, str], folder: Path) -> Iterator[RealWorld]:
    """The proxy while it runs."""
    sites = build_sites(rows, titles)
    write_certificate(folder)
    archive = _Archive(sites.values())
    web = _Web(sites, folder, archive)
    with ExitStack() as stack:
        web.start()
        stack.callback(web.stop)
        stack.callback(archive.server_close)
        port = web.server_address[1]
        yield RealWorld(
            proxy=f"http://127.0.0.1:{port}",
            authority=folder / "demo-only-cert.pem",
            asked=web.asked,
        )


def write_certificate(folder: Path) -> None:
    """A certificate for the trusted hosts, signed by itself, under the names that a proxy reads."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "citecheck tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host) for host in TRUSTED]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "demo-only-cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "demo-only-key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
