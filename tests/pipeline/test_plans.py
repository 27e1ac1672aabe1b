"""What a run is to look at, before it asks anything."""

from __future__ import annotations

from datetime import date

from citecheck.model.notes import Citation, CitationKind, Endnote, Publication
from citecheck.pipeline import Job, find_days

TODAY = date(2026, 11, 27)


def job(*cited: tuple[str, str | None], year: int | None = 2012) -> Job:
    notes = tuple(
        Endnote(number=n, raw=url, citations=(
            Citation(work=f"w{n}", kind=CitationKind.WEB, url=url, accessed=accessed),
        ))
        for n, (url, accessed) in enumerate(cited, start=1)
    )  # fmt: skip
    return Job(publication=Publication(title="t", year=year, endnotes=notes), source="t")


def test_each_address_has_the_day_on_which_it_was_read() -> None:
    jobs = [job(("http://a.org/", "2011-11-10"), ("http://b.org/", "2009-03"))]
    assert find_days(jobs, today=TODAY) == {
        "http://a.org/": date(2011, 11, 10),
        "http://b.org/": date(2009, 3, 31),
    }


def test_of_several_days_the_one_that_most_notes_name_then_the_last() -> None:
    often = [("http://a.org/", "2010-01-01")] * 2 + [("http://a.org/", "2011-01-01")]
    tied = [("http://b.org/", "2010-01-01"), ("http://b.org/", "2011-01-01")]
    assert find_days([job(*often), job(*tied)], today=TODAY) == {
        "http://a.org/": date(2010, 1, 1),
        "http://b.org/": date(2011, 1, 1),
    }


def test_without_an_access_date_it_is_the_end_of_the_publications_year_else_today() -> None:
    assert find_days([job(("http://a.org/", None))], today=TODAY) == {
        "http://a.org/": date(2012, 12, 31)
    }
    assert find_days([job(("http://a.org/", None), year=None)], today=TODAY) == {
        "http://a.org/": TODAY
    }
