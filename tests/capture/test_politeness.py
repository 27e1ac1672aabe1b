from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.politeness import Manners, host_of

HOSTS = ["http://a.example/x", "https://www.a.example/y", "http://b.example/"]


def test_www_and_the_port_make_no_other_host() -> None:
    assert host_of("http://www.A.example:8080/x") == host_of("https://a.example./") == "a.example"


def test_what_is_no_address_has_no_host() -> None:
    assert host_of("http://[::1") == ""


@given(st.lists(st.tuples(st.sampled_from(HOSTS), st.booleans(), st.floats(0, 2))))
def test_the_limits_hold_whatever_happens(steps: list[tuple[str, bool, float]]) -> None:
    manners = Manners(per_host=2, delay=0.5)
    now = 0.0
    flying: dict[str, int] = {}
    last: dict[str, float] = {}
    for url, ends, later in steps:
        now += later
        host = host_of(url)
        if ends and flying.get(host):
            manners.end(url)
            flying[host] -= 1
            continue
        at = manners.earliest(url, now)
        assert (at is None) == (flying.get(host, 0) >= 2)
        if at is None:
            continue
        now = at
        assert now - last.get(host, -1.0) >= 0.5 - 1e-9
        manners.begin(url, now)
        last[host] = now
        flying[host] = flying.get(host, 0) + 1
