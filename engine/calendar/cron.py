"""Five-field cron expressions (minute hour day-of-month month day-of-week) on the wall clock of Germany.

The six fields other engines draw, with seconds in front, are read where all of them mean the same by it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from engine.calendar.errors import TimerTextError
from engine.calendar.zone import BERLIN, local_to_instant

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), start=1
    )
}
_WEEKDAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"))}

#: field name in German, lowest and highest value, names; 7 is a second way to write Sunday
_FIELDS: tuple[tuple[str, int, int, Mapping[str, int]], ...] = (
    ("Minute", 0, 59, {}),
    ("Stunde", 0, 23, {}),
    ("Tag im Monat", 1, 31, {}),
    ("Monat", 1, 12, _MONTHS),
    ("Wochentag", 0, 7, _WEEKDAYS),
)

_PART = re.compile(r"(?P<low>\*|\d{1,2}|[A-Z]{3})(?:-(?P<high>\d{1,2}|[A-Z]{3}))?(?:/(?P<step>\d{1,2}))?")

#: 29 February recurs after at most 8 years (2096 to 2104), a date on a given weekday after at most 12: what does not
#: come within 13 years never does.
_HORIZON_DAYS = 13 * 366


@dataclass(frozen=True, slots=True)
class Cron:
    """The days and times of a cron expression. When both day fields are restricted, either may match."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    #: 0 is Sunday
    weekdays: frozenset[int]
    #: True when the field did not start with ``*``
    days_restricted: bool
    weekdays_restricted: bool

    def matches_day(self, day: date) -> bool:
        """True when the expression names ``day``."""
        if day.month not in self.months:
            return False
        by_number = day.day in self.days
        by_weekday = day.isoweekday() % 7 in self.weekdays
        if self.days_restricted and self.weekdays_restricted:
            return by_number or by_weekday
        return by_number and by_weekday

    def next_after(self, instant: datetime, zone: tzinfo = BERLIN) -> datetime | None:
        """The first matching instant (UTC) strictly after ``instant``, or None when there is none within 13 years.

        A local time that does not exist fires once, moved forward by the gap; a local time that exists twice fires
        once, the first time.
        """
        day = instant.astimezone(zone).date()
        for _ in range(_HORIZON_DAYS):
            if self.matches_day(day):
                # Around a switch the order of wall-clock times is not the order of instants, hence min().
                later = [
                    moment
                    for hour in self.hours
                    for minute in self.minutes
                    if (moment := local_to_instant(datetime.combine(day, time(hour, minute)), zone)) > instant
                ]
                if later:
                    return min(later).astimezone(UTC)
            if day == date.max:
                return None
            day += timedelta(days=1)
        return None


def parse_cron(text: str) -> Cron:
    """The five fields of ``text``: ``*``, numbers, names (``MON``, ``JAN``), ranges, lists and ``/`` steps.

    Raises :class:`TimerTextError` for anything else and for dates that never come, such as 30 February.
    """
    parts = text.upper().split()
    if len(parts) == len(_FIELDS) + 1:
        parts = _without_seconds(parts)
    if len(parts) != len(_FIELDS):
        raise TimerTextError(
            f"Ein Cron-Ausdruck hat fünf Felder (Minute Stunde Tag Monat Wochentag), „{text[:60]}“ hat {len(parts)}.",
            f"A cron expression has five fields (minute hour day month weekday), “{text[:60]}” has {len(parts)}.",
        )
    values = [_field(part, *field) for part, field in zip(parts, _FIELDS, strict=True)]
    cron = Cron(
        minutes=tuple(sorted(values[0])),
        hours=tuple(sorted(values[1])),
        days=frozenset(values[2]),
        months=frozenset(values[3]),
        weekdays=frozenset(weekday % 7 for weekday in values[4]),
        days_restricted=not parts[2].startswith("*"),
        weekdays_restricted=not parts[4].startswith("*"),
    )
    if cron.next_after(datetime(2024, 1, 1, tzinfo=UTC)) is None:
        raise TimerTextError(
            f"Der Cron-Ausdruck „{text[:60]}“ trifft nie ein.", f"The cron expression “{text[:60]}” never comes due."
        )
    return cron


def _without_seconds(parts: list[str]) -> list[str]:
    """Seconds that are 0, ``?`` for a free day, and weekdays by name: engines count from Sunday as 0 or as 1."""
    fields = ["*" if part == "?" else part for part in parts[1:]]
    both_days = not fields[2].startswith("*") and not fields[4].startswith("*")
    if parts[0] not in ("0", "00") or re.search(r"\d", fields[4]) or both_days:
        raise TimerTextError(
            "Ein Cron-Ausdruck mit sechs Feldern beginnt mit 0 Sekunden, nennt Wochentage beim Namen (MON) und "
            "entweder Tage im Monat oder Wochentage.",
            "A cron expression of six fields begins with 0 seconds, calls weekdays by name (MON) and has either days "
            "of the month or weekdays.",
        )
    return fields


def _field(text: str, label: str, lowest: int, highest: int, names: Mapping[str, int]) -> set[int]:
    chosen: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise _wrong(label, part)
        step = int(match["step"] or 1)
        if match["low"] == "*":
            if match["high"]:
                raise _wrong(label, part)
            low, high = lowest, 6 if highest == 7 else highest
        else:
            low = _value(match["low"], names, label, part)
            if match["high"]:
                high = _value(match["high"], names, label, part)
            else:
                high = highest if match["step"] else low
        if not (lowest <= low <= high <= highest) or step < 1:
            raise _wrong(label, part)
        chosen.update(range(low, high + 1, step))
    return chosen


def _value(text: str, names: Mapping[str, int], label: str, part: str) -> int:
    if text.isdigit():
        return int(text)
    if text in names:
        return names[text]
    raise _wrong(label, part)


def _wrong(label: str, part: str) -> TimerTextError:
    return TimerTextError(
        f"Im Cron-Ausdruck ist „{part[:30]}“ kein Wert für das Feld {label}.",
        f"In the cron expression “{part[:30]}” is no value for the field {label}.",
    )
