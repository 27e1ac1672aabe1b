"""Frozen values as plain mappings, lists and scalars, field by field in their own order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

#: Left out everywhere: an offset, or a line, means nothing without the text that it counts in.
_NOT_KEPT = frozenset({"span", "line"})


def plain(value: Any, *, number: Callable[[Decimal], Any]) -> Any:
    """The value for JSON or YAML; ``number`` says how a decimal is written."""
    if is_dataclass(value):
        kept = (field.name for field in fields(value) if field.name not in _NOT_KEPT)
        return {name: plain(getattr(value, name), number=number) for name in kept}
    if isinstance(value, Mapping):
        return {name: plain(item, number=number) for name, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item, number=number) for item in value]
    if isinstance(value, StrEnum):
        return str(value)
    return number(value) if isinstance(value, Decimal) else value


def filled(value: Any) -> Any:
    """The same without what is empty, all the way down."""
    if isinstance(value, dict):
        kept = {key: filled(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, [], "", {})}
    return [filled(item) for item in value] if isinstance(value, list) else value
