"""Values written down as FEEL literals, read without evaluating anything else."""

from __future__ import annotations

from typing import Any

from engine.feel import syntax as ast
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile_expression
from engine.feel.temporal import DaysTimeDuration, YearsMonthsDuration
from engine.feel.text import quoted, scalar_text

#: Longest text of one value, in characters.
MOST = 10_000

#: Constructors that make a value of one text.
_CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})


def read_literal(text: str) -> Any:
    """The value of a number, text in quotation marks, `true`, `false`, `null`, date, time, duration, list or context.

    Temporal values are written `@"2026-01-31"` or `date("2026-01-31")`. Raises `FeelSyntaxError` for anything that
    is not a literal: nothing that would have to be computed is evaluated.
    """
    if len(text) > MOST:
        raise _refused(text, 0, f"at most {MOST} characters", f"höchstens {MOST} Zeichen")
    expression = compile_expression(text)
    _check(expression.tree, text)
    value, reasons = expression.evaluate_with_reasons({})
    if reasons:  # a date or duration that does not exist would silently become null
        raise _refused(text, 0, "there is no such value", "diesen Wert gibt es nicht")
    return value


def literal_text(value: Any) -> str:
    """The value as `read_literal` reads it."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(literal_text, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {literal_text(inner)}" for key, inner in value.items()) + "}"
    text = scalar_text(value)
    plain = text if text is not None else str(value)
    return f'@"{plain}"' if _is_temporal(value) else plain


def _is_temporal(value: object) -> bool:
    return hasattr(value, "isoformat") or isinstance(value, YearsMonthsDuration | DaysTimeDuration)


def _check(tree: ast.Node, text: str) -> None:
    waiting: list[ast.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ListLiteral):
            waiting.extend(node.items)
        elif isinstance(node, ast.ContextLiteral):
            waiting.extend(value for _, value in node.entries)
        elif isinstance(node, ast.Negation):
            if not isinstance(node.operand, ast.Literal):
                raise _not_literal(text, node)
        elif not isinstance(node, ast.Literal | ast.TemporalLiteral) and not _is_constructor(node):
            raise _not_literal(text, node)


def _is_constructor(node: ast.Node) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.callee, ast.Name)
        and node.callee.name in _CONSTRUCTORS
        and len(node.positional) == 1
        and isinstance(node.positional[0], ast.Literal)
        and not node.named
    )


def _not_literal(text: str, node: ast.Node) -> FeelSyntaxError:
    return _refused(
        text,
        node.at,
        "expected a value, not something to compute; put texts in quotation marks",
        "hier muss ein Wert stehen, nichts zu Berechnendes; Texte gehören in Anführungszeichen",
    )


def _refused(text: str, offset: int, message_en: str, message_de: str) -> FeelSyntaxError:
    return FeelSyntaxError.at(text, offset, message_en, message_de)
