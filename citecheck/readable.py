"""A file, or what an address answers, to be read: for one text without a publication."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from citecheck.capture.live import RequestsWeb
from citecheck.model.captures import NoResponse, Response
from citecheck.model.documents import Extraction
from citecheck.model.errors import InputError
from citecheck.opening import open_extractor
from citecheck.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Bytes that can be read, and read again by a second reader; each time in isolation."""

    body: bytes
    name: str
    settings: Settings
    media_type: str | None = None

    def read(self) -> Extraction:
        """The text as the first reader gives it."""
        extractor = open_extractor(self.settings)
        return extractor.extract(self.body, media_type=self.media_type, name=self.name)

    def read_again(self) -> Extraction:
        """The text as the second reader gives it."""
        extractor = open_extractor(self.settings)
        return extractor.extract_again(self.body, media_type=self.media_type, name=self.name)


def read_source(source: str, settings: Settings) -> Extraction:
    """The text of a file, or of what an http(s) address answers.

    Raises :class:`InputError` if there is no such file, or the address gives no page.
    """
    return open_source(source, settings).read()


def open_source(source: str, settings: Settings) -> Readable:
    """The bytes of a file, or of what an http(s) address answers; raises as above."""
    if "://" in source:
        return open_address(source, settings)
    path = Path(source)
    try:
        if path.stat().st_size > settings.max_bytes:
            raise InputError(
                f"larger than {settings.max_bytes:,} bytes", source=source, remedy="raise max_bytes"
            )
        body = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}",
            source=source,
            remedy="give a file or an http(s) address",
        ) from error
    return Readable(body=body, name=path.name, settings=settings)


def open_address(url: str, settings: Settings) -> Readable:
    """The bytes that an http(s) address answers, asked through the guard.

    Raises :class:`InputError` if it gives no page, or may not be asked.
    """
    outcome = next(RequestsWeb(settings).fetch_all([url], started=lambda _: None))
    match outcome:
        case NoResponse(why=why):
            raise InputError(f"gave no answer: {why}", source=url, remedy="give a file instead")
        case Response():
            if not 200 <= outcome.status < 300:
                raise InputError(
                    f"the server answers {outcome.status}", source=url, remedy="give a file instead"
                )
            return Readable(
                body=outcome.body,
                name=outcome.final_url,
                settings=settings,
                media_type=outcome.header("content-type"),
            )
        case _:
            assert_never(outcome)
