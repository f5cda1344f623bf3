"""How built-in functions are declared and called: signatures checked once, so that each function sees good values.

A signature reads like the standard's tables: `substring(string: string, start position: number, length?: number)`.
`?` after a name marks a parameter that may be left out, `...` before it takes all remaining arguments as a list,
`null` after a type lets the function see null instead of answering null itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.feel.run import Run
from engine.feel.syntax import TypeName
from engine.feel.types import FeelType, convert, resolve_type
from engine.feel.values import DATE, DATE_TIME, DAYS_TIME, TIME, YEARS_MONTHS, kind, register_function_class

MISSING: Any = object()
F = TypeVar("F", bound=Callable[..., Any])


class _Kinds:
    """A type that stands for several kinds in a signature."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = frozenset(kinds)

    def accepts(self, value: Any) -> bool:
        return kind(value) in self.kinds


_UNIONS: dict[str, FeelType] = {
    "duration": _Kinds(YEARS_MONTHS, DAYS_TIME),
    "dated": _Kinds(DATE, DATE_TIME),
    "clocked": _Kinds(TIME, DATE_TIME),
    "temporal": _Kinds(DATE, TIME, DATE_TIME),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a signature."""

    name: str
    type: FeelType
    optional: bool
    rest: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a built-in function."""

    parameters: tuple[Parameter, ...]
    function: Callable[..., Any]

    def bind(self, arguments: Sequence[Any]) -> list[Any] | None:
        """The arguments in parameter order, `None` if their number does not fit."""
        parameters = self.parameters
        if parameters and parameters[-1].rest:
            fixed = len(parameters) - 1
            if len(arguments) <= fixed:
                return None
            return [*arguments[:fixed], list(arguments[fixed:])]
        if len(arguments) > len(parameters):
            return None
        missing = parameters[len(arguments) :]
        if not all(parameter.optional for parameter in missing):
            return None
        return [*arguments, *([MISSING] * len(missing))]

    def bind_named(self, arguments: dict[str, Any]) -> list[Any] | None:
        """The arguments in parameter order, `None` if the names do not fit."""
        names = {parameter.name for parameter in self.parameters}
        if not arguments.keys() <= names:
            return None
        if len(self.parameters) == 1 and self.parameters[0].rest:
            return None  # by name there is one list, which the other signature takes
        values = [arguments.get(parameter.name, MISSING) for parameter in self.parameters]
        if self.parameters and self.parameters[-1].rest and values[-1] is not MISSING:
            values[-1] = [values[-1]]
        if any(value is MISSING and not p.optional for p, value in zip(self.parameters, values, strict=True)):
            return None
        return values


class BuiltIn:
    """A function of the standard; the first signature that fits the arguments is called."""

    __slots__ = ("name", "signatures")

    def __init__(self, name: str) -> None:
        self.name = name
        self.signatures: list[Signature] = []

    def call(self, run: Run, arguments: Sequence[Any]) -> Any:
        """The result for arguments by position."""
        return self._first_fitting(run, [(s, s.bind(arguments)) for s in self.signatures], str(len(arguments)))

    def call_named(self, run: Run, arguments: dict[str, Any]) -> Any:
        """The result for arguments by name."""
        bound = [(signature, signature.bind_named(arguments)) for signature in self.signatures]
        if all(values is None for _, values in bound):
            return run.null("named_arguments", self.name, ", ".join(arguments))
        return self._first_fitting(run, bound, str(len(arguments)))

    def _first_fitting(self, run: Run, bound: list[tuple[Signature, list[Any] | None]], count: str) -> Any:
        misfit: tuple[Parameter, Any] | None = None
        for signature, values in bound:
            if values is None:
                continue
            wrong = _convert_all(signature, values)
            if wrong is None:
                result = signature.function(run, *[None if value is MISSING else value for value in values])
                if type(result) is str:
                    run.sized_string(len(result))
                elif type(result) is list or type(result) is dict:
                    run.sized_list(len(result))
                return result
            misfit = misfit or wrong
        if misfit is None:
            return run.null("arguments", self.name, count)
        return run.null("argument", self.name, misfit[0].name, misfit[1])


def _convert_all(signature: Signature, values: list[Any]) -> tuple[Parameter, Any] | None:
    for index, parameter in enumerate(signature.parameters):
        value = values[index]
        if value is MISSING:
            continue
        if value is None:
            if not parameter.nullable:
                return parameter, value
            continue
        fits, converted = convert(value, parameter.type)
        if not fits:
            return parameter, value
        values[index] = converted
    return None


register_function_class(BuiltIn)
BUILT_INS: dict[str, BuiltIn] = {}


def built_in(signature: str) -> Callable[[F], F]:
    """Declare the decorated function as a built-in; it gets the `Run` and then its parameters by position."""
    name, _, rest = signature.partition("(")
    parameters = tuple(_parameter(part) for part in rest.rstrip(")").split(", ") if part)

    def register(function: F) -> F:
        signatures = BUILT_INS.setdefault(name, BuiltIn(name)).signatures
        signatures.append(Signature(parameters, function))
        signatures.sort(key=lambda signature: any(parameter.rest for parameter in signature.parameters))
        return function

    return register


def _parameter(text: str) -> Parameter:
    name, _, type_text = text.partition(": ")
    nullable = type_text.endswith(" null") or type_text in ("Any", "")
    type_name = type_text.removesuffix(" null") or "Any"
    wanted = _UNIONS.get(type_name) or resolve_type(TypeName(type_name), {})
    if wanted is None:
        raise TypeError(f"{text}: unknown type in a signature")
    rest = name.startswith("...")
    optional = name.endswith("?")
    return Parameter(name.removeprefix("...").removesuffix("?"), wanted, optional, rest, nullable)
