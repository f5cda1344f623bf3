"""Business calendar and timer texts: everything that turns a rule of law or a diagram into a date.

Pure: nothing here reads a clock, a file or the environment. The moment "now" is always an argument.

* :class:`BusinessCalendar` - working days, public holidays per Land, periods of §§ 187-193 BGB and § 26 SGB X
* :func:`parse_timer` and :class:`TimerSchedule` - ISO 8601 and cron timer texts of diagrams and their due dates
* :func:`parse_duration`, :func:`add_months` - month arithmetic that clips to the month end
"""

from engine.calendar.cron import Cron, parse_cron
from engine.calendar.durations import Duration, add_months, parse_duration
from engine.calendar.errors import CalendarError, CalendarRangeError, DurationTextError, TimerTextError
from engine.calendar.public_holidays import LAENDER, public_holidays
from engine.calendar.schedule import TimerSchedule
from engine.calendar.timer_text import Timer, TimerCycle, TimerDate, TimerDuration, TimerKind, parse_timer
from engine.calendar.working_days import BusinessCalendar
from engine.calendar.zone import BERLIN, Moment, as_instant, berlin_date, local_to_instant

__all__ = [
    "BERLIN",
    "LAENDER",
    "BusinessCalendar",
    "CalendarError",
    "CalendarRangeError",
    "Cron",
    "Duration",
    "DurationTextError",
    "Moment",
    "Timer",
    "TimerCycle",
    "TimerDate",
    "TimerDuration",
    "TimerKind",
    "TimerSchedule",
    "TimerTextError",
    "add_months",
    "as_instant",
    "berlin_date",
    "local_to_instant",
    "parse_cron",
    "parse_duration",
    "parse_timer",
    "public_holidays",
]
