"""An answer that is found when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Answer = TypeVar("Answer")


class once(Generic[Answer]):  # noqa: N801 (it is used as ``cached_property`` is)
    """As ``functools.cached_property``, without the lock that makes that slow in Python 3.11.

    A document's index is read by one thread; two would find the same answer twice.
    """

    def __init__(self, find: Callable[[Any], Answer]) -> None:
        self._find = find
        self.__doc__ = find.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, of: type) -> once[Answer]: ...
    @overload
    def __get__(self, owner: object, of: type) -> Answer: ...
    def __get__(self, owner: object | None, of: type) -> once[Answer] | Answer:
        if owner is None:
            return self
        answer = owner.__dict__[self._name] = self._find(owner)
        return answer
