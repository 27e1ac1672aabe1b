"""What a library's exception means for an address.

No exception of requests, urllib3, ssl or the socket layer leaves the door untranslated;
a test lists them all and fails on one that is not known here.
"""

from __future__ import annotations

import http.client
import ssl

import requests
import urllib3

from citecheck.capture.guard import Stopped, os_failure
from citecheck.capture.proxies import tunnel_status
from citecheck.model.captures import Failure


def in_words(error: BaseException) -> str:
    """An exception's own words on one line, or its name where it has none."""
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


def explain(error: Exception) -> tuple[Failure, str]:
    """What a library's exception means for the address, from it and what it was made of."""
    chain = _chain(error)
    stopped = next((e for e in chain if isinstance(e, Stopped)), None)
    if stopped:
        return stopped.failure, stopped.why
    if any(
        isinstance(e, requests.exceptions.ProxyError | urllib3.exceptions.ProxyError) for e in chain
    ):
        return _explain_proxy(chain)
    if any("more than" in str(e) and "headers" in str(e) for e in chain if _is_http(e)):
        return Failure.TOO_LARGE, "its head holds headers without end"
    for kinds, failure, words in _MEANINGS:
        if any(isinstance(e, kinds) for e in chain):
            return failure, words or _tls_words(chain)
    system = next((e for e in chain if isinstance(e, OSError) and e.errno), None)
    if isinstance(system, OSError):
        told = os_failure(system)
        return told.failure, told.why
    return Failure.RESET, f"the connection failed: {in_words(chain[-1])}"


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
    ((http.client.LineTooLong,), Failure.TOO_LARGE, "its head holds a line without end"),
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


def _is_http(error: BaseException) -> bool:
    return isinstance(error, http.client.HTTPException)


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
