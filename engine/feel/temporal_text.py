"""Reading dates, times and durations from text (XML Schema lexical forms plus `@zone`, DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.temporal import (
    DAY,
    SECOND,
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    days_of,
    make_date,
    make_date_time,
    make_time,
)

_DATE = re.compile(r"(-?)([1-9][0-9]{4,8}|[0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,18}))?(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+\-/]+)?",
    re.ASCII,
)
_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,18})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{0,18}))?S)?)?",
    re.ASCII,
)


@lru_cache(maxsize=64)
def offset_zone(seconds: int) -> dt.timezone:
    """The zone `seconds` east of UTC."""
    return dt.UTC if seconds == 0 else dt.timezone(dt.timedelta(seconds=seconds))


# Read once when the package is imported: evaluating an expression never opens a file.
_ZONES: Mapping[str, ZoneInfo] = {name: ZoneInfo(name) for name in zoneinfo.available_timezones()}


def named_zone(name: str) -> ZoneInfo:
    """The zone of the tz database; raises `ValueError` if it has none of that name."""
    zone = _ZONES.get(name)
    if zone is None:
        raise ValueError("no such zone")
    return zone


def _zone(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return dt.UTC
    if text[0] == "@":
        return named_zone(text[1:])
    parts = [int(part) for part in text[1:].split(":")]
    hours, minutes, seconds = parts[0], parts[1], parts[2] if len(parts) > 2 else 0
    if minutes > 59 or seconds > 59 or hours * 3600 + minutes * 60 + seconds > 18 * 3600:
        raise ValueError("no such offset")
    total = hours * 3600 + minutes * 60 + seconds
    return offset_zone(-total if text[0] == "-" else total)


def _nanos(fraction: str | None) -> int:
    return int(f"{fraction[:9]:<09}") if fraction else 0


def read_date(text: str) -> Date:
    """`2026-01-31`; raises `ValueError`."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year = int(match[2])
    return make_date(-year if match[1] else year, int(match[3]), int(match[4]))


def _read_clock(text: str) -> tuple[int, dt.tzinfo | None]:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    nanos = _nanos(match[4])
    end_of_day = hour == 24 and minute == second == nanos == 0
    if (hour > 23 and not end_of_day) or minute > 59 or second > 59:
        raise ValueError(text)
    return ((hour * 60 + minute) * 60 + second) * SECOND + nanos, _zone(match[5])


def read_time(text: str) -> Time:
    """`13:45:00`, `13:45:00.5+01:00`, `13:45:00@Europe/Berlin`; 24:00:00 is midnight. Raises `ValueError`."""
    nanos, zone = _read_clock(text.removeprefix("T"))
    return make_time(nanos % DAY, zone)


def read_date_time(text: str) -> DateTime:
    """`2026-01-31T13:45:00` with the zones of a time; 24:00:00 is the next midnight. Raises `ValueError`."""
    date, separator, clock = text.partition("T")
    if not separator:
        raise ValueError(text)
    nanos, zone = _read_clock(clock)
    return make_date_time(days_of(read_date(date)), nanos, zone)


def read_duration(text: str) -> YearsMonthsDuration | DaysTimeDuration:
    """`P1Y2M` or `P3DT4H`; raises `ValueError`, also when both kinds are mixed."""
    match = _MONTHS.fullmatch(text)
    if match is not None:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonthsDuration(-months if match[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hours = int(match[2] or 0) * 24 + int(match[3] or 0)
    nanos = ((hours * 60 + int(match[4] or 0)) * 60 + int(match[5] or 0)) * SECOND + _nanos(match[6])
    return DaysTimeDuration(-nanos if match[1] else nanos)


def read_temporal(text: str) -> Date | Time | DateTime | YearsMonthsDuration | DaysTimeDuration:
    """Whatever an `@` literal says; raises `ValueError`."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text.partition("@")[0]:
        return read_date_time(text)
    return read_time(text) if ":" in text else read_date(text)
