"""The consent to profiling: what holds, and how it is withdrawn (Fachkonzept A.1.8; § 67b (2) SGB X)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import NotFound, WrongState
from models.casework import Case, Consent
from processes.desk.comments import visible_case

CONSENT_PURPOSE = "Profiling"
#: Edition of the declaration that clients sign; a new wording gets a new one.
CONSENT_TEXT_VERSION = "2026-07"


def consents_of(session: Session, case: Case) -> list[Consent]:
    """Everything the client said, newest first."""
    found = select(Consent).where(Consent.case_id == case.id).order_by(Consent.id.desc())
    return list(session.execute(found).scalars())


def has_consent(session: Session, case: Case) -> bool:
    """Whether the newest answer about profiling is a consent that was not withdrawn."""
    newest = next((one for one in consents_of(session, case) if one.purpose == CONSENT_PURPOSE), None)
    return newest is not None and newest.given_on is not None and newest.withdrawn_on is None


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
            raise WrongState("withdraw", "consent", consent.id, "refused or withdrawn")
        consent.withdrawn_on = berlin_date(context.now)
        context.record("consent.withdrawn", business_key=case.case_number, data={"consent": consent.id})
