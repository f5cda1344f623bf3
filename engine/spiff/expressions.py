"""The FEEL expressions of one program: compiled once, evaluated over what a token sees."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.errors import ValueNotStorable
from engine.feel import Expression, FeelError, compile_expression
from engine.spiff.incidents import ExpressionFailed
from engine.values import key_text
from engine.waits import Environment


def feel_text(text: str) -> str:
    """The expression without the leading `=` that other notations of BPMN put before one."""
    text = text.strip()
    return text[1:].strip() if text.startswith("=") else text


class Expressions:
    """A cache of compiled expressions, shared by all threads that run the program.

    The host functions belong to the compiled form, so the cache is for one set of them and starts anew when an
    environment brings others.
    """

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        #: variables of the diagrams whose names contain spaces or operators
        self.names = names
        self._cache: tuple[Mapping[str, Any], dict[str, Expression]] = ({}, {})

    def evaluate(self, text: str, variables: Mapping[str, Any], environment: Environment, place: str) -> Any:
        """The value of an expression. Raises `ExpressionFailed` with `place`, which names the attribute in English."""
        try:
            return self._compiled(text, environment).evaluate(variables, now=environment.now)
        except FeelError as error:
            raise ExpressionFailed(place, str(error)) from error

    def variables_of(self, text: str, environment: Environment) -> frozenset[str]:
        """The names of variables an expression reads. Raises `FeelError`."""
        return frozenset(self._compiled(text, environment).reading.variables)

    def _compiled(self, text: str, environment: Environment) -> Expression:
        functions, compiled = self._cache
        if functions is not environment.functions and functions != environment.functions:
            compiled = {}
            self._cache = (environment.functions, compiled)
        expression = compiled.get(text)
        if expression is None:
            expression = compile_expression(feel_text(text), names=self.names, functions=environment.functions)
            compiled[text] = expression
        return expression

    def is_true(self, text: str, variables: Mapping[str, Any], environment: Environment, place: str) -> bool:
        """The truth of a condition. Null counts as false; any other value that is not boolean is an incident."""
        value = self.evaluate(text, variables, environment, place)
        if value is None or value is False:
            return False
        if value is True:
            return True
        raise ExpressionFailed(place, "the condition is neither true nor false")

    def number(self, text: str, variables: Mapping[str, Any], environment: Environment, place: str) -> int:
        """A whole number from 0 on."""
        value = self.evaluate(text, variables, environment, place)
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value == int(value) >= 0:
            return int(value)
        raise ExpressionFailed(place, "the value is not a whole number from 0 on")

    def key(self, text: str, variables: Mapping[str, Any], environment: Environment, place: str) -> str | None:
        """A correlation key as text, None if the expression has no value."""
        value = self.evaluate(text, variables, environment, place)
        try:
            return key_text(value)
        except ValueNotStorable as error:
            raise ExpressionFailed(place, "the value is a list or a context") from error

    def optional_text(
        self, text: str, variables: Mapping[str, Any], environment: Environment, place: str
    ) -> str | None:
        """A text; a number counts as its digits, null and "" as nothing."""
        value = self.evaluate(text, variables, environment, place)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return value
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return format(value, "f") if isinstance(value, Decimal) else str(value)
        raise ExpressionFailed(place, "the value is not a text")
