"""The consent to profiling: what holds, and how it is withdrawn (Fachkonzept A.1.8; § 67b (2) SGB X)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import NotFound, WrongState
from engine.phrases import Phrase
from models.casework import Case, Consent, NeedStatus, ProfilingSheet
from processes.desk.comments import visible_case
from processes.records import office_settings
from processes.wording import day_text

CONSENT_PURPOSE = "Profiling"
#: What stands in the place of such a remark, because a need under clarification must say what is to be clarified.
LOCKED_REMARK = Phrase("Gesperrt: Das Einverständnis liegt nicht vor.")
#: Edition of the declaration that clients sign; a new wording gets a new one.
CONSENT_TEXT_VERSION = "2026-07"


def consent_only_needs(session: Session) -> frozenset[str]:
    """Needs whose remark takes a consent: by the concept the office says which (A.1.8; § 67b (2) SGB X)."""
    return frozenset(office_settings(session).consent_only_needs)


def consents_of(session: Session, case: Case) -> list[Consent]:
    """Everything the client said, newest first."""
    found = select(Consent).where(Consent.case_id == case.id).order_by(Consent.id.desc())
    return list(session.execute(found).scalars())


def has_consent(session: Session, case: Case) -> bool:
    """Whether the newest answer about profiling is a consent that was not withdrawn."""
    newest = newest_consent(session, case)
    return newest is not None and newest.given_on is not None and newest.withdrawn_on is None


def missing_consent(session: Session, case: Case) -> str:
    """Why what needs a consent is locked, as a sentence: refused, withdrawn or never given. Empty if nothing is."""
    newest = newest_consent(session, case)
    if newest is None:
        return Phrase("Ein Einverständnis zum Profiling liegt nicht vor.")
    return refused_consent(session, case)


def refused_consent(session: Session, case: Case) -> str:
    """The same for what may be noted until somebody refuses: empty while nobody was asked."""
    newest = newest_consent(session, case)
    if newest is None:
        return ""
    if newest.refused_on is not None:
        return Phrase(
            "Das Einverständnis zum Profiling wurde am {refused_on} abgelehnt.", refused_on=day_text(newest.refused_on)
        )
    if newest.withdrawn_on is not None:
        return Phrase(
            "Das Einverständnis zum Profiling wurde am {withdrawn_on} widerrufen.",
            withdrawn_on=day_text(newest.withdrawn_on),
        )
    return ""


def lock_remarks(sheet: ProfilingSheet, needs: Collection[str]) -> None:
    """Take out of an open sheet what may not be kept without consent; a need under clarification says so instead."""
    for need in sheet.needs:
        if need.need in needs:
            need.remark = LOCKED_REMARK if need.status is NeedStatus.UNDER_CLARIFICATION else ""


def newest_consent(session: Session, case: Case) -> Consent | None:
    """The last answer about profiling, whatever it was."""
    return next((one for one in consents_of(session, case) if one.purpose == CONSENT_PURPOSE), None)


@dataclass(frozen=True)
class WithdrawConsent:
    """The client withdraws a consent, which is possible at any time; what was done until then stays lawful.

    Raises NotFound, WrongState for a refusal or a consent withdrawn before.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    consent_id: int

    def run(self, context: Context) -> None:
        case = visible_case(context, self.case_number)
        consent = context.session.get(Consent, self.consent_id)
        if consent is None or consent.case_id != case.id:
            raise NotFound("consent", self.consent_id)
        if consent.given_on is None or consent.withdrawn_on is not None:
            raise WrongState("withdraw", "consent", consent.id, "refused or withdrawn", expected=["given"])
        consent.withdrawn_on = berlin_date(context.now)
        context.record("consent.withdrawn", business_key=case.case_number, data={"consent": consent.id})
