"""A notice of what changed, or that an audit could not be made: pure, from values to text.

Everything in it may come from outside: the text is without control characters, the HTML
escaped, the Markdown without mentions, the subject on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from citecheck.model.changes import Change, Difference
from citecheck.model.notices import News, Notice
from citecheck.report.html_page import template_environment
from citecheck.report.since import count_changes, since_document, tell_step
from citecheck.report.summary_md import MAX_LINES, escape
from citecheck.report.words import count_words
from citecheck.safe_text import cut, one_line

SCHEMA = "citecheck/notice/1"
_SUBJECT = 120
_LINE = 200
_ORDER = list(Change)


def write_notice(news: Sequence[News], *, version: str, at: datetime) -> Notice:
    """What changed in some publications, those with the worst news first.

    ``news`` holds none without changes.
    """
    ordered = sorted(news, key=lambda one: (_worst(one), one.name))
    total = sum(len(one.comparison.differences) for one in ordered)
    changes = count_words(total, "change")
    where = ordered[0].title if len(ordered) == 1 else f"{len(ordered)} publications"
    subject = cut(f"citecheck: {changes} in {where}", _SUBJECT)
    foot = _foot(version, at)
    room = MAX_LINES - 2
    return Notice(
        subject=subject,
        text="\n".join([*_text(ordered, room), "", foot]) + "\n",
        html=_html(subject, ordered, foot),
        issue="\n".join([*_issue(ordered, room), "", escape(foot)]) + "\n",
        document={
            "schema": SCHEMA,
            "kind": "changes",
            "version": version,
            "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            # chat servers show these words and pass the rest over
            "text": "\n".join([subject, "", *_text(ordered, room)]),
            "publications": [
                {
                    "name": one.name,
                    "title": one.title,
                    "report": one.report,
                    "since": since_document(one.comparison),
                }
                for one in ordered
            ],
        },
    )


def write_failure(publication: str, why: str, *, version: str, at: datetime) -> Notice:
    """That an audit could not be made, with the line that says why and what to do."""
    subject = cut(f"citecheck: no audit of {publication}", _SUBJECT)
    line, foot = one_line(why), _foot(version, at)
    text = f"The audit of {one_line(publication)} could not be made:\n\n{line}\n\n{foot}\n"
    return Notice(
        subject=subject,
        text=text,
        html=template_environment()
        .get_template("notice.html.j2")
        .render(subject=subject, news=(), failure=line, words=None, foot=foot),
        issue=f"The audit of {escape(one_line(publication))} could not be made:\n\n"
        f"{escape(line)}\n\n{escape(foot)}\n",
        document={
            "schema": SCHEMA,
            "kind": "failure",
            "version": version,
            "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "text": f"{subject}\n\n{line}",
            "publications": [{"name": publication, "why": line}],
        },
    )


def write_trial(*, version: str, at: datetime) -> Notice:
    """A notice that says nothing but that notices arrive."""
    subject, foot = "citecheck: a trial", _foot(version, at)
    words = "This is a trial: what changes in your sources will be told here."
    page = template_environment().get_template("notice.html.j2")
    return Notice(
        subject=subject,
        text=f"{words}\n\n{foot}\n",
        html=page.render(subject=subject, news=(), failure=None, words=words, foot=foot) + "\n",
        issue=f"{words}\n\n{escape(foot)}\n",
        document={
            "schema": SCHEMA,
            "kind": "trial",
            "version": version,
            "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "text": f"{subject}\n\n{words}",
            "publications": [],
        },
    )


def _worst(news: News) -> int:
    return min(_ORDER.index(d.change) for d in news.comparison.differences)


def _foot(version: str, at: datetime) -> str:
    return f"citecheck {one_line(version)}, {at:%Y-%m-%d %H:%M} UTC"


def _text(news: Sequence[News], room: int) -> list[str]:
    lines: list[str] = []
    for one, listed, left in _shares(news, room):
        head = f"{one_line(one.title)}: {count_changes(one.comparison)}."
        lines += [*([""] if lines else []), head]
        lines += [_plain(difference) for difference in listed]
        lines += [f"… and {left} more; all of it: {one_line(one.report)}"] if left else []
        lines += [] if left else [f"The report: {one_line(one.report)}"]
    return lines + _unlisted(news, room)


def _issue(news: Sequence[News], room: int) -> list[str]:
    lines: list[str] = []
    for one, listed, left in _shares(news, room):
        head = f"**{escape(one_line(one.title))}**: {escape(count_changes(one.comparison))}."
        lines += [*([""] if lines else []), head]
        lines += [f"- {escape(_plain(difference))}" for difference in listed]
        more = f"… and {left} more; all of it" if left else "The report"
        lines += [f"- {more}: {escape(one_line(one.report))}"]
    return lines + [escape(line) for line in _unlisted(news, room)]


def _plain(difference: Difference) -> str:
    notes = ", ".join(map(str, difference.notes))
    why = f" ({difference.why})" if difference.why else ""
    head = f"note {notes}: {difference.change}: {cut(difference.what, 90)}"
    return cut(f"{head}: {tell_step(difference)}{why}", _LINE)


def _told(news: Sequence[News], room: int) -> Sequence[News]:
    """Those that are told by themselves: each needs a blank line, a head, a change, a foot."""
    most = (room + 1) // 4
    return news if len(news) <= most else news[: (room - 1) // 4]


def _unlisted(news: Sequence[News], room: int) -> list[str]:
    left = news[len(_told(news, room)) :]
    if not left:
        return []
    changes = sum(len(one.comparison.differences) for one in left)
    more = count_words(len(left), "more publication")
    return [f"… and {count_words(changes, 'change')} in {more}."]


def _shares(news: Sequence[News], room: int) -> list[tuple[News, Sequence[Difference], int]]:
    """Each publication with the changes that there is room for, and how many are left over."""
    told = _told(news, room)
    room -= len(told) < len(news)
    each = (room + 1) // max(len(told), 1) - 3
    shares: list[tuple[News, Sequence[Difference], int]] = []
    for one in told:
        every = one.comparison.differences
        listed = every[:each]
        shares.append((one, listed, len(every) - len(listed)))
    return shares


def _html(subject: str, news: Sequence[News], foot: str) -> str:
    return (
        template_environment()
        .get_template("notice.html.j2")
        .render(
            subject=subject,
            news=[
                {
                    "title": one.title,
                    "count": count_changes(one.comparison),
                    "report": one.report,
                    "differences": one.comparison.differences,
                }
                for one in news
            ],
            failure=None,
            words=None,
            foot=foot,
        )
        + "\n"
    )
