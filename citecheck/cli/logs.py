"""``--log-json``: what happens in a run, one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

from citecheck.cli.metrics import ROOT_LOGGER
from citecheck.cli.words import tell
from citecheck.model.errors import InputError

_log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """A record as one line of ASCII: time (UTC), level, event, logger, and its own fields.

    Control characters and such as turn the direction of text leave as ``\\u`` escapes, so
    that a log can be looked at in a terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object, without a line end."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z",
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str).replace("\x7f", "\\u007f")


class _Lines(logging.StreamHandler[TextIO]):
    """Writes lines at once; a log that cannot be written is told once and ends no audit."""

    def __init__(self, stream: TextIO, name: str) -> None:
        super().__init__(stream)
        self._what, self._told = name, False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - its shape
        """Tell what is wrong, once."""
        error = sys.exc_info()[1]
        if not self._told:
            self._told = True
            words = getattr(error, "strerror", None) or str(error)
            tell(f"{self._what}: the log cannot be written: {words}; the audit goes on without")


@contextmanager
def logging_to(target: str | None) -> Iterator[None]:
    """Log to a file (appended to) or, with ``-``, to stderr while the block runs.

    Raises :class:`InputError` if the file cannot be opened.
    """
    if target is None:
        yield
        return
    try:
        stream = sys.stderr if target == "-" else open(target, "a", encoding="ascii")  # noqa: SIM115
    except OSError as error:
        raise InputError(
            f"the log cannot be written: {error.strerror}", source=target, remedy="name another"
        ) from error
    handler = _Lines(stream, target)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger(ROOT_LOGGER)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    except InputError as error:
        _log.error("could not run", extra={"fields": {"why": str(error)}})
        raise
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        if stream is not sys.stderr:
            try:
                stream.close()
            except OSError:
                handler.handleError(logging.makeLogRecord({}))
