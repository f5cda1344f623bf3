"""The FEEL language of DMN 1.5: importable alone."""

from engine.feel.errors import FeelError, FeelLimitError, FeelSyntaxError
from engine.feel.expression import (
    Expression,
    Result,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
    evaluate,
    variables,
)
from engine.feel.limits import DEFAULT_LIMITS, Limits
from engine.feel.literals import literal_text, read_literal
from engine.feel.run import Reason
from engine.feel.temporal import DaysTimeDuration, YearsMonthsDuration
from engine.feel.text import feel_text
from engine.feel.types import FeelType
from engine.feel.values import FeelFunction, Range

__all__ = [
    "DEFAULT_LIMITS",
    "DaysTimeDuration",
    "Expression",
    "FeelError",
    "FeelFunction",
    "FeelLimitError",
    "FeelSyntaxError",
    "FeelType",
    "Limits",
    "Range",
    "Reason",
    "Result",
    "UnaryTests",
    "YearsMonthsDuration",
    "compile_expression",
    "compile_unary_tests",
    "evaluate",
    "feel_text",
    "literal_text",
    "read_literal",
    "variables",
]
