"""Types that a model declares: a name for later, and constraints (DMN 1.5, 7.3.2); the rest are FEEL's own types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.types import FeelType


class ConstrainedType:
    """A type whose values must also pass unary tests, written as `text`."""

    def __init__(self, base: FeelType, allows: Callable[[Any], bool], text: str) -> None:
        self.base = base
        self.text = text
        self._allows = allows

    def accepts(self, value: Any) -> bool:
        """Whether the value is of the base type and allowed."""
        return self.base.accepts(value) and self._allows(value)


class DeclaredType:
    """A type by its name, looked up when first needed, so that types may be declared in any order or contain
    themselves."""

    def __init__(self, name: str, build: Callable[[], FeelType]) -> None:
        self.name = name
        self._build = build
        self._type: FeelType | None = None

    @property
    def type(self) -> FeelType:
        """The type behind the name."""
        if self._type is None:
            self._type = self._build()
        return self._type

    def accepts(self, value: Any) -> bool:
        """Whether the type behind the name accepts the value."""
        return self.type.accepts(value)


def resolved(type_: FeelType) -> FeelType:
    """The type behind names."""
    while isinstance(type_, DeclaredType):
        type_ = type_.type
    return type_
