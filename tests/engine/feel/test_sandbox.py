"""Nothing in an expression reaches the machine: escapes known from Python sandboxes, under an audit hook."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import (
    DaysTimeDuration,
    FeelError,
    FeelFunction,
    Limits,
    Range,
    YearsMonthsDuration,
    compile_expression,
    compile_unary_tests,
)

#: Audit events seen while `watching`; the interpreter never lets a hook go, so there is one for the whole session.
_seen: list[str] = []
_watching = False
#: Asking for the identity of an object changes nothing and tells nothing.
_INNOCENT = frozenset({"builtins.id"})


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event not in _INNOCENT:
        _seen.append(f"{event} {arguments!r:.80}")


sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[None]:
    """Fails if the interpreter executes, compiles, imports, opens, connects or starts anything inside."""
    global _watching
    _seen.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
    assert _seen == []


ESCAPES = [
    # attributes of Python objects
    "().__class__",
    '"".__class__.__mro__',
    '"".__class__.__mro__[1].__subclasses__()',
    "[].__class__.__base__.__subclasses__()[40]('/etc/passwd').read()",
    "(1).__class__.__bases__[0]",
    "{}.__class__",
    "x.__class__",
    "x.__dict__",
    "x.__init__.__globals__",
    "x.__init__.__globals__.__builtins__",
    "x.__reduce__()",
    "x.__reduce_ex__(2)",
    "f.__globals__",
    "f.__code__",
    "f.__closure__",
    "f.callable",
    "f.callable.__globals__",
    "f.func_globals",
    "count.signatures",
    "count.call",
    "count.__self__",
    "(function(a) a).body",
    "(function(a) a).frame",
    "(function(a) a).frame.run",
    "(function(a) a).__code__",
    "date.today()",
    "d.__class__.fromtimestamp(0)",
    "d.replace(2025)",
    "d.strftime",
    "n.as_tuple()",
    "n.__add__(1)",
    "s.format",
    "s.format(x)",
    '"{0.__class__}".format(x)',
    '"%s" + s.join',
    "r.low",
    "r.__class__",
    "m.months.__class__",
    "p.nanoseconds",
    "t.tzinfo",
    "now().__class__",
    "lst.append(1)",
    "lst.__len__()",
    "lst.sort",
    "ctx.keys()",
    "ctx.__getitem__",
    "ctx.update({a: 1})",
    # built-in names of Python
    '__import__("os").system("id")',
    '__builtins__.open("/etc/passwd")',
    "__builtins__",
    "__name__",
    "__file__",
    "globals()",
    "locals()",
    "vars(x)",
    "dir(x)",
    'eval("1+1")',
    'exec("import os")',
    'compile("1", "", "eval")',
    'open("/etc/passwd").read()',
    'getattr(x, "__class__")',
    'setattr(x, "a", 1)',
    "type(x)",
    "object()",
    "super()",
    "breakpoint()",
    "help()",
    "input()",
    "exit()",
    "print(x)",
    'os.system("id")',
    "sys.modules",
    'subprocess.run(["id"])',
    'socket.create_connection("127.0.0.1", 80)',
    'importlib.import_module("os")',
    "pickle.loads(\"cos\\nsystem\\n(S'id'\\ntR.\")",
    # syntax of other languages
    "import os",
    "from os import system",
    "lambda: 1",
    "(lambda x: x)(1)",
    "[y for y in (1).__class__.__base__.__subclasses__()]",
    "x if x else y",
    "x := 1",
    "yield 1",
    "await x",
    "class A: pass",
    "def f(): pass",
    "assert false",
    "del x",
    "`id`",
    "$(id)",
    "${7*7}",
    "#{7*7}",
    "{{7*7}}",
    "{% import os %}",
    "<% system('id') %>",
    "T(java.lang.Runtime).getRuntime().exec('id')",
    '"".getClass().forName("java.lang.Runtime")',
    "new java.io.File(x)",
    "java.lang.Math.max(1, 2)",
    'function(a) external {java: {class: "java.lang.Runtime", method signature: "exec(java.lang.String)"}}',
    '{f: function(a) external {java: {class: "java.lang.Math", method signature: "abs(int)"}}, r: f(1)}.r',
    '{f: function(a) external {python: {module: "os", function: "system"}}, r: f("id")}.r',
    '{f: function(a) external {pmml: {document: "http://127.0.0.1/x", model: "m"}}, r: f("id")}.r',
    # data that looks like a way in
    'date("2024-01-01\'; DROP TABLE x; --")',
    'time("10:00:00@../../../../etc/passwd")',
    'date and time("2024-01-01T00:00:00@/etc/localtime")',
    '@"10:00:00@\\u0000"',
    'matches("a", "(?{system})")',
    'matches("a", "\\p{__class__}")',
    'replace("a", "a", "\\g<0>")',
    'number("__import__(1)")',
    'number("0x10")',
    'number("1_0")',
    'number("inf")',
    'number("NaN")',
    'range("[__import__(\\"os\\")..1]")',
    'range("[eval(\\"1\\")..2]")',
    "string(f)",
    "string(function(a) a)",
    'get value(x, "__class__")',
    'get value(ctx, "__class__")',
    'context put(ctx, "__class__", 1).__class__',
    'context([{key: "__init__", value: 1}])',
    "get entries(f)",
    "x[__class__ != null]",
    "lst[__len__ > 0]",
    "lst[item.__class__ != null]",
    "for __class__ in lst return __class__",
    "some __import__ in lst satisfies __import__ = 1",
    '{__import__: function(a) a, r: __import__("os")}.r',
    "x instance of __class__",
    "x instance of builtins.object",
    "sort(lst, f)",
    "f(f)",
    "f(a: 1)",
    "f(__class__: 1)",
    "partial",
    "item",
    "?",
]


class Loud:
    """A host object whose every access is a failure."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was read")


def scope() -> dict[str, Any]:
    return {
        "x": Loud(),
        "d": dt.date(2024, 1, 1),
        "t": dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        "n": Decimal(1),
        "s": "text",
        "r": Range(1, 2),
        "m": YearsMonthsDuration(1),
        "p": DaysTimeDuration(1),
        "lst": [1, 2],
        "ctx": {"a": 1},
    }


FUNCTIONS = {"f": FeelFunction("f", ("a",), lambda a: a)}
_HARMLESS = (type(None), bool, str, Decimal, dt.date, dt.time, YearsMonthsDuration, DaysTimeDuration, Range)


def harmless(value: Any) -> bool:
    """Whether a result is plain data, or a function that only FEEL can call."""
    if isinstance(value, list):
        return all(map(harmless, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and harmless(inner) for key, inner in value.items())
    return isinstance(value, _HARMLESS) or type(value).__module__.startswith("engine.feel.")


def test_there_are_many_escapes() -> None:
    assert len(set(ESCAPES)) == len(ESCAPES) >= 60


@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_is_harmless(text: str) -> None:
    given = scope()
    limits = Limits(steps=50_000)
    with watched():
        try:
            value = compile_expression(text, functions=FUNCTIONS).evaluate(given, limits=limits)
        except FeelError:
            value = None
        try:
            answer = compile_unary_tests(text, functions=FUNCTIONS).matches(1, given, limits=limits)
        except FeelError:
            answer = None
    assert harmless(value)
    assert not isinstance(value, str) or "/" not in value
    assert answer is None or isinstance(answer, bool | list | str | Decimal | dict) or harmless(answer)


def test_ordinary_evaluation_touches_nothing_either() -> None:
    texts = [
        "1 + 1",
        'date and time("2024-01-01T10:00:00@America/Argentina/Ushuaia") + @"P1D"',
        'replace("abc", "[a-c-[b]]", "\\$1", "i")',
        "sort([3, 1, 2], function(a, b) a < b)",
        'number("1.5") ** 0.3 + exp(1) + log(2) + sqrt(2)',
        'string({a: [1, @"P1Y", (< 3)]})',
    ]
    with watched():
        for text in texts:
            assert compile_expression(text).evaluate({}) is not None


def test_the_hook_would_notice() -> None:
    with pytest.raises(AssertionError), watched():
        compile("1", "x", "eval")
