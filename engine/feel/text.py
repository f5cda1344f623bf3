"""Values as text: what `string()` returns, and how values look inside messages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from engine.feel.decimals import text_of
from engine.feel.names import joined, name_tokens
from engine.feel.temporal import (
    DaysTimeDuration,
    WideDate,
    WideDateTime,
    WideTime,
    YearsMonthsDuration,
    date_text,
    time_text,
)
from engine.feel.values import Range

_SHOWN = 60


def scalar_text(value: Any) -> str | None:
    """The text of a value that has no parts, `None` for lists, contexts, ranges and functions."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return text_of(value)
    if isinstance(value, dt.datetime | WideDateTime):
        return f"{date_text(value)}T{time_text(value)}"
    if isinstance(value, dt.date | WideDate):
        return date_text(value)
    if isinstance(value, dt.time | WideTime):
        return time_text(value)
    if isinstance(value, YearsMonthsDuration | DaysTimeDuration):
        return str(value)
    return "null" if value is None else None


def feel_text(value: Any) -> str:
    """The value spelt so that FEEL can read it again: strings quoted, lists and contexts in brackets."""
    scalar = scalar_text(value)
    if scalar is not None:
        return scalar
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(feel_text, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {feel_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Range):
        return _range_text(value)
    return "function"


def least_size(value: Any) -> int:
    """At least how many characters `feel_text` returns, found without building them."""
    size, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        if type(part) is list:
            size += 2 * len(part)
            waiting.extend(part)
        elif type(part) is dict:
            size += sum(map(len, part)) + 4 * len(part)
            waiting.extend(part.values())
        elif type(part) is Decimal:
            size += abs(part.adjusted()) if part else 1
        elif type(part) is str:
            size += len(part)
        elif type(part) is Range:
            waiting += (part.low, part.high)
    return size


def quoted(value: str) -> str:
    """A string literal."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    tokens = name_tokens(key)
    return key if tokens and joined(tokens) == key else quoted(key)


def _range_text(value: Range) -> str:
    if value.operator:
        return f"({value.operator} {feel_text(value.low if value.high is None else value.high)})"
    opening, closing = "[" if value.low_included else "(", "]" if value.high_included else ")"
    return f"{opening}{feel_text(value.low)}..{feel_text(value.high)}{closing}"


def display(value: object) -> str:
    """A value inside a message: short, without walking over long lists."""
    if isinstance(value, str):
        text = quoted(value[:_SHOWN])
    elif isinstance(value, list):
        text = "[…]" if value else "[]"
    elif isinstance(value, dict):
        text = "{…}" if value else "{}"
    elif isinstance(value, Range):
        text = f"[{display(value.low)}..{display(value.high)}]"
    else:
        text = scalar_text(value) or "function"
    return text if len(text) <= _SHOWN + 2 else f"{text[:_SHOWN]}…"
