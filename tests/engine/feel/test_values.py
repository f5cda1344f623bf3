"""Python values in scopes and results, the cache, and the immutability of what is compiled."""

from __future__ import annotations

import datetime as dt
import enum
import threading
from collections import OrderedDict, UserDict
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.feel import DaysTimeDuration, Range, YearsMonthsDuration, compile_expression, evaluate, feel_text


class Status(enum.StrEnum):
    OPEN = "offen"


class Level(enum.IntEnum):
    HIGH = 3


class Shouted(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "!"


@pytest.mark.parametrize(
    "given, text, value",
    [
        (1, "x + 1", 2),
        (0.1, "x + 0.2 = 0.3", True),
        (Decimal("1.10"), "string(x)", "1.1"),
        (True, "x", True),
        (None, "x = null", True),
        ("a", 'x + "b"', "ab"),
        (Status.OPEN, 'x = "offen"', True),
        (Level.HIGH, "x + 1", 4),
        (Shouted("leise"), 'x + "r"', "leiser"),
        ([1, 2.5, [3]], "sum(flatten(x))", 6.5),
        ((1, 2), "count(x)", 2),
        ({"a": {"b": 1}}, "x.a.b + 1", 2),
        (UserDict({"a": 1}), "x.a", 1),
        (OrderedDict(a=1), "x.a", 1),
        (MappingProxyType({"a": [1]}), "x.a[1]", 1),
        (dt.date(2024, 1, 31), "x.day", 31),
        (dt.datetime(2024, 1, 31, 12, tzinfo=dt.UTC), "x.hour", 12),
        (dt.datetime(2024, 1, 31, 12, tzinfo=ZoneInfo("Europe/Berlin")), "x.timezone", "Europe/Berlin"),
        (dt.time(12, 30), "x.minute", 30),
        (dt.timedelta(days=1), 'x = @"P1D"', True),
        (YearsMonthsDuration(5), "x.months", 5),
        (DaysTimeDuration(10**9), "x.seconds", 1),
        (Range(1, 3), "2 in x", True),
        (float("nan"), "x", None),
        (float("inf"), "x", None),
        (Decimal("NaN"), "x", None),
        (object(), "x", None),
        (b"bytes", "x", None),
        (len, "x", None),
        ({"f": object()}, "x.f", None),
        ([object()], "x", [None]),
        ({1: "a"}, 'get value(x, "1")', "a"),
    ],
)
def test_python_values_become_feel_values(given: Any, text: str, value: Any) -> None:
    assert evaluate(text, {"x": given}) == value


def test_numbers_come_back_as_decimals_also_inside_lists() -> None:
    result = evaluate("[x, {y: x}]", {"x": 5})
    assert type(result[0]) is Decimal
    assert type(result[1]["y"]) is Decimal


def test_a_foreign_zone_becomes_its_offset() -> None:
    class Odd(dt.tzinfo):
        def utcoffset(self, value: dt.datetime | None) -> dt.timedelta:
            return dt.timedelta(hours=3)

    assert evaluate("string(x)", {"x": dt.datetime(2024, 1, 1, tzinfo=Odd())}) == "2024-01-01T00:00:00+03:00"


def test_variables_are_looked_up_only_when_they_are_read() -> None:
    class Lazy(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            if key == "teuer":
                raise AssertionError("must not be read")
            return super().get(key, default)

    expression = compile_expression("if billig then 1 else teuer")
    assert expression.evaluate(Lazy(billig=True, teuer=1)) == 1


def test_the_scope_is_never_changed() -> None:
    scope: dict[str, Any] = {"a": [1, {"b": 2}], "c": {"d": (1, 2)}}
    before = repr(scope)
    evaluate('[a[2].b, append(a, 1), context put(c, "d", 1), for x in a return x]', scope)
    assert repr(scope) == before


def test_compiling_the_same_text_again_gives_the_same_object() -> None:
    assert compile_expression("a + 1") is compile_expression("a + 1")
    assert compile_expression("a b + 1", names=["a b"]) is compile_expression("a b + 1", names={"a b"})
    assert compile_expression("a + 1") is not compile_expression("a + 1", names=["a"])


def test_one_expression_serves_many_threads() -> None:
    expression = compile_expression("sum(for i in 1..n return i)")
    results: dict[int, Any] = {}

    def work(number: int) -> None:
        results[number] = expression.evaluate({"n": number})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {number: number * (number + 1) // 2 for number in range(1, 20)}


def test_the_decimal_context_of_the_caller_plays_no_part() -> None:
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 3
        assert evaluate("1 / 3", {}) == Decimal("0." + "3" * 34)
        assert evaluate("for x in 100000.5..100002 return x", {}) == [Decimal("100000.5"), Decimal("100001.5")]


def test_feel_text_is_what_feel_would_write() -> None:
    value = {"a": [Decimal("1.0"), None, True, 'x"y'], "b c": dt.date(2024, 1, 1)}
    assert feel_text(value) == '{a: [1, null, true, "x\\"y"], b c: 2024-01-01}'
