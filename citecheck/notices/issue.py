"""A notice as the text of an issue: a file that is there only while something is to be told."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from citecheck.model.notices import Channel, Delivery, Notice
from citecheck.settings import NoticeSettings


def write_issue(notice: Notice, settings: NoticeSettings) -> Delivery:
    """Write the issue whole or not at all: its title as a heading, then its text, Markdown.

    An issue that says that an audit could not be made goes below what is there already.
    """
    assert settings.issue_file is not None
    path = Path(settings.issue_file)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        below = notice.document["kind"] == "failure" and path.exists()
        before = f"{path.read_text('utf-8')}\n" if below else ""
        part.write_text(f"{before}# {notice.subject}\n\n{notice.issue}", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        why = f"{settings.issue_file} cannot be written: {error.strerror or error}"
        return Delivery(channel=Channel.ISSUE, sent=False, why=why)
    return Delivery(channel=Channel.ISSUE, sent=True, why=f"written to {settings.issue_file}")


def drop_issue(settings: NoticeSettings) -> Delivery | None:
    """Take away the issue of an earlier audit: nothing is to be told; why, if that failed."""
    assert settings.issue_file is not None
    try:
        Path(settings.issue_file).unlink(missing_ok=True)
    except NotADirectoryError:
        return None
    except OSError as error:
        why = f"{settings.issue_file} is out of date and cannot be removed: {error.strerror}"
        return Delivery(channel=Channel.ISSUE, sent=False, why=why)
    return None
