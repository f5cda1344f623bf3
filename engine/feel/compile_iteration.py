"""Everything that walks over lists: filters, `for`, `some` and `every` (DMN 1.5, 10.3.2.5, 10.3.2.14, 10.3.2.15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from engine.feel import syntax as ast
from engine.feel.compiler import Code, Compiler, compiles
from engine.feel.decimals import CONTEXT, EXACT, ONE, is_whole
from engine.feel.reading import mentions, weight
from engine.feel.run import Frame, Run
from engine.feel.temporal import days_of, make_date_of_days
from engine.feel.values import DATE, NUMBER, Range, kind

#: Name, source, and the end of a range written without brackets.
_Iterators = tuple[tuple[str, Code, Code | None], ...]


def element_at(run: Run, base: Any, index: Decimal) -> Any:
    """`base[index]`, counted from 1 or, negative, from the end; null with a reason outside the list."""
    items = base if type(base) is list else [base]
    if not is_whole(index):
        return run.null("index_whole", index)
    position = int(index) if index.copy_abs() <= len(items) else 0
    if position == 0:
        return run.null("filter_index", index)
    return items[position - 1 if position > 0 else position]


def filter_list(frame: Frame, base: Any, condition: Code, cost: int) -> Any:
    """`base[condition]`: an index if the condition is a number, else the elements for which it is true."""
    run = frame.run
    if base is None:
        items: list[Any] = []
    else:
        items = base if type(base) is list else [base]
    if not items:
        reasons = len(run.reasons)
        index = condition(Frame(run, {"item": None}, frame))
        del run.reasons[reasons:]
        if type(index) is Decimal:
            return run.null("filter_index", index)
        return []
    found: list[Any] = []
    for position, item in enumerate(items):
        run.charge(cost)
        inner = Frame(run, {"item": item}, frame)
        if type(item) is dict:
            inner = Frame(run, item, inner)
        value = condition(inner)
        if value is True:
            found.append(item)
        elif position == 0 and type(value) is Decimal:
            return element_at(run, items, value)
    return found


def elements(run: Run, word: str, source: Any) -> Iterable[Any] | None:
    """What an iteration over `source` yields, `None` with a reason if it cannot be walked."""
    if type(source) is list:
        return source
    if source is None:
        run.null("iterate", word, source)
        return None
    if type(source) is not Range:
        return [source]
    low, high = source.low, source.high
    if low is None or high is None:
        run.null("iterate", word, source)
        return None
    walked = steps(run, word, low, high)
    if walked is None:
        return None
    values = list(walked)
    if values and not source.low_included:
        values = values[1:]
    if values and not source.high_included and values[-1] == high:
        values = values[:-1]
    return values


def steps(run: Run, word: str, first: Any, last: Any) -> Iterator[Any] | None:
    """`first..last` in steps of one or of a day, downwards if `last` is smaller."""
    if kind(first) == kind(last) == NUMBER:
        upwards = first <= last
        limit = Decimal(run.limits.list_size)
        # Counted beforehand: beyond 34 digits adding one changes nothing, and the end would never be reached.
        count = 1 + int(min(EXACT.subtract(last, first).copy_abs(), limit))
        run.sized_list(count)
        return _numbers(first, ONE if upwards else CONTEXT.minus(ONE), count)
    if kind(first) == kind(last) == DATE:
        run.sized_list(min(abs(days_of(last) - days_of(first)), run.limits.list_size) + 1)
        return _dates(days_of(first), days_of(last))
    run.null("iterate", word, last if kind(first) in (NUMBER, DATE) else first)
    return None


def _numbers(first: Decimal, step: Decimal, count: int) -> Iterator[Decimal]:
    value = first
    for _ in range(count):
        yield value
        value = CONTEXT.add(value, step)


def _dates(first: int, last: int) -> Iterator[Any]:
    step = 1 if first <= last else -1
    return (make_date_of_days(day) for day in range(first, last + step, step))


def _walk(frame: Frame, word: str, iterators: _Iterators, cost: int) -> Iterator[Frame | None]:
    """A frame for every combination, the last iterator turning fastest; `None` once if a source cannot be walked."""
    (name, source, last), rest = iterators[0], iterators[1:]
    run = frame.run
    start = source(frame)
    items = elements(run, word, start) if last is None else steps(run, word, start, last(frame))
    if items is None:
        yield None
        return
    for item in items:
        run.charge(cost)
        inner = Frame(run, {name: item}, frame)
        if rest:
            yield from _walk(inner, word, rest, cost)
        else:
            yield inner


def _compile_iterators(compiler: Compiler, iterators: tuple[ast.Iterator, ...]) -> _Iterators:
    return tuple(
        (item.name, compiler.compile(item.source), None if item.last is None else compiler.compile(item.last))
        for item in iterators
    )


@compiles(ast.For)
def _for(compiler: Compiler, node: ast.For) -> Code:
    """`for`: the list of the bodies; `partial` is the list so far."""
    iterators = _compile_iterators(compiler, node.iterators)
    body = compiler.compile(node.body)
    cost = weight(node)
    reads_partial = mentions(node.body, "partial")

    def run_for(frame: Frame) -> Any:
        run = frame.run
        results: list[Any] = []
        for inner in _walk(frame, "for", iterators, cost):
            if inner is None:
                return None
            if len(results) >= run.limits.list_size:
                run.sized_list(len(results) + 1)
            if reads_partial:
                # A copy, since a list must not come to contain itself.
                run.charge(len(results) // 16)
                inner = Frame(run, {"partial": list(results)}, inner)
            results.append(body(inner))
        return results

    return run_for


@compiles(ast.Quantified)
def _quantified(compiler: Compiler, node: ast.Quantified) -> Code:
    """`some` and `every`: three-valued disjunction or conjunction of the conditions."""
    iterators = _compile_iterators(compiler, node.iterators)
    condition = compiler.compile(node.condition)
    cost = weight(node)
    decisive = not node.every
    word = "every" if node.every else "some"

    def run_quantified(frame: Frame) -> bool | None:
        result: bool | None = not decisive
        for inner in _walk(frame, word, iterators, cost):
            if inner is None:
                return None
            value = condition(inner)
            if value is decisive:
                return bool(value)
            if type(value) is not bool:
                result = None
        return result

    return run_quantified


@compiles(ast.Filter)
def _filter(compiler: Compiler, node: ast.Filter) -> Code:
    base, condition = compiler.compile(node.base), compiler.compile(node.condition)
    if isinstance(node.condition, ast.Literal) and type(node.condition.value) is Decimal:
        index = node.condition.value
        return lambda frame: element_at(frame.run, base(frame), index)
    cost = weight(node.condition)
    return lambda frame: filter_list(frame, base(frame), condition, cost)
