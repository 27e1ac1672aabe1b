"""Settings from outside: defaults, then ``citecheck.toml``, then ``CITECHECK_*``, then flags.

An unknown key is refused by name, with the nearest known one.  Who is told what changed
stands in the table ``[notices]``, or in ``CITECHECK_NOTICES_*``.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from citecheck.model.errors import InputError
from citecheck.settings import NOTICE_SECRETS, NoticeSettings, Settings

PREFIX = "CITECHECK_"
FILE_NAME = "citecheck.toml"
NOTICES = "notices"
_NOTICES_PREFIX = f"{PREFIX}{NOTICES.upper()}_"


def load_settings(
    *,
    folder: Path,
    environment: Mapping[str, str],
    flags: Mapping[str, object],
) -> Settings:
    """The settings of a run; ``flags`` whose value is ``None`` were not given.

    Raises :class:`InputError` for a file that is not TOML, an unknown key, or a value
    of the wrong type, each with the place where it stands.
    """
    table = {k: v for k, v in _read_file(folder / FILE_NAME).items() if k != NOTICES}
    own = {k: v for k, v in environment.items() if not k.startswith(_NOTICES_PREFIX)}
    values = _from_table(table, Settings) | _from_environment(own, PREFIX, Settings)
    values.update({key: value for key, value in flags.items() if value is not None})
    return Settings(**values)  # type: ignore[arg-type]  # each value was checked by name and type


def load_notices(*, folder: Path, environment: Mapping[str, str]) -> NoticeSettings:
    """Who is told what changed, and how.

    Raises :class:`InputError` as :func:`load_settings`, and for a secret in the file, which
    is often committed: it comes from the environment, or from a file of its own.
    """
    table = _read_file(folder / FILE_NAME).get(NOTICES, {})
    if not isinstance(table, dict):
        raise InputError("expected a table [notices]", NOTICES, source=FILE_NAME)
    for name in sorted(NOTICE_SECRETS & table.keys()):
        beside = " or name a file" if f"{name}_file" in _types(NoticeSettings) else ""
        raise InputError(
            "a secret does not belong in this file",
            NOTICES,
            name,
            source=FILE_NAME,
            remedy=f"set {_NOTICES_PREFIX}{name.upper()} in the environment{beside}",
        )
    values = _from_table(table, NoticeSettings, NOTICES)
    values |= _from_environment(environment, _NOTICES_PREFIX, NoticeSettings)
    return NoticeSettings(**values)  # type: ignore[arg-type]  # as above


def _read_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not TOML: {error}", source=FILE_NAME) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=FILE_NAME) from error


def _from_table(table: Mapping[str, object], kind: type, *place: str) -> dict[str, object]:
    return {
        key: _checked(key, value, kind, source=FILE_NAME, place=place)
        for key, value in table.items()
    }


def _from_environment(environment: Mapping[str, str], prefix: str, kind: type) -> dict[str, object]:
    found = {}
    for name, text in sorted(environment.items()):
        if name.startswith(prefix):
            key = name.removeprefix(prefix).lower()
            parsed = _parsed(key, text, kind, source=name)
            found[key] = _checked(key, parsed, kind, source=name, place=())
    return found


#: Settings that there were, and what does now what they did.
_GONE = {
    "recheck_days": "say only_due = true, with due_alive_days and due_alive_most_days as its days",
}


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _known(key: str, kind: type, source: str) -> Any:
    types = _types(kind)
    if key not in types:
        if key in _GONE:
            raise InputError(f"{key!r} is no setting any more", source=source, remedy=_GONE[key])
        near = difflib.get_close_matches(key, types, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(types))}"
        raise InputError(f"unknown setting {key!r}", source=source, remedy=hint)
    return types[key]


def _parsed(key: str, text: str, kind: type, *, source: str) -> object:
    """An environment variable's text as the setting's type."""
    wanted = _plain(_known(key, kind, source))
    try:
        if wanted is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                text.strip().lower()
            ]
        if wanted is int:
            return int(text)
        if wanted is float:
            return float(text)
    except (KeyError, ValueError):
        raise InputError(f"expected {_name(wanted)}, got {text!r}", source=source) from None
    if get_origin(wanted) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def _checked(key: str, value: object, kind: type, *, source: str, place: tuple[str, ...]) -> object:
    wanted = _known(key, kind, source)
    if _plain(wanted) is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if get_origin(wanted) is tuple and isinstance(value, list):
        value = tuple(value)
    allowed = (
        get_args(wanted) if get_origin(wanted) is UnionType else (get_origin(wanted) or wanted,)
    )
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise InputError(f"expected {_name(wanted)}, got {value!r}", *place, key, source=source)
    if isinstance(value, tuple) and not all(isinstance(part, str) for part in value):
        raise InputError(f"expected a list of texts, got {value!r}", *place, key, source=source)
    return value


def _plain(wanted: Any) -> Any:
    """The type that is left of ``… | None``."""
    if get_origin(wanted) is not UnionType:
        return wanted
    (plain,) = (part for part in get_args(wanted) if part is not type(None))
    return plain


def _name(wanted: Any) -> str:
    return getattr(wanted, "__name__", str(wanted))


def setting_names() -> tuple[str, ...]:
    """The names of all settings, in the order of :class:`Settings`."""
    return tuple(field.name for field in dataclasses.fields(Settings))
