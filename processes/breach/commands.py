"""What a person reports: a duty not met, incapacity for work, placement put on hold. Each starts its own process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import (
    ENDED_STATES,
    AgreementDuty,
    BreachKind,
    Case,
    IncapacityForWork,
    LegalCircle,
    PlacementStop,
)
from processes.breach.recording import record_breach
from processes.breach.rules import breach_errors, incapacity_errors
from processes.records import case_by_number, row


@dataclass(frozen=True)
class ReportBreach:
    """A duty was not met without the reason being known yet; hearing and judgement follow. Returns its id.

    `duty_id` names the duty of the agreement, if it is one. Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    kind: BreachKind
    occurred_on: date
    description: str
    duty_id: int | None = None

    def run(self, context: Context) -> int:
        case, today = _running_case(context, self.case_number, "report a breach in"), berlin_date(context.now)
        errors = breach_errors(self.occurred_on, today)
        if not self.description.strip():
            errors["description"] = Phrase("Beschreiben Sie, was nicht erfüllt wurde.")
        if self.duty_id is not None and row(context.session, AgreementDuty, self.duty_id).agreement.case_id != case.id:
            errors["duty_id"] = Phrase("Diese Pflicht gehört nicht zu diesem Fall.")
        if errors:
            raise ValuesRefused(errors)
        told = record_breach(
            context.session,
            case,
            self.kind,
            self.occurred_on,
            self.description.strip(),
            duty_id=self.duty_id,
            now=context.now,
            actor=context.actor.name,
        )
        _start(context, case, "Pflichtverletzung gemeldet", told["pflichtverletzung"], told)
        context.record("case.breach_reported", business_key=case.case_number)
        return int(told["pflichtverletzung"])


@dataclass(frozen=True)
class ReportIncapacity:
    """The client is ill from `from_day`, presumably until `until`. Returns its id. Raises ValuesRefused, WrongState."""

    permission: ClassVar[str] = "case.write"

    case_number: str
    from_day: date
    until: date

    def run(self, context: Context) -> int:
        case = _running_case(context, self.case_number, "report incapacity in")
        errors = incapacity_errors(self.from_day, self.until, berlin_date(context.now))
        if errors:
            raise ValuesRefused(errors)
        found = IncapacityForWork(
            case_id=case.id,
            from_day=self.from_day,
            until=self.until,
            recorded_at=context.now,
            recorded_by=context.actor.name,
        )
        context.session.add(found)
        context.session.flush()
        told = {"arbeitsunfaehigkeit": str(found.id), "krank_ab": self.from_day, "krank_bis": self.until}
        _start(context, case, "Arbeitsunfähigkeit gemeldet", str(found.id), told)
        context.record("case.incapacity_reported", business_key=case.case_number)
        return found.id


@dataclass(frozen=True)
class StopPlacement:
    """Placement is put on hold for lack of cooperation (§ 38 (4) SGB III, T31). Returns its id.

    Raises ValuesRefused without a reason or outside SGB III, WrongState for an ended case.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    reason: str

    def run(self, context: Context) -> int:
        case, today = _running_case(context, self.case_number, "stop placement in"), berlin_date(context.now)
        if case.legal_circle is not LegalCircle.SGB3:
            raise ValuesRefused(
                {"reason": Phrase("Nur im Rechtskreis SGB III wird die Vermittlung eingestellt (§ 38 Absatz 4).")}
            )
        if not self.reason.strip():
            raise ValuesRefused({"reason": Phrase("Nennen Sie den Grund der Einstellung.")})
        stop = PlacementStop(
            case_id=case.id,
            stopped_on=today,
            reason=self.reason.strip(),
            recorded_at=context.now,
            recorded_by=context.actor.name,
        )
        context.session.add(stop)
        context.session.flush()
        told = {"einstellung": str(stop.id), "eingestellt_am": today}
        _start(context, case, "Vermittlung eingestellt", str(stop.id), told)
        context.record("case.placement_stopped", business_key=case.case_number)
        return stop.id


def _running_case(context: Context, number: str, verb: str) -> Case:
    case = case_by_number(context.session, number)
    if case.state in ENDED_STATES:
        raise WrongState(verb, "case", number, case.state, expected=["not ended"])
    return case


def _start(context: Context, case: Case, message: str, key: str, told: dict[str, Any]) -> None:
    who = {
        "fall": case.case_number,
        "team": case.team.key,
        "fachkraft": case.caseworker.username,
        "rechtskreis": case.legal_circle.value,
    }
    correlate(context, message, key, {**who, **told}, business_key=case.case_number)
