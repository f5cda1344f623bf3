"""When the timers of a diagram come due: text or FEEL, fixed when the token arms them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine.bpmn.model import EventDefinition
from engine.calendar import BERLIN, CalendarError, TimerDate, TimerSchedule, as_instant, local_to_instant, parse_timer
from engine.calendar_functions import timer_from_value
from engine.errors import Incident
from engine.feel import DaysTimeDuration, YearsMonthsDuration
from engine.spiff.expressions import Expressions, feel_text
from engine.spiff.incidents import ExpressionFailed
from engine.waits import Environment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant_to_number(moment: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def number_to_instant(number: int) -> datetime:
    """The moment of `instant_to_number`."""
    return _EPOCH + timedelta(microseconds=number)


def is_feel(text: str) -> bool:
    """Timer text is FEEL only after a leading `=`; otherwise it is ISO 8601 or cron as it stands."""
    return text.lstrip().startswith("=")


def arm_timer(
    definition: EventDefinition, variables: Mapping[str, Any], environment: Environment, expressions: Expressions
) -> dict[str, Any]:
    """The stored form of a timer armed now: due moment, and for cycles what is needed for the next one.

    Raises an `Incident` when the text gives no moment.
    """
    text = definition.text or ""
    try:
        if is_feel(text):
            timer = timer_from_value(expressions.evaluate(text, variables, environment, "timer"))
        else:
            timer = parse_timer(text)
        schedule = TimerSchedule.arm(timer, environment.now)
    except CalendarError as error:
        raise Incident("TimerTextError", error.message_en) from error
    if schedule is None:
        raise Incident("TimerTextError", "All occurrences of the timer are over.")
    return _stored(schedule)


def following_timer(arm: Mapping[str, Any], now: datetime, missed: str) -> dict[str, Any] | None:
    """The next occurrence of a cycle after this one fired, None if there is none.

    `missed` is what the diagram says about occurrences that were missed: "each" fires them one by one, "once" lets
    the firing stand for all that lie before `now`.
    """
    if "t" not in arm:
        return None
    schedule: TimerSchedule | None = TimerSchedule(
        parse_timer(arm["t"]), number_to_instant(arm["a"]), number_to_instant(arm["s"]), arm["n"]
    )
    while schedule is not None:
        schedule = schedule.following()
        if missed == "each" or schedule is None or schedule.due_at > now:
            break
    return None if schedule is None else _stored(schedule)


def _stored(schedule: TimerSchedule) -> dict[str, Any]:
    due = instant_to_number(schedule.due_at)
    arm: dict[str, Any] = {"k": "timer", "d": due}
    if schedule.timer.kind == "timeCycle":
        # "s" is the scheduled moment: a person may change "d" without moving the following occurrences.
        arm |= {
            "t": schedule.timer.text,
            "a": instant_to_number(schedule.armed_at),
            "s": due,
            "n": schedule.occurrence,
        }
    return arm


def moment_from_value(value: Any, place: str) -> datetime | None:
    """The moment a due or follow-up date means. A date means the end of that day in Germany."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            timer = parse_timer(value)
        except CalendarError as error:
            raise ExpressionFailed(place, error.message_en) from error
        if not isinstance(timer, TimerDate):
            raise ExpressionFailed(place, "the text is not a date")
        if "T" in value:
            return timer.instant
        value = timer.instant.astimezone(BERLIN).date()
    if isinstance(value, datetime):
        return as_instant(value)
    if isinstance(value, date):
        return end_of_day(value)
    raise ExpressionFailed(place, "the value is not a date")


def end_of_day(day: date) -> datetime:
    """One second before the next day begins in Germany."""
    return local_to_instant(datetime.combine(day + timedelta(days=1), time())) - timedelta(seconds=1)


def due_moment(
    text: str, variables: Mapping[str, Any], environment: Environment, expressions: Expressions, place: str
) -> datetime | None:
    """The moment of a `pw:dueDate` or `pw:followUpDate`: ISO text as it stands, anything else is FEEL."""
    if not is_feel(text):
        try:
            timer = parse_timer(text)
        except CalendarError:
            pass
        else:
            if isinstance(timer, TimerDate):
                return moment_from_value(text, place)
            schedule = TimerSchedule.arm(timer, environment.now)
            return None if schedule is None else schedule.due_at
    value = expressions.evaluate(feel_text(text), variables, environment, place)
    if isinstance(value, YearsMonthsDuration | DaysTimeDuration):
        schedule = TimerSchedule.arm(timer_from_value(value), environment.now)
        return None if schedule is None else schedule.due_at
    return moment_from_value(value, place)
