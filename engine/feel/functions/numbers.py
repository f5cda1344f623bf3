"""Numeric functions (DMN 1.5, table 77)."""

from __future__ import annotations

import decimal
from decimal import Decimal

from engine.feel.builtin import built_in
from engine.feel.decimals import CONTEXT, EXACT, is_whole
from engine.feel.run import Run

_MAX_SCALE = 6176
#: Steps of an operation that takes many times as long as an addition.
_COSTLY = 40


def _rounded(run: Run, name: str, n: Decimal, scale: Decimal | None, rounding: str) -> Decimal | None:
    digits = 0 if scale is None else scale
    if not is_whole(Decimal(digits)) or not -6111 <= digits <= _MAX_SCALE:
        return run.null("argument", name, "scale", scale)
    places = int(digits)
    exponent = n.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return n
    return CONTEXT.plus(n.quantize(Decimal((0, (1,), -places)), rounding=rounding, context=EXACT))


@built_in("decimal(n: number, scale: number)")
def round_half_even(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded to `scale` digits, halves to the even neighbour."""
    return _rounded(run, "decimal", n, CONTEXT.to_integral_value(scale), decimal.ROUND_HALF_EVEN)


@built_in("floor(n: number, scale?: number)")
def floor(run: Run, n: Decimal, scale: Decimal | None) -> Decimal | None:
    """Rounded down to `scale` digits."""
    return _rounded(run, "floor", n, scale, decimal.ROUND_FLOOR)


@built_in("ceiling(n: number, scale?: number)")
def ceiling(run: Run, n: Decimal, scale: Decimal | None) -> Decimal | None:
    """Rounded up to `scale` digits."""
    return _rounded(run, "ceiling", n, scale, decimal.ROUND_CEILING)


@built_in("round up(n: number, scale: number)")
def round_up(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded away from zero."""
    return _rounded(run, "round up", n, scale, decimal.ROUND_UP)


@built_in("round down(n: number, scale: number)")
def round_down(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded towards zero."""
    return _rounded(run, "round down", n, scale, decimal.ROUND_DOWN)


@built_in("round half up(n: number, scale: number)")
def round_half_up(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded to the nearest, halves away from zero."""
    return _rounded(run, "round half up", n, scale, decimal.ROUND_HALF_UP)


@built_in("round half down(n: number, scale: number)")
def round_half_down(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Rounded to the nearest, halves towards zero."""
    return _rounded(run, "round half down", n, scale, decimal.ROUND_HALF_DOWN)


@built_in("abs(n: number)")
def absolute(run: Run, n: Decimal) -> Decimal:
    """The number without its sign."""
    return CONTEXT.abs(n)


@built_in("modulo(dividend: number, divisor: number)")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """`dividend - divisor * floor(dividend / divisor)`, so the result has the sign of the divisor."""
    if not divisor:
        return run.null("zero")
    run.charge(_COSTLY)
    rest = EXACT.remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = EXACT.add(rest, divisor)
    return CONTEXT.plus(rest)


@built_in("sqrt(number: number)")
def square_root(run: Run, number: Decimal) -> Decimal | None:
    """The square root, null for negative numbers."""
    run.charge(_COSTLY)
    return run.null("argument", "sqrt", "number", number) if number < 0 else CONTEXT.sqrt(number)


@built_in("log(number: number)")
def logarithm(run: Run, number: Decimal) -> Decimal | None:
    """The natural logarithm, null for numbers that are not positive."""
    run.charge(_COSTLY)
    return run.null("argument", "log", "number", number) if number <= 0 else CONTEXT.ln(number)


@built_in("exp(number: number)")
def exponential(run: Run, number: Decimal) -> Decimal:
    """e to the power of the number; raises `FeelLimitError` beyond decimal128."""
    run.charge(_COSTLY)
    return CONTEXT.exp(number)


@built_in("odd(number: number)")
def odd(run: Run, number: Decimal) -> bool | None:
    """Whether a whole number is odd; null for fractions."""
    return _parity(run, "odd", number, 1)


@built_in("even(number: number)")
def even(run: Run, number: Decimal) -> bool | None:
    """Whether a whole number is even; null for fractions."""
    return _parity(run, "even", number, 0)


def _parity(run: Run, name: str, number: Decimal, wanted: int) -> bool | None:
    if not is_whole(number):
        return run.null("argument", name, "number", number)
    return int(number) % 2 == wanted
