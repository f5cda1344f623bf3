"""The business calendar: working days, and the periods and appointments of §§ 187-193 BGB and § 26 SGB X."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from engine.calendar.durations import Duration, add_months
from engine.calendar.errors import CalendarRangeError
from engine.calendar.public_holidays import (
    AUGSBURG,
    BAVARIAN_CITIES,
    DENOMINATIONAL_LAENDER,
    LAENDER,
    public_holidays,
)

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5

#: Farthest offset in working days; about 40 years. It bounds the work an expression can cause.
MAX_OFFSET = 10_000


@dataclass(frozen=True)
class BusinessCalendar:
    """When a jobcenter in ``land`` works.

    ``municipality`` matters only where the law of the Land leaves a holiday to it: Augsburg (Friedensfest), and
    municipalities in Bavaria, Saxony and Thuringia, for which ``catholic`` says whether Mariä Himmelfahrt
    (Bavaria) or Fronleichnam (Saxony, Thuringia) is a holiday. ``None`` looks up the larger Bavarian cities.
    ``closures`` are days on which the office is shut although they are no holidays (Betriebsferien, 24.12.): no
    working days, but they do not extend a legal period, because § 26 (3) SGB X names statutory days only.

    Raises ValueError for an unknown Land, or when the municipality needs ``catholic`` and it is not given.
    """

    land: str = "NW"
    municipality: str | None = None
    closures: frozenset[date] = frozenset()
    catholic: bool | None = None

    def __post_init__(self) -> None:
        if self.land not in LAENDER:
            raise ValueError(f"unknown Land {self.land!r}; expected one of {', '.join(LAENDER)}")
        if self.catholic is None and self.municipality is not None and self.land in DENOMINATIONAL_LAENDER:
            known = BAVARIAN_CITIES.get(self.municipality) if self.land == "BY" else None
            if known is None:
                raise ValueError(
                    f"say whether {self.municipality} is mainly catholic (catholic=True or False): "
                    f"{LAENDER[self.land]} leaves a public holiday to its municipalities"
                )
            object.__setattr__(self, "catholic", known)

    # --- days ---------------------------------------------------------------------------------------------------

    def holidays(self, year: int) -> Mapping[date, str]:
        """Date → German name of the statutory holidays of ``year``. Raises :class:`CalendarRangeError`."""
        augsburg = self.land == "BY" and self.municipality == AUGSBURG
        return public_holidays(self.land, year, catholic=bool(self.catholic), augsburg=augsburg)

    def holiday(self, day: date) -> str | None:
        """The German name of the statutory holiday on ``day``, or None."""
        return self.holidays(day.year).get(day)

    def is_rest_day(self, day: date) -> bool:
        """True on Saturday, Sunday and statutory holidays: the days that extend a period (§ 26 (3) SGB X)."""
        return day.weekday() >= _SATURDAY or self.holiday(day) is not None

    def is_working_day(self, day: date) -> bool:
        """True when the office works: no Saturday, Sunday, statutory holiday or closure."""
        return not self.is_rest_day(day) and day not in self.closures

    def next_working_day(self, day: date) -> date:
        """``day`` itself when the office works, otherwise the next day it does."""
        return self._nearest(day, _ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """``day`` itself when the office works, otherwise the last working day before it.

        Internal reminders are moved this way (Fachkonzept G): a reminder that waits for Monday would come late.
        """
        return self._nearest(day, -_ONE_DAY)

    def working_day_offset(self, day: date, count: int) -> date:
        """The working day ``count`` working days after ``day`` (before, when negative).

        ``day`` itself is not counted (§ 187 (1) BGB) and need not be a working day. ``count`` 0 gives ``day`` when
        the office works on it and otherwise the next working day. Raises :class:`CalendarRangeError` beyond
        10,000 days or outside the years with known holidays.
        """
        if abs(count) > MAX_OFFSET:
            raise CalendarRangeError(
                f"Höchstens {MAX_OFFSET} Arbeitstage sind möglich.", f"At most {MAX_OFFSET} working days are possible."
            )
        if count == 0:
            return self.next_working_day(day)
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        remaining = abs(count)
        while remaining:
            day += step
            remaining -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        It is the inverse of :meth:`working_day_offset`: counting back, working days from ``end`` up to but without
        ``start`` are counted.
        """
        if end >= start:
            return sum(self.is_working_day(start + _ONE_DAY * n) for n in range(1, (end - start).days + 1))
        return -sum(self.is_working_day(end + _ONE_DAY * n) for n in range((start - end).days))

    def _nearest(self, day: date, step: timedelta) -> date:
        while not self.is_working_day(day):
            day += step
        return day

    # --- periods and appointments -------------------------------------------------------------------------------

    def period_end(
        self, start: date, duration: Duration, *, extend: bool = True, start_day_counts: bool = False
    ) -> date:
        """The last day of a legal period (Frist).

        Event period (default, § 187 (1) BGB): the day of the event is not counted. Days: § 188 (1) BGB. Weeks and
        months end on the day that corresponds to the day of the event by name or number (§ 188 (2) alt. 1 BGB); a
        missing day becomes the last of the month (§ 188 (3) BGB). With ``start_day_counts`` (§ 187 (2) BGB: the
        period starts at the beginning of a day, e.g. a benefit period or an age) it ends on the day before
        (§ 188 (2) alt. 2 BGB).

        ``extend`` moves an end on Saturday, Sunday or a statutory holiday to the next working day (§ 26 (3) first
        sentence SGB X, § 193 BGB; closures of the office do not extend). Say False for benefit periods (§ 26 (4)
        SGB X), for a day that was notified as the end of the period (§ 26 (3) second sentence SGB X) and for the
        presumption of notification (§ 37 (2) SGB X).

        Raises ValueError for a duration that is not positive or has hours; :class:`CalendarRangeError`.
        """
        if not duration.is_positive:
            raise ValueError("a period needs a positive duration")
        end = duration.after_date(start)
        if start_day_counts and not _clipped(start, duration):
            end -= _ONE_DAY
        if extend:
            while self.is_rest_day(end):
                end += _ONE_DAY
        return end

    def appointment_date(self, start: date, duration: Duration) -> date:
        """The day of an appointment (Termin) ``duration`` after ``start``: month arithmetic, never extended.

        § 26 (5) SGB X: a date set by the authority is kept even on a Saturday, Sunday or holiday. ``duration`` may
        be negative (three months before the end of a measure, § 38 (1) SGB III). Raises ValueError for hours.
        """
        return duration.after_date(start)

    def reminder_date(self, start: date, duration: Duration) -> date:
        """The day of an internal reminder: as :meth:`appointment_date`, moved to the working day before."""
        return self.previous_working_day(duration.after_date(start))


def _clipped(start: date, duration: Duration) -> bool:
    """True when month arithmetic alone hit a missing day: the month end is then the end already (§ 188 (3) BGB)."""
    return duration.days == 0 and add_months(start, duration.months).day != start.day
