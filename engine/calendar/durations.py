"""Durations and month arithmetic (§ 188 (2), (3) BGB through § 26 (1) SGB X)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import overload

from engine.calendar.errors import DurationTextError
from engine.calendar.zone import Moment, local_to_instant

#: Longest duration a text may ask for, in months and in days (200 years): more is a typing error.
MAX_MONTHS = 2_400
MAX_DAYS = 73_050

_MICROSECONDS_PER_DAY = 86_400_000_000

_DURATION = re.compile(
    r"(?P<sign>[+-])?P"
    r"(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?P<time>T(?:(?P<hours>\d{1,9}(?:[.,]\d{1,9})?)H)?(?:(?P<minutes>\d{1,9}(?:[.,]\d{1,9})?)M)?"
    r"(?:(?P<seconds>\d{1,9}(?:[.,]\d{1,9})?)S)?)?"
)


@overload
def add_months(day: datetime, months: int) -> datetime: ...
@overload
def add_months(day: date, months: int) -> date: ...
def add_months(day: date, months: int) -> date:
    """The same day number ``months`` later (earlier when negative), clipped to the end of the month.

    § 188 (3) BGB via § 26 (1) SGB X, Fachkonzept G: 2026-08-31 + 6 months = 2027-02-28,
    2027-05-31 - 3 months = 2027-02-28, 2026-01-15 + 6 months = 2026-07-15. A time of day is kept.
    Raises OverflowError outside the years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date outside the years 1 to 9999")
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in three parts that do not convert into each other.

    A month has 28 to 31 days and a day has 23 to 25 hours, so months and days are counted on the calendar and only
    the last part is physical time: ``P1D`` keeps the wall-clock time across a switch to summer time, ``PT24H`` does
    not. All parts have the same sign.
    """

    #: calendar months
    months: int = 0
    #: calendar days
    days: int = 0
    #: physical time in microseconds
    microseconds: int = 0

    def __post_init__(self) -> None:
        signs = {part > 0 for part in (self.months, self.days, self.microseconds) if part}
        if len(signs) > 1:
            raise ValueError("all parts of a duration have the same sign")

    @property
    def is_positive(self) -> bool:
        """True when adding the duration moves forward in time."""
        return self.months > 0 or self.days > 0 or self.microseconds > 0

    @property
    def is_whole_days(self) -> bool:
        """True when the duration can be added to a date without a time of day."""
        return self.microseconds == 0

    def times(self, factor: int) -> "Duration":
        """The duration ``factor`` times; months stay months, so 31 Jan + 2 * P1M is 31 Mar and not 28 Mar."""
        return Duration(self.months * factor, self.days * factor, self.microseconds * factor)

    def after_date(self, start: date) -> date:
        """``start`` plus months, then days (§ 188 BGB: the larger unit first).

        Raises ValueError when the duration has hours, minutes or seconds; OverflowError outside years 1 to 9999.
        """
        if not self.is_whole_days:
            raise ValueError("hours, minutes and seconds cannot be added to a date")
        return add_months(start, self.months) + timedelta(days=self.days)

    def after_moment(self, start: Moment) -> datetime:
        """``start`` plus months and days on its wall clock, then plus physical time; the UTC instant.

        Raises OverflowError outside the years 1 to 9999.
        """
        instant = start.instant
        if self.months or self.days:
            instant = local_to_instant(add_months(start.local, self.months) + timedelta(days=self.days), start.zone)
        return instant + timedelta(microseconds=self.microseconds)

    def after_instant(self, start: datetime) -> datetime:
        """As :meth:`after_moment` for an aware date and time, on the wall clock of Germany."""
        return self.after_moment(Moment.from_instant(start))

    def __str__(self) -> str:
        """The ISO 8601 text, for example ``P6M`` or ``P1DT2H``; ``PT0S`` for nothing."""
        months, days, rest = abs(self.months), abs(self.days), abs(self.microseconds)
        sign = "-" if self.months < 0 or self.days < 0 or self.microseconds < 0 else ""
        years, months = divmod(months, 12)
        hours, rest = divmod(rest, 3_600_000_000)
        minutes, rest = divmod(rest, 60_000_000)
        seconds = (f"{rest / Decimal(1_000_000):f}".rstrip("0").rstrip(".")) if rest % 1_000_000 else rest // 1_000_000
        day_part = "".join(f"{count}{unit}" for count, unit in ((years, "Y"), (months, "M"), (days, "D")) if count)
        clock = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count)
        if not day_part and not clock:
            return "PT0S"
        return f"{sign}P{day_part}{'T' + clock if clock else ''}"


def parse_duration(text: str) -> Duration:
    """An ISO 8601 duration such as ``P6M``, ``P2W``, ``P1Y6M``, ``P1DT12H``, ``PT1.5S`` or ``-P3M``.

    Fractions are read in hours, minutes and seconds only: half a month is not a number of days anyone agrees on
    (§ 189 (1) BGB says 15 days, so write ``P15D``). Raises :class:`DurationTextError`.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match[name] for name in ("years", "months", "weeks", "days", "time")):
        raise DurationTextError(
            f"„{text[:60]}“ ist keine Dauer. Schreiben Sie zum Beispiel P6M (sechs Monate), P14D oder PT12H.",
            f"“{text[:60]}” is not a duration. Write for example P6M (six months), P14D or PT12H.",
        )
    if match["time"] == "T":
        raise DurationTextError(
            f"In „{text[:60]}“ fehlt nach dem T die Angabe von Stunden, Minuten oder Sekunden.",
            f"In “{text[:60]}” hours, minutes or seconds are missing after the T.",
        )
    months = int(match["years"] or 0) * 12 + int(match["months"] or 0)
    days = int(match["weeks"] or 0) * 7 + int(match["days"] or 0)
    clock = (
        _number(match["hours"]) * 3_600_000_000
        + _number(match["minutes"]) * 60_000_000
        + _number(match["seconds"]) * 1_000_000
    )
    microseconds = int(clock.to_integral_value())
    if months > MAX_MONTHS or days > MAX_DAYS or microseconds > MAX_DAYS * _MICROSECONDS_PER_DAY:
        raise DurationTextError(
            f"Die Dauer „{text[:60]}“ ist länger als 200 Jahre.", f"The duration “{text[:60]}” is over 200 years."
        )
    sign = -1 if match["sign"] == "-" else 1
    return Duration(sign * months, sign * days, sign * microseconds)


def _number(text: str | None) -> Decimal:
    return Decimal(text.replace(",", ".")) if text else Decimal(0)
