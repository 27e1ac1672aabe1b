"""Who may ask: the host that is named, the token, where a request comes from.

* A foreign ``Host`` is refused, so that a name that is pointed at this machine (DNS
  rebinding) reaches nothing.
* A request that changes something must come from a page of ours: ``Sec-Fetch-Site`` and
  ``Origin`` are believed where a browser sends them (W3C, Fetch Metadata), and a form
  needs the token that only our own pages hold.
* With a token set, everything needs it: once in the address, then as a cookie that no
  other site's request carries, or as ``Authorization: Bearer``.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, g, redirect, request
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response as AnyResponse

_COOKIE = "citecheck_token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it browsers call the origin of our own forms "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def defend(app: Flask, *, hosts: tuple[str, ...], token: str | None) -> None:
    """Stand before every request of an application; ``hosts`` are the names it answers to."""
    form_token = secrets.token_urlsafe(32)

    @app.before_request
    def stand_before() -> AnyResponse | None:
        _check_host(request, hosts)
        given = _check_token(request, token)
        if request.method not in _SAFE:
            _check_origin(request, form_token)
        g.form_token = form_token
        return given

    @app.after_request
    def stand_behind(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _check_host(request: Request, hosts: tuple[str, ...]) -> None:
    try:
        host = urlsplit(f"//{request.host}").hostname or ""
    except (ValueError, SecurityError):
        abort(421, "this is not the host that you named")
    if host not in hosts:
        abort(421, "this is not the host that you named")


def _check_token(request: Request, token: str | None) -> AnyResponse | None:
    if token is None:
        return None
    asked = request.args.get("token", "")
    if asked and _same(asked, token):
        response = redirect(request.path) if request.method == "GET" else None
        if response is not None:
            response.set_cookie(_COOKIE, token, httponly=True, samesite="Strict")
        return response
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and _same(bearer, token):
        return None
    if not _same(request.cookies.get(_COOKIE, ""), token):
        abort(401, "this page needs the token that `citecheck serve` printed")
    return None


def _check_origin(request: Request, form_token: str) -> None:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if site not in ("same-origin", "none") or (origin and not _ours(origin, request)):
        abort(403, "this request comes from another site's page")
    if request.path.startswith("/api/"):
        # Another site's form cannot send this type, and its script may not.
        if request.content_length and request.mimetype != "application/json":
            abort(415, "expected application/json")
    elif not _same(request.form.get("form_token", ""), form_token):
        abort(403, "this form is not from a page of this server, or it was restarted since")


def _ours(origin: str, request: Request) -> bool:
    return origin == f"{request.scheme}://{request.host}"


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
