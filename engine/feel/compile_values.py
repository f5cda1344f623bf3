"""Code for constants, variables, paths, lists, contexts, ranges, functions and calls."""

from __future__ import annotations

from collections import Counter
from typing import Any

from engine.feel import syntax as ast
from engine.feel.compare import place
from engine.feel.compiler import Code, Compiler, compiles
from engine.feel.invoke import Undefined, invoke, invoke_named
from engine.feel.members import member
from engine.feel.reading import weight
from engine.feel.run import Frame
from engine.feel.temporal_text import read_temporal
from engine.feel.types import resolve_type
from engine.feel.values import FUNCTION, Closure, Range, kind_of_type

_MISSING = object()
_READY = frozenset({str, bool, type(None)})
#: Lists and contexts of up to this many written elements are not charged for when they are built.
_SMALL = 8


@compiles(ast.Literal)
def _literal(compiler: Compiler, node: ast.Literal) -> Code:
    value = node.value
    return lambda frame: value


@compiles(ast.TemporalLiteral)
def _temporal_literal(compiler: Compiler, node: ast.TemporalLiteral) -> Code:
    text = node.text
    try:
        value = read_temporal(text)
    except (ValueError, OverflowError):
        return lambda frame: frame.run.null("temporal_text", text)
    return lambda frame: value


@compiles(ast.Name)
def _name(compiler: Compiler, node: ast.Name) -> Code:
    name = node.name
    fallback = compiler.function(name)

    def read(frame: Frame) -> Any:
        scope = frame
        while scope.parent is not None:
            value = scope.values.get(name, _MISSING)
            if value is not _MISSING:
                return value
            scope = scope.parent
        value = scope.values.get(name, _MISSING)
        if type(value) in _READY:
            return value
        if value is _MISSING:
            return frame.run.null("unknown_name", name) if fallback is None else fallback
        return frame.run.canonical(value)

    return read


@compiles(ast.Path)
def _path(compiler: Compiler, node: ast.Path) -> Code:
    names: list[str] = [node.member]
    base = node.base
    while isinstance(base, ast.Path):
        names.append(base.member)
        base = base.base
    names.reverse()
    code = compiler.compile(base)
    if isinstance(base, ast.Name):
        return _variable_path(base.name, names, code)

    def walk(frame: Frame) -> Any:
        value = code(frame)
        for name in names:
            value = member(frame.run, value, name)
        return value

    return walk


def _variable_path(root: str, names: list[str], code: Code) -> Code:
    # The host's contexts are walked as they are; only what is reached is made canonical.
    def walk(frame: Frame) -> Any:
        found, value = frame.raw(root)
        if not found:
            value = code(frame)
        run = frame.run
        for name in names:
            if type(value) is dict:
                if name not in value:
                    return run.null("no_member", name, root)
                value = value[name]
            else:
                value = member(run, run.canonical(value), name)
        return run.canonical(value)

    return walk


@compiles(ast.ListLiteral)
def _list(compiler: Compiler, node: ast.ListLiteral) -> Code:
    items = compiler.all(node.items)
    if len(items) <= _SMALL:
        return lambda frame: [item(frame) for item in items]

    def build(frame: Frame) -> list[Any]:
        frame.run.sized_list(len(items))
        return [item(frame) for item in items]

    return build


@compiles(ast.ContextLiteral)
def _context(compiler: Compiler, node: ast.ContextLiteral) -> Code:
    entries = tuple([(key, compiler.compile(value)) for key, value in node.entries])
    duplicate = next((key for key, count in Counter(key for key, _ in entries).items() if count > 1), None)

    def build(frame: Frame) -> Any:
        if duplicate is not None:
            return frame.run.null("duplicate_key", duplicate)
        if len(entries) > _SMALL:
            frame.run.sized_list(len(entries))
        values: dict[str, Any] = {}
        inner = Frame(frame.run, values, frame)
        for key, code in entries:
            values[key] = code(inner)
        return values

    return build


@compiles(ast.RangeLiteral)
def _range(compiler: Compiler, node: ast.RangeLiteral) -> Code:
    low, high = compiler.compile(node.low), compiler.compile(node.high)
    low_included, high_included = node.low_included, node.high_included

    def build(frame: Frame) -> Any:
        lowest, highest = low(frame), high(frame)
        if lowest is not None and highest is not None:
            order = place(frame.run, lowest, highest)
            if order is None or order > 0:
                return frame.run.null("range_ends", lowest, highest)
        return Range(lowest, highest, low_included, high_included)

    return build


@compiles(ast.HalfLine)
def _half_line(compiler: Compiler, node: ast.HalfLine) -> Code:
    operand, operator = compiler.compile(node.operand), node.operator
    return lambda frame: half_line(operator, operand(frame))


def half_line(operator: str, end: Any) -> Range:
    """The range of all values that stand in that relation to `end`."""
    closed = operator in ("<=", ">=", "=")
    low = None if operator in ("<", "<=") else end
    high = None if operator in (">", ">=") else end
    return Range(low, high, closed and low is not None, closed and high is not None, operator)


@compiles(ast.FunctionDefinition)
def _function(compiler: Compiler, node: ast.FunctionDefinition) -> Code:
    if node.external:
        # Code outside FEEL is never run: a diagram or table is data.
        return lambda frame: frame.run.null("external")
    names = tuple([name for name, _ in node.parameters])
    types = tuple([None if name is None else resolve_type(name, compiler.types) for _, name in node.parameters])
    body, cost = compiler.compile(node.body), weight(node.body)
    return lambda frame: Closure(names, types, body, frame, cost)


@compiles(ast.Call)
def _call(compiler: Compiler, node: ast.Call) -> Code:
    callee = _callee(compiler, node.callee)
    positional = compiler.all(node.positional)
    if node.named:
        named = tuple([(name, compiler.compile(value)) for name, value in node.named])

        def call_named(frame: Frame) -> Any:
            return invoke_named(frame.run, callee(frame), {name: value(frame) for name, value in named})

        return call_named

    def call(frame: Frame) -> Any:
        return invoke(frame.run, callee(frame), [argument(frame) for argument in positional])

    return call


def _callee(compiler: Compiler, node: ast.Node) -> Code:
    code = compiler.compile(node)
    if not isinstance(node, ast.Name):
        return code
    name = node.name
    fallback = compiler.function(name)

    def find(frame: Frame) -> Any:
        # A variable called `date` or `count` must not hide the function of that name.
        found, value = frame.raw(name)
        if found and (fallback is None or kind_of_type(type(value)) == FUNCTION):
            return frame.run.canonical(value)
        return Undefined(name) if fallback is None else fallback

    return find
