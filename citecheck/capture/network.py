"""This machine's own network, looked at before anything is judged.

One failed host decides nothing: several independent ones are tried at once, the
publication's own among them.  Gathering evidence is the edge; judging it is pure.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from urllib.parse import urlsplit

from citecheck.capture.guard import Stopped, as_literal, connect
from citecheck.capture.proxies import proxy_for
from citecheck.model.captures import Failure, Network, NetworkState
from citecheck.settings import Settings

#: So many of the publication's own hosts are tried.
OWN_HOSTS = 8
#: Documentation addresses (RFC 5737, RFC 3849): routed like any public one, never sent to.
_ANY_PUBLIC = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at the network saw.

    ``reached``/``failed``: hosts that accepted a connection or did not (host → reason);
    ``has_route``: the system knows a way to public addresses; ``proxy``: the configured
    proxy and whether it accepts connections, ``None`` without one.
    """

    reached: tuple[str, ...] = ()
    failed: tuple[tuple[str, Failure | None], ...] = ()
    has_route: bool = True
    proxy: tuple[str, bool] | None = None
    needs_no_network: bool = False


def judge_network(look: Look) -> NetworkState:
    """Online or offline, with the evidence in words.

    >>> judge_network(Look(reached=("www.example.org",))).network.value
    'online'
    """
    if look.needs_no_network:
        return NetworkState(
            network=Network.ONLINE, why="every address is on this machine or its own network"
        )
    if look.proxy:
        shown, answers = look.proxy
        if answers:
            return NetworkState(network=Network.ONLINE, why=f"the proxy {shown} answers")
        return NetworkState(network=Network.OFFLINE, why=f"the proxy {shown} does not answer")
    if look.reached:
        return NetworkState(network=Network.ONLINE, why=f"{look.reached[0]} answers")
    count = len(look.failed)
    unnamed = sum(failure is Failure.NO_SUCH_NAME for _, failure in look.failed)
    silent = sum(failure in (None, Failure.TIMEOUT) for _, failure in look.failed)
    parts = [f"none of {count} independent hosts can be reached"]
    if unnamed or silent:
        parts.append(f"{unnamed} have no name here, {silent} are silent")
    if not look.has_route:
        parts.append("this machine has no route to the internet")
    return NetworkState(network=Network.OFFLINE, why="; ".join(parts))


class SystemProbe:
    """Looks at the real network; implements :class:`citecheck.ports.NetworkProbe`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def look(self, addresses: Sequence[str]) -> NetworkState:
        """The state of the network; takes little more than ``settings.probe_timeout`` seconds."""
        return judge_network(self._gather(addresses))

    def _gather(self, addresses: Sequence[str]) -> Look:
        web = [url for url in addresses if _is_web(url)]
        proxy = self._proxy(web)
        if proxy:
            return Look(proxy=(_shown(proxy), self._reaches_proxy(proxy)))
        places = dict.fromkeys(filter(None, (_place(url) for url in web)))
        literal = [place for place in places if as_literal(place[0]) or place[0] == "localhost"]
        if places and len(literal) == len(places) and self._settings.allow_private:
            return Look(needs_no_network=True)
        named = [place for place in places if place not in literal][:OWN_HOSTS]
        neutral = [(host, 443) for host in self._settings.probe_hosts]
        return self._try_all(list(dict.fromkeys([*named, *neutral])))

    def _proxy(self, web: Sequence[str]) -> str | None:
        asked = [*web[:1], f"https://{self._settings.probe_hosts[0]}/"]
        return next((p for url in asked if (p := proxy_for(url, self._settings))), None)

    def _reaches_proxy(self, proxy: str) -> bool:
        place = _place(proxy if "://" in proxy else f"http://{proxy}")
        return place is not None and self._try(place, private=True) is None

    def _try(self, place: tuple[str, int], *, private: bool) -> Failure | None:
        """Why the place accepts no connection; ``None`` if it does."""
        try:
            connect(*place, self._settings.probe_timeout, allow_private=private).close()
        except Stopped as stopped:
            return stopped.failure
        return None

    def _try_all(self, places: Sequence[tuple[str, int]]) -> Look:
        """Try all at once; the first that accepts ends the look."""
        answers: Queue[tuple[str, Failure | None]] = Queue()

        def one(place: tuple[str, int]) -> None:
            answers.put((place[0], self._try(place, private=self._settings.allow_private)))

        for place in places:
            # a silent resolver cannot be stopped: its thread is a daemon and is left behind
            Thread(target=one, args=(place,), daemon=True).start()
        failed: dict[str, Failure | None] = dict.fromkeys(host for host, _ in places)
        until = monotonic() + self._settings.probe_timeout + 0.5
        for _ in places:
            try:
                host, failure = answers.get(timeout=max(0.0, until - monotonic()))
            except Empty:
                break
            if failure is None:
                return Look(reached=(host,), has_route=True)
            failed[host] = failure
        return Look(failed=tuple(failed.items()), has_route=has_route())


def has_route() -> bool:
    """Whether the system knows a route to public addresses; no packet is sent to find out."""
    for family, host in _ANY_PUBLIC:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as sock:
                sock.connect((host, 9))
                return True
        except OSError:
            continue
    return False


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # such as a bracket that no IPv6 address closes
        return False


def _place(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)


def _shown(proxy: str) -> str:
    """A proxy without its password."""
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
