"""Local time of the business and the instants behind it.

Diagrams, forms and laws speak in the wall-clock time of Germany; the database stores UTC. Two wall-clock times are
special each year, and both are resolved the same way everywhere (the "compatible" rule of RFC 5545 and of
java.time):

* A time that does not exist (29.03.2026 02:30) is moved forward by the length of the gap (03:30), never backward,
  so that nothing happens early.
* A time that exists twice (25.10.2026 02:30) means its first occurrence (summer time).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

#: Business time of every German public office.
BERLIN = ZoneInfo("Europe/Berlin")


def local_to_instant(local: datetime, zone: tzinfo = BERLIN) -> datetime:
    """The UTC instant of a naive wall-clock time in ``zone`` (gap: moved forward; overlap: first occurrence).

    Raises ValueError when ``local`` carries a zone of its own.
    """
    if local.tzinfo is not None:
        raise ValueError("expected a naive wall-clock time, got one with a zone")
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant together with the wall-clock time it was written as.

    Both are needed to repeat it: 29.03.2026 02:30 does not exist and happens at 03:30, but the day after it is
    02:30 again.
    """

    #: UTC
    instant: datetime
    #: naive
    local: datetime
    zone: tzinfo = BERLIN

    @classmethod
    def from_local(cls, local: datetime, zone: tzinfo = BERLIN) -> "Moment":
        """The moment of a naive wall-clock time."""
        return cls(local_to_instant(local, zone), local, zone)

    @classmethod
    def from_instant(cls, instant: datetime, zone: tzinfo = BERLIN) -> "Moment":
        """The moment of an aware date and time, read on the clocks of ``zone``."""
        return cls(instant.astimezone(UTC), instant.astimezone(zone).replace(tzinfo=None), zone)


def as_instant(value: datetime | date, zone: tzinfo = BERLIN) -> datetime:
    """The UTC instant of a date (its 00:00), a naive (wall clock of ``zone``) or an aware date and time."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if value.tzinfo is None:
        return local_to_instant(value, zone)
    return value.astimezone(UTC)


def berlin_date(value: datetime | date) -> date:
    """The calendar day in Germany of an instant; a plain date is returned as it is.

    Legal periods count calendar days (§ 187 (1) BGB), so the day in Germany decides, not the day in UTC.
    """
    if isinstance(value, datetime):
        return value.astimezone(BERLIN).date() if value.tzinfo is not None else value.date()
    return value
