"""What every command says and how: JSON, one-line errors, settings from flags."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from citecheck.config import load_notices, load_settings
from citecheck.model.errors import InputError
from citecheck.settings import NoticeSettings, Settings

#: What a terminal would act on: C0 and C1 controls, and bidirectional overrides.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def one_line(text: str) -> str:
    """Text from outside, safe to print and on one line."""
    return " ".join(_UNSAFE.sub("�", text.replace("\t", " ")).split())


def tell(sentence: str) -> None:
    """A line on stderr."""
    click.echo(f"citecheck: {one_line(sentence)}", err=True)


def safe(text: str) -> str:
    """Text from outside, safe to print, its lines and page breaks kept."""
    return _UNSAFE.sub(lambda m: m.group() if m.group() in "\f" else "�", text)


def print_json(document: object) -> None:
    """Print a JSON document, readable and in UTF-8."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def settings_from(**flags: object) -> Settings:
    """Settings with these flags on top; those that are ``None`` were not given."""
    return load_settings(folder=Path(), environment=os.environ, flags=flags)


def notices_from() -> NoticeSettings:
    """Who is told what changed, by ``citecheck.toml`` and the environment."""
    return load_notices(folder=Path(), environment=os.environ)


def parse_numbers(text: str | None) -> tuple[int, ...]:
    """Note numbers from ``1,5-8``.

    >>> parse_numbers("3, 5-7")
    (3, 5, 6, 7)

    Raises :class:`InputError` for anything else.
    """
    if not text:
        return ()
    numbers: set[int] = set()
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?", part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not found or last < first:
            raise InputError(f"not a note number or a range: {part.strip()!r}", remedy="say 3,5-8")
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers))


def network_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that may ask the web."""
    for option in reversed(
        (
            click.option("--proxy", metavar="URL", help="Ask the web through this proxy."),
            click.option(
                "--allow-private",
                is_flag=True,
                default=None,
                help="Let addresses lead to private or loopback networks.",
            ),
        )
    ):
        function = option(function)
    return function
