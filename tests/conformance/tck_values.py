"""Values in the kit's XML: reading them, and comparing a result with an expected one."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lxml import etree

from engine.feel import evaluate

_NS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
#: Relative difference up to which two numbers count as equal: the kit writes expected values with 8 or more digits.
_TOLERANCE = Decimal("1e-8")

Expected = Any


def read_value(element: etree._Element | None) -> Expected:
    """The FEEL value of an input or expected node."""
    if element is None or element.get(f"{_XSI}nil") == "true":
        return None
    listed = element.find(f"{_NS}list")
    if listed is not None:
        if listed.get(f"{_XSI}nil") == "true":
            return None
        return [read_value(item) for item in listed.iterchildren(f"{_NS}item")]
    components = list(element.iterchildren(f"{_NS}component"))
    if components:
        return {part.get("name", ""): read_value(part) for part in components}
    value = element.find(f"{_NS}value")
    return None if value is None else _simple(value)


def _simple(element: etree._Element) -> Expected:
    if element.get(f"{_XSI}nil") == "true":
        return None
    text = element.text or ""
    written = element.get(f"{_XSI}type", "xsd:string").rpartition(":")[2]
    match written:
        case "boolean":
            return text.strip() in ("true", "1")
        case "decimal" | "double" | "integer" | "int" | "long" | "float":
            return Decimal(text.strip())
        case "date" | "time" | "dateTime" | "duration":
            return _temporal(written, text.strip())
        case _:
            return text


def _temporal(written: str, text: str) -> Expected:
    function = {"dateTime": "date and time"}.get(written, written)
    value = evaluate(f"{function}(t)", {"t": _one_half(text) if written == "duration" else text})
    if value is None:
        raise ValueError(f"{text!r} is not a {written}")
    return value


_DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(T.*)?")


def _one_half(text: str) -> str:
    """The duration without its zero half: XML Schema allows months and days in one duration, FEEL does not."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    sign, years, months, days, clock = found.groups()
    has_days = days is not None or clock is not None
    if has_days and not int(years or 0) and not int(months or 0):
        return f"{sign}P{days or 0}D{clock or ''}"
    if re.search(r"[1-9]", f"{days or ''}{clock or ''}"):
        return text
    return f"{sign}P{years or 0}Y{months or 0}M"


def matches(value: Any, expected: Expected) -> bool:
    """Whether the result is the expected value."""
    if value is None or expected is None:
        return value is None and expected is None
    if isinstance(expected, list):
        return (
            isinstance(value, list)
            and len(value) == len(expected)
            and all(matches(one, other) for one, other in zip(value, expected, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(value, dict)
            and value.keys() == expected.keys()
            and all(matches(value[key], wanted) for key, wanted in expected.items())
        )
    if isinstance(expected, Decimal):
        if not isinstance(value, Decimal):
            return False
        return abs(value - expected) <= _TOLERANCE * max(Decimal(1), abs(expected))
    return type(value) is type(expected) and evaluate("a = b", {"a": value, "b": expected}) is True
