"""Dates, times and durations as values (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8).

A FEEL date is a `datetime.date`, a time a `datetime.time`, a date and time a `datetime.datetime`, as long as Python
can hold it. Years outside 1..9999 and fractions below a microsecond, which FEEL allows, get a class of their own
with the same meaning. Every value has exactly one representation: use the `make_` functions, never a constructor.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = 86_400_000_000_000
SECOND = 1_000_000_000
#: Years beyond this are no FEEL dates.
MAX_YEAR = 999_999_999
_EPOCH = dt.date(1970, 1, 1).toordinal()
_FIRST, _LAST = dt.date.min.toordinal() - _EPOCH, dt.date.max.toordinal() - _EPOCH
_ERA = 146_097  # days in 400 years


@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """A duration in whole months, possibly negative."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-P" if self.months < 0 else "P") + (text or "0M")


@dataclass(frozen=True, slots=True)
class DaysTimeDuration:
    """A duration in nanoseconds, possibly negative."""

    nanoseconds: int

    @classmethod
    def from_timedelta(cls, value: dt.timedelta) -> DaysTimeDuration:
        """The same length of time."""
        return cls((value.days * 86_400 + value.seconds) * SECOND + value.microseconds * 1000)

    def to_timedelta(self) -> dt.timedelta:
        """The same length of time, cut to microseconds; raises `OverflowError` beyond 999,999,999 days."""
        microseconds = abs(self.nanoseconds) // 1000
        return dt.timedelta(microseconds=microseconds if self.nanoseconds >= 0 else -microseconds)

    def __str__(self) -> str:
        days, rest = divmod(abs(self.nanoseconds), DAY)
        seconds, fraction = divmod(rest, SECOND)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or fraction:
            clock += f"{seconds}{fraction_text(fraction)}S"
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-P" if self.nanoseconds < 0 else "P") + (text or "T0S")


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date with a year that `datetime.date` cannot hold."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return date_text(self)


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time with a fraction that `datetime.time` cannot hold; `nanos` counts from midnight."""

    nanos: int
    tzinfo: dt.tzinfo | None

    def __str__(self) -> str:
        return time_text(self)


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A date and time that `datetime.datetime` cannot hold; `days` counts from 1970-01-01."""

    days: int
    nanos: int
    tzinfo: dt.tzinfo | None

    def __str__(self) -> str:
        return f"{date_text(self)}T{time_text(self)}"


Date = dt.date | WideDate
Time = dt.time | WideTime
DateTime = dt.datetime | WideDateTime


def days_from_date(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar of any year."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * _ERA + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def date_from_days(days: int) -> tuple[int, int, int]:
    """Year, month and day of the date `days` after 1970-01-01."""
    era, day_of_era = divmod(days + 719_468, _ERA)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def make_date(year: int, month: int, day: int) -> Date:
    """A date; raises `ValueError` if the calendar has no such day."""
    if 1 <= year <= 9999:
        return dt.date(year, month, day)
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        raise ValueError("no such date")
    return WideDate(year, month, day)


def make_date_of_days(days: int) -> Date:
    """The date `days` after 1970-01-01."""
    if _FIRST <= days <= _LAST:
        return dt.date.fromordinal(days + _EPOCH)
    return make_date(*date_from_days(days))


def make_time(nanos: int, zone: dt.tzinfo | None) -> Time:
    """The time `nanos` nanoseconds after midnight, 0 <= nanos < 24 h."""
    seconds, fraction = divmod(nanos, SECOND)
    if fraction % 1000:
        return WideTime(nanos, zone)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return dt.time(hour, minute, second, fraction // 1000, tzinfo=zone)


def make_date_time(days: int, nanos: int, zone: dt.tzinfo | None) -> DateTime:
    """The date and time `nanos` after midnight of the day `days` after 1970-01-01, as clocks in `zone` show it."""
    if not 0 <= nanos < DAY:
        shift, nanos = divmod(nanos, DAY)
        days += shift
    if _FIRST <= days <= _LAST and nanos % 1000 == 0:
        return dt.datetime.combine(dt.date.fromordinal(days + _EPOCH), dt.time(tzinfo=zone)) + dt.timedelta(
            microseconds=nanos // 1000
        )
    year, month, day = date_from_days(days)
    make_date(year, month, day)
    return WideDateTime(days, nanos, zone)


def days_of(value: Date | DateTime) -> int:
    """Days since 1970-01-01 of a date or of the date part."""
    if isinstance(value, dt.date):
        return value.toordinal() - _EPOCH
    if isinstance(value, WideDateTime):
        return value.days
    return days_from_date(value.year, value.month, value.day)


def date_parts(value: Date | DateTime) -> tuple[int, int, int]:
    """Year, month, day."""
    if isinstance(value, WideDateTime):
        return date_from_days(value.days)
    return value.year, value.month, value.day


def nanos_of(value: Time | DateTime) -> int:
    """Nanoseconds since midnight."""
    if isinstance(value, WideTime | WideDateTime):
        return value.nanos
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + value.microsecond * 1000


def offset_seconds(value: Time | DateTime) -> int | None:
    """Seconds east of UTC, `None` without a zone. A time in a named zone takes the offset of 1970-01-01."""
    zone = value.tzinfo
    if zone is None:
        return None
    if isinstance(zone, dt.timezone):
        offset: dt.timedelta | None = zone.utcoffset(None)
    elif isinstance(value, dt.datetime):
        offset = value.utcoffset()
    elif isinstance(value, WideDateTime):
        year, month, day = date_from_days(value.days)
        if year > 9999:  # rules repeat with the calendar, every 400 years
            year = 9600 + year % 400 if year % 400 < 399 else 9599
        elif year < 1:
            year = 1
        seconds, fraction = divmod(value.nanos, SECOND)
        clock = dt.datetime(year, month, min(day, days_in_month(year, month)), tzinfo=zone)
        offset = (clock + dt.timedelta(seconds=seconds, microseconds=fraction // 1000)).utcoffset()
    else:
        offset = zone.utcoffset(dt.datetime(1970, 1, 1))  # noqa: DTZ001 - a zone is asked with its own clock
    return None if offset is None else offset.days * 86_400 + offset.seconds


def instant(value: DateTime) -> int:
    """Nanoseconds since 1970-01-01T00:00:00, in UTC if the value has a zone, else by its own clock."""
    return days_of(value) * DAY + nanos_of(value) - (offset_seconds(value) or 0) * SECOND


def at_instant(nanos: int, zone: dt.tzinfo | None) -> DateTime:
    """The date and time at an instant as clocks in `zone` show it."""
    if zone is None:
        return make_date_time(0, nanos, None)
    if isinstance(zone, dt.timezone):
        offset = zone.utcoffset(None)
        return make_date_time(0, nanos + (offset.days * 86_400 + offset.seconds) * SECOND, zone)
    utc = make_date_time(0, nanos, dt.UTC)
    if isinstance(utc, dt.datetime):
        try:
            return utc.astimezone(zone)
        except OverflowError:
            pass
    guess = make_date_time(0, nanos, zone)
    return make_date_time(0, nanos + (offset_seconds(guess) or 0) * SECOND, zone)


def zone_name(zone: dt.tzinfo | None) -> str:
    """`Z`, `+01:00` or `@Europe/Berlin`; empty without a zone."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(None)
    seconds = 0 if offset is None else offset.days * 86_400 + offset.seconds
    if seconds == 0:
        return "Z"
    minutes, second = divmod(abs(seconds), 60)
    text = f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def fraction_text(nanos: int) -> str:
    """`.5` for half a second, empty for none."""
    return f".{nanos:09}".rstrip("0") if nanos else ""


def date_text(value: Date | DateTime) -> str:
    """The date as the standard spells it, years with at least four digits."""
    year, month, day = date_parts(value)
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"


def time_text(value: Time | DateTime) -> str:
    """The time as the standard spells it, with its zone."""
    seconds, fraction = divmod(nanos_of(value), SECOND)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}{fraction_text(fraction)}{zone_name(value.tzinfo)}"


def add_months(value: Date | DateTime, months: int) -> Date | DateTime:
    """The same day `months` later, or the last day of that month if it is shorter."""
    year, month, day = date_parts(value)
    year, index = divmod(year * 12 + month - 1 + months, 12)
    month = index + 1
    if abs(year) > MAX_YEAR:
        raise ValueError("no such date")
    day = min(day, days_in_month(year, month))
    if isinstance(value, dt.datetime | WideDateTime):
        return make_date_time(days_from_date(year, month, day), nanos_of(value), value.tzinfo)
    return make_date(year, month, day)
