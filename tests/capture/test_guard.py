from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.guard import Stopped, as_literal, check_ip, check_url, connect
from citecheck.model.captures import Failure
from tests.capture.origin import always, reply, serve


def why_not(url: str, *, allow_private: bool = False) -> Failure | None:
    try:
        check_url(url, allow_private=allow_private)
    except Stopped as stopped:
        return stopped.failure if stopped.why else None
    return None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://localhost/",
        "http://LOCALHOST./",
        "ftp://www.example.org/",
        "file:///etc/passwd",
        "gopher://www.example.org/",
        "javascript:alert(1)",
        "http://user:secret@www.example.org/",
        "http://www.example.org@127.0.0.1/",
    ],
)
def test_what_leads_inside_or_is_no_web_address_is_not_asked(url: str) -> None:
    assert why_not(url) is Failure.NOT_ALLOWED


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///path",
        "http://[::1",
        "http://www.example.org:99999/",
        "http://www.example.org:0/",
        "http://www.example.org/a b",
        "http://www.example.org/\r\nHost: other",
    ],
)
def test_what_is_no_address_is_malformed(url: str) -> None:
    assert why_not(url, allow_private=True) is Failure.MALFORMED


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.org/a%20b?c=d",
        "https://8.8.8.8/",
        "http://www.example.org:8080/",
        "http://1e100.example/",
        "http://xn--e1afmkfd.example/",
    ],
)
def test_public_addresses_pass(url: str) -> None:
    assert why_not(url) is None


def test_private_ones_pass_where_the_user_allows_them_but_other_schemes_never_do() -> None:
    assert why_not("http://127.0.0.1:8000/", allow_private=True) is None
    assert why_not("http://localhost/", allow_private=True) is None
    assert why_not("file:///etc/passwd", allow_private=True) is Failure.NOT_ALLOWED


@given(st.ip_addresses())
def test_only_global_addresses_pass(address: object) -> None:
    one = ip_address(str(address))
    try:
        check_ip(one)
    except Stopped:
        return
    assert one.is_global
    assert not one.is_multicast


@given(st.text(max_size=60))
def test_no_text_makes_the_guard_fail_otherwise(text: str) -> None:
    why_not(text)
    why_not(f"http://{text}/")


@given(st.ip_addresses(v=4))
def test_a_literal_is_known_as_number_too(address: object) -> None:
    number = int(ip_address(str(address)))
    assert as_literal(str(number)) == address
    assert as_literal(hex(number)) == address


def resolve_to(monkeypatch: pytest.MonkeyPatch, *turns: list[str]) -> list[str]:
    """Let names resolve to these addresses, one list a question; returns what was asked."""
    asked: list[str] = []
    left = list(turns)

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_public_name_with_a_private_address_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serve(always(reply())) as inside:
        resolve_to(monkeypatch, ["127.0.0.1"])
        with pytest.raises(Stopped) as stopped:
            connect("www.innocent.example", inside.port, 2, allow_private=False)
    assert stopped.value.failure is Failure.NOT_ALLOWED
    assert "127.0.0.1" in stopped.value.why
    assert inside.asked == []


def test_the_address_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers otherwise to a second question (DNS rebinding) gets no second one."""
    asked = resolve_to(monkeypatch, ["127.0.0.1"], ["127.0.0.9"])
    with serve(always(reply())) as inside:
        connect("www.twofaced.example", inside.port, 2, allow_private=True).close()
    assert asked == ["www.twofaced.example"]


def test_one_private_address_among_several_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, ["10.0.0.1", "192.168.0.1"])
    with pytest.raises(Stopped) as stopped:
        connect("www.mixed.example", 80, 2, allow_private=False)
    assert stopped.value.failure is Failure.NOT_ALLOWED


def test_the_next_address_is_tried_where_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(always(reply()), host="127.0.0.3") as second:
        resolve_to(monkeypatch, ["127.0.0.2", "127.0.0.3"])
        line = connect("www.two.example", second.port, 2, allow_private=True)
        assert line.getpeername()[0] == "127.0.0.3"
        line.close()


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (socket.EAI_NONAME, Failure.NO_SUCH_NAME),
        (socket.EAI_AGAIN, Failure.TIMEOUT),
    ],
)
def test_a_resolver_that_is_busy_is_not_a_name_that_is_gone(
    monkeypatch: pytest.MonkeyPatch, code: int, failure: Failure
) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(Stopped) as stopped:
        connect("www.example.org", 80, 2, allow_private=False)
    assert stopped.value.failure is failure


def test_a_refused_connection_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Stopped) as stopped:
        connect("127.0.0.1", port, 2, allow_private=True)
    assert stopped.value.failure is Failure.REFUSED


@pytest.mark.parametrize("url", ["http://a%b.example/", "http://%25/", "http://[fe80::1%25eth0]/"])
def test_a_host_with_a_percent_sign_is_no_address(url: str) -> None:
    with pytest.raises(Stopped) as caught:
        check_url(url, allow_private=True)
    assert caught.value.failure is Failure.MALFORMED
