"""The guard: which addresses from strangers' documents may be asked.

http and https only; no credentials; and never an address inside a private,
loopback or link-local network, unless allowed.  What counts is the IP address
connected to: it is resolved, checked and connected to in one step, so that a name
cannot answer one address to the check and another to the connection.
"""

from __future__ import annotations

import errno
import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from citecheck.model.captures import Failure, Response

_CONTROLS = re.compile(r"[\x00-\x20\x7f]")
#: An IPv4 address can hide in these IPv6 ones (RFC 6052 NAT64; RFC 3056 6to4).
_NAT64 = ip_network("64:ff9b::/96")


#: Ports of other services, which no browser asks either (WHATWG Fetch, "bad port").
NOT_FOR_THE_WEB = frozenset(
    {1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
     102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389,
     427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
     989, 990, 993, 995, 1719, 1720, 1723, 2049, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432,
     6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211, 27017}
)  # fmt: skip


class Stopped(Exception):  # noqa: N818 - not an error of ours but an outcome on its way out
    """A request that ended before a whole answer; never leaves this package.

    ``body`` is the beginning of one that was given up, ``partial`` that whole answer.
    """

    def __init__(self, failure: Failure, why: str) -> None:
        super().__init__(why)
        self.failure, self.why = failure, why
        self.body = b""
        self.partial: Response | None = None


def check_url(url: str, *, allow_private: bool) -> None:
    """Raise :class:`Stopped` for an address that must not be asked, as far as its words tell."""
    if _CONTROLS.search(url):
        raise Stopped(Failure.MALFORMED, "the address holds a space or a control character")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Stopped(Failure.MALFORMED, f"not an address: {error}") from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise Stopped(
            Failure.NOT_ALLOWED, f"only http and https are asked, not {parts.scheme or 'nothing'}"
        )
    if not host:
        raise Stopped(Failure.MALFORMED, "the address names no host")
    if "%" in host:  # http.client stumbles over one; an IPv6 zone (RFC 6874) is never public
        raise Stopped(Failure.MALFORMED, "the host holds a percent sign")
    if parts.username is not None or parts.password is not None:
        raise Stopped(Failure.NOT_ALLOWED, "the address holds a user name or a password")
    if port == 0:
        raise Stopped(Failure.MALFORMED, "port 0 cannot be asked")
    if port in NOT_FOR_THE_WEB and not allow_private:
        raise Stopped(Failure.NOT_ALLOWED, f"port {port} is another service's, not the web's")
    literal = as_literal(host)
    if literal is not None and not allow_private:
        check_ip(literal)
    elif host.rstrip(".").lower() == "localhost" and not allow_private:
        raise Stopped(Failure.NOT_ALLOWED, "localhost is this machine; not asked unless allowed")


def as_literal(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host literally is, in any spelling the system's resolver takes.

    >>> as_literal("127.1"), as_literal("0x7f000001"), as_literal("www.example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    bare = host.strip("[]").split("%", 1)[0]
    try:
        return ip_address(bare)
    except ValueError:
        pass
    if not re.fullmatch(r"[0-9a-fA-FxX.]+", bare) or not re.match(r"\d", bare):
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def check_ip(address: IPv4Address | IPv6Address) -> None:
    """Raise :class:`Stopped` unless the IP address is a public one."""
    inner = _unwrapped(address)
    if not inner.is_global or inner.is_multicast or inner.is_reserved or inner.is_unspecified:
        raise Stopped(
            Failure.NOT_ALLOWED,
            f"leads to {address}, which is no public address; not asked unless allowed",
        )


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address.sixtofour:
            return address.sixtofour
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def connect(host: str, port: int, timeout: float, *, allow_private: bool) -> socket.socket:
    """A connection to a host, each of its addresses checked before it is tried.

    Raises :class:`Stopped` with the reason if there is none.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise _unresolved(host, error) from error
    last: Stopped | None = None
    for family, kind, protocol, _, place in found:
        try:
            if not allow_private:
                check_ip(ip_address(str(place[0]).split("%", 1)[0]))
            return _open(family, kind, protocol, place, timeout)
        except Stopped as stopped:
            last = stopped
    raise last or Stopped(Failure.NO_SUCH_NAME, f"{host} has no address")


def _unresolved(host: str, error: Exception) -> Stopped:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return Stopped(Failure.TIMEOUT, f"the name {host} could not be looked up just now")
    return Stopped(Failure.NO_SUCH_NAME, f"there is no such name: {host}")


_BY_ERRNO = {
    errno.ECONNREFUSED: (Failure.REFUSED, "the connection is refused"),
    errno.ECONNRESET: (Failure.RESET, "the connection is reset"),
    errno.ECONNABORTED: (Failure.RESET, "the connection is broken off"),
    errno.EPIPE: (Failure.RESET, "the connection is broken off"),
    errno.ENETUNREACH: (Failure.UNREACHABLE, "there is no route to its network"),
    errno.EHOSTUNREACH: (Failure.UNREACHABLE, "there is no route to the host"),
    errno.EACCES: (Failure.UNREACHABLE, "this machine may not connect there"),
    errno.EPERM: (Failure.UNREACHABLE, "this machine may not connect there"),
    errno.ETIMEDOUT: (Failure.TIMEOUT, "no connection in time"),
}


def os_failure(error: OSError) -> Stopped:
    """What an error of the operating system means, in words."""
    failure, why = _BY_ERRNO.get(
        error.errno or 0, (Failure.RESET, f"the connection failed: {error.strerror or error}")
    )
    return Stopped(failure, why)


def _open(
    family: int, kind: int, protocol: int, place: tuple[object, ...], timeout: float
) -> socket.socket:
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(timeout)
        sock.connect(place)
    except TimeoutError as error:
        sock.close()
        raise Stopped(Failure.TIMEOUT, f"no connection within {timeout:g} s") from error
    except OSError as error:
        sock.close()
        raise os_failure(error) from error
    return sock
