"""Rules of appointments: when one may begin, how often it may be moved, how missed ones are counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.calendar import BERLIN, BusinessCalendar, Duration, as_instant
from engine.phrases import Phrase
from models.casework import AppointmentState
from processes.wording import weekday_text

#: A next appointment further away than this is a slip of the keyboard (value of the product, not law).
FARTHEST_DAYS = 366


def moment_of(day: date, at: time) -> datetime:
    """The moment on the wall clock of Germany, as process data keeps it."""
    return as_moment(datetime.combine(day, at.replace(tzinfo=None)))


def as_moment(value: datetime) -> datetime:
    """A date and time of a process: without a zone it is the wall clock of Germany."""
    return as_instant(value).astimezone(BERLIN)


def start_errors(day: date | None, at: time | None, now: datetime, calendar: BusinessCalendar) -> dict[str, str]:
    """What speaks against an appointment on this day at this time, by field; empty if nothing does.

    Only while it is being agreed: an appointment once agreed is never moved by law, also not from a holiday
    (§ 26 (5) SGB X), so nobody would be there.
    """
    if day is None or at is None:
        return {
            field: message
            for field, value, message in (
                ("beginn_datum", day, Phrase("Geben Sie den Tag des Termins an.")),
                ("beginn_uhrzeit", at, Phrase("Geben Sie die Uhrzeit des Termins an.")),
            )
            if value is None
        }
    today = now.astimezone(BERLIN).date()
    if day < today:
        return {"beginn_datum": Phrase("{day} liegt in der Vergangenheit.", day=weekday_text(day))}
    if day > today + timedelta(days=FARTHEST_DAYS):
        return {"beginn_datum": Phrase("Der Termin liegt mehr als ein Jahr in der Zukunft. Prüfen Sie das Jahr.")}
    if moment_of(day, at) <= now:
        return {"beginn_uhrzeit": Phrase("Diese Uhrzeit ist heute schon vorbei.")}
    holiday = calendar.holiday(day)
    if holiday is not None:
        return {
            "beginn_datum": Phrase(
                "{day} ist ein Feiertag ({holiday}). Wählen Sie einen Arbeitstag.",
                day=weekday_text(day),
                holiday=holiday,
            )
        }
    if not calendar.is_working_day(day):
        return {
            "beginn_datum": Phrase("{day} ist kein Arbeitstag. Wählen Sie einen Arbeitstag.", day=weekday_text(day))
        }
    return {}


def may_move(moves_so_far: int, limit: int) -> bool:
    """Whether a caseworker may move it once more. Beyond the limit of the office the team lead decides."""
    return moves_so_far < limit


def hearing_until(heard_on: date, days: int, calendar: BusinessCalendar) -> date:
    """The last day to say why the appointment was missed (§ 24 SGB X).

    A period set by the authority: it begins on the day after (§ 26 (2) SGB X) and does not end on a Saturday, Sunday
    or holiday (§ 26 (3) first sentence SGB X). The number of days is a value of the office.
    """
    return calendar.period_end(heard_on, Duration(days=days))


@dataclass(frozen=True)
class Summons:
    """What became of one appointment; `has_important_reason` is None while nobody has judged it."""

    state: AppointmentState
    has_important_reason: bool | None = None


def missed_in_a_row(earlier: Iterable[Summons]) -> int:
    """Which missed appointment in a row one more is; `earlier` are the appointments before it, newest first.

    A talk that took place ends the row, and so does one missed for an important reason (value of the product, in
    favour of the person). Moved and cancelled appointments say nothing (Fachkonzept T32, § 7b (4) SGB II).
    """
    count = 1
    for summons in earlier:
        if summons.state is AppointmentState.HELD or summons.has_important_reason:
            break
        count += summons.state is AppointmentState.MISSED
    return count


def missed_in_all(earlier: Iterable[Summons]) -> int:
    """Which missed appointment of the case without an important reason one more is (§ 32 SGB II)."""
    return 1 + sum(s.state is AppointmentState.MISSED and not s.has_important_reason for s in earlier)


#: What a person may decide after a missed appointment: code → German label. Nothing follows by itself (T32).
CONSEQUENCES = {
    "KEINE": Phrase("Keine Folge"),
    "MINDERUNG_30_1M": Phrase("Minderung um 30 Prozent für einen Monat prüfen lassen (§ 32 SGB II)"),
    "ANSPRUCH_ENDET": Phrase(
        "Ende des Anspruchs ab dem Folgemonat prüfen lassen (§ 7b Absatz 4, § 31a Absatz 2 SGB II)"
    ),
    "FRUEHERES_RECHT": Phrase("Folgen nach dem bis 30.06.2026 geltenden Recht prüfen lassen (§ 65a SGB II)"),
    "SPERRZEIT": Phrase("Sperrzeit bei Meldeversäumnis prüfen lassen (§ 159 SGB III)"),
}
#: Consequences under other law than the SGB II of today: earlier law, and the SGB III.
OTHER_LAW = frozenset({"FRUEHERES_RECHT", "SPERRZEIT"})


def possible_consequences(suggested: str) -> Sequence[str]:
    """Codes of what may be decided under the law that the suggestion comes from; never of another law."""
    if suggested in OTHER_LAW:
        return ("KEINE", suggested)
    return [code for code in CONSEQUENCES if code not in OTHER_LAW]
