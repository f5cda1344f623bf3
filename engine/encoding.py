"""Typed JSON: dates, times, instants, durations and decimals survive; everything else is plain JSON.

A value that JSON does not know is written as `{"$": [type, text]}`; a context that happens to have the single key `$`
is written as `{"$": ["context", {...}]}`, so that decoding is unambiguous.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from engine.feel import DaysTimeDuration, YearsMonthsDuration

_MARK = "$"


def encode(value: Any) -> str:
    """Value to text. Raises TypeError for a value that is not process data."""
    return encode_bytes(value).decode()


def encode_bytes(value: Any) -> bytes:
    return orjson.dumps(plain(value))


def decode(text: str | bytes) -> Any:
    return typed(orjson.loads(text))


def plain(value: Any) -> Any:
    """Process data to plain JSON values."""
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, Mapping):
        body = {str(k): plain(v) for k, v in value.items()}
        return {_MARK: ["context", body]} if set(body) == {_MARK} else body
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    for kind, tag, write in _WRITERS:
        if isinstance(value, kind):
            return {_MARK: [tag, write(value)]}
    raise TypeError(f"{type(value).__name__} is not process data")


def typed(value: Any) -> Any:
    """Plain JSON values to process data."""
    if isinstance(value, list):
        return [typed(v) for v in value]
    if isinstance(value, dict):
        marked = value.get(_MARK)
        if marked is not None and len(value) == 1:
            tag, body = marked
            return {k: typed(v) for k, v in body.items()} if tag == "context" else _READERS[tag](body)
        return {k: typed(v) for k, v in value.items()}
    return value


def _write_datetime(value: datetime) -> str:
    zone = getattr(value.tzinfo, "key", None)
    return f"{value.isoformat()}@{zone}" if zone else value.isoformat()


def _read_datetime(text: str) -> datetime:
    moment, _, zone = text.partition("@")
    read = datetime.fromisoformat(moment)
    return read.astimezone(ZoneInfo(zone)) if zone else read


_WRITERS: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (Decimal, "number", str),
    (datetime, "instant", _write_datetime),
    (date, "date", date.isoformat),
    (time, "time", time.isoformat),
    (timedelta, "span", lambda v: [v.days, v.seconds, v.microseconds]),
    (YearsMonthsDuration, "months", lambda v: v.months),
    (DaysTimeDuration, "nanoseconds", lambda v: v.nanoseconds),
)
_READERS: dict[str, Callable[[Any], Any]] = {
    "number": Decimal,
    "instant": _read_datetime,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "span": lambda v: timedelta(days=v[0], seconds=v[1], microseconds=v[2]),
    "months": YearsMonthsDuration,
    "nanoseconds": DaysTimeDuration,
}
