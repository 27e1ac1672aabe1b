"""Captures to keep, and a clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from citecheck.model.captures import Hop, Memento, Response
from citecheck.snapshots import WarcStore

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAGE = "http://a.org/report.html"
BODY = b"<p>38 percent</p>" * 100


def store_in(folder: Path, **more: int) -> WarcStore:
    return WarcStore(folder, lambda: NOW, "citecheck/test", **more)


def response(
    url: str = PAGE,
    body: bytes = BODY,
    *,
    at: datetime = NOW,
    status: int = 200,
    final_url: str | None = None,
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
    hops: tuple[Hop, ...] = (),
    complete: bool = True,
) -> Response:
    return Response(
        url=url,
        final_url=final_url or url,
        status=status,
        headers=headers,
        body=body,
        at=at,
        hops=hops,
        complete=complete,
    )


def memento(original: str = PAGE, stamp: str = "20111110083015") -> Memento:
    return Memento(
        timestamp=stamp,
        original=original,
        url=f"https://archive.example/web/{stamp}/{original}",
        archive="archive.example",
        status=200,
        media_type="text/html",
        digest="A" * 32,
    )


ADDRESSES = st.sampled_from(
    [
        PAGE,
        "http://a.org/x?q=1&r=%20",
        "https://www.b.org/",
        "http://пример.example/путь",
        PAGE + "#top",
    ]
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["Content-Type", "Last-Modified", "Content-Encoding", "X-Odd", "Set-Cookie"]
        ),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    ),
    max_size=4,
).map(tuple)
RESPONSES = st.builds(
    response,
    url=ADDRESSES,
    final_url=ADDRESSES,
    body=st.one_of(st.binary(max_size=40), st.sampled_from([BODY, BODY + b"!", b""])),
    at=st.datetimes(
        min_value=datetime(1996, 1, 1), max_value=datetime(2026, 1, 1), timezones=st.just(UTC)
    ),
    status=st.sampled_from([200, 301, 404, 429, 503, 999]),
    headers=HEADERS,
    hops=st.lists(
        st.builds(
            Hop, url=ADDRESSES, status=st.sampled_from([301, 302]), location=st.none() | ADDRESSES
        ),
        max_size=3,
    ).map(tuple),
    complete=st.booleans(),
)
