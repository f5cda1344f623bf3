"""How much one evaluation may use before it ends with `FeelLimitError`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one evaluation. They are counted, not timed, so the same input always ends the same way."""

    #: iterations, function calls and elements or characters touched by built-in functions; 500,000 take about a second
    steps: int = 500_000
    #: calls of functions inside each other
    depth: int = 80
    #: elements of one list or entries of one context
    list_size: int = 100_000
    #: characters of one string
    string_size: int = 1_000_000
    #: characters of a regular expression
    pattern_size: int = 1_000


DEFAULT_LIMITS = Limits()

#: Characters of one expression; a longer text is a syntax error, since nobody wrote it by hand.
MAX_TEXT = 100_000
#: Brackets, conditions and functions inside each other; deeper is a syntax error, never a `RecursionError`.
MAX_NESTING = 60
#: Compiled expressions kept in memory, and how long they may be; a condition of 40 characters takes about 5 KB.
CACHE_SIZE = 4096
MAX_CACHED_TEXT = 10_000
