"""String functions (DMN 1.5, table 75)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.builtin import built_in
from engine.feel.decimals import is_whole
from engine.feel.run import Run


@built_in("substring(string: string, start position: number, length?: number)")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None) -> str | None:
    """`length` characters from a position counted from 1 or, negative, from the end."""
    if not is_whole(start) or start == 0 or start.copy_abs() > len(string):
        return run.null("argument", "substring", "start position", start)
    first = int(start) - 1 if start > 0 else len(string) + int(start)
    if length is None:
        return string[first:]
    if length < 1:
        return run.null("argument", "substring", "length", length)
    return string[first : first + int(min(length, Decimal(len(string))))]


@built_in("string length(string: string)")
def string_length(run: Run, string: str) -> Decimal:
    """The number of characters."""
    return Decimal(len(string))


@built_in("upper case(string: string)")
def upper_case(run: Run, string: str) -> str:
    """In capital letters."""
    run.sized_string(len(string))
    return string.upper()


@built_in("lower case(string: string)")
def lower_case(run: Run, string: str) -> str:
    """In small letters."""
    run.sized_string(len(string))
    return string.lower()


@built_in("substring before(string: string, match: string)")
def substring_before(run: Run, string: str, match: str) -> str:
    """What stands before the first occurrence, empty if there is none."""
    run.sized_string(len(string))
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@built_in("substring after(string: string, match: string)")
def substring_after(run: Run, string: str, match: str) -> str:
    """What stands after the first occurrence, empty if there is none."""
    run.sized_string(len(string))
    return string.partition(match)[2] if match else string


@built_in("contains(string: string, match: string)")
def contains(run: Run, string: str, match: str) -> bool:
    """Whether the string has the other in it."""
    run.charge(len(string) // 64)
    return match in string


@built_in("starts with(string: string, match: string)")
def starts_with(run: Run, string: str, match: str) -> bool:
    """Whether the string begins with the other."""
    return string.startswith(match)


@built_in("ends with(string: string, match: string)")
def ends_with(run: Run, string: str, match: str) -> bool:
    """Whether the string ends with the other."""
    return string.endswith(match)


@built_in("string join(list: list, delimiter?: string null)")
def string_join(run: Run, items: list[Any], delimiter: str | None) -> str | None:
    """The strings of a list one after another, nulls left out."""
    parts: list[str] = []
    size = 0
    for item in items:
        if item is None:
            continue
        if type(item) is not str:
            return run.null("argument", "string join", "list", item)
        size += len(item) + len(delimiter or "")
        parts.append(item)
    run.charge(len(items))
    run.sized_string(size)
    return (delimiter or "").join(parts)
