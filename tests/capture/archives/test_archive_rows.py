from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.archives.cdx import split_resume_key
from citecheck.capture.archives.places import parse_base
from citecheck.capture.archives.rows import parse_row, to_mementos
from citecheck.model.captures import Memento
from citecheck.verdicts.mementos import EMPTY_DIGEST

BASE = parse_base("https://archive.example")
A, B = "A" * 32, "B" * 32


def row(
    stamp: str = "20111110000000",
    original: str = "http://a.org/",
    mime: str = "text/html",
    status: str = "200",
    digest: str = A,
) -> str:
    return f"org,a)/ {stamp} {original} {mime} {status} {digest} 512"


def mementos(*lines: str) -> tuple[Memento, ...]:
    return to_mementos([r for line in lines if (r := parse_row(line))], BASE)


@pytest.mark.parametrize(
    "line",
    [
        row(stamp="20000012170449"),  # month 00, seen for usatoday.com
        row(stamp="20000800241623"),  # day 00, hour 24
        row(stamp="2011"),
        row(stamp="٢٠١١١١١٠٠٠٠٠٠٠"),
        row(original="mailto:someone@a.org"),
        row(original="data:text/plain,hello"),
        "<html><body>503",
        "",
        row() + " more columns",
    ],
)
def test_a_row_that_cannot_be_a_captured_page_is_not_used(line: str) -> None:
    assert parse_row(line) is None


def test_a_row_becomes_a_memento_with_the_archives_own_address() -> None:
    assert mementos(row()) == (
        Memento(
            timestamp="20111110000000",
            original="http://a.org/",
            url="https://archive.example/web/20111110000000/http://a.org/",
            archive="archive.example",
            status=200,
            media_type="text/html",
            digest=A,
        ),
    )


def test_a_revisit_has_the_status_of_the_capture_with_the_same_bytes() -> None:
    error = row(stamp="20100101000000", status="404", digest=B)
    revisit = row(stamp="20120101000000", mime="warc/revisit", status="-", digest=B)
    assert [m.status for m in mementos(row(), error, revisit)] == [404, 200, 404]
    assert mementos(error, revisit)[1].media_type == "text/html"


def test_a_revisit_of_nothing_stays_unknown() -> None:
    redirect = row(status="301", digest=EMPTY_DIGEST)
    revisit = row(stamp="20120101000000", mime="warc/revisit", status="-", digest=EMPTY_DIGEST)
    assert [m.status for m in mementos(redirect, revisit)] == [301, None]


def test_a_revisit_of_bytes_that_came_as_page_and_as_error_stays_unknown() -> None:
    lines = [
        row(status="200"),
        row(stamp="20120101000000", status="404"),
        row(stamp="20130101000000", mime="warc/revisit", status="-"),
    ]
    assert [m.status for m in mementos(*lines)] == [200, 404, None]


def test_one_moment_of_one_address_is_listed_once_as_a_page_if_it_was_one() -> None:
    lines = [row(status="301", digest=EMPTY_DIGEST), row(), row(mime="warc/revisit", status="-")]
    assert [(m.timestamp, m.status) for m in mementos(*lines)] == [("20111110000000", 200)]


def test_the_address_truly_captured_is_kept_beside_others_of_the_same_key() -> None:
    both = mementos(row(), row(original="https://www.a.org/"))
    assert [m.original for m in both] == ["http://a.org/", "https://www.a.org/"]


def test_rows_without_a_blank_line_have_no_resume_key() -> None:
    assert split_resume_key("a\nb") == ("a\nb", None)


ROWS = st.lists(
    st.builds(
        row,
        stamp=st.sampled_from(["20100101000000", "20110101000000", "20120101000000"]),
        original=st.sampled_from(["http://a.org/", "http://www.a.org/", "mailto:a@a.org"]),
        mime=st.sampled_from(["text/html", "warc/revisit", "unk"]),
        status=st.sampled_from(["200", "301", "404", "-"]),
        digest=st.sampled_from([A, B, EMPTY_DIGEST, "-"]),
    ),
    max_size=12,
)


@given(lines=ROWS, data=st.data())
def test_mementos_do_not_depend_on_the_order_of_rows_nor_on_repeats(
    lines: list[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([*lines, *lines]))
    first, second = mementos(*lines), mementos(*shuffled)
    assert [(m.timestamp, m.original, m.status) for m in first] == [
        (m.timestamp, m.original, m.status) for m in second
    ]


@given(line=st.text())
def test_any_line_at_all_is_a_row_or_is_not(line: str) -> None:
    parsed = parse_row(line)
    assert parsed is None or len(parsed.timestamp) == 14
