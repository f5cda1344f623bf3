"""FEEL numbers: decimals of 34 digits (IEEE 754-2008 decimal128, DMN 1.5, 10.3.2.3.1)."""

from __future__ import annotations

import decimal
from decimal import Decimal

from engine.feel.errors import FeelLimitError

MAX_EXPONENT = 6144
#: Every operation goes through this context, so the context of the calling thread is neither read nor changed.
CONTEXT = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=MAX_EXPONENT,
    capitals=1,
    clamp=0,
    traps=[decimal.DivisionByZero, decimal.InvalidOperation, decimal.Overflow],
)
#: Wide enough for every intermediate result over two such numbers.
EXACT = decimal.Context(prec=13_000, Emax=20_000, Emin=-20_000, traps=[decimal.InvalidOperation])
ZERO = Decimal(0)
ONE = Decimal(1)


def number_of(value: int | float | str | Decimal) -> Decimal:
    """The FEEL number of a Python number or of digits, rounded to 34 digits.

    Raises `FeelLimitError` beyond 10**6145 and `ValueError` for NaN, infinity or text that is no number.
    """
    if isinstance(value, float):
        value = repr(value)
    elif isinstance(value, int) and value.bit_length() > 25_000:
        raise magnitude()
    try:
        number = CONTEXT.create_decimal(value)
    except decimal.Overflow:
        raise magnitude() from None
    except decimal.InvalidOperation:
        raise ValueError(value) from None
    if not number.is_finite():
        raise ValueError(value)
    return number


def magnitude() -> FeelLimitError:
    """The error for a number beyond decimal128."""
    return FeelLimitError("magnitude", "a number is larger than 10**6144", "eine Zahl ist größer als 10**6144")


def text_of(number: Decimal) -> str:
    """The shortest plain spelling: no exponent, no trailing zeros of the fraction."""
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}" if number else "0"
    return f"{number:f}".rstrip("0")


def is_whole(number: Decimal) -> bool:
    """Whether the number has no fraction."""
    return number == number.to_integral_value()
