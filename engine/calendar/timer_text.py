"""Timer texts of diagrams: ISO 8601 dates, durations, repeating intervals, and five-field cron.

Text that starts with ``=`` is FEEL and not read here; its result is turned into a timer by
:func:`engine.calendar_functions.timer_from_value`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.calendar.cron import Cron, parse_cron
from engine.calendar.durations import Duration, parse_duration
from engine.calendar.errors import DurationTextError, TimerTextError
from engine.calendar.zone import BERLIN, Moment

MAX_LENGTH = 200

_ZONED = re.compile(r"(?P<text>.*?)\[(?P<zone>[A-Za-z0-9_+\-/]{1,60})\]")
_MOMENT = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-W\d{2}(?:-\d)?|\d{4}W\d{2}\d?|\d{4}-\d{3}|\d{7})"
    r"(?:T(?P<time>\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d{1,6})?)?)?))?"
    r"(?P<offset>Z|[+-]\d{2}(?::?\d{2})?)?"
)
_REPEAT = re.compile(r"R(?P<count>-1|\d{0,6})")


class TimerKind(StrEnum):
    """Which of the three BPMN timer elements a text belongs in."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class TimerDate:
    """Due once at a fixed instant."""

    #: UTC
    instant: datetime
    text: str
    kind: TimerKind = TimerKind.DATE


@dataclass(frozen=True, slots=True)
class TimerDuration:
    """Due once, a duration after the timer was armed."""

    duration: Duration
    text: str
    kind: TimerKind = TimerKind.DURATION


@dataclass(frozen=True, slots=True)
class TimerCycle:
    """Due again and again: every ``duration``, or on the days and times of ``cron``.

    Occurrences are counted from an anchor and not from each other, so a cycle that starts on 31 January comes due
    on 28 February and on 31 March. The anchor is ``start`` when the text names one (``R3/start/P1M`` is due at
    start, start + 1 month, start + 2 months), the moment of arming when it does not (``R3/P1M`` is due after
    1, 2 and 3 months), and ``end`` counted backwards for ``R3/P1M/end`` (the last occurrence is at ``end``).
    """

    duration: Duration | None
    cron: Cron | None
    #: how often it comes due; None without limit
    count: int | None
    start: Moment | None
    end: Moment | None
    text: str
    kind: TimerKind = TimerKind.CYCLE


Timer = TimerDate | TimerDuration | TimerCycle


def parse_timer(text: str) -> Timer:
    """The timer that ``text`` describes.

    * ``2026-07-01``, ``2026-07-01T09:00``, ``2026-07-01T09:00+02:00``, ``2026-W27-3T09:00``, ``2026-182``,
      ``2026-07-01T09:00[Europe/Berlin]``: without offset and zone the wall clock of Germany is meant, without a time
      00:00. An offset that the named zone does not have at that moment is refused.
    * ``P6M``, ``P14D``, ``PT12H``: see :class:`Duration`; negative durations are refused.
    * ``R/P1M``, ``R3/P1M``, ``R3/start/P1M``, ``R/start/end`` (the distance repeats), ``R3/P1M/end``; ``R``, ``R-1``
      and ``R/`` repeat without limit. Intervals must be longer than nothing.
    * ``0 9 * * MON``: cron.

    Raises :class:`TimerTextError`.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise TimerTextError(
            f"Ein Zeitausdruck hat höchstens {MAX_LENGTH} Zeichen.", f"A timer has at most {MAX_LENGTH} characters."
        )
    if len(text.split()) > 1:
        return TimerCycle(duration=None, cron=parse_cron(text), count=None, start=None, end=None, text=text)
    if text.startswith("R"):
        return _parse_cycle(text)
    if text.startswith(("P", "-P", "+P")):
        return TimerDuration(_positive(text, text), text)
    return TimerDate(_parse_moment(text, text).instant, text)


def _parse_cycle(text: str) -> TimerCycle:
    parts = re.split(r"/(?![A-Za-z_+\-0-9/]*\])", text)
    repeat = _REPEAT.fullmatch(parts[0])
    if repeat is None or len(parts) not in (2, 3):
        raise _unreadable(text)
    count = None if repeat["count"] in ("", "-1") else int(repeat["count"])
    if count == 0:
        raise TimerTextError(f"„{text}“ wiederholt sich nullmal.", f"“{text}” repeats zero times.")
    if len(parts) == 2:
        return TimerCycle(_positive(parts[1], text), None, count, None, None, text)
    first, second = parts[1], parts[2]
    if first.startswith("P"):
        return TimerCycle(_positive(first, text), None, count, None, _parse_moment(second, text), text)
    start = _parse_moment(first, text)
    if second.startswith("P"):
        return TimerCycle(_positive(second, text), None, count, start, None, text)
    distance = Moment.from_instant(_parse_moment(second, text).instant, start.zone).local - start.local
    if distance <= timedelta(0):
        raise _not_positive(text)
    duration = Duration(days=distance.days, microseconds=distance.seconds * 1_000_000 + distance.microseconds)
    return TimerCycle(duration, None, count, start, None, text)


def _positive(part: str, text: str) -> Duration:
    try:
        duration = parse_duration(part)
    except DurationTextError as error:
        raise TimerTextError(error.message_de, error.message_en) from error
    if not duration.is_positive:
        raise _not_positive(text)
    return duration


def _parse_moment(part: str, text: str) -> Moment:
    zone: tzinfo | None = None
    if zoned := _ZONED.fullmatch(part):
        part = zoned["text"]
        zone = _zone(zoned["zone"], text)
    match = _MOMENT.fullmatch(part)
    if match is None or (match["offset"] and not match["time"]):
        raise _unreadable(text)
    try:
        local = datetime.combine(_day(match["date"]), _time(match["time"]))
        if not match["offset"]:
            return Moment.from_local(local, zone or BERLIN)
        moment = Moment.from_instant(local.replace(tzinfo=_offset(match["offset"])), zone or BERLIN)
    except (ValueError, OverflowError) as error:
        raise _unreadable(text) from error
    if zone is not None and moment.local != local:
        raise TimerTextError(
            f"In „{text}“ passt der Abstand {match['offset']} nicht zur Zeitzone {zone}.",
            f"In “{text}” the offset {match['offset']} is not that of the time zone {zone}.",
        )
    return moment


def _day(text: str) -> date:
    if len(text) in (7, 8) and "W" not in text and (len(text) == 7 or "-" in text):  # 2026182 or 2026-182
        year, number = int(text[:4]), int(text[-3:])
        day = date(year, 1, 1) + timedelta(days=number - 1)
        if number < 1 or day.year != year:
            raise ValueError("no such day of the year")
        return day
    return date.fromisoformat(text)


def _time(text: str | None) -> time:
    return time.fromisoformat(text) if text else time()


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if minutes > 59:
        raise ValueError("no such offset")
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if text[0] == "-" else distance)


def _zone(name: str, text: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TimerTextError(
            f"„{name}“ in „{text}“ ist keine Zeitzone. Schreiben Sie zum Beispiel Europe/Berlin.",
            f"“{name}” in “{text}” is not a time zone. Write for example Europe/Berlin.",
        ) from error


def _unreadable(text: str) -> TimerTextError:
    return TimerTextError(
        f"„{text[:60]}“ ist kein Zeitausdruck. Schreiben Sie zum Beispiel 2026-07-01T09:00, P14D, R3/P1M oder "
        "0 9 * * MON.",
        f"“{text[:60]}” is not a timer. Write for example 2026-07-01T09:00, P14D, R3/P1M or 0 9 * * MON.",
    )


def _not_positive(text: str) -> TimerTextError:
    return TimerTextError(
        f"Die Dauer in „{text[:60]}“ muss länger als null sein.",
        f"The duration in “{text[:60]}” must be longer than zero.",
    )
