"""One request: redirects are not followed, every limit is kept, every failure is a value.

No exception of requests, urllib3, ssl or the socket layer leaves this module.
"""

from __future__ import annotations

import http.client
import logging
import os
import ssl
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import ProxyManager
from urllib3.exceptions import HTTPError

from citecheck.capture.clocks import seconds_ahead
from citecheck.capture.connections import ANY_POOLS, PUBLIC_POOLS
from citecheck.capture.deadline import within
from citecheck.capture.failures import explain
from citecheck.capture.guard import Stopped, check_url
from citecheck.capture.proxies import is_loopback, proxy_for, says_name_fails
from citecheck.capture.receiving import receive
from citecheck.capture.wire import read_wire
from citecheck.model.captures import Cut, Failure, NoResponse, Outcome, Response
from citecheck.ports import Clock
from citecheck.settings import Settings

_log = logging.getLogger(__name__)
#: So many connections to one host are kept at least: three ask an archive at a time, and
#: redirects of other hosts may lead to one that has its two.
_KEPT_OPEN = 4
_BASE_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity"}


def _ahead(outcome: Outcome) -> float | None:
    """Seconds by which this machine's clock is ahead of that of the server that answered."""
    return seconds_ahead(outcome, outcome.at) if isinstance(outcome, Response) else None


def utc_now() -> datetime:
    """The time now, as an aware UTC datetime without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)


def without_secrets(url: str) -> str:
    """An address as it may be logged: without user and password.

    >>> without_secrets("http://me:key@a.example/b?c=d")
    'http://a.example/b?c=d'
    """
    head, at, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{head}{at}{host.rpartition('@')[2]}{slash}{path}"


class _Adapter(HTTPAdapter):
    """Connections that go through the guard; none is retried behind our back."""

    def __init__(self, settings: Settings, *, guarded: bool) -> None:
        self._guarded, self._jobs = guarded, settings.jobs
        super().__init__(
            pool_connections=max(16, settings.jobs),
            pool_maxsize=max(settings.per_host, _KEPT_OPEN),
            max_retries=0,
        )

    def proxy_manager_for(self, proxy: str, **more: Any) -> ProxyManager:
        """One proxy stands for all hosts: it has a connection for each job."""
        known: ProxyManager = super().proxy_manager_for(proxy, **more)
        known.connection_pool_kw["maxsize"] = max(self._jobs, _KEPT_OPEN)
        return known

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        pools = PUBLIC_POOLS if self._guarded else ANY_POOLS
        self.poolmanager.pool_classes_by_scheme = pools


class _Session(requests.Session):
    """A session that leaves redirects alone.

    The library's own reads the body of each, without a limit, to see where it would lead.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - its shape
        """None: the door's caller decides."""
        return


class Door:
    """Asks one address at a time; safe to be shared by threads."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        self._settings, self._clock = settings, clock
        self._sessions: dict[bool, requests.Session] = {}
        self._lock = Lock()
        self._unreached: dict[str, bool] = {}
        bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        self._verify: bool | str = bundle or True

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        """What the address answers to one GET; ``read_timeout`` in seconds.

        ``trusted`` (a base that the user configured) may be on this machine or its
        network; on loopback it is asked directly, never through a proxy.
        """
        return self._send(url, headers or {}, read_timeout, trusted, None)

    def post(
        self,
        url: str,
        form: Mapping[str, str] | bytes,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        """What the address answers to a form, or to bytes whose type ``headers`` name; all else
        as :meth:`get`.
        """
        return self._send(url, headers or {}, read_timeout, trusted, form)

    def _send(
        self,
        url: str,
        headers: Mapping[str, str],
        read_timeout: float | None,
        trusted: bool,
        form: Mapping[str, str] | bytes | None,
    ) -> Outcome:
        outcome = self._try(url, headers, read_timeout, trusted, form)
        if _log.isEnabledFor(logging.INFO):
            fields = {
                # what the user configured (an archive, a hook) is asked as trusted
                "asked": "archive" if trusted else "live",
                "method": "GET" if form is None else "POST",
                # a hook's path may be its key
                "url": without_secrets(url) if form is None else urlsplit(url).hostname,
                "status": outcome.status if isinstance(outcome, Response) else None,
                "failure": None if isinstance(outcome, Response) else outcome.failure.value,
                "bytes": len(outcome.body) if isinstance(outcome, Response) else 0,
                "seconds": round(outcome.elapsed_s, 3),
                "ahead": _ahead(outcome),
            }
            _log.log(logging.INFO if isinstance(outcome, Response) else logging.WARNING, "request",
                     extra={"fields": fields})  # fmt: skip
        return outcome

    def _try(
        self,
        url: str,
        headers: Mapping[str, str],
        read_timeout: float | None,
        trusted: bool,
        form: Mapping[str, str] | bytes | None,
    ) -> Outcome:
        at, began = self._clock(), time.monotonic()
        patience = max(self._settings.total_timeout, read_timeout or 0.0)
        partial: Response | None = None
        try:
            with within(patience):
                return self._ask(url, headers, read_timeout, trusted, form, at, began, patience)
        except Stopped as stopped:
            failure, why, partial = stopped.failure, stopped.why, stopped.partial
        except (requests.RequestException, HTTPError) as error:
            failure, why = explain(error)
        except (ssl.SSLError, OSError, http.client.HTTPException, UnicodeError) as error:
            failure, why = explain(error)
        if failure is not Failure.TOO_LARGE and time.monotonic() - began >= patience:
            failure, why = Failure.TIMEOUT, f"not finished after {patience:g} s"
        return NoResponse(
            url=url,
            failure=failure,
            why=why,
            at=at,
            elapsed_s=time.monotonic() - began,
            partial=partial,
        )

    def _ask(
        self,
        url: str,
        headers: Mapping[str, str],
        read_timeout: float | None,
        trusted: bool,
        form: Mapping[str, str] | bytes | None,
        at: datetime,
        began: float,
        patience: float,
    ) -> Outcome:
        allow = trusted or self._settings.allow_private
        check_url(url, allow_private=allow)
        proxy = None if trusted and is_loopback(url) else proxy_for(url, self._settings)
        session = self._session(guarded=not allow)
        with session.request(
            "GET" if form is None else "POST",
            url,
            data=form,
            headers={**_BASE_HEADERS, "User-Agent": self._settings.user_agent, **headers},
            timeout=(self._settings.connect_timeout, read_timeout or self._settings.read_timeout),
            proxies={"http": proxy, "https": proxy} if proxy else {},
            stream=True,
            allow_redirects=False,
            verify=self._verify,
        ) as answer:
            wire = read_wire(answer.raw, by_proxy=proxy is not None)
            head = Response(
                url=url,
                final_url=url,
                status=answer.status_code,
                headers=tuple((k, v) for k, v in answer.raw.headers.items()),
                body=b"",
                at=at,
            )
            try:
                received = receive(
                    answer.raw,
                    url,
                    limit=self._settings.max_bytes,
                    until=began + patience,
                    patience=patience,
                )
            except Stopped as stopped:
                cut = Cut.LENGTH if stopped.failure is Failure.TOO_LARGE else Cut.TIME
                stopped.partial = replace(
                    head, body=stopped.body, complete=False, wire=replace(wire, cut=cut)
                )
                raise
            response = replace(
                head,
                body=received.body,
                complete=received.complete,
                elapsed_s=time.monotonic() - began,
                why=received.why,
                wire=replace(wire, cut=received.cut),
            )
        if proxy and self._is_the_proxys_own(response):
            raise Stopped(
                Failure.NO_SUCH_NAME,
                f"the proxy answers {response.status}: no such name, or no such host",
            )
        return response

    def _is_the_proxys_own(self, response: Response) -> bool:
        """Whether a 502 or 504 is the proxy's word on the host rather than the host's own.

        A proxy that does not say why is asked for the host's root once: where that
        fails alike, the proxy does not reach the host at all.
        """
        if response.status not in (502, 504):
            return False
        if says_name_fails(response):
            return True
        root = urlunsplit((*urlsplit(response.url)[:2], "/", "", ""))
        if root == response.url:
            return True
        with self._lock:
            known = self._unreached.get(root)
        if known is None:
            answer = self.get(root)
            known = isinstance(answer, NoResponse) and answer.failure is Failure.NO_SUCH_NAME
            with self._lock:
                self._unreached[root] = known
        return known

    def _session(self, *, guarded: bool) -> requests.Session:
        """The one session: connections are kept alive, cookies and .netrc are not used.

        Threads share it, or each would keep lines of its own open to the same host; it is
        never changed once made, and the pool under it is made for threads.
        """
        with self._lock:
            if guarded not in self._sessions:
                session = _Session()
                session.trust_env = False
                session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
                session.mount("http://", _Adapter(self._settings, guarded=guarded))
                session.mount("https://", _Adapter(self._settings, guarded=guarded))
                self._sessions[guarded] = session
            return self._sessions[guarded]
