"""Date and time functions (DMN 1.5, tables 80 and 81)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from engine.feel.builtin import built_in
from engine.feel.members import weekday
from engine.feel.run import Run
from engine.feel.temporal import (
    DaysTimeDuration,
    YearsMonthsDuration,
    date_from_days,
    date_parts,
    days_from_date,
    days_of,
)

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@built_in("now()")
def now(run: Run) -> Any:
    """The point in time of the evaluation, as the host gave it."""
    return run.null("no_clock", "now()") if run.now is None else run.canonical(run.now)


@built_in("today()")
def today(run: Run) -> dt.date | None:
    """The date of the evaluation, in the zone of the point in time that the host gave."""
    return run.null("no_clock", "today()") if run.now is None else run.now.date()


@built_in("day of year(date: dated)")
def day_of_year(run: Run, date: Any) -> Decimal:
    """1 to 366."""
    return Decimal(days_of(date) - days_from_date(date_parts(date)[0], 1, 1) + 1)


@built_in("day of week(date: dated)")
def day_of_week(run: Run, date: Any) -> str:
    """The English name of the day."""
    return _DAYS[weekday(date) - 1]


@built_in("month of year(date: dated)")
def month_of_year(run: Run, date: Any) -> str:
    """The English name of the month."""
    return _MONTHS[date_parts(date)[1] - 1]


@built_in("week of year(date: dated)")
def week_of_year(run: Run, date: Any) -> Decimal:
    """The ISO 8601 week, 1 to 53: the week of the year that holds its Thursday."""
    thursday = days_of(date) - weekday(date) + 4
    return Decimal((thursday - days_from_date(date_from_days(thursday)[0], 1, 1)) // 7 + 1)


@built_in("abs(n: duration)")
def absolute_duration(run: Run, n: YearsMonthsDuration | DaysTimeDuration) -> Any:
    """The duration without its sign."""
    if isinstance(n, YearsMonthsDuration):
        return YearsMonthsDuration(abs(n.months))
    return DaysTimeDuration(abs(n.nanoseconds))
