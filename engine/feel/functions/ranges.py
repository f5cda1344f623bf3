"""Interval functions over points and ranges, and `range` (DMN 1.5, tables 73 and 82).

A point counts as the range from itself to itself, which makes each rule of the table one line over four bounds.
"""

from __future__ import annotations

from typing import Any

from engine.feel import syntax as ast
from engine.feel.arithmetic import negate
from engine.feel.builtin import BUILT_INS, built_in
from engine.feel.compare import in_range, place
from engine.feel.errors import FeelSyntaxError
from engine.feel.names import NameTree
from engine.feel.parser import parse_expression
from engine.feel.run import Run
from engine.feel.temporal_text import read_temporal
from engine.feel.values import Range

_READABLE = frozenset({"date", "time", "date and time", "duration"})


_LOWEST, _HIGHEST = object(), object()


def _bounds(value: Any) -> Range:
    """The value as a range whose missing ends are below and above everything."""
    if type(value) is not Range:
        return Range(value, value, True, True)
    if value.operator in ("<", "<="):
        return Range(_LOWEST, value.high, False, value.high_included)
    if value.operator in (">", ">="):
        return Range(value.low, _HIGHEST, value.low_included, False)
    return value


def _order(run: Run, one: Any, other: Any) -> int | None:
    if one is _LOWEST or other is _LOWEST:
        return (other is _LOWEST) - (one is _LOWEST)
    if one is _HIGHEST or other is _HIGHEST:
        return (one is _HIGHEST) - (other is _HIGHEST)
    order = place(run, one, other)
    return run.null("compare", one, other) if order is None else order


def _before(run: Run, one: Range, other: Range) -> bool | None:
    """Whether everything in one range is less than everything in the other."""
    order = _order(run, one.high, other.low)
    if order is None:
        return None
    return order < 0 or (order == 0 and not (one.high_included and other.low_included))


@built_in("before(point1: Any, point2: Any)")
@built_in("before(point: Any, range: range)")
@built_in("before(range: range, point: Any)")
@built_in("before(range1: range, range2: range)")
def before(run: Run, one: Any, other: Any) -> bool | None:
    """Whether the first lies wholly before the second."""
    return _before(run, _bounds(one), _bounds(other))


@built_in("after(point1: Any, point2: Any)")
@built_in("after(point: Any, range: range)")
@built_in("after(range: range, point: Any)")
@built_in("after(range1: range, range2: range)")
def after(run: Run, one: Any, other: Any) -> bool | None:
    """Whether the first lies wholly after the second."""
    return _before(run, _bounds(other), _bounds(one))


@built_in("meets(range1: range, range2: range)")
def meets(run: Run, one: Range, other: Range) -> bool | None:
    """Whether the second begins with the very element the first ends with."""
    one, other = _bounds(one), _bounds(other)
    order = _order(run, one.high, other.low)
    return None if order is None else order == 0 and one.high_included and other.low_included


@built_in("met by(range1: range, range2: range)")
def met_by(run: Run, one: Range, other: Range) -> bool | None:
    """`meets` the other way round."""
    return meets(run, other, one)


@built_in("overlaps(range1: range, range2: range)")
def overlaps(run: Run, one: Range, other: Range) -> bool | None:
    """Whether both ranges have an element in common."""
    one, other = _bounds(one), _bounds(other)
    apart, behind = _before(run, one, other), _before(run, other, one)
    return None if apart is None or behind is None else not apart and not behind


def _starts_earlier(one: Range, other: Range, order: int) -> bool:
    return order < 0 or (order == 0 and one.low_included and not other.low_included)


@built_in("overlaps before(range1: range, range2: range)")
def overlaps_before(run: Run, one: Range, other: Range) -> bool | None:
    """Whether the first begins before the second, ends inside it and not after it."""
    one, other = _bounds(one), _bounds(other)
    low, high = _order(run, one.low, other.low), _order(run, one.high, other.high)
    apart = _before(run, one, other)
    if low is None or high is None or apart is None:
        return None
    ends_inside = high < 0 or (high == 0 and (not one.high_included or other.high_included))
    return _starts_earlier(one, other, low) and not apart and ends_inside


@built_in("overlaps after(range1: range, range2: range)")
def overlaps_after(run: Run, one: Range, other: Range) -> bool | None:
    """`overlaps before` the other way round."""
    return overlaps_before(run, other, one)


def _ends_with(one: Range, other: Range, order: int) -> bool:
    return order == 0 and one.high_included == other.high_included


def _begins_with(one: Range, other: Range, order: int) -> bool:
    return order == 0 and one.low_included == other.low_included


def _within(run: Run, one: Range, other: Range) -> bool | None:
    low, high = _order(run, other.low, one.low), _order(run, one.high, other.high)
    if low is None or high is None:
        return None
    low_inside = low < 0 or (low == 0 and (other.low_included or not one.low_included))
    high_inside = high < 0 or (high == 0 and (other.high_included or not one.high_included))
    return low_inside and high_inside


@built_in("finishes(point: Any, range: range)")
@built_in("finishes(range1: range, range2: range)")
def finishes(run: Run, one: Any, other: Range) -> bool | None:
    """Whether the first lies in the second and both end together."""
    inner, other = _bounds(one), _bounds(other)
    high, within = _order(run, inner.high, other.high), _within(run, inner, other)
    return None if high is None or within is None else _ends_with(inner, other, high) and within


@built_in("finished by(range: range, point: Any)")
@built_in("finished by(range1: range, range2: range)")
def finished_by(run: Run, one: Range, other: Any) -> bool | None:
    """`finishes` the other way round."""
    return finishes(run, other, one)


@built_in("starts(point: Any, range: range)")
@built_in("starts(range1: range, range2: range)")
def starts(run: Run, one: Any, other: Range) -> bool | None:
    """Whether the first lies in the second and both begin together."""
    inner, other = _bounds(one), _bounds(other)
    low, within = _order(run, inner.low, other.low), _within(run, inner, other)
    return None if low is None or within is None else _begins_with(inner, other, low) and within


@built_in("started by(range: range, point: Any)")
@built_in("started by(range1: range, range2: range)")
def started_by(run: Run, one: Range, other: Any) -> bool | None:
    """`starts` the other way round."""
    return starts(run, other, one)


@built_in("includes(range: range, point: Any)")
@built_in("includes(range1: range, range2: range)")
def includes(run: Run, outer: Range, inner: Any) -> bool | None:
    """Whether the first has everything of the second in it."""
    return _within(run, _bounds(inner), _bounds(outer)) if type(inner) is Range else in_range(run, inner, outer)


@built_in("during(point: Any, range: range)")
@built_in("during(range1: range, range2: range)")
def during(run: Run, inner: Any, outer: Range) -> bool | None:
    """`includes` the other way round."""
    return includes(run, outer, inner)


@built_in("coincides(range1: range, range2: range)")
@built_in("coincides(point1: Any, point2: Any)")
def coincides(run: Run, one: Any, other: Any) -> bool | None:
    """Whether both are the same point or the same range."""
    left, right = _bounds(one), _bounds(other)
    low, high = _order(run, left.low, right.low), _order(run, left.high, right.high)
    return None if low is None or high is None else _begins_with(left, right, low) and _ends_with(left, right, high)


@built_in("range(from: string)")
def range_of_text(run: Run, text: str) -> Any:
    """The range that a text spells, with literals or calls of `date`, `time`, `date and time`, `duration` as ends."""
    try:
        tree = parse_expression(text, built_in=NameTree(_READABLE))
    except FeelSyntaxError:
        return run.null("temporal_text", text)
    if not isinstance(tree, ast.RangeLiteral) or tree.low is None or tree.high is None:
        return run.null("argument", "range", "from", text)
    low, high = _end(run, tree.low), _end(run, tree.high)
    order = place(run, low, high)
    if order is None or order > 0:
        return run.null("range_ends", low, high)
    return Range(low, high, tree.low_included, tree.high_included)


def _end(run: Run, node: ast.Node) -> Any:
    if isinstance(node, ast.Literal):
        return node.value
    if isinstance(node, ast.TemporalLiteral):
        return _temporal(run, node.text)
    if isinstance(node, ast.Negation) and isinstance(node.operand, ast.Literal):
        return negate(run, node.operand.value)
    if isinstance(node, ast.Call) and isinstance(node.callee, ast.Name) and node.callee.name in _READABLE:
        (argument,) = node.positional if len(node.positional) == 1 else (None,)
        if isinstance(argument, ast.Literal) and isinstance(argument.value, str):
            return BUILT_INS[node.callee.name].call(run, [argument.value])
    return None


def _temporal(run: Run, text: str) -> Any:
    try:
        return read_temporal(text)
    except (ValueError, OverflowError):
        return run.null("temporal_text", text)
