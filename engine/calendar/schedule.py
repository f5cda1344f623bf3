"""When an armed timer comes due, and when it comes due again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from engine.calendar.durations import Duration
from engine.calendar.errors import TimerTextError
from engine.calendar.timer_text import Timer, TimerCycle, TimerDate, TimerDuration, parse_timer
from engine.calendar.zone import Moment


@dataclass(frozen=True, slots=True)
class TimerSchedule:
    """One armed timer: its text, when it was armed, and when it comes due next. Immutable and storable.

    The due date is computed once per occurrence and kept, so a later release of the time zone data or of the
    diagram does not move a deadline somebody was told. A date in the past is due at once. Occurrences of a cycle
    that lie before the moment of arming count as over.
    """

    timer: Timer
    #: UTC
    armed_at: datetime
    #: UTC
    due_at: datetime
    #: 1 for the first time it comes due; for cycles with a start, occurrences over before arming are counted too
    occurrence: int = 1

    @classmethod
    def arm(cls, timer: Timer, now: datetime) -> "TimerSchedule | None":
        """The schedule of ``timer`` armed at ``now`` (aware), or None when all its occurrences are over.

        Raises :class:`TimerTextError` when the due date lies beyond the year 9999.
        """
        now = now.astimezone(UTC)
        if isinstance(timer, TimerDate):
            return cls(timer, now, timer.instant)
        if isinstance(timer, TimerDuration):
            try:
                return cls(timer, now, timer.duration.after_instant(now))
            except OverflowError as error:
                raise TimerTextError(
                    f"„{timer.text}“ liegt nach dem Jahr 9999.", f"“{timer.text}” lies beyond the year 9999."
                ) from error
        return cls._first_of_cycle(timer, now)

    def following(self) -> "TimerSchedule | None":
        """The schedule after this occurrence was fired; None when there is no further one.

        After downtime the missed occurrences follow one by one, each with its own due date.
        """
        if not isinstance(self.timer, TimerCycle):
            return None
        if self.timer.cron is not None:
            due_at = self.timer.cron.next_after(self.due_at)
        else:
            due_at = _Repetition.of(self.timer, self.armed_at).due_at(self.occurrence + 1)
        return None if due_at is None else replace(self, due_at=due_at, occurrence=self.occurrence + 1)

    def is_due(self, now: datetime) -> bool:
        """True from the due instant on."""
        return self.due_at <= now

    def to_state(self) -> dict[str, Any]:
        """JSON-compatible form for the stored state: text, armed_at and due_at (ISO 8601, UTC), occurrence."""
        return {
            "text": self.timer.text,
            "armed_at": self.armed_at.isoformat(),
            "due_at": self.due_at.isoformat(),
            "occurrence": self.occurrence,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "TimerSchedule":
        """The schedule that :meth:`to_state` described. Raises KeyError, :class:`TimerTextError`."""
        return cls(
            timer=parse_timer(state["text"]),
            armed_at=datetime.fromisoformat(state["armed_at"]),
            due_at=datetime.fromisoformat(state["due_at"]),
            occurrence=int(state["occurrence"]),
        )

    @classmethod
    def _first_of_cycle(cls, timer: TimerCycle, now: datetime) -> "TimerSchedule | None":
        if timer.cron is not None:
            number, due_at = 1, timer.cron.next_after(now)
        else:
            repetition = _Repetition.of(timer, now)
            number = repetition.first_number(now)
            due_at = repetition.due_at(number)
        return None if due_at is None else cls(timer, now, due_at, number)


@dataclass(frozen=True, slots=True)
class _Repetition:
    """Occurrence number n is due at ``anchor + (n - offset) * duration``, for n from 1 to ``last``."""

    anchor: Moment
    duration: Duration
    offset: int
    last: int | None

    @classmethod
    def of(cls, timer: TimerCycle, armed_at: datetime) -> "_Repetition":
        if timer.duration is None:
            raise ValueError("a cron cycle has no interval")
        if timer.start is not None:
            return cls(timer.start, timer.duration, 1, timer.count)
        if timer.end is None:
            return cls(Moment.from_instant(armed_at), timer.duration, 0, timer.count)
        if timer.count is not None:
            return cls(timer.end, timer.duration, timer.count, timer.count)
        # Without a number the intervals reach back from the end to the moment of arming.
        backwards = cls(timer.end, timer.duration.times(-1), 1, None)
        last = _smallest(lambda number: backwards._is_before(number, armed_at)) - 1
        return cls(timer.end, timer.duration, last, last)

    def due_at(self, number: int) -> datetime | None:
        """UTC; None after the last occurrence and beyond the year 9999."""
        if self.last is not None and number > self.last:
            return None
        try:
            return self.duration.times(number - self.offset).after_moment(self.anchor)
        except OverflowError:
            return None

    def first_number(self, now: datetime) -> int:
        """The first occurrence that is not before ``now``; one more than ``last`` when all are."""

        def reached(number: int) -> bool:
            due_at = self.due_at(number)
            return due_at is None or due_at >= now

        return _smallest(reached)

    def _is_before(self, number: int, now: datetime) -> bool:
        due_at = self.due_at(number)
        return due_at is None or due_at < now


def _smallest(reached: Callable[[int], bool]) -> int:
    """The smallest number from 1 on for which the monotone ``reached`` holds, in logarithmic time.

    A cycle of seconds that started years ago must not be walked through one by one.
    """
    high = 1
    while not reached(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
