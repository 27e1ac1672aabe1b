"""``citecheck notify``: tell people what changed since they were last told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import click

from citecheck.cli.words import (
    json_option,
    notices_from,
    one_line,
    print_json,
    safe,
    settings_from,
)
from citecheck.history import History
from citecheck.model.errors import InputError
from citecheck.model.notices import Channel, Delivery
from citecheck.notices import channels_of, check_settings
from citecheck.notifying import Pending, Told, find_pending, notify, notify_failure, send_trial
from citecheck.publications import open_publication, read_publication_list, tell_apart
from citecheck.settings import NoticeSettings
from citecheck.wiring import now


@click.command("notify", epilog="Example: citecheck notify --dry-run")
@click.argument("publications", metavar="[PUBLICATION]...", nargs=-1)
@click.option("--report", type=click.Path(path_type=Path), help="Its report's folder.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent; send and note nothing.")
@click.option("--trial", is_flag=True, help="Send a trial, to see whether notices arrive.")
@json_option
def command(
    publications: tuple[str, ...], report: Path | None, dry_run: bool, trial: bool, as_json: bool
) -> int:
    """Tell what changed by the channels that citecheck.toml names in [notices].

    Several are told in one notice; @FILE names those that a file lists, one a line.
    Nothing is sent where nothing changed since the channel was last used.  Exits with 2
    if a notice could not be delivered; it is sent again by the next run.
    """
    if trial and dry_run:
        raise click.UsageError("--trial and --dry-run exclude each other")
    settings = notices_from()
    if trial:
        return _tell(list(send_trial(settings, settings_from())), as_json=as_json)
    told = _publications(publications or ("endnotes/kyrgyzstan-2012",), report)
    if dry_run:
        _show(find_pending(told, settings, at=now()), settings, as_json=as_json)
        return 0
    return _tell(list(notify(told, settings, settings_from())), as_json=as_json)


def _tell(deliveries: Sequence[Delivery], *, as_json: bool) -> int:
    """Print what became of notices; raises :class:`InputError` for those that were lost."""
    if as_json:
        print_json({"schema": "citecheck/notify/1", "deliveries": [asdict(d) for d in deliveries]})
    elif not deliveries:
        click.echo("nothing to tell")
    for delivery in deliveries:
        if delivery.sent and not as_json:
            click.echo(f"{delivery.channel}: {one_line(delivery.why)}")
    lost = [d for d in deliveries if not d.sent]
    if lost:
        raise InputError(
            "; ".join(f"the notice by {d.channel} was not delivered: {d.why}" for d in lost),
            remedy="it is sent again by the next `citecheck notify`",
        )
    return 0


@dataclass(slots=True)
class Telling:
    """What a run has to tell: the publications it audited, and those it could not, with why."""

    audited: list[Told] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def telling(shown: str, *, wanted: bool) -> Iterator[Telling]:
    """Around a run: tell what it changed, or what could not be audited; nothing if not ``wanted``.

    A notice that cannot be delivered is a line on stderr and nothing else: the audit was
    made, and its exit code is its own; the next run sends the notice again.  Raises
    :class:`InputError` before the run for settings with which nothing could be told.
    """
    told = Telling()
    if not wanted:
        yield told
        return
    settings = notices_from()
    check_settings(settings)
    if not channels_of(settings):
        raise InputError(
            "--notify finds nobody to tell",
            source="citecheck.toml",
            remedy="name a webhook, mail_to or issue_file in [notices]",
        )
    try:
        yield told
    except InputError as error:
        _report(notify_failure(shown, str(error), settings, settings_from()))
        raise
    _report(notify(told.audited, settings, settings_from()))
    if told.failed:
        lines = "; ".join(why if name in why else f"{name}: {why}" for name, why in told.failed)
        names = ", ".join(name for name, _ in told.failed)
        _report(notify_failure(names, lines, settings, settings_from()))


def _report(deliveries: Iterator[Delivery]) -> None:
    try:
        for one in deliveries:
            what = "notice sent" if one.sent else "the notice was not delivered, and will be again"
            click.echo(f"citecheck: {what}: {one.channel}: {one_line(one.why)}", err=True)
    except InputError as error:
        click.echo(f"citecheck: the notice was not delivered: {one_line(str(error))}", err=True)


def _publications(named: Sequence[str], report: Path | None) -> list[Told]:
    """The publications that arguments and lists name, called as an audit of them all does."""
    single = [
        name
        for one in named
        for name in (read_publication_list(Path(one[1:])) if one.startswith("@") else (one,))
    ]
    if report and len(single) > 1:
        raise click.UsageError("--report goes with one publication")
    sources = tell_apart([open_publication(name) for name in single])
    return [
        Told(name=source.name, history=History(report or Path("reports") / source.name))
        for source in sources
    ]


def _show(pending: Sequence[Pending], settings: NoticeSettings, *, as_json: bool) -> None:
    if as_json:
        found = [
            {"channel": one.channel, "notice": one.notice.document if one.notice else None}
            for one in pending
        ]
        print_json({"schema": "citecheck/notify/1", "pending": found})
        return
    if not pending:
        named = channels_of(settings)
        none = "no channel is named in [notices] of citecheck.toml"
        click.echo("nothing to tell" if named else none)
    for one in pending:
        click.echo(f"{one.channel}: {_whom(one.channel, settings)}")
        if one.notice is None:
            click.echo("  nothing to tell")
            continue
        text = one.notice.issue if one.channel is Channel.ISSUE else one.notice.text
        click.echo(f"  {one_line(one.notice.subject)}")
        click.echo("".join(f"  {safe(line)}\n" for line in text.splitlines()), nl=False)


def _whom(channel: Channel, settings: NoticeSettings) -> str:
    match channel:
        case Channel.WEBHOOK:
            # the path of a webhook is often its key
            parts = urlsplit(settings.webhook or "")
            return one_line(f"{parts.scheme}://{parts.hostname}/…")
        case Channel.MAIL:
            return one_line(f"{', '.join(settings.mail_to)} by {settings.smtp_host}")
        case Channel.ISSUE:
            return one_line(settings.issue_file or "")
