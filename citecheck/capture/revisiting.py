"""Ask only whether something changed, where an answer is kept already (RFC 9110, 13).

A server's word that nothing changed (304) is taken for the kept answer, but never for
good: every so often an address is asked in full all the same, and never again with
validators that stayed once while the bytes changed.
"""

from __future__ import annotations

from collections.abc import Mapping

from citecheck.capture.one_request import OneRequest
from citecheck.model.captures import Known, NoResponse, Outcome, Response, Unchanged
from citecheck.model.errors import InputError
from citecheck.ports import Recorder
from citecheck.settings import Settings

#: Headers of a 304 that speak of the message or the coding, not of what is kept (RFC 9111, 3.2).
_NOT_KEPT = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "keep-alive",
        "transfer-encoding",
    }
)


class RevisitingDoor:
    """A door that asks conditionally where it can, and gives the kept answer for a 304."""

    def __init__(self, door: OneRequest, recorder: Recorder | None, settings: Settings) -> None:
        self._door, self._recorder, self._settings = door, recorder, settings

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        """What the address answers; where nothing changed, what it answered before."""

        def ask(more: Mapping[str, str]) -> Outcome:
            return self._door.get(
                url,
                headers={**(headers or {}), **more},
                read_timeout=read_timeout,
                trusted=trusted,
            )

        known = self._recorder.known(url) if self._recorder else None
        conditions = find_conditions(known, full_every=self._settings.full_every) if known else {}
        answer = ask(conditions)
        if not known or not conditions or isinstance(answer, NoResponse) or answer.status != 304:
            return answer
        assert self._recorder is not None
        if find_doubt(answer, known) is None:
            try:
                return revive(answer, known, self._recorder.body(known.capture))
            except InputError:  # the snapshot is damaged: it must come again
                pass
        record_answer(self._recorder, answer)
        return ask({})


class RecordingDoor:
    """A door that writes down whatever an archive says, its copies apart.

    Those are kept under the address that they are copies of, as captures, together with
    the answers that they came in; an archived redirect leads to one and is none itself.
    """

    def __init__(self, door: OneRequest, recorder: Recorder) -> None:
        self._door, self._recorder = door, recorder

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        """What the address answers, written down."""
        answer = self._door.get(url, headers=headers, read_timeout=read_timeout, trusted=trusted)
        if not _is_copy(answer):
            record_answer(self._recorder, answer)
        return answer


def _is_copy(answer: Outcome) -> bool:
    if isinstance(answer, NoResponse) or answer.header("memento-datetime") is None:
        return False
    return not (300 <= answer.status < 400 and answer.header("location"))


def record_answer(recorder: Recorder, answer: Outcome) -> None:
    """Write an answer down that is no capture, or what came of it."""
    came = answer.partial if isinstance(answer, NoResponse) else answer
    if came is not None:
        recorder.record(came)


def find_conditions(known: Known, *, full_every: int) -> dict[str, str]:
    """What to send so that an unchanged page need not come again; empty to have it in full.

    Of every ``full_every`` answers of an address one is asked in full, since a server may
    say 304 to everything.
    """
    if known.misled or known.confirmed + 1 >= full_every:
        return {}
    etag, modified = known.header("ETag"), known.header("Last-Modified")
    found = {}
    if etag and etag.isascii() and etag.isprintable():
        found["If-None-Match"] = etag
    if modified and known.capture.last_modified and modified.isascii():
        found["If-Modified-Since"] = modified
    return found


def find_doubt(answer: Response, known: Known) -> str | None:
    """Why a 304 cannot speak of what is kept; ``None`` if it may.

    It repeats the validators that a 200 would have had (RFC 9110, 15.4.5): others are those
    of another text.
    """
    for name in ("ETag", "Last-Modified"):
        now, then = answer.header(name), known.header(name)
        if now and then and _weak(now) != _weak(then):
            return f"its {name} is another"
    length = answer.header("Content-Length")
    if known.header("X-Orig-Content-Encoding") or not (length and length.isdigit()):
        return None
    same = int(length) in (0, known.capture.length)  # some send the length of no body
    return None if same else "its length is another"


def revive(answer: Response, known: Known, body: bytes) -> Response:
    """The kept answer with the headers that a 304 freshens (RFC 9111, 3.2)."""
    fresh = {name.lower() for name, _ in answer.headers} - _NOT_KEPT
    kept = [(n, v) for n, v in known.headers if n.lower() not in fresh]
    day = known.capture.captured.date().isoformat()
    return Response(
        url=answer.url,
        final_url=answer.final_url,
        status=known.capture.status,
        headers=(*kept, *((n, v) for n, v in answer.headers if n.lower() in fresh)),
        body=body,
        at=answer.at,
        elapsed_s=answer.elapsed_s,
        why=f"not modified since {day}, says the server (304)",
        unchanged=Unchanged(since=known.capture.captured, headers=answer.headers),
        wire=answer.wire,
    )


def _weak(etag: str) -> str:
    """A validator as weak comparison sees it (RFC 9110, 8.8.3.2)."""
    return etag.strip().removeprefix("W/")
