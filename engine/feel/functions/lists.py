"""List functions (DMN 1.5, table 76)."""

from __future__ import annotations

import decimal
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from engine.feel.builtin import built_in
from engine.feel.compare import equal, place
from engine.feel.decimals import CONTEXT, ONE, ZERO, is_whole
from engine.feel.invoke import invoke
from engine.feel.run import Run


@built_in("list contains(list: list, element: Any)")
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    """Whether an element equals the value; null is an element like any other."""
    run.charge(len(items))
    return any(equal(run, item, element) is True for item in items)


@built_in("count(list: list)")
def count(run: Run, items: list[Any]) -> Decimal:
    """The number of elements."""
    return Decimal(len(items))


def _extreme(run: Run, name: str, items: list[Any], sign: int) -> Any:
    run.charge(len(items))
    if not items:
        return None
    best = items[0]
    for item in items:
        order = place(run, item, best)
        if order is None:
            return run.null("compare", item, best)
        if order * sign > 0:
            best = item
    return best


@built_in("min(list: list)")
@built_in("min(...list: Any)")
def minimum(run: Run, items: list[Any]) -> Any:
    """The smallest element, null for an empty list."""
    return _extreme(run, "min", items, -1)


@built_in("max(list: list)")
@built_in("max(...list: Any)")
def maximum(run: Run, items: list[Any]) -> Any:
    """The largest element, null for an empty list."""
    return _extreme(run, "max", items, 1)


def _numbers(run: Run, name: str, items: Iterable[Any]) -> list[Decimal] | None:
    numbers = list(items)
    run.charge(len(numbers))
    for item in numbers:
        if type(item) is not Decimal:
            return run.null("argument", name, "list", item)
    return numbers


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    total = ZERO
    for number in numbers:
        total = CONTEXT.add(total, number)
    return total


@built_in("sum(list: list)")
@built_in("sum(...list: Any)")
def total(run: Run, items: list[Any]) -> Decimal | None:
    """The sum, null for an empty list."""
    numbers = _numbers(run, "sum", items)
    return _sum(numbers) if numbers else None


@built_in("product(list: list)")
@built_in("product(...list: Any)")
def product(run: Run, items: list[Any]) -> Decimal | None:
    """The product, null for an empty list."""
    numbers = _numbers(run, "product", items)
    if not numbers:
        return None
    result = ONE
    for number in numbers:
        result = CONTEXT.multiply(result, number)
    return result


@built_in("mean(list: list)")
@built_in("mean(...list: Any)")
def mean(run: Run, items: list[Any]) -> Decimal | None:
    """The arithmetic mean, null for an empty list."""
    numbers = _numbers(run, "mean", items)
    return CONTEXT.divide(_sum(numbers), Decimal(len(numbers))) if numbers else None


@built_in("median(list: list)")
@built_in("median(...list: Any)")
def median(run: Run, items: list[Any]) -> Decimal | None:
    """The middle element, or the mean of the two in the middle; null for an empty list."""
    numbers = _numbers(run, "median", items)
    if not numbers:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return CONTEXT.divide(CONTEXT.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@built_in("stddev(list: list)")
@built_in("stddev(...list: Any)")
def standard_deviation(run: Run, items: list[Any]) -> Decimal | None:
    """The sample standard deviation, null for fewer than two numbers."""
    numbers = _numbers(run, "stddev", items)
    if numbers is None or len(numbers) < 2:
        return None if numbers is None else run.null("argument", "stddev", "list", items)
    average = CONTEXT.divide(_sum(numbers), Decimal(len(numbers)))
    squares = [CONTEXT.power(CONTEXT.subtract(number, average), 2) for number in numbers]
    return CONTEXT.sqrt(CONTEXT.divide(_sum(squares), Decimal(len(numbers) - 1)))


@built_in("mode(list: list)")
@built_in("mode(...list: Any)")
def mode(run: Run, items: list[Any]) -> list[Decimal] | None:
    """The most frequent numbers in ascending order."""
    numbers = _numbers(run, "mode", items)
    if numbers is None:
        return None
    # Sorted instead of counted in a dictionary: equal hashes of different numbers are easy to find.
    runs = [(number, sum(1 for _ in same)) for number, same in groupby(sorted(numbers))]
    most = max((frequency for _, frequency in runs), default=0)
    return [number for number, frequency in runs if frequency == most]


def _decided(run: Run, name: str, items: list[Any], decisive: bool) -> bool | None:
    run.charge(len(items))
    result: bool | None = not decisive
    for item in items:
        if item is decisive:
            return bool(item)
        if type(item) is not bool:
            result = run.null("argument", name, "list", item)
    return result


@built_in("all(list: list)")
@built_in("all(...list: Any)")
def all_true(run: Run, items: list[Any]) -> bool | None:
    """False if one is false, else null if one is no boolean, else true."""
    return _decided(run, "all", items, False)


@built_in("any(list: list)")
@built_in("any(...list: Any)")
def any_true(run: Run, items: list[Any]) -> bool | None:
    """True if one is true, else null if one is no boolean, else false."""
    return _decided(run, "any", items, True)


def _position(run: Run, name: str, items: list[Any], position: Decimal) -> int | None:
    if not is_whole(position) or position == 0 or position.copy_abs() > len(items):
        return run.null("argument", name, "position", position)
    return int(position) - 1 if position > 0 else len(items) + int(position)


@built_in("sublist(list: list, start position: number, length?: number)")
def sublist(run: Run, items: list[Any], start: Decimal, length: Decimal | None) -> list[Any] | None:
    """`length` elements from a position counted from 1 or, negative, from the end."""
    first = _position(run, "sublist", items, start)
    if first is None:
        return None
    if length is None:
        return items[first:]
    if length < 0 or length > len(items) - first or not is_whole(length):
        return run.null("argument", "sublist", "length", length)
    return items[first : first + int(length)]


@built_in("append(list: list null, ...item: Any)")
def append(run: Run, items: list[Any] | None, extra: list[Any]) -> list[Any]:
    """The list with the items at its end."""
    run.sized_list(len(items or [None]) + len(extra))
    return [*([None] if items is None else items), *extra]


@built_in("concatenate(...list: list)")
def concatenate(run: Run, lists: list[Any]) -> list[Any]:
    """All lists one after another."""
    return _concatenated(run, lists)


def _concatenated(run: Run, lists: list[Any]) -> list[Any]:
    result: list[Any] = []
    for part in lists:
        run.sized_list(len(result) + (len(part) if type(part) is list else 1))
        result.extend(part if type(part) is list else [part])
    return result


@built_in("insert before(list: list, position: number, newItem: Any)")
def insert_before(run: Run, items: list[Any], position: Decimal, new_item: Any) -> list[Any] | None:
    """The list with an item before a position."""
    index = _position(run, "insert before", items, position)
    if index is None:
        return None
    run.sized_list(len(items) + 1)
    return [*items[:index], new_item, *items[index:]]


@built_in("remove(list: list, position: number)")
def remove(run: Run, items: list[Any], position: Decimal) -> list[Any] | None:
    """The list without the element at a position."""
    index = _position(run, "remove", items, position)
    if index is None:
        return None
    run.sized_list(len(items))
    return [*items[:index], *items[index + 1 :]]


@built_in("list replace(list: list, position: number, newItem: Any)")
def replace_at(run: Run, items: list[Any], position: Decimal, new_item: Any) -> list[Any] | None:
    """The list with another element at a position."""
    index = _position(run, "list replace", items, position.to_integral_value(rounding=decimal.ROUND_DOWN))
    if index is None:
        return None
    run.sized_list(len(items))
    return [*items[:index], new_item, *items[index + 1 :]]


@built_in("list replace(list: list, match: function, newItem: Any)")
def replace_matching(run: Run, items: list[Any], match: Any, new_item: Any) -> list[Any] | None:
    """The list with another element wherever `match(element, new item)` is true."""
    run.sized_list(len(items))
    result: list[Any] = []
    for item in items:
        found = invoke(run, match, [item, new_item])
        if type(found) is not bool:
            return run.null("not_boolean", "list replace", found)
        result.append(new_item if found else item)
    return result


@built_in("reverse(list: list)")
def reverse(run: Run, items: list[Any]) -> list[Any]:
    """The elements in the opposite order."""
    run.sized_list(len(items))
    return items[::-1]


@built_in("index of(list: list, match: Any)")
def index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    """The positions of the elements that equal the value."""
    run.charge(len(items))
    return [Decimal(index) for index, item in enumerate(items, 1) if equal(run, item, match) is True]


@built_in("union(...list: list)")
def union(run: Run, lists: list[Any]) -> list[Any]:
    """All lists one after another, without duplicates."""
    return _distinct(run, _concatenated(run, lists))


@built_in("distinct values(list: list)")
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    """The elements without duplicates, in the order of their first occurrence."""
    return _distinct(run, items)


def _distinct(run: Run, items: list[Any]) -> list[Any]:
    result: list[Any] = []
    seen: set[tuple[type, str]] = set()
    for item in items:
        if type(item) in (str, Decimal):
            # Numbers by their text, because equal hashes of different numbers are easy to find.
            key = (type(item), str(CONTEXT.normalize(item)) if type(item) is Decimal else item)
            if key not in seen:
                seen.add(key)
                result.append(item)
            continue
        run.charge(len(result) + 1)
        if not any(equal(run, item, known) is True for known in result):
            result.append(item)
    run.charge(len(items))
    return result


@built_in("flatten(list: list)")
def flatten(run: Run, items: list[Any]) -> list[Any]:
    """The elements of all nested lists in one list."""
    result: list[Any] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            run.charge()
            if type(item) is list:
                waiting.append(iter(item))
                break
            result.append(item)
        else:
            waiting.pop()
    run.sized_list(len(result))
    return result
