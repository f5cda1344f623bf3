"""Calling functions: built-in, of the host, and defined in FEEL, by position or by name (DMN 1.5, 10.3.2.13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.feel.builtin import BuiltIn
from engine.feel.run import Frame, Run
from engine.feel.types import convert
from engine.feel.values import Closure, FeelFunction


class Undefined:
    """Stands for a function that nobody defined; calling it says so."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def invoke(run: Run, function: Any, arguments: Sequence[Any]) -> Any:
    """The result of a call by position."""
    run.enter()
    try:
        if type(function) is BuiltIn:
            return function.call(run, arguments)
        if type(function) is Closure:
            return _call_closure(run, function, arguments)
        if type(function) is FeelFunction:
            return _call_host(run, function, arguments)
        if type(function) is Undefined:
            return run.null("unknown_function", function.name)
        return run.null("not_function", function)
    finally:
        run.leave()


def invoke_named(run: Run, function: Any, arguments: dict[str, Any]) -> Any:
    """The result of a call by name; the host's and FEEL's functions need every parameter exactly once."""
    if type(function) is BuiltIn:
        run.enter()
        try:
            return function.call_named(run, arguments)
        finally:
            run.leave()
    if type(function) not in (Closure, FeelFunction):
        return invoke(run, function, ())
    if set(arguments) != set(function.parameters):
        return run.null("named_arguments", _name(function), ", ".join(arguments))
    return invoke(run, function, [arguments[parameter] for parameter in function.parameters])


def _name(function: Any) -> str:
    return function.name if isinstance(function, FeelFunction) else "function"


def _call_closure(run: Run, function: Closure, arguments: Sequence[Any]) -> Any:
    if len(arguments) != len(function.parameters):
        return run.null("arguments", "function", str(len(arguments)))
    run.charge(function.cost)
    values: dict[str, Any] = {}
    for name, wanted, argument in zip(function.parameters, function.types, arguments, strict=True):
        if wanted is not None:
            fits, argument = convert(argument, wanted)
            if not fits:
                return run.null("argument", "function", name, argument)
        values[name] = argument
    return function.body(Frame(run, values, function.frame))


def _call_host(run: Run, function: FeelFunction, arguments: Sequence[Any]) -> Any:
    if len(arguments) != len(function.parameters):
        return run.null("arguments", function.name, str(len(arguments)))
    try:
        result = function.callable(*arguments)
    except ValueError as error:
        return run.null("function_result", function.name, str(error))
    return run.canonical(result)
