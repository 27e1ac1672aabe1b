"""The comparison with lychee, without lychee: its JSON as 0.24.2 prints it, and the relay."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benchmarks.behaviours.__main__ import compare, list_cases, rename
from benchmarks.behaviours.judging import (
    Judgement,
    Line,
    Said,
    Word,
    count,
    judge,
    judge_status,
    parse_lychee,
    to_table,
)
from benchmarks.behaviours.relay import run_relay
from tests.pipeline.behaviours import ROWS, Row, run_web


def entry(line: int, status: dict[str, object]) -> dict[str, object]:
    span = {"line": line, "column": 1}
    return {"url": "http://a.internal/", "status": status, "span": span}


LYCHEE = {
    "total": 4,
    "success_map": {"urls.txt": [entry(1, {"text": "200 OK", "code": 200})]},
    "error_map": {
        "urls.txt": [
            entry(
                2,
                {
                    "text": "Network error: Connection refused (http://127.0.0.1:1/)",
                    "details": "Connection refused",
                },
            )
        ]
    },
    "timeout_map": {"urls.txt": [entry(3, {"text": "Timeout", "details": "Request timed out"})]},
    "excluded_map": {"urls.txt": [entry(4, {"text": "Excluded", "details": "your 'exclude'"})]},
    "redirect_map": {},
}


def test_what_lychee_says_is_read_by_the_line_of_its_input() -> None:
    assert parse_lychee(json.loads(json.dumps(LYCHEE))) == {
        1: Said(word=Word.ALIVE, text="200 OK"),
        2: Said(word=Word.DEAD, text="Connection refused"),
        3: Said(word=Word.TIMEOUT, text="Request timed out"),
        4: Said(word=Word.UNASKED, text="your 'exclude'"),
    }


@pytest.mark.parametrize(
    ("expected", "word", "right"),
    [
        (["ok"], Word.ALIVE, Judgement.RIGHT),
        (["ok"], Word.TIMEOUT, Judgement.ALIVE_CALLED_DEAD),
        (["moved"], Word.DEAD, Judgement.ALIVE_CALLED_DEAD),
        (["gone"], Word.DEAD, Judgement.RIGHT),
        (["gone"], Word.ALIVE, Judgement.DEAD_CALLED_ALIVE),
        (["timeout"], Word.TIMEOUT, Judgement.RIGHT),
        (["soft_404"], Word.ALIVE, Judgement.USELESS_UNNOTICED),
        (["incomplete"], Word.ALIVE, Judgement.USELESS_UNNOTICED),
        (["blocked"], Word.ALIVE, Judgement.USELESS_UNNOTICED),
        (["blocked"], Word.DEAD, Judgement.WALL_CALLED_DEAD),
        (["too_large"], Word.ALIVE, Judgement.RIGHT),
        (["ok", "no_answer"], Word.DEAD, Judgement.RIGHT),
        (["gone"], Word.UNASKED, Judgement.UNASKED),
    ],
)
def test_who_is_right(expected: list[str], word: Word, right: Judgement) -> None:
    assert judge(expected, Said(word=word, text="")) is right


def test_citecheck_is_held_to_the_letter() -> None:
    assert judge_status(["gone"], "gone") is Judgement.RIGHT
    assert judge_status(["gone"], "ok") is Judgement.DEAD_CALLED_ALIVE
    assert judge_status(["gone"], "timeout") is Judgement.OTHER
    assert judge_status(["soft_404"], "ok") is Judgement.USELESS_UNNOTICED


def test_every_address_of_the_table_is_compared_and_counted_once() -> None:
    cases = list_cases(rename(ROWS))
    assert len({url for _, url, _ in cases}) == len(cases) > len(ROWS)
    assert not [url for _, url, _ in cases if (urlsplit(url).hostname or "").endswith(".test")]
    lines = compare({url: right[0] for _, url, right in cases}, {}, rename(ROWS))
    counted = count(lines)
    assert counted[Judgement.RIGHT] == (len(cases), 0)
    assert counted[Judgement.UNASKED] == (0, len(cases))
    assert len(list(to_table(lines, beside=False))) == len(cases) + 2


def test_a_line_of_the_table_tells_both_and_who_errs() -> None:
    said = Said(word=Word.ALIVE, text="200 | OK")
    line = Line(name="parked", expected=("parked",), ours="ok", lychee=said)
    told = list(to_table([line], beside=True))[-1]
    assert told == (
        "| parked | parked | ok (useless 200 unnoticed) | ok: 200 \\| OK | useless 200 unnoticed |"
    )


def ask(proxy: str, request: str) -> bytes:
    parts = urlsplit(proxy)
    said = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as line:  # type: ignore[arg-type]
        line.sendall(request.encode())
        while part := line.recv(65536):
            said += part
    return said


def test_the_relay_passes_on_whatever_a_host_says(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"host": "page.test", "pages": {"/a?b=1": {"body": "article"}}},
        {"host": "odd.test", "pages": {"/": {"special": "garbage"}}},
        {"host": "reset.test", "pages": {"/": {"special": "reset"}}},
        {"host": "closed.test", "pages": {}, "no_tls": True},
    ]
    with run_web(rows, tmp_path, {}) as running, run_relay(running.places) as proxy:
        head = "GET http://{} HTTP/1.1\r\nHost: {}\r\n\r\n"
        assert ask(proxy, head.format("page.test/a?b=1", "page.test")).startswith(b"HTTP/1.1 200 ")
        assert ask(proxy, head.format("odd.test", "odd.test")).startswith(b"\x00\xff\xfe 220")
        with pytest.raises(ConnectionResetError):
            ask(proxy, head.format("reset.test/", "reset.test"))
        assert b"dns_error" in ask(proxy, head.format("nothing.test/", "nothing.test"))
        tunnel = "CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n\r\n"
        assert b"connection_refused" in ask(proxy, tunnel.format("closed.test:443"))
        inside = "GET /x HTTP/1.1\r\nHost: page.test\r\n\r\n"
        through = ask(proxy, tunnel.format("page.test:80") + inside)
        assert through.startswith(b"HTTP/1.1 200 Connection established")
        assert running.hosts["page.test"].asked == ["/a?b=1", "/x"]
