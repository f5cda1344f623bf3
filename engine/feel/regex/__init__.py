"""Regular expressions of XPath and XQuery Functions 3.1, section 5.6, which FEEL refers to.

A matcher of its own instead of Python's: the two dialects differ (class subtraction, categories, `x` and `q` flags),
and this one counts its steps, so that a catastrophic pattern ends with `FeelLimitError` instead of hanging.
"""

from engine.feel.regex.machine import Match, compile_pattern, search
from engine.feel.regex.syntax import PatternError

__all__ = ["Match", "PatternError", "compile_pattern", "search"]
