"""Which archived copies to look at, and which of them stand for the cited version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from citecheck.model.captures import DigestProof, Memento

#: SHA-1 of nothing: every redirect and every empty answer shares it, so it proves nothing.
EMPTY_DIGEST = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
#: The first choice and at most four others, should it be an error page after all.
MOST_CANDIDATES = 5
#: So many of them from before the day, if there are any after it.
MOST_BEFORE = 3
#: So many from outside the window, should none inside it be the source.
MOST_FAR = 3


def choose_mementos(
    mementos: Sequence[Memento], *, near: date, window_days: int
) -> tuple[Memento, ...]:
    """Candidates for the copy that a reader saw on a day, in the order in which to try them.

    1. Only copies within ``window_days`` of the day (see :func:`choose_far_mementos`).
    2. Captured pages (200), and repeats of bytes that the index gives no status for
       (what they repeat stands elsewhere in the archive, as often as not a page),
       before those of which neither is told, and these before captured redirects,
       which may lead to the page's new place.  A captured error (4xx, 5xx) is a fact
       about the past, never a source.
    3. On or before the day, nearest first: a copy that was made before the page was
       read can bear it out.  Then after it, nearest first.
    4. The same bytes are tried once.

    The order of ``mementos`` does not matter.

    >>> choose_mementos((), near=date(2011, 1, 23), window_days=1100)
    ()
    """
    chosen: list[Memento] = []
    today = _digits(near)
    first, last = (_digits(_shifted(near, days)) for days in (-window_days, window_days))
    within = [m for m in mementos if first <= m.timestamp[:8] <= last]
    for rank in range(3):
        of_rank = [m for m in within if _rank(m) == rank]
        on_time = (m for m in of_rank if m.timestamp[:8] <= today)
        before = _distinct(sorted(on_time, key=_latest_first))
        tried = {content for m in before if (content := _content(m))}
        later = (m for m in of_rank if m.timestamp[:8] > today and _content(m) not in tried)
        after = _distinct(sorted(later, key=_earliest_first))
        room = MOST_CANDIDATES - len(chosen)
        early = before[: max(room - len(after), min(room, MOST_BEFORE))]
        chosen += [*early, *after][:room]
    return tuple(chosen)


def choose_far_mementos(
    mementos: Sequence[Memento], *, near: date, window_days: int
) -> tuple[Memento, ...]:
    """Candidates from outside the window, nearest first, for a day that has none inside it.

    A copy of years before or after is offered with its distance: it is more than
    nothing, and whether it can bear out the cited version is judged by its day.
    Of two equally near the earlier comes first; kinds come in the order of
    :func:`choose_mementos`.
    """
    first, last = (_digits(_shifted(near, days)) for days in (-window_days, window_days))
    far = [m for m in mementos if not first <= m.timestamp[:8] <= last]
    far.sort(key=lambda m: (_rank(m) or 0, abs((m.day - near).days), _earliest_first(m)))
    return tuple(_distinct(m for m in far if _rank(m) is not None)[:MOST_FAR])


def whole_timestamp(digits: str) -> str | None:
    """14 digits from 4 or more, the first moment that they can mean; ``None``: no moment at all.

    >>> whole_timestamp("201112"), whole_timestamp("20079999031024")
    ('20111201000000', None)
    """
    whole = digits + "00000101000000"[len(digits) :]
    try:
        datetime.strptime(whole, "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return whole


#: The digest of an index is of the bytes as stored, so one of a coded body tells nothing.
CODED = "its digest is not comparable: the archive stores the body coded"


def compare_digests(listed: str | None, found: str, *, coded: bool) -> DigestProof | None:
    """What the digest of a capture's bytes says against the index's; ``None``: none is listed.

    >>> compare_digests("sha1:ABC", "abc", coded=False).agrees
    True
    """
    one, other = (digest.removeprefix("sha1:").upper() for digest in (listed or "", found))
    if one in ("", "-", EMPTY_DIGEST):
        return None
    if one == other:
        return DigestProof(listed=one, found=other, agrees=True)
    if coded:
        return DigestProof(listed=one, found=other, agrees=None, why=CODED)
    why = f"its bytes differ from the index's digest (sha1:{other}, listed {one})"
    return DigestProof(listed=one, found=other, agrees=False, why=why)


def bracketing(mementos: Sequence[Memento], near: date) -> tuple[Memento, ...]:
    """The copies on either side of a day that hold the same bytes, in time order; else none.

    The page is then known not to have changed in between, so each of them is the
    page as it was on that day.  All copies of that unbroken stretch are given; a
    capture of other bytes ends it, a captured error or redirect does not.
    """
    readable = sorted((m for m in mementos if m.status == 200), key=_earliest_first)
    pages = [m for m in readable if _content(m) is not None]
    before = [m for m in pages if m.timestamp[:8] <= _digits(near)]
    after = pages[len(before) :]
    if not before or not after or _content(before[-1]) != _content(after[0]):
        return ()
    same = _content(after[0])
    return (*reversed(_while_same(reversed(before), same)), *_while_same(after, same))


def _while_same(mementos: Iterable[Memento], digest: str | None) -> list[Memento]:
    stretch: list[Memento] = []
    for memento in mementos:
        if _content(memento) != digest:
            break
        stretch.append(memento)
    return stretch


def _rank(memento: Memento) -> int | None:
    """0 a page or likely one, 1 unknown, 2 a redirect, ``None`` nothing to read."""
    match memento.status:
        case 200:
            return 0
        case None:
            return 0 if _content(memento) else 1
        case 301 | 302 | 303 | 307 | 308:
            return 2
        case _:
            return None


def _content(memento: Memento) -> str | None:
    """The digest, if it tells contents apart."""
    bare = (memento.digest or "").removeprefix("sha1:")
    return None if bare in ("", "-", EMPTY_DIGEST) else bare


def _distinct(mementos: Iterable[Memento]) -> list[Memento]:
    """The first of each content; those that have no telling digest all stay."""
    seen: set[str] = set()
    kept = []
    for memento in mementos:
        content = _content(memento)
        if content is None or content not in seen:
            kept.append(memento)
        if content is not None:
            seen.add(content)
    return kept


def _digits(day: date) -> str:
    """A day as timestamps begin: they compare as text, a hundred times faster than as dates."""
    return day.isoformat().replace("-", "")


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _earliest_first(memento: Memento) -> tuple[str, ...]:
    # every field, so that the order of the input cannot matter
    return (
        memento.timestamp,
        memento.original,
        memento.url,
        memento.archive,
        memento.digest or "",
        memento.media_type or "",
        "" if memento.status is None else str(memento.status),
    )


def _latest_first(memento: Memento) -> tuple[int | str, ...]:
    return (-int(memento.timestamp), *_earliest_first(memento))
