"""Which proxy a request takes, and what a proxy's own errors mean.

``HTTP(S)_PROXY`` and ``NO_PROXY`` are honoured as requests honours them.  Behind a
proxy the proxy resolves names; its own 502 or 504 for a name that does not resolve
is a dead host, not a server's error.
"""

from __future__ import annotations

import re
from urllib import request as urllib_request
from urllib.parse import urlsplit

from requests.utils import (
    address_in_network,
    get_environ_proxies,
    is_ipv4_address,
    is_valid_cidr,
    select_proxy,
)

from citecheck.capture.guard import as_literal
from citecheck.model.captures import Response
from citecheck.settings import Settings

#: RFC 9209 (Proxy-Status) error types, Squid's codes, and plain words for a name that fails.
_NAME_FAILS = re.compile(
    r"dns_(?:error|timeout)|destination_(?:not_found|unavailable)|ERR_DNS_FAIL"
    r"|could\s*n[o'’]t\s+(?:be\s+)?resolve|cannot\s+resolve|does\s+not\s+resolve|not\s+resolved?\b"
    r"|name\s+or\s+service\s+not\s+known|name\s+resolution|getaddrinfo|NXDOMAIN"
    r"|unknown\s+host|no\s+such\s+(?:host|name|domain)|host\s+not\s+found|DNS",
    re.IGNORECASE,
)
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")


def proxy_for(url: str, settings: Settings) -> str | None:
    """The proxy that an address is asked through, or ``None`` for a direct connection."""
    parts = urlsplit(url)
    if settings.proxy:
        return None if _is_exempt(parts.netloc, settings.no_proxy) else settings.proxy
    if settings.no_proxy is None:
        return select_proxy(url, get_environ_proxies(url)) or None
    # requests would write a list of ours into the environment, which all threads share
    if _is_exempt(parts.netloc, settings.no_proxy):
        return None
    return select_proxy(url, urllib_request.getproxies()) or None


def _is_exempt(netloc: str, no_proxy: str | None) -> bool:
    """Whether NO_PROXY's list names the host: as the standard library reads it, or by CIDR."""
    if not no_proxy:
        return False
    host = netloc.rsplit("@", 1)[-1]
    address = host.partition(":")[0]
    networks = [one for one in no_proxy.replace(" ", "").split(",") if is_valid_cidr(one)]
    if is_ipv4_address(address) and any(address_in_network(address, one) for one in networks):
        return True
    bypass = urllib_request.proxy_bypass_environment  # type: ignore[attr-defined]
    return bool(bypass(host, {"no": no_proxy}))


def is_loopback(url: str) -> bool:
    """Whether an address literally names this machine."""
    host = urlsplit(url).hostname or ""
    literal = as_literal(host)
    return host == "localhost" or (literal is not None and literal.is_loopback)


def says_name_fails(response: Response) -> bool:
    """Whether a proxy's 502 or 504 says that the host's name does not resolve."""
    if response.status not in (502, 504):
        return False
    told = " ".join(
        response.header(name) or "" for name in ("Proxy-Status", "X-Squid-Error", "X-Error")
    )
    words = response.body[:4000].decode("latin-1")
    return bool(_NAME_FAILS.search(told) or _NAME_FAILS.search(words))


def tunnel_status(words: str) -> int | None:
    """The status with which a proxy refused a CONNECT tunnel, from the library's words."""
    found = _TUNNEL.search(words)
    return int(found[1]) if found else None
