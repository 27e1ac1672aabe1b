"""The forward proxy through which the invented web is reached.

It answers for the invented hosts itself and never opens a connection to anywhere:
a name that it does not know is one that does not resolve (RFC 9209, ``dns_error``).
"""

from __future__ import annotations

import ssl
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from citecheck.demo.archive import InventedArchive
from citecheck.demo.serving import LoopbackServer, ReplyHandler, target_of
from citecheck.demo.sites import TYPES, Page, Reply, Site

PROXY_NAME = "citecheck-demo-proxy"
_NOT_FOUND = Reply(
    status=404,
    headers=(("Content-Type", TYPES[".html"]),),
    body=b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1>"
    b"<p>The requested address was not found on this server.</p></body></html>\n",
)


class InventedWeb(LoopbackServer):
    """A proxy that is the whole web."""

    def __init__(self, sites: Mapping[str, Site], tls: Path, archive: InventedArchive) -> None:
        super().__init__(ProxyHandler)
        self.sites, self.archive = sites, archive
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(tls / "demo-only-cert.pem", tls / "demo-only-key.pem")
        self._turns: Counter[str] = Counter()
        self._turn_lock = threading.Lock()

    def reply_to(self, scheme: str, host: str, port: int, target: str, agent: str) -> Reply:
        """What the invented host answers, or the proxy in its place."""
        site = self.sites.get(host)
        if site is None or not site.resolves:
            return refuse(host, "dns_error", f"The name {host} does not resolve.")
        if port != (443 if scheme == "https" else 80) or (site.https != (scheme == "https")):
            return refuse(host, "connection_refused", f"{host} refuses connections to port {port}.")
        page = site.pages.get(target)
        if page is None or not page.live:
            return _NOT_FOUND
        if page.programs and not is_browser(agent):
            return page.programs
        return self._in_turn(f"{host}{target}", page)

    def _in_turn(self, address: str, page: Page) -> Reply:
        with self._turn_lock:
            turn = self._turns[address]
            self._turns[address] += 1
        return page.live[min(turn, len(page.live) - 1)]


class ProxyHandler(ReplyHandler):
    """One request to the proxy: absolute-form, or CONNECT and then origin-form."""

    server: InventedWeb
    _tunnel: str | None = None

    def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
        """Answer an absolute-form request, or one inside a tunnel."""
        url = f"https://{self._tunnel}{self.path}" if self._tunnel else self.path
        self.remember(url)
        if url.startswith(f"{self.server.archive.url}/"):
            # from a client that asks even loopback addresses through its proxy
            self.send(self.server.archive.reply_to(url.removeprefix(self.server.archive.url)))
            return
        self.send(self._reply(url), extra=(("Via", f"1.1 {PROXY_NAME}"),))

    def _reply(self, url: str) -> Reply:
        try:
            parts = urlsplit(url)
            scheme, host = parts.scheme, parts.hostname
            port = parts.port or (443 if scheme == "https" else 80)
        except ValueError:  # a port or an IPv6 address that is none
            scheme, host, port = "", None, 0
        if scheme not in ("http", "https") or not host:
            return _plain(400, f"This is a proxy of invented hosts; it has no page {url}.\n")
        agent = self.headers.get("User-Agent", "")
        return self.server.reply_to(scheme, host, port, target_of(url), agent)

    do_HEAD = do_GET  # noqa: N815 - the base class calls it so

    def do_CONNECT(self) -> None:  # noqa: N802 - the base class calls it so
        """Open a tunnel to an invented host that speaks TLS; its certificate is self-signed."""
        self.remember(self.path)
        host, _, port = self.path.rpartition(":")
        site = self.server.sites.get(host)
        if site is None or not site.resolves or not site.https or port != "443":
            self.send(self.server.reply_to("https", host, 0, "/", ""))
            return
        self.send_response(200, "Connection established")
        self.end_headers()
        with suppress(ssl.SSLError, OSError):  # the client declines the certificate: the case
            self._speak_tls(self.path)

    def _speak_tls(self, authority: str) -> None:
        with self.server.tls.wrap_socket(self.connection, server_side=True) as secured:
            self.connection = secured
            self.rfile, self.wfile = secured.makefile("rb"), secured.makefile("wb")
            self._tunnel = authority
            self.handle_one_request()
        self.close_connection = True


def is_browser(agent: str) -> bool:
    """Whether a User-Agent is a browser's rather than a program's."""
    return agent.startswith("Mozilla/5.0 (") and "compatible;" not in agent


def refuse(host: str, error: str, words: str) -> Reply:
    """A proxy's own answer for a host that it cannot reach (RFC 9209, 2.3)."""
    status = f'{PROXY_NAME}; error={error}; details="{host}"'
    return _plain(502, f"{words}\n", ("Proxy-Status", status))


def _plain(status: int, words: str, *headers: tuple[str, str]) -> Reply:
    return Reply(
        status=status, headers=(("Content-Type", TYPES[".txt"]), *headers), body=words.encode()
    )
