from __future__ import annotations

from pathlib import Path

import pytest
from archive_fakes import NOW, FakeDoor

from citecheck.capture.archives import (
    archive_addresses,
    archive_names,
    open_archives,
    shared_folder,
)
from citecheck.model.errors import InputError
from citecheck.settings import Settings


def test_more_than_one_archive_is_asked_out_of_the_box() -> None:
    assert len(archive_addresses(Settings())) >= 2
    assert archive_addresses(Settings())[0] == "https://web.archive.org"


def test_whoever_names_an_archive_means_that_one() -> None:
    assert archive_addresses(Settings(archive="http://127.0.0.1:8090")) == (
        "http://127.0.0.1:8090",
    )


def test_further_archives_of_ones_own_are_asked_in_their_order_and_once() -> None:
    one, two = "http://127.0.0.1:8090", "http://127.0.0.1:8091/web"
    settings = Settings(archive=one, more_archives=(two, one))
    assert archive_addresses(settings) == (one, two)
    opened = open_archives(settings, FakeDoor(lambda url: (404, {}, b"")), clock=lambda: NOW)
    assert [archive.name for archive in opened] == ["127.0.0.1:8090", "127.0.0.1:8091"]


def test_collections_of_one_host_have_names_of_their_own_and_each_is_asked() -> None:
    all_of_it, one = "http://127.0.0.1:8090/all", "http://127.0.0.1:8090/1234"
    settings = Settings(archive=all_of_it, more_archives=(one,))
    door = FakeDoor(lambda url: (404, {}, b""))
    first, second = open_archives(settings, door, clock=lambda: NOW)
    assert (first.name, second.name) == ("127.0.0.1:8090/all", "127.0.0.1:8090/1234")
    assert archive_names(settings) == (first.name, second.name)
    assert second.holdings("http://a.example/").archive == second.name
    assert any("/1234/" in url for url in door.asked)


def test_a_further_archive_that_is_no_address_is_told() -> None:
    settings = Settings(more_archives=("arquivo",))
    with pytest.raises(InputError, match="arquivo"):
        open_archives(settings, FakeDoor(lambda url: (404, {}, b"")), clock=lambda: NOW)


def test_the_shared_folder_is_the_settings_else_the_users_cache(tmp_path: Path) -> None:
    assert shared_folder(Settings(gate_folder="here"), {}, tmp_path) == Path("here")
    cache = {"XDG_CACHE_HOME": "/c"}
    assert shared_folder(Settings(), cache, tmp_path) == Path("/c/citecheck")
    assert shared_folder(Settings(), {}, tmp_path) == tmp_path / ".cache" / "citecheck"
