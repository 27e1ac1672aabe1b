"""What holds a source: the newspaper, journal or book that an article or chapter stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.endnotes.dates import parse_date
from citecheck.endnotes.imprint import EDGES, names_publisher
from citecheck.endnotes.organisations import reads_as_organisation

_YEAR = r"(?:19|20)\d\d"
#: "Lancet 2010;375".
_ISSUE = re.compile(
    rf"^(?P<container>[^\d;]{{3,100}}?)[,.]?\s+(?P<date>{_YEAR})\s?[;,:]\s?(?:vol\.?\s?)?\d[\d():;,\s–-]*$"
)
#: "2010;12(3)" as a part of its own, behind the journal.
_ISSUE_ALONE = re.compile(
    rf"^(?P<date>{_YEAR}(?:\s[^\W\d]{{3,9}}\.?(?:\s\d{{1,2}})?)?)\s?;\s?\d{{1,4}}\s?(?:\([^)]{{1,20}}\))?$"
)
#: "Journal of Rivers, 12(3)", "North Journal 14, no. 2 (2009)", "North Journal, vol. 3, no. 1".
_VOLUME = re.compile(
    r"^(?P<container>[^\d;]{3,120}?),?\s+(?:vol(?:ume)?\.?\s?|т\.\s?)?\d{1,4}\s?(?:\(\d{1,4}(?:[–/-]\d{1,4})?\))?"
    rf"(?:,?\s*(?:no|nr|iss(?:ue)?|№)\.?\s?\d{{1,4}})?(?:\s?\((?P<date>[^()]*{_YEAR})\))?$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"^[—–-]?\s*(?:[,\s]*(?:(?:vol|no|nr|iss(?:ue)?|т|том|вып|ч)\b\.?|№)\s?[\divxl]{1,6}(?:\s?\(\d+\))?){1,3}$",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:times|herald|gazette|post|tribune|journal|review|magazine|bulletin|chronicle|observer"
    r"|guardian|standard|telegraph|weekly|daily|news|today|mirror|mail|lancet|proceedings|annals"
    r"|archives of|letters|quarterly|газета|вестник|известия|журнал|труды|правда|новости)\b",
    re.IGNORECASE,
)
_ONLINE = re.compile(r"\s\(?on-?line\)?$", re.IGNORECASE)
#: "EurasiaRivers", "24.kg", "Rivers.org": a site by the way that its name is written.
_SITE = re.compile(
    r",\s+(?P<name>(?:[A-Z][a-z]+){2,5}|[A-Z]?[\w-]{2,20}\.(?:com|org|net|info|kg|kz|ru|uk))$"
)
_IN_EDITED = re.compile(
    r"^in:?\s+(?P<editors>[^:]{3,120}?)[\s,(]+(?:eds?|editors?|ред)\b\.?\)?[,.:]?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_IN = re.compile(r"^[Ii]n:?\s+(?P<rest>[^\W\da-zа-яё].{3,200})$")
_AFTER_SLASHES = re.compile(r"\s//\s*(?P<container>[^/]{2,200}?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A container with the date that its issue bears."""

    name: str
    date: str | None = None


def take_container(
    segments: list[str], *, has_persons: bool, dated: str | None
) -> tuple[Container | None, list[str]]:
    """The container behind an article's title, and the segments without it.

    ``dated`` is a date printed elsewhere: a full one is that of a newspaper, a year
    alone in front may also be a book's.
    """
    kept = [part for part in segments if not _NUMBERS.match(part.strip(EDGES))]
    numbered = len(kept) < len(segments)
    for at, part in enumerate(kept):
        name = _AFTER_SLASHES.search(part)
        if name and name.start() > 2:
            head, tail = [*kept[:at], part[: name.start()]], kept[at + 1 :]
            inner = _split_issue(name["container"].strip(EDGES))
            return inner, [*head, *tail]
    kept = _part_at_question(kept, has_persons=has_persons)
    if len(kept) < 2:
        return None, kept
    for at in range(1, len(kept)):
        chapter, rest = _read_chapter(kept, at)
        if chapter:
            return Container(name=chapter), rest
    alone = _ISSUE_ALONE.match(kept[-1].strip(EDGES)) if len(kept) > 2 else None
    if alone:
        return Container(name=kept[-2].strip(EDGES), date=parse_date(alone["date"])), kept[:-2]
    if not has_persons:
        return None, kept if not numbered else segments
    last = kept[-1].strip(EDGES)
    issue = _split_issue(last)
    if issue.name != last:
        return issue, kept[:-1]
    if _is_paper(last, dated):
        return Container(name=last), kept[:-1]
    return None, kept


def take_site(title: str) -> tuple[str, str | None]:
    """ "Ferrymen strike again, EurasiaRivers": a title and the site behind it; dated to the day."""
    found = _SITE.search(title)
    if found is None or len(title[: found.start()].split()) < 3:
        return title, None
    return title[: found.start()], found["name"]


def _part_at_question(segments: list[str], *, has_persons: bool) -> list[str]:
    """ "Who pays? Policy Review, 9": a question ends the title where a journal follows."""
    last = segments[-1] if segments else ""
    at = max(last.rfind("? "), last.rfind("! "))
    if not has_persons or at < 0:
        return segments
    head, tail = last[: at + 1], last[at + 2 :].strip(EDGES)
    is_issue = _split_issue(tail).name != tail or bool(_ISSUE_ALONE.match(tail))
    return [*segments[:-1], head, tail] if is_issue or _is_paper(tail, None) else segments


def names_issue(text: str) -> bool:
    """Whether a text is a journal with volume or issue: "River Studies 7 (2)"."""
    plain = text.strip(EDGES)
    return _split_issue(plain).name != plain


def _split_issue(text: str) -> Container:
    """ "Lancet 2010;375": the name, and the date of the issue."""
    for pattern in (_ISSUE, _VOLUME):
        found = pattern.match(text)
        if found:
            date = found.groupdict().get("date")
            return Container(
                name=found["container"].strip(EDGES), date=parse_date(date) if date else None
            )
    return Container(name=text)


def _read_chapter(segments: list[str], at: int) -> tuple[str | None, list[str]]:
    """ "In: Novak P, editor. Noise in the delta", "In P. Novak (Ed.), The city garden"."""
    part = segments[at].strip(EDGES)
    edited = _IN_EDITED.match(part)
    if edited and edited["rest"].strip(EDGES):
        return edited["rest"].strip(EDGES), [*segments[:at], *segments[at + 1 :]]
    if edited and at + 1 < len(segments):
        return segments[at + 1].strip(EDGES), [*segments[:at], *segments[at + 2 :]]
    plain = _IN.match(part)
    if plain and part[2] in ": " and at == len(segments) - 1:
        return plain["rest"].strip(EDGES), segments[:at]
    return None, segments


def _is_paper(name: str, dated: str | None) -> bool:
    name = _ONLINE.sub("", name)
    if len(name.split()) > 5 or not reads_as_organisation(name):
        return False
    if _PAPER.search(name):
        return True
    return not names_publisher(name) and (dated is None or len(dated) == 10)
