from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.unpacking import Bomb, CutShort, unpack

TEXT = b"The river carried timber and grain. " * 40


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
}


def joined(body: bytes, codings: str | None, *, size: int = 7, is_archive: bool = False) -> bytes:
    pieces = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(unpack(pieces, codings, is_archive=is_archive))


@given(
    body=st.binary(max_size=300),
    codings=st.lists(st.sampled_from(sorted(PACK)), min_size=1, max_size=3),
    size=st.integers(1, 400),
)
def test_what_was_packed_comes_out_as_it_was(body: bytes, codings: list[str], size: int) -> None:
    packed = b"x" + body  # an empty body or one like gzip is told apart below
    for coding in codings:
        packed = PACK[coding](packed)
    assert joined(packed, ", ".join(codings), size=size) == b"x" + body


@given(body=st.binary(max_size=300), codings=st.sampled_from(["gzip", "deflate", "br", "gzip, br"]))
def test_bytes_of_any_kind_give_bytes_or_one_of_two_outcomes(body: bytes, codings: str) -> None:
    with suppress(CutShort, Bomb):
        joined(body, codings)


@pytest.mark.parametrize("codings", ["gzip", "br", "utf-8", "none", "deflate", "identity", None])
def test_what_is_not_packed_is_passed_on(codings: str | None) -> None:
    assert joined(b"<html>" + TEXT, codings) == b"<html>" + TEXT


def test_gzip_that_nobody_declared_is_unpacked_unless_it_is_a_file() -> None:
    packed = gzip.compress(gzip.compress(TEXT))
    assert joined(packed, None) == TEXT
    assert joined(packed, None, is_archive=True) == packed


def test_raw_deflate_and_further_members_and_rubbish_are_taken_as_browsers_take_them() -> None:
    assert joined(raw_deflate(TEXT), "deflate") == TEXT
    members = gzip.compress(TEXT) + gzip.compress(TEXT)
    assert joined(members + b"\n<!-- cached -->", "gzip") == TEXT + TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_came_before_the_cut_is_kept(coding: str) -> None:
    got: list[bytes] = []
    packed = PACK[coding](TEXT)[:-6]
    with pytest.raises(CutShort):
        got.extend(unpack([packed], coding, is_archive=False))
    assert TEXT.startswith(b"".join(got))


@pytest.mark.parametrize(
    "packed",
    [
        (gzip.compress(bytes(60_000_000)), "gzip"),
        (gzip.compress(gzip.compress(bytes(60_000_000))), "gzip"),
        (brotli.compress(bytes(60_000_000), quality=3), "br"),
    ],
    ids=["gzip", "twice", "brotli"],
)
def test_a_bomb_is_found_out_after_a_few_megabytes(packed: tuple[bytes, str]) -> None:
    body, coding = packed
    size = 0

    def pieces() -> Iterator[bytes]:
        for n in range(0, len(body), 1000):
            yield body[n : n + 1000]

    parts = unpack(pieces(), coding, is_archive=False)
    try:
        for part in parts:
            assert len(part) <= 200_000
            size += len(part)
    except Bomb:
        assert size < 20_000_000
    else:
        pytest.fail("not found out")


def test_more_layers_than_any_server_means_are_refused() -> None:
    with pytest.raises(Bomb):
        unpack([b""], "gzip, gzip, gzip, gzip", is_archive=False)
