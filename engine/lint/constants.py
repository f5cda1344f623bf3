"""Constants in FEEL texts: their values, and those that are spelled like a date, time or duration but are none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from engine.feel import evaluate
from engine.feel import syntax as ast
from engine.feel.temporal_text import read_temporal

_CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})


def constant(node: Any) -> tuple[bool, Any]:
    """Whether the node is a constant, and which."""
    if isinstance(node, ast.Literal):
        return True, node.value
    if isinstance(node, ast.Negation) and isinstance(node.operand, ast.Literal):
        value = node.operand.value
        return (True, -value) if isinstance(value, Decimal) else (False, None)
    temporal = _temporal(node)
    return (False, None) if temporal is None else (True, temporal[1])


def invalid_temporals(node: Any) -> Iterator[str]:
    """The texts of dates, times and durations anywhere in the tree that do not exist, such as 30 February."""
    temporal = _temporal(node)
    if temporal is not None:
        if temporal[1] is None:
            yield temporal[0]
    elif isinstance(node, tuple):
        for part in node:
            yield from invalid_temporals(part)
    elif isinstance(node, ast.Node | ast.Iterator):
        for field in node.__dataclass_fields__:
            yield from invalid_temporals(getattr(node, field))


def _temporal(node: Any) -> tuple[str, Any] | None:
    """Text and value of a temporal constant; the value is None if the text means nothing."""
    if isinstance(node, ast.TemporalLiteral):
        try:
            return node.text, read_temporal(node.text)
        except (ValueError, OverflowError):
            return node.text, None
    if isinstance(node, ast.Call) and isinstance(node.callee, ast.Name) and node.callee.name in _CONSTRUCTORS:
        arguments = node.positional
        if len(arguments) == 1 and isinstance(arguments[0], ast.Literal) and isinstance(arguments[0].value, str):
            text = arguments[0].value
            return text, evaluate(f"{node.callee.name}(text)", {"text": text})
    return None
