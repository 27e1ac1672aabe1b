from __future__ import annotations

from citecheck.capture.politeness import host_of


def test_www_and_the_port_make_no_other_host() -> None:
    assert host_of("http://www.A.example:8080/x") == host_of("https://a.example./") == "a.example"


def test_what_is_no_address_has_no_host() -> None:
    assert host_of("http://[::1") == ""
