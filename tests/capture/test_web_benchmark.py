"""The benchmark's loopback web, small: its manners are tested, its speed is not."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.web.__main__ import server
from benchmarks.web.scenarios import MIX, lower_bound, make_addresses
from citecheck.capture.live import RequestsWeb
from citecheck.model.captures import Response
from citecheck.settings import Settings


def test_the_mix_is_a_thousand_and_the_same_for_a_seed() -> None:
    assert sum(count for _, count, _ in MIX) == 1000
    assert make_addresses(300, seed=3) == make_addresses(300, seed=3)
    ways = Counter(address.way for address in make_addresses(1000))
    assert ways == {way: count for way, count, _ in MIX}


def test_the_bound_is_the_largest_of_its_parts() -> None:
    found = lower_bound(make_addresses(200), per_host=2, jobs=16)
    assert found["bound"] == max(v for k, v in found.items() if k != "bound") > 0


@pytest.mark.slow
def test_no_host_is_overrun_and_no_pause_is_cut_short() -> None:
    seen: dict[str, float] = {}
    quick = [a for a in make_addresses(400) if a.latency < 0.5 and a.way not in ("hang", "slow")]
    settings = Settings(
        jobs=64, per_host=2, delay=0.0, allow_private=True, no_proxy="*", backoff=0.05
    )
    with server(seen) as ports:
        urls = {address.url(*ports): address for address in quick}
        web = RequestsWeb(settings, seed=1)
        found = {o.url: o for o in web.fetch_all(list(urls), started=lambda _: None)}
    assert len(found) == len(quick)
    assert seen["early"] == 0
    assert seen["on one host"] <= 2
    assert seen["requests"] <= 1.6 * len(quick)
    well = [o for o in found.values() if isinstance(o, Response) and o.status == 200]
    assert len(well) >= 0.6 * len(quick)
