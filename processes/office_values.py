"""Values the law and the concept leave to the office: lead times, when reminders come, how the note is filled.

Every one has a default of the product (Fachkonzept G, A.4.3, C.5, B.4); none of them is presented as law.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import BusinessCalendar
from engine.context import Context
from engine.errors import ValuesRefused
from engine.phrases import Phrase
from models.history import HistoryEntry
from processes.catalogues import needs_catalogue
from processes.records import office_settings

CHANGED = "office.values_changed"
#: Numbers an office may set, with the least and the most (both included).
NUMBERS: Mapping[str, tuple[int, int]] = {
    "first_interview_working_days": (1, 60),
    "target_occupation_review_days": (1, 90),
    "profile_review_months": (0, 60),
    "strategy_reminder_working_days": (0, 60),
    "renewal_lead_working_days": (1, 60),
    "contact_lead_working_days": (1, 60),
    "appointment_reminder_working_days": (0, 30),
    "max_moves_per_appointment": (0, 20),
    "hearing_days": (1, 60),
}
#: Questions an office answers with yes or no.
FLAGS = ("reminds_before", "note_since_working_day", "marks_whole_months")
#: Needs whose remark takes a consent, as a list of their codes.
CONSENT_ONLY = "consent_only_needs"


@dataclass(frozen=True)
class SetOfficeValues:
    """Deadlines that begin from now on use these; what runs already keeps its days.

    `consent_only` are the needs whose remark takes a consent (Fachkonzept A.1.8).
    Raises ValuesRefused by name of the value, and for no reason.
    """

    permission: ClassVar[str] = "office.rule_sets"

    numbers: Mapping[str, int]
    flags: Mapping[str, bool]
    consent_only: Collection[str]
    reason: str

    def run(self, context: Context) -> None:
        errors = {
            name: Phrase("Geben Sie eine Zahl von {least} bis {most} an.", least=least, most=most)
            for name, (least, most) in NUMBERS.items()
            if not least <= self.numbers.get(name, least - 1) <= most
        }
        settings = office_settings(context.session)
        if not set(self.consent_only) <= set(needs_catalogue(settings.needs_catalogue).needs):
            errors[CONSENT_ONLY] = Phrase("Diesen Bedarf gibt es im Katalog nicht.")
        if not self.reason.strip():
            errors["grund"] = Phrase("Nennen Sie den Grund, zum Beispiel die Dienstanweisung.")
        if errors:
            raise ValuesRefused(errors)
        wanted: dict[str, Any] = {name: self.numbers[name] for name in NUMBERS}
        wanted |= {name: bool(self.flags.get(name)) for name in FLAGS}
        wanted[CONSENT_ONLY] = sorted(self.consent_only)
        changed = {name: value for name, value in wanted.items() if getattr(settings, name) != value}
        before = {name: getattr(settings, name) for name in changed}
        for name, value in changed.items():
            setattr(settings, name, value)
        context.record(CHANGED, data={"before": before, "after": changed, "reason": self.reason.strip()})


def value_changes(session: Session) -> Sequence[HistoryEntry]:
    """The last ten changes, newest first."""
    found = select(HistoryEntry).where(HistoryEntry.kind == CHANGED).order_by(HistoryEntry.id.desc()).limit(10)
    return session.execute(found).scalars().all()


def reminder_day(day: date, today: date, calendar: BusinessCalendar, *, before: bool) -> date:
    """The working day on which a reminder planned for `day` comes, ahead of `today` if `day` is.

    An internal reminder is no period of the law: it moves to the working day before, or by choice of the office to
    the one after (Fachkonzept G).
    """
    earlier = calendar.previous_working_day(day)
    return earlier if before and (earlier > today or day <= today) else calendar.next_working_day(day)
