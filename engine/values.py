"""Process data: which values may be stored, and their compact form as bytes.

JSON plus dates, times, instants, durations and decimals. A value that JSON does not know is written as
`{"$": [type, text]}`; a context that has a key `$` of its own is written as `{"$": ["context", {...}]}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from engine.errors import ValueNotStorable
from engine.feel import DaysTimeDuration, YearsMonthsDuration
from engine.feel.decimals import number_of
from engine.feel.text import scalar_text

MAX_DEPTH = 50
#: Integers beyond this are kept as decimals, so that no reader rounds them.
_MAX_INTEGER = 2**53
_MARK = "$"
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS
_SCALARS = frozenset({bool, type(None), date, time, timedelta, YearsMonthsDuration, DaysTimeDuration})


def admit(value: Any, depth: int = 0) -> Any:
    """A copy of `value` that shares nothing mutable with it and can be stored.

    Whole decimals become integers, tuples lists. Raises `ValueNotStorable` for anything that is not process data.
    """
    cls = type(value)
    if cls is str:
        return _text(value)
    if cls in _SCALARS:
        return value
    if cls is int:
        return value if -_MAX_INTEGER < value < _MAX_INTEGER else Decimal(value)
    if cls is Decimal:
        return _decimal(value)
    if cls is float:
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueNotStorable("A number must be finite.")
        return value
    if cls is datetime:
        return _moment(value)
    if depth > MAX_DEPTH:
        raise ValueNotStorable(f"Values are nested deeper than {MAX_DEPTH}.")
    if isinstance(value, Mapping):
        return {_key(key): admit(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [admit(inner, depth + 1) for inner in value]
    return _subclass(value)


def key_text(value: Any) -> str | None:
    """A value as correlation key: as `string()` of FEEL spells it, so that 5 and 5.0 are the same; None for no value.

    Raises `ValueNotStorable` for lists and contexts.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = number_of(value)
    text = scalar_text(value)
    if text is None:
        raise ValueNotStorable("A list or context cannot be a correlation key.")
    return text


def _text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueNotStorable("A text contains half a character.") from error
    return value


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise ValueNotStorable("The keys of a context must be texts.")
    return _text(str(key))


def _decimal(value: Decimal) -> int | Decimal:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueNotStorable("A number must be finite.")
    return int(value) if exponent >= 0 and -_MAX_INTEGER < value < _MAX_INTEGER else value


def _moment(value: datetime) -> datetime:
    zone = value.tzinfo
    if zone is not None and not isinstance(zone, ZoneInfo) and value.tzname() is None:
        raise ValueNotStorable("A date and time has an unknown time zone.")
    return value


def _subclass(value: Any) -> Any:
    """Enumerations and other subclasses of plain types count as their base type."""
    for base in (bool, int, float, str, Decimal):
        if isinstance(value, base):
            plain = str.__str__(value) if base is str else base(value)
            return admit(plain)
    raise ValueNotStorable(f"A value of type {type(value).__name__} cannot be stored.")


class _Writer:
    """The hook for values orjson does not write, counting its marks."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        self.marks = 0

    def __call__(self, value: Any) -> Any:
        self.marks += 1
        return {_MARK: _tagged(value)}


def _tagged(value: Any) -> list[Any]:
    if isinstance(value, Decimal):
        return ["number", str(value)]
    if isinstance(value, datetime):
        zone = getattr(value.tzinfo, "key", None)
        return ["instant", f"{value.isoformat()}@{zone}" if zone else value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        zone = getattr(value.tzinfo, "key", None)
        return ["time", f"{value.isoformat()}@{zone}" if zone else value.isoformat()]
    if isinstance(value, timedelta):
        return ["span", [value.days, value.seconds, value.microseconds]]
    if isinstance(value, YearsMonthsDuration):
        return ["months", value.months]
    if isinstance(value, DaysTimeDuration):
        return ["nanoseconds", str(value.nanoseconds)]
    raise TypeError(f"{type(value).__name__} is not process data")


def dump_values(value: Any) -> bytes:
    """Admitted values as bytes."""
    writer = _Writer()
    raw = orjson.dumps(value, default=writer, option=_OPTIONS)
    # `"$":` can only come from a key: inside a text the quotation mark would be escaped.
    if raw.count(b'"$":') != writer.marks:
        raw = orjson.dumps(_escaped(value), default=_Writer(), option=_OPTIONS)
    return raw


def load_values(raw: bytes) -> Any:
    """The values `dump_values` wrote."""
    value = orjson.loads(raw)
    return _typed(value) if b'"$":' in raw else value


def encode(value: Any) -> str:
    """Process data as text for a column. Raises `ValueNotStorable`."""
    return dump_values(admit(value)).decode()


def decode(text: str) -> Any:
    """The value `encode` wrote."""
    return load_values(text.encode())


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {key: _escaped(item) for key, item in value.items()}
        return {_MARK: ["context", inner]} if _MARK in inner else inner
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return value


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, dict):
        if _MARK in value:
            tag, body = value[_MARK]
            return _READERS[tag](body)
        return {key: _typed(item) for key, item in value.items()}
    return value


def _read_instant(text: str) -> datetime:
    moment, _, zone = text.partition("@")
    read = datetime.fromisoformat(moment)
    if not zone:
        return read
    # The offset tells the two hours apart that have the same name when summer time ends.
    return read.astimezone(ZoneInfo(zone))


def _read_time(text: str) -> time:
    moment, _, zone = text.partition("@")
    read = time.fromisoformat(moment)
    return read.replace(tzinfo=ZoneInfo(zone)) if zone else read


_READERS: dict[str, Any] = {
    "context": lambda body: {key: _typed(item) for key, item in body.items()},
    "number": Decimal,
    "instant": _read_instant,
    "date": date.fromisoformat,
    "time": _read_time,
    "span": lambda body: timedelta(days=body[0], seconds=body[1], microseconds=body[2]),
    "months": YearsMonthsDuration,
    "nanoseconds": lambda body: DaysTimeDuration(int(body)),
}
