"""Boxed expressions to closures (DMN 1.5, 10.2 and 10.4): compiled once when the model loads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, assert_never

from engine.dmn.calling import call_by_name
from engine.dmn.declared_types import DeclaredTypes
from engine.dmn.elements import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIterator,
    BoxedList,
    DecisionTable,
    Iteration,
    LiteralExpression,
    Relation,
)
from engine.dmn.errors import DmnError, DmnExpressionError
from engine.dmn.evaluation import Evaluation
from engine.dmn.explanation import json_value
from engine.dmn.tables import compile_table
from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests
from engine.feel.text import display
from engine.feel.types import ANY, FeelType, convert
from engine.feel.values import FeelFunction

Scope = Mapping[str, Any]
Run = Callable[[Scope, Evaluation], Any]
#: Whether a value passes the tests of a cell.
Test = Callable[[Any, Scope, Evaluation], bool]


class Compiler:
    """Turns the expressions of one file into closures. What is wrong goes into `problems`, not into the air: a
    model with a broken cell still answers the questions that do not need it."""

    def __init__(
        self,
        types: DeclaredTypes,
        members: frozenset[str],
        functions: Mapping[str, FeelFunction],
        problems: list[DmnError],
    ) -> None:
        self.types = types
        self._functions = functions
        self._members = members
        self._problems = problems
        self._feel_types = types.shapes

    # -- FEEL -----------------------------------------------------------------------------------------------------

    def expression(self, element: LiteralExpression, names: frozenset[str]) -> Run:
        """A closure for FEEL text; the empty text is null."""
        if not element.text:
            return _null
        try:
            self._check_language(element)
            program = compile_expression(
                element.text, names=names | self._members, functions=self._functions, types=self._feel_types
            )
        except (FeelSyntaxError, DmnExpressionError) as error:
            return self._broken(element, error)

        def run(scope: Scope, evaluation: Evaluation) -> Any:
            evaluation.charge()
            result = program.evaluate_with_reasons(scope, now=evaluation.now, limits=evaluation.limits)
            for reason in result.reasons:
                evaluation.reason(str(reason), reason.message_de)
            return result.value

        return run

    def tests(self, element: LiteralExpression, names: frozenset[str]) -> Test:
        """A closure for the unary tests of a cell; an empty cell, like `-`, always holds."""
        if not element.text or element.text == "-":
            return _always
        try:
            self._check_language(element)
            tests = compile_unary_tests(
                element.text, names=names | self._members, functions=self._functions, types=self._feel_types
            )
        except (FeelSyntaxError, DmnExpressionError) as error:
            broken = self._broken(element, error)

            def never(value: Any, scope: Scope, evaluation: Evaluation) -> bool:
                return bool(broken(scope, evaluation))

            return never

        def test(value: Any, scope: Scope, evaluation: Evaluation) -> bool:
            evaluation.charge()
            return tests.matches(value, scope, now=evaluation.now, limits=evaluation.limits) is True

        return test

    def _check_language(self, element: LiteralExpression) -> None:
        if element.language and "FEEL" not in element.language and "feel" not in element.language:
            raise DmnExpressionError(
                f"the expression language {element.language} is not FEEL",
                f"Die Ausdruckssprache {element.language} ist nicht FEEL",
            )

    def _broken(self, element: LiteralExpression, error: FeelSyntaxError | DmnExpressionError) -> Run:
        problem = DmnExpressionError(
            f"{element.text!r}: {error.message_en}",
            f"„{element.text}“: {error.message_de}",
            element_id=element.id,
            text=element.text,
        )
        self._problems.append(problem)

        def run(scope: Scope, evaluation: Evaluation) -> Any:
            evaluation.reason(problem.message_en, problem.message_de)

        return run

    # -- types ----------------------------------------------------------------------------------------------------

    def typed(self, run: Run, written: str | None, element_id: str | None) -> Run:
        """The same closure, with its value coerced to the type of that name."""
        type_ = self.types.require(written, element_id)
        if type_ is ANY:
            return run

        def checked(scope: Scope, evaluation: Evaluation) -> Any:
            return fit(run(scope, evaluation), type_, written, evaluation)

        return checked

    # -- boxed expressions ----------------------------------------------------------------------------------------

    def boxed(self, element: Boxed, names: frozenset[str]) -> Run:
        """A closure for any boxed expression, its value coerced to the type written at it."""
        return self.typed(self._untyped(element, names), element.type_ref, element.id)

    def _untyped(self, element: Boxed, names: frozenset[str]) -> Run:
        match element:
            case LiteralExpression():
                return self.expression(element, names)
            case DecisionTable():
                return compile_table(self, element, names)
            case BoxedContext():
                return self._context(element, names)
            case BoxedInvocation():
                return self._invocation(element, names)
            case BoxedList():
                items = [self.boxed(item, names) for item in element.items]
                return lambda scope, evaluation: [item(scope, evaluation) for item in items]
            case Relation():
                return self._relation(element, names)
            case BoxedFunction():
                return self.function(element, names, "")
            case BoxedConditional():
                return self._conditional(element, names)
            case BoxedFilter():
                return self._filter(element, names)
            case BoxedIterator():
                return self._iterator(element, names)
            case _:
                raise TypeError(f"not a boxed expression: {element!r}")

    def _context(self, element: BoxedContext, names: frozenset[str]) -> Run:
        entries: list[tuple[str | None, Run]] = []
        for entry in element.entries:
            run = self.typed(self.boxed(entry.value, names), entry.type_ref, element.id)
            entries.append((entry.name, run))
            if entry.name is not None:
                names = names | {entry.name}

        def context(scope: Scope, evaluation: Evaluation) -> Any:
            inner = dict(scope)
            built: dict[str, Any] = {}
            for name, run in entries:
                value = run(inner, evaluation)
                if name is None:
                    return value
                built[name] = inner[name] = value
            return built

        return context

    def _relation(self, element: Relation, names: frozenset[str]) -> Run:
        rows = [
            [
                (name, self.typed(self.boxed(cell, names), type_ref, element.id))
                for (name, type_ref), cell in zip(element.columns, row, strict=True)
            ]
            for row in element.rows
        ]
        return lambda scope, evaluation: [{name: cell(scope, evaluation) for name, cell in row} for row in rows]

    def _conditional(self, element: BoxedConditional, names: frozenset[str]) -> Run:
        condition, then, otherwise = (
            self.boxed(part, names) for part in (element.condition, element.then, element.otherwise)
        )

        def conditional(scope: Scope, evaluation: Evaluation) -> Any:
            holds = condition(scope, evaluation)
            if holds is not None and not isinstance(holds, bool):
                shown = json_value(holds)
                evaluation.reason(
                    f"a condition is {shown}, neither true nor false",
                    f"Eine Bedingung ist {shown}, weder wahr noch falsch",
                )
                return None
            return (then if holds else otherwise)(scope, evaluation)

        return conditional

    def _filter(self, element: BoxedFilter, names: frozenset[str]) -> Run:
        source = self.boxed(element.source, names)
        match = self.boxed(element.match, names | {"item"})

        def filtered(scope: Scope, evaluation: Evaluation) -> Any:
            items = _items(source(scope, evaluation))
            kept = []
            for item in items:
                inner = {**scope, **item, "item": item} if isinstance(item, dict) else {**scope, "item": item}
                matches = match(inner, evaluation)
                if not isinstance(matches, bool):
                    evaluation.reason(
                        f"the condition of a filter is {json_value(matches)}, neither true nor false",
                        f"Die Bedingung eines Filters ist {json_value(matches)}, weder wahr noch falsch",
                    )
                    return None
                if matches:
                    kept.append(item)
            return kept

        return filtered

    def _iterator(self, element: BoxedIterator, names: frozenset[str]) -> Run:
        source = self.boxed(element.source, names)
        item_type = self.types.require(element.variable_type, element.id)
        variable = element.variable
        body = self.boxed(element.body, names | {variable, "partial"})

        def values(scope: Scope, evaluation: Evaluation, partial_: list[Any]) -> Any:
            for item in _items(source(scope, evaluation)):
                fitting = fit(item, item_type, element.variable_type, evaluation)
                yield body({**scope, "partial": partial_, variable: fitting}, evaluation)

        def collect(scope: Scope, evaluation: Evaluation) -> Any:
            results: list[Any] = []
            for value in values(scope, evaluation, results):
                results.append(value)
            return results

        def quantify(scope: Scope, evaluation: Evaluation) -> Any:
            answers = list(values(scope, evaluation, []))
            if not all(isinstance(answer, bool) for answer in answers):
                evaluation.reason(
                    f"a condition of {element.kind} is neither true nor false",
                    f"Eine Bedingung von {element.kind} ist weder wahr noch falsch",
                )
                return None
            return any(answers) if element.kind is Iteration.SOME else all(answers)

        match element.kind:
            case Iteration.FOR:
                return collect
            case Iteration.SOME | Iteration.EVERY:
                return quantify
            case _ as never:
                assert_never(never)

    # -- functions ------------------------------------------------------------------------------------------------

    def function(self, element: BoxedFunction, names: frozenset[str], name: str) -> Run:
        """A closure that gives a function value over the scope it is evaluated in."""
        if element.kind != "FEEL" or element.body is None:
            return partial(_refused, element.kind)
        parameters = tuple(parameter.name for parameter in element.parameters)
        types = [
            (parameter.type_ref, self.types.require(parameter.type_ref, element.id)) for parameter in element.parameters
        ]
        body = self.boxed(element.body, names | set(parameters))

        def make(scope: Scope, evaluation: Evaluation) -> FeelFunction:
            def call(*arguments: Any) -> Any:
                given = arguments_of(parameters, types, arguments, evaluation)
                return body({**scope, **given}, evaluation)

            return FeelFunction(name, parameters, call)

        return make

    def _invocation(self, element: BoxedInvocation, names: frozenset[str]) -> Run:
        function = self.boxed(element.function, names)
        bindings = [(name, self.boxed(value, names)) for name, value in element.bindings]

        def invoke(scope: Scope, evaluation: Evaluation) -> Any:
            called = function(scope, evaluation)
            given = {name: value(scope, evaluation) for name, value in bindings}
            return call_by_name(called, given, evaluation)

        return invoke


def arguments_of(
    parameters: tuple[str, ...],
    types: list[tuple[str | None, FeelType]],
    arguments: tuple[Any, ...],
    evaluation: Evaluation,
) -> dict[str, Any]:
    """The arguments by name, coerced; raises `ValueError` if one does not fit, so that the function is not called."""
    given = {}
    for name, (written, type_), argument in zip(parameters, types, arguments, strict=True):
        fits, given[name] = convert(argument, type_)
        if not fits:
            shown = display(argument)
            evaluation.reason(
                f"the parameter {name} is {shown}, not {written}", f"Der Parameter {name} ist {shown}, nicht {written}"
            )
            raise ValueError(f"{name}: {shown} is not {written}")
    return given


def fit(value: Any, type_: FeelType, written: str | None, evaluation: Evaluation) -> Any:
    """The value coerced to the type; null with a reason if it does not fit."""
    fits, converted = convert(value, type_)
    if not fits:
        shown = display(value)
        evaluation.reason(f"{shown} is not of the type {written}", f"{shown} ist nicht vom Typ {written}")
    return converted


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _null(scope: Scope, evaluation: Evaluation) -> Any:
    return None


def _always(value: Any, scope: Scope, evaluation: Evaluation) -> bool:
    return True


def _refused(kind: str, scope: Scope, evaluation: Evaluation) -> Any:
    evaluation.reason(f"functions of the kind {kind} are not executed", f"Funktionen der Art {kind} sind nicht erlaubt")
