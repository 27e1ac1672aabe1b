"""One request: redirects are not followed, every limit is kept, every failure is a value.

No exception of requests, urllib3, ssl or the socket layer leaves this module.
"""

from __future__ import annotations

import http.client
import os
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from threading import Lock, local
from urllib.parse import urlsplit, urlunsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from citecheck.capture.deadline import within
from citecheck.capture.guard import ANY_POOLS, PUBLIC_POOLS, Stopped, check_url, os_failure
from citecheck.capture.proxies import is_loopback, proxy_for, says_name_fails, tunnel_status
from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.settings import Settings

_CHUNK = 65_536
_BASE_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity"}


class _Adapter(HTTPAdapter):
    """Connections that go through the guard; none is retried behind our back."""

    def __init__(self, *, guarded: bool) -> None:
        self._guarded = guarded
        super().__init__(pool_connections=16, pool_maxsize=2, max_retries=0)

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        pools = PUBLIC_POOLS if self._guarded else ANY_POOLS
        self.poolmanager.pool_classes_by_scheme = pools


class Door:
    """Asks one address at a time and a thread; safe to be shared by threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._local = local()
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
        at, began = datetime.now(UTC).replace(microsecond=0), time.monotonic()
        patience = max(self._settings.total_timeout, read_timeout or 0.0)
        try:
            with within(patience):
                return self._ask(url, headers or {}, read_timeout, trusted, at, began, patience)
        except Stopped as stopped:
            failure, why = stopped.failure, stopped.why
        except (requests.RequestException, HTTPError) as error:
            failure, why = _explain(error)
        except (ssl.SSLError, OSError, http.client.HTTPException, UnicodeError) as error:
            failure, why = _explain(error)
        if failure is not Failure.TOO_LARGE and time.monotonic() - began >= patience:
            failure, why = Failure.TIMEOUT, f"not finished after {patience:g} s"
        return NoResponse(
            url=url, failure=failure, why=why, at=at, elapsed_s=time.monotonic() - began
        )

    def _ask(
        self,
        url: str,
        headers: Mapping[str, str],
        read_timeout: float | None,
        trusted: bool,
        at: datetime,
        began: float,
        patience: float,
    ) -> Outcome:
        allow = trusted or self._settings.allow_private
        check_url(url, allow_private=allow)
        proxy = None if trusted and is_loopback(url) else proxy_for(url, self._settings)
        session = self._session(guarded=not allow)
        with session.get(
            url,
            headers={**_BASE_HEADERS, "User-Agent": self._settings.user_agent, **headers},
            timeout=(self._settings.connect_timeout, read_timeout or self._settings.read_timeout),
            proxies={"http": proxy, "https": proxy} if proxy else {},
            stream=True,
            allow_redirects=False,
            verify=self._verify,
        ) as answer:
            body, complete, why = self._read(answer.raw, began, patience)
            response = Response(
                url=url,
                final_url=url,
                status=answer.status_code,
                headers=tuple((k, v) for k, v in answer.raw.headers.items()),
                body=body,
                at=at,
                complete=complete,
                elapsed_s=time.monotonic() - began,
                why=why,
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

    def _read(
        self, raw: urllib3.HTTPResponse, began: float, patience: float
    ) -> tuple[bytes, bool, str]:
        """The body within the limits, whether it is whole, and what is to be said of it."""
        limit = self._settings.max_bytes
        promised = raw.headers.get("Content-Length", "")
        if promised.isdigit() and int(promised) > limit:
            raise Stopped(Failure.TOO_LARGE, f"{int(promised):,} bytes, more than {limit:,}")
        parts: list[bytes] = []
        size = 0
        try:
            while part := raw.read1(_CHUNK, decode_content=True):
                size += len(part)
                if size > limit:
                    raise Stopped(Failure.TOO_LARGE, f"more than {limit:,} bytes")
                if time.monotonic() - began >= patience:
                    raise Stopped(Failure.TIMEOUT, f"not finished after {patience:g} s")
                parts.append(part)
        except (urllib3.exceptions.ReadTimeoutError, TimeoutError) as error:
            raise Stopped(Failure.TIMEOUT, "the body stopped coming") from error
        except urllib3.exceptions.DecodeError as error:
            raise Stopped(Failure.MALFORMED, "its compressed body cannot be unpacked") from error
        except (urllib3.exceptions.ProtocolError, http.client.HTTPException, OSError) as error:
            if time.monotonic() - began >= patience:
                raise Stopped(Failure.TIMEOUT, f"not finished after {patience:g} s") from error
            return b"".join(parts), False, f"the connection broke: {_words(error)}"
        if time.monotonic() - began >= patience:  # shut by us, which looks like an end
            raise Stopped(Failure.TIMEOUT, f"not finished after {patience:g} s")
        short = promised.isdigit() and not raw.headers.get("Content-Encoding")
        whole = not short or size >= int(promised)
        return b"".join(parts), whole, "" if whole else f"{promised} bytes were promised"

    def _session(self, *, guarded: bool) -> requests.Session:
        """This thread's session: connections are kept alive, cookies and .netrc are not used."""
        kept: dict[bool, requests.Session] = self._local.__dict__.setdefault("sessions", {})
        if guarded not in kept:
            session = requests.Session()
            session.trust_env = False
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            session.mount("http://", _Adapter(guarded=guarded))
            session.mount("https://", _Adapter(guarded=guarded))
            kept[guarded] = session
        return kept[guarded]


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


def _tls_words(chain: list[BaseException]) -> str:
    """What TLS found wrong, without the library's names for its own parts."""
    for error in chain:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"its certificate cannot be trusted: {error.verify_message}"
    reasons = [e.reason for e in chain if isinstance(e, ssl.SSLError) and e.reason]
    told = str(reasons[0]).replace("_", " ").lower() if reasons else "no reason given"
    return f"TLS cannot be agreed on: {told}"


def _chain(error: BaseException) -> list[BaseException]:
    """The error and everything that it was made of."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None)]
        waiting += [arg for arg in one.args if isinstance(arg, BaseException)]
        waiting = [w for w in waiting if isinstance(w, BaseException)]
    return seen


def _explain(error: Exception) -> tuple[Failure, str]:
    """What a library's exception means for the address, from it and what it was made of."""
    chain = _chain(error)
    stopped = next((e for e in chain if isinstance(e, Stopped)), None)
    if stopped:
        return stopped.failure, stopped.why
    if any(
        isinstance(e, requests.exceptions.ProxyError | urllib3.exceptions.ProxyError) for e in chain
    ):
        return _explain_proxy(chain)
    for kinds, failure, words in _MEANINGS:
        if any(isinstance(e, kinds) for e in chain):
            return failure, words or _tls_words(chain)
    system = next((e for e in chain if isinstance(e, OSError) and e.errno), None)
    if isinstance(system, OSError):
        told = os_failure(system)
        return told.failure, told.why
    return Failure.RESET, f"the connection failed: {_words(chain[-1])}"


_MEANINGS: tuple[tuple[tuple[type[BaseException], ...], Failure, str], ...] = (
    (
        (
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidSchema,
            requests.exceptions.MissingSchema,
            requests.exceptions.InvalidHeader,
            urllib3.exceptions.LocationValueError,
            UnicodeError,
        ),
        Failure.MALFORMED,
        "not an address that can be asked",
    ),
    (
        (
            requests.exceptions.SSLError,
            urllib3.exceptions.SSLError,
            ssl.SSLError,
            ssl.CertificateError,
        ),
        Failure.TLS,
        "",
    ),
    (
        (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError),
        Failure.TIMEOUT,
        "no answer in time",
    ),
    ((urllib3.exceptions.NameResolutionError,), Failure.NO_SUCH_NAME, "there is no such name"),
    (
        (http.client.RemoteDisconnected, http.client.IncompleteRead, ConnectionResetError),
        Failure.RESET,
        "the connection was closed without an answer",
    ),
    (
        (
            requests.exceptions.ContentDecodingError,
            urllib3.exceptions.DecodeError,
            urllib3.exceptions.InvalidHeader,
            http.client.HTTPException,
        ),
        Failure.MALFORMED,
        "what came back is not HTTP",
    ),
)


_BROKEN_OFF = (http.client.RemoteDisconnected, http.client.IncompleteRead, ConnectionResetError)


def _explain_proxy(chain: list[BaseException]) -> tuple[Failure, str]:
    """A refused tunnel speaks of the host; a proxy that is not there, of this machine."""
    for error in chain:
        status = tunnel_status(str(error))
        if status in (502, 504):
            return Failure.NO_SUCH_NAME, f"the proxy answers {status}: no such name, or no host"
        if status:
            return Failure.UNREACHABLE, f"the proxy refuses to connect there ({status})"
    if any(isinstance(e, _BROKEN_OFF) for e in chain):
        # the proxy took the connection; what ended without an answer lies behind it
        return Failure.RESET, "the connection was closed without an answer"
    if any(isinstance(e, TimeoutError | urllib3.exceptions.TimeoutError) for e in chain):
        return Failure.OFFLINE, "the configured proxy does not answer in time"
    return Failure.OFFLINE, "the configured proxy cannot be reached"
