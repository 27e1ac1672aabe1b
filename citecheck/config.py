"""Settings from outside: defaults, then ``citecheck.toml``, then ``CITECHECK_*``, then flags.

An unknown key is refused by name, with the nearest known one.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from citecheck.model.errors import InputError
from citecheck.settings import Settings

PREFIX = "CITECHECK_"
FILE_NAME = "citecheck.toml"
_TYPES = get_type_hints(Settings)


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
    values: dict[str, object] = {}
    values.update(_from_file(folder / FILE_NAME))
    values.update(_from_environment(environment))
    values.update({key: value for key, value in flags.items() if value is not None})
    return Settings(**values)  # type: ignore[arg-type]  # each value was checked by name and type


def _from_file(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as stream:
            table = tomllib.load(stream)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not TOML: {error}", source=FILE_NAME) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=FILE_NAME) from error
    return {key: _checked(key, value, source=FILE_NAME) for key, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    found = {}
    for name, text in sorted(environment.items()):
        if name.startswith(PREFIX):
            key = name.removeprefix(PREFIX).lower()
            found[key] = _checked(key, _parsed(key, text, source=name), source=name)
    return found


def _known(key: str, source: str) -> Any:
    if key not in _TYPES:
        near = difflib.get_close_matches(key, _TYPES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(_TYPES))}"
        raise InputError(f"unknown setting {key!r}", source=source, remedy=hint)
    return _TYPES[key]


def _parsed(key: str, text: str, *, source: str) -> object:
    """An environment variable's text as the setting's type."""
    wanted = _plain(_known(key, source))
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


def _checked(key: str, value: object, *, source: str) -> object:
    wanted = _known(key, source)
    if _plain(wanted) is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if get_origin(wanted) is tuple and isinstance(value, list):
        value = tuple(value)
    allowed = (
        get_args(wanted) if get_origin(wanted) is UnionType else (get_origin(wanted) or wanted,)
    )
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise InputError(f"expected {_name(wanted)}, got {value!r}", key, source=source)
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
