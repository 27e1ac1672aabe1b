"""Tell people what changed in some publications since they were last told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

import citecheck
from citecheck.capture.door import Door
from citecheck.history import Change, Comparison, History, compare_audits
from citecheck.model.changes import choose_changes
from citecheck.model.notices import Channel, Delivery, News, Notice
from citecheck.notices import (
    channels_of,
    check_settings,
    drop_issue,
    post_notice,
    send_mail,
    write_issue,
)
from citecheck.report.notice import write_failure, write_notice, write_trial
from citecheck.settings import NoticeSettings, Settings
from citecheck.wiring import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A publication whose readers are to hear of changes: its name, and its history."""

    name: str
    history: History


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What a channel has not told yet: the notice (``None``: no news), and up to which audits."""

    channel: Channel
    notice: Notice | None
    upto: tuple[tuple[History, str], ...]


def find_pending(
    publications: Sequence[Told], settings: NoticeSettings, *, at: datetime
) -> tuple[Pending, ...]:
    """For each channel what changed since it was last heard, over all publications.

    Raises :class:`~citecheck.model.errors.InputError` for settings with which nothing could be
    delivered.
    """
    check_settings(settings)
    wanted = choose_changes(settings.on, what="[notices] on")
    found = (
        _pending(publications, settings, channel, wanted, at) for channel in channels_of(settings)
    )
    return tuple(pending for pending in found if pending.upto)


def _pending(
    publications: Sequence[Told],
    settings: NoticeSettings,
    channel: Channel,
    wanted: frozenset[Change],
    at: datetime,
) -> Pending:
    news: list[News] = []
    upto: list[tuple[History, str]] = []
    for one in publications:
        kept = [audit.id for audit in one.history.audits()]
        told = one.history.told(channel)
        if not kept or told == kept[-1]:
            continue
        upto.append((one.history, kept[-1]))
        # what was last told; else what the first notice that was lost began from
        owed = one.history.first_owed(channel) or kept[-1]
        since = told or (kept[kept.index(owed) - 1] if kept.index(owed) else None)
        if since is None:
            continue  # a first audit changes nothing
        document = one.history.open_document(kept[-1])
        comparison = compare_audits(
            one.history.open_document(since), document, one.history.before(since)
        )
        comparison = _only(comparison, wanted)
        if comparison.differences:
            title = document["publication"]["title"] or one.name
            report = _report(one, settings)
            news.append(News(name=one.name, title=title, comparison=comparison, report=report))
    notice = write_notice(news, version=citecheck.__version__, at=at) if news else None
    return Pending(channel=channel, notice=notice, upto=tuple(upto))


def _only(comparison: Comparison, wanted: frozenset[Change]) -> Comparison:
    left = tuple(d for d in comparison.differences if d.change in wanted)
    return replace(comparison, differences=left)


def _report(one: Told, settings: NoticeSettings) -> str:
    if settings.report_url:
        return f"{settings.report_url.rstrip('/')}/{one.name}/index.html"
    return (one.history.folder / "index.html").as_posix()


def notify(
    publications: Sequence[Told], settings: NoticeSettings, web: Settings
) -> Iterator[Delivery]:
    """Tell each channel what it has not told yet, and keep in the histories what became of it.

    A channel without news is not used.  What could not be delivered is told together with
    what is new the next time.  ``web`` says how addresses are asked.  Raises
    :class:`~citecheck.model.errors.InputError` for settings with which nothing could be
    delivered.
    """
    at = now()
    for pending in find_pending(publications, settings, at=at):
        if pending.notice is None:
            delivery = drop_issue(settings) if pending.channel is Channel.ISSUE else None
        else:
            delivery = _deliver(pending.notice, settings, pending.channel, web, at)
        if delivery:
            yield delivery
        sent, why = (delivery.sent, delivery.why) if delivery else (True, "no news")
        for history, audit in pending.upto:
            history.note_notice(audit, pending.channel, at=at, sent=sent, why=why)


def notify_failure(
    publication: str, why: str, settings: NoticeSettings, web: Settings
) -> Iterator[Delivery]:
    """Tell that an audit could not be made, where the settings ask for that."""
    if not settings.on_failure:
        return
    check_settings(settings)
    at = now()
    notice = write_failure(publication, why, version=citecheck.__version__, at=at)
    for channel in channels_of(settings):
        yield _deliver(notice, settings, channel, web, at)


def send_trial(settings: NoticeSettings, web: Settings) -> Iterator[Delivery]:
    """Send a trial by each channel that reaches a person; a file needs none."""
    check_settings(settings)
    at = now()
    notice = write_trial(version=citecheck.__version__, at=at)
    for channel in channels_of(settings):
        if channel is not Channel.ISSUE:
            yield _deliver(notice, settings, channel, web, at)


def _deliver(
    notice: Notice, settings: NoticeSettings, channel: Channel, web: Settings, at: datetime
) -> Delivery:
    match channel:
        case Channel.WEBHOOK:
            return post_notice(notice, settings, Door(web))
        case Channel.MAIL:
            return send_mail(notice, settings, at=at)
        case Channel.ISSUE:
            return write_issue(notice, settings)
        case _:
            assert_never(channel)
