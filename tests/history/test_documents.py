"""Documents of the history, read bit by bit as they were written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.history.documents import KeptDocument, WholeDocument

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(st.text(max_size=4), VALUES, min_size=1, max_size=5)


def kept(document: Mapping[str, Any], *, packed: bool) -> KeptDocument:
    whole = WholeDocument()
    for name, value in document.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            assert list(whole.pass_on(name, value)) == value
        else:
            whole.add(name, value)
    text = whole.end()
    assert isinstance(text, str)
    assert json.loads(text) == document
    return KeptDocument(lambda: zlib.compress(text.encode()) if packed else text)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("piece", [1, 3, 1 << 18])
def test_what_is_read_bit_by_bit_is_what_was_kept(
    piece: int, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citecheck.history.documents._PIECE", piece)

    @given(DOCUMENTS)
    def holds(document: dict[str, Any]) -> None:
        read = kept(document, packed=packed)
        assert dict(read) == document
        assert list(read) == list(document)
        lists = {name: value for name, value in document.items() if isinstance(value, list)}
        rows = [(name, row) for name, value in lists.items() for row in value]
        assert list(read.rows(lists)) == rows
        assert list(read.rows([])) == []
        with pytest.raises(KeyError):
            read["no such entry"]

    holds()


@pytest.mark.parametrize("text", ["", "{", '{"a"', '{"a": [1, 2', '{"a": 1, "b": {', "[]"])
def test_a_document_that_ends_early_is_no_shorter_document(text: str) -> None:
    for load in (text, zlib.compress(text.encode())):
        document = KeptDocument(lambda load=load: load)  # type: ignore[misc]
        with pytest.raises(ValueError, match=r"."):
            dict(document)


def test_packed_bytes_that_are_torn_are_no_shorter_document() -> None:
    packed = zlib.compress(json.dumps({"a": [{"b": n} for n in range(999)]}).encode())
    with pytest.raises(ValueError, match="ends early"):
        list(KeptDocument(lambda: packed[:-9]).rows(["a"]))
