"""Conversion functions (DMN 1.5, table 72)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from engine.feel.builtin import built_in
from engine.feel.decimals import CONTEXT, is_whole, number_of
from engine.feel.run import Run
from engine.feel.temporal import (
    SECOND,
    DaysTimeDuration,
    YearsMonthsDuration,
    date_parts,
    days_of,
    make_date,
    make_date_of_days,
    make_date_time,
    make_time,
    nanos_of,
)
from engine.feel.temporal_text import offset_zone, read_date, read_date_time, read_duration, read_time
from engine.feel.text import feel_text, least_size, scalar_text
from engine.feel.values import kind

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?", re.ASCII)


@built_in("string(from: Any)")
def string(run: Run, value: Any) -> str | None:
    """The text of a value; of a list or context as FEEL would write it."""
    if value is None:
        return None
    if type(value) is str:
        return value
    text = scalar_text(value)
    if text is None:
        run.charge_tree(value)
        run.sized_string(least_size(value))
        text = feel_text(value)
    return text


@built_in("number(from: string)")
def number(run: Run, text: str) -> Decimal | None:
    """The number that a text spells with a point and no grouping."""
    return _number(run, text)


@built_in("number(from: string, grouping separator: string null, decimal separator: string null)")
def number_with_separators(run: Run, text: str, grouping: str | None, decimal: str | None) -> Decimal | None:
    """The number that a text spells with the given separators; grouping is space, comma or point."""
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ".", ",") or grouping == (decimal or 0):
        return run.null("argument", "number", "grouping separator", grouping)
    if grouping is not None:
        text = text.replace(grouping, "")
    if decimal == ",":
        if "." in text:
            return run.null("argument", "number", "from", text)
        text = text.replace(",", ".")
    return _number(run, text)


def _number(run: Run, text: str) -> Decimal | None:
    if len(text) > 10_000 or _NUMBER.fullmatch(text) is None:
        return run.null("argument", "number", "from", text)
    return number_of(text)


@built_in("date(from: string)")
def date_of_text(run: Run, text: str) -> Any:
    """The date a text spells."""
    try:
        return read_date(text)
    except ValueError:
        return run.null("temporal_text", text)


@built_in("date(from: dated)")
def date_of(run: Run, value: Any) -> Any:
    """The date part."""
    return make_date_of_days(days_of(value))


@built_in("date(year: number, month: number, day: number)")
def date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Any:
    """The date of year, month and day."""
    try:
        if (
            not (is_whole(year) and is_whole(month) and is_whole(day))
            or max(part.copy_abs() for part in (year, month, day)) > 10**10
        ):
            raise ValueError
        return make_date(int(year), int(month), int(day))
    except ValueError:
        return run.null("date_result")


@built_in("time(from: string)")
def time_of_text(run: Run, text: str) -> Any:
    """The time a text spells."""
    try:
        return read_time(text)
    except ValueError:
        return run.null("temporal_text", text)


@built_in("time(from: temporal)")
def time_of(run: Run, value: Any) -> Any:
    """The time part; a date has midnight UTC."""
    if kind(value) == "date":
        return make_time(0, offset_zone(0))
    return make_time(nanos_of(value), value.tzinfo)


@built_in("time(hour: number, minute: number, second: number, offset?: days and time duration null)")
def time_of_parts(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None) -> Any:
    """The time of hour, minute and second, with an offset from UTC."""
    in_clock = 0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second < 60
    if not in_clock or not is_whole(hour) or not is_whole(minute):
        return run.null("date_result")
    nanos = (int(hour) * 60 + int(minute)) * 60 * SECOND + int(CONTEXT.multiply(second, Decimal(SECOND)))
    zone = None
    if offset is not None:
        if abs(offset.nanoseconds) > 18 * 3600 * SECOND or offset.nanoseconds % SECOND:
            return run.null("date_result")
        zone = offset_zone(offset.nanoseconds // SECOND)
    return make_time(nanos, zone)


@built_in("date and time(from: string)")
def date_time_of_text(run: Run, text: str) -> Any:
    """The date and time a text spells; a mere date is midnight."""
    try:
        if "T" not in text:
            return make_date_time(days_of(read_date(text)), 0, None)
        return read_date_time(text)
    except ValueError:
        return run.null("temporal_text", text)


@built_in("date and time(date: dated, time: time)")
def date_time_of_parts(run: Run, date: Any, time: Any) -> Any:
    """The date of one value with the time of another."""
    return make_date_time(days_of(date), nanos_of(time), time.tzinfo)


@built_in("duration(from: string)")
def duration(run: Run, text: str) -> Any:
    """The duration a text spells."""
    try:
        return read_duration(text)
    except ValueError:
        return run.null("temporal_text", text)


@built_in("years and months duration(from: dated, to: dated)")
def years_and_months_duration(run: Run, start: Any, end: Any) -> YearsMonthsDuration:
    """The whole months from one date to another, cut towards zero; times of day do not count."""
    (year, month, day), (to_year, to_month, to_day) = date_parts(start), date_parts(end)
    months = (to_year - year) * 12 + to_month - month
    if months > 0 and to_day < day:
        months -= 1
    elif months < 0 and to_day > day:
        months += 1
    return YearsMonthsDuration(months)
