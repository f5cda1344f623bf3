"""Starting a referral, and the only two ways to a result: recording it and reading it, both on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import insert

from engine.actor import Actor
from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import NotFound, ValuesRefused, WrongState
from engine.messages import correlate, start_process
from engine.phrases import Phrase
from models.casework import (
    ENDED_STATES,
    AccessLevel,
    AccessLog,
    AssessmentFormat,
    ProtectedResult,
    Referral,
    ReferralState,
    ResultAccess,
)
from processes.access import covers, leads
from processes.records import case_by_number, row

_ACCESS: Any = ResultAccess.__table__
_LOG: Any = AccessLog.__table__


@dataclass(frozen=True)
class InvolveService:
    """Start a referral in a running case. Returns the id of the process instance. Raises NotFound, WrongState."""

    permission: ClassVar[str] = "case.write"

    case_number: str

    def run(self, context: Context) -> int:
        case = case_by_number(context.session, self.case_number)
        if case.state in ENDED_STATES:
            raise WrongState("involve a service in", "case", self.case_number, case.state, expected=["not ended"])
        return start_process(
            context,
            "einschaltung_fachdienst",
            {
                "fall": case.case_number,
                "team": case.team.key,
                "fachkraft": case.caseworker.username,
                "rechtskreis": case.legal_circle.value,
            },
            business_key=case.case_number,
        )


@dataclass(frozen=True)
class RecordResult:
    """Put the answer of a service into the protected store; the process goes on without its text.

    Raises NotFound (also for whoever may not see it), WrongState, ValuesRefused.
    """

    permission: ClassVar[str] = "case.write"

    referral_id: int
    answered_on: date
    summary: str
    document_ref: str = ""
    #: Which of its formats the medical service chose, if it told.
    assessment_format: AssessmentFormat | None = None

    def run(self, context: Context) -> None:
        referral = row(context.session, Referral, self.referral_id)
        if not may_read(context.actor, referral):
            raise NotFound("referral", self.referral_id)
        if referral.state is not ReferralState.REQUESTED:
            raise WrongState("answer", "referral", referral.id, referral.state, expected=[ReferralState.REQUESTED])
        errors = {}
        if not self.summary.strip():
            errors["summary"] = Phrase("Geben Sie an, was für die Vermittlung wichtig ist.")
        if not referral.requested_on <= self.answered_on <= berlin_date(context.now):
            errors["answered_on"] = Phrase("Der Tag der Antwort liegt zwischen dem Auftrag und heute.")
        if errors:
            raise ValuesRefused(errors)
        referral.state, referral.answered_on = ReferralState.ANSWERED, self.answered_on
        context.session.add(
            ProtectedResult(
                referral_id=referral.id,
                summary=self.summary.strip(),
                document_ref=self.document_ref.strip(),
                assessment_format=self.assessment_format,
                recorded_at=context.now,
                recorded_by=context.actor.name,
            )
        )
        number = referral.case.case_number
        context.record("referral.answered", business_key=number, data={"referral": referral.id})
        told = {"einschaltung": str(referral.id)}
        correlate(
            context,
            "Fachdienst hat geantwortet",
            str(referral.id),
            told,
            business_key=number,
            time_to_live="P30D",
        )


@dataclass(frozen=True)
class Result:
    """What a permitted reader gets."""

    summary: str
    document_ref: str
    assessment_format: AssessmentFormat | None


@dataclass(frozen=True)
class ReadResult:
    """Read a result; every reading of a protected one is logged with the reason (F.2; § 35 (1) SGB I).

    The responsible caseworker and whoever stands in for them read without a reason. The team lead may in an emergency,
    with a reason. For all others the result does not exist. Raises NotFound, ValuesRefused.
    """

    permission: ClassVar[str] = "case.read"

    referral_id: int
    reason: str = ""

    def run(self, context: Context) -> Result:
        referral = row(context.session, Referral, self.referral_id)
        found = context.session.get(ProtectedResult, referral.id)
        if found is None:
            raise NotFound("result", self.referral_id)
        if not may_read(context.actor, referral):
            if not may_break_glass(context.actor, referral):
                raise NotFound("result", self.referral_id)
            if len(self.reason.strip()) < 10:
                raise ValuesRefused({"reason": Phrase("Nennen Sie den Grund; er wird festgehalten.")})
        if referral.access_level is AccessLevel.RESTRICTED:
            reader = {"at": context.now, "username": context.actor.name, "reason": self.reason.strip()[:240]}
            context.session.execute(insert(_ACCESS).values(referral_id=referral.id, **reader))
            what = "Ergebnis eines Fachdienstes"
            context.session.execute(insert(_LOG).values(case_id=referral.case_id, what=what, **reader))
        return Result(found.summary, found.document_ref, found.assessment_format)


def may_read(actor: Actor, referral: Referral) -> bool:
    """Medical results are for the responsible caseworker and their cover alone; others for all who see the case."""
    if referral.access_level is AccessLevel.CASE:
        return True
    responsible = referral.case.caseworker.username
    return actor.name == responsible or covers(actor, responsible)


def may_break_glass(actor: Actor, referral: Referral) -> bool:
    """The lead of the team, in an emergency."""
    return leads(actor, referral.case.team.key)
