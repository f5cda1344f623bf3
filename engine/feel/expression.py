"""Compiling, caching and evaluating: what the rest of the world calls."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from engine.feel import syntax as ast
from engine.feel.builtin import BUILT_INS
from engine.feel.compiler import Code, Compiler, load_rules
from engine.feel.decimals import magnitude
from engine.feel.errors import FeelSyntaxError
from engine.feel.functions import load_functions
from engine.feel.limits import CACHE_SIZE, DEFAULT_LIMITS, MAX_CACHED_TEXT, Limits
from engine.feel.names import NameTree, keys_of
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.reading import Reading
from engine.feel.run import Frame, Reason, Run, too_deep
from engine.feel.types import FeelType
from engine.feel.values import FeelFunction

load_rules()
load_functions()
_BUILT_IN_NAMES = NameTree(BUILT_INS)


class Result(NamedTuple):
    """A value and why parts of it are null, in the order in which it happened."""

    value: Any
    reasons: tuple[Reason, ...]


def _value(code: Code, run: Run, frame: Frame) -> Any:
    try:
        return run.result(code(frame))
    except RecursionError:
        raise too_deep(run.limits.depth) from None
    except decimal.Overflow:
        raise magnitude() from None


class _Compiled:
    """What expressions and unary tests have in common. Immutable: share it between threads."""

    __slots__ = ("_code", "_reading", "text", "tree")

    def __init__(self, text: str, tree: ast.Node, code: Code) -> None:
        self.text = text
        self.tree = tree
        self._code = code
        self._reading: Reading | None = None

    @property
    def reading(self) -> Reading:
        """What the text reads."""
        if self._reading is None:
            self._reading = Reading(self.tree)
        return self._reading

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"


class Expression(_Compiled):
    """A compiled FEEL expression."""

    __slots__ = ()

    def evaluate(
        self, scope: Mapping[str, Any], *, now: dt.datetime | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> Any:
        """The value of the expression. `now` is what `now()` and `today()` answer; without it they are null.

        Raises `FeelLimitError` and nothing else, whatever the scope holds.
        """
        run = Run(limits, now)
        return _value(self._code, run, Frame(run, scope))

    def evaluate_with_reasons(
        self, scope: Mapping[str, Any], *, now: dt.datetime | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> Result:
        """The value, and a reason for each null that came from an error."""
        run = Run(limits, now)
        return Result(_value(self._code, run, Frame(run, scope)), tuple(run.reasons))


class UnaryTests(_Compiled):
    """Compiled unary tests, such as the input cell of a decision table."""

    __slots__ = ()

    def matches(
        self,
        input_value: Any,
        scope: Mapping[str, Any],
        *,
        now: dt.datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> bool | None:
        """Whether the value meets the tests, null if they give no answer; `?` in them is the value."""
        return self.matches_with_reasons(input_value, scope, now=now, limits=limits).value  # type: ignore[no-any-return]

    def matches_with_reasons(
        self,
        input_value: Any,
        scope: Mapping[str, Any],
        *,
        now: dt.datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Result:
        """The same, with a reason for each null that came from an error."""
        run = Run(limits, now)

        def code(frame: Frame) -> Any:
            return self._code(Frame(run, {"?": run.canonical(input_value)}, frame))

        return Result(_value(code, run, Frame(run, scope)), tuple(run.reasons))


_NONE: Mapping[str, Any] = {}


def compile_expression(
    text: str,
    *,
    names: Iterable[str] = (),
    functions: Mapping[str, FeelFunction] | None = None,
    types: Mapping[str, FeelType] | None = None,
) -> Expression:
    """The compiled expression, from a cache of the last 4,096 texts.

    `names` are the variables and context keys that contain spaces or operators (others need no mention), `functions`
    what the host adds to the built-ins, `types` the declared types for `instance of` and parameters. A leading `=`
    is ignored. Raises `FeelSyntaxError`.
    """
    return _cached(_expression, text, names, functions, types)


def compile_unary_tests(
    text: str,
    *,
    names: Iterable[str] = (),
    functions: Mapping[str, FeelFunction] | None = None,
    types: Mapping[str, FeelType] | None = None,
) -> UnaryTests:
    """The compiled unary tests; arguments and errors as for `compile_expression`."""
    return _cached(_unary_tests, text, names, functions, types)


def evaluate(
    text: str,
    scope: Mapping[str, Any],
    *,
    now: dt.datetime | None = None,
    limits: Limits = DEFAULT_LIMITS,
    functions: Mapping[str, FeelFunction] | None = None,
) -> Any:
    """Compile and evaluate in one go; names with spaces are known from the keys of the scope."""
    expression = compile_expression(text, names=keys_of(scope), functions=functions)
    return expression.evaluate(scope, now=now, limits=limits)


def variables(
    text_or_expression: str | Expression | UnaryTests,
    *,
    names: Iterable[str] = (),
    functions: Mapping[str, FeelFunction] | None = None,
) -> frozenset[str]:
    """The root names that an expression certainly reads.

    Names inside filters may be members of the filtered elements and are left out: see `Expression.reading.possible`.
    """
    if isinstance(text_or_expression, str):
        text_or_expression = compile_expression(text_or_expression, names=names, functions=functions)
    return frozenset(text_or_expression.reading.variables)


C = TypeVar("C")
_Pairs = tuple[tuple[str, Any], ...]


def _cached(
    build: Callable[[str, frozenset[str], _Pairs, _Pairs], C],
    text: str,
    names: Iterable[str],
    functions: Mapping[str, Any] | None,
    types: Mapping[str, Any] | None,
) -> C:
    if len(text) > MAX_CACHED_TEXT:
        build = build.__wrapped__  # type: ignore[attr-defined]
    return build(
        text,
        names if isinstance(names, frozenset) else frozenset(names),
        tuple(functions.items()) if functions else (),
        tuple(types.items()) if types else (),
    )


@lru_cache(maxsize=CACHE_SIZE)
def _expression(text: str, names: frozenset[str], functions: _Pairs, types: _Pairs) -> Expression:
    tree, code = _build(text, names, functions, types, parse_expression)
    return Expression(text, tree, code)


@lru_cache(maxsize=CACHE_SIZE)
def _unary_tests(text: str, names: frozenset[str], functions: _Pairs, types: _Pairs) -> UnaryTests:
    tree, code = _build(text, names, functions, types, parse_unary_tests)
    return UnaryTests(text, tree, code)


@lru_cache(maxsize=256)
def _name_tree(names: frozenset[str]) -> NameTree:
    return NameTree(names)


def _build(
    text: str,
    names: frozenset[str],
    functions: _Pairs,
    types: _Pairs,
    parse: Callable[[str, NameTree, NameTree], ast.Node],
) -> tuple[ast.Node, Code]:
    known = _name_tree(names.union((name for name, _ in functions), (name for name, _ in types)))
    body = text
    stripped = text.lstrip()
    if parse is parse_expression and stripped.startswith("="):
        # The mark of an expression in BPMN attributes; blanked out so that positions stay those of the text.
        body = " " * (len(text) - len(stripped) + 1) + stripped[1:]
    try:
        tree = parse(body, known, _BUILT_IN_NAMES)
        return tree, Compiler(dict(functions), dict(types)).compile(tree)
    except RecursionError:
        raise FeelSyntaxError.at(text, 0, "nested too deeply", "zu tief verschachtelt") from None
