"""The business calendar in FEEL: German function names for diagrams, tables and forms, and timers from FEEL values."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.calendar import (
    BusinessCalendar,
    CalendarError,
    Duration,
    Timer,
    TimerDate,
    TimerDuration,
    TimerTextError,
    add_months,
    as_instant,
    berlin_date,
    parse_duration,
    parse_timer,
)
from engine.feel import DaysTimeDuration, FeelFunction, YearsMonthsDuration

_NANOSECONDS_PER_DAY = 86_400_000_000_000


def calendar_functions(in_force: Callable[[], BusinessCalendar]) -> Mapping[str, FeelFunction]:
    """Host functions over a business calendar for :func:`engine.feel.compile_expression`, by name.

    ``in_force`` gives the calendar at the moment of a call: compiled expressions live longer than what an office has
    entered about its closures.

    | Function | Value |
    |---|---|
    | ``frist ende(datum, dauer)`` | last day of a legal period, § 187 (1), § 188 BGB, § 26 (3) SGB X |
    | ``termin(datum, dauer)`` | day of an appointment, never moved, § 26 (5) SGB X |
    | ``erinnerung(datum, dauer)`` | day of a reminder, moved to the working day before |
    | ``arbeitstag(datum, anzahl)`` | the working day so many working days later or earlier |
    | ``arbeitstage zwischen(von, bis)`` | working days after ``von`` up to and including ``bis`` |
    | ``ist arbeitstag(datum)`` | true when the office works |
    | ``monate später(datum, anzahl)`` | same day number, clipped to the month end, § 188 (3) BGB |
    | ``feiertag(datum)`` | name of the statutory holiday, or null |

    ``datum`` is a date or a date and time (its day in Germany counts); ``dauer`` a duration or its text (``"P6M"``).
    What cannot be computed is null, with the reason FEEL reports.
    """

    def frist_ende(datum: Any, dauer: Any) -> date:
        return in_force().period_end(_date(datum), _duration(dauer))

    def termin(datum: Any, dauer: Any) -> date:
        return in_force().appointment_date(_date(datum), _duration(dauer))

    def erinnerung(datum: Any, dauer: Any) -> date:
        return in_force().reminder_date(_date(datum), _duration(dauer))

    def arbeitstag(datum: Any, anzahl: Any) -> date:
        return in_force().working_day_offset(_date(datum), _whole(anzahl))

    def arbeitstage_zwischen(von: Any, bis: Any) -> Decimal:
        return Decimal(in_force().working_days_between(_date(von), _date(bis)))

    def ist_arbeitstag(datum: Any) -> bool:
        return in_force().is_working_day(_date(datum))

    def monate_spaeter(datum: Any, anzahl: Any) -> date:
        return add_months(_date(datum), _whole(anzahl))

    def feiertag(datum: Any) -> str | None:
        return in_force().holiday(_date(datum))

    found = (
        ("frist ende", ("datum", "dauer"), frist_ende),
        ("termin", ("datum", "dauer"), termin),
        ("erinnerung", ("datum", "dauer"), erinnerung),
        ("arbeitstag", ("datum", "anzahl"), arbeitstag),
        ("arbeitstage zwischen", ("von", "bis"), arbeitstage_zwischen),
        ("ist arbeitstag", ("datum",), ist_arbeitstag),
        ("monate später", ("datum", "anzahl"), monate_spaeter),
        ("feiertag", ("datum",), feiertag),
    )
    return {
        name: FeelFunction(name, parameters, _overflow_is_an_error(function)) for name, parameters, function in found
    }


def timer_from_value(value: Any) -> Timer:
    """The timer for what a FEEL timer expression gave.

    A text is read by :func:`parse_timer`; a date is due at its 00:00 in Germany, a date and time without zone on the
    wall clock of Germany. A duration counts from arming; FEEL does not distinguish one day from 24 hours, so whole
    days keep the wall-clock time and the rest is physical time.

    Raises :class:`TimerTextError` for null and everything else.
    """
    if isinstance(value, str):
        return parse_timer(value)
    if isinstance(value, date):
        return TimerDate(as_instant(value), as_instant(value).isoformat())
    if isinstance(value, YearsMonthsDuration | DaysTimeDuration):
        duration = _duration(value)
        if duration.is_positive:
            return TimerDuration(duration, str(duration))
    raise TimerTextError(
        "Der Zeitausdruck ergab keinen Zeitpunkt und keine Dauer, die länger als null ist.",
        "The timer expression gave no point in time and no duration longer than zero.",
    )


def _overflow_is_an_error(function: Any) -> Any:
    """FEEL turns ValueError into null; dates beyond the year 9999 are the same kind of mistake."""

    def guarded(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except OverflowError as error:
            raise CalendarError(
                "Das Datum liegt außerhalb der Jahre 1 bis 9999.", "The date is outside the years 1 to 9999."
            ) from error

    return guarded


def _date(value: Any) -> date:
    if isinstance(value, date):
        return berlin_date(value)
    raise CalendarError("Erwartet wird ein Datum.", "Expected a date.")


def _whole(value: Any) -> int:
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) < 1_000_000:
        return int(value)
    raise CalendarError("Erwartet wird eine ganze Zahl.", "Expected a whole number.")


def _duration(value: Any) -> Duration:
    if isinstance(value, YearsMonthsDuration):
        return Duration(months=value.months)
    if isinstance(value, DaysTimeDuration):
        days, rest = divmod(abs(value.nanoseconds), _NANOSECONDS_PER_DAY)
        sign = -1 if value.nanoseconds < 0 else 1
        return Duration(days=sign * days, microseconds=sign * (rest // 1000))
    if isinstance(value, str):
        return parse_duration(value)
    raise CalendarError("Erwartet wird eine Dauer wie P6M.", "Expected a duration such as P6M.")
