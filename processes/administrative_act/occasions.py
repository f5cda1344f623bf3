"""Which act an occasion calls for, by the type of the agreement (Fachkonzept H.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.phrases import Phrase
from models.casework import (
    ActOccasion,
    AdminAct,
    Agreement,
    AgreementDuty,
    BreachKind,
    BreachOfDuty,
    Case,
    MissedAppointment,
)
from processes.catalogues import ActRule, agreement_type, agreement_type_in_force, agreement_types_on
from processes.in_force import valid_agreement
from processes.wording import day_text


def act_rule(type_code: str, occasion: str, today: date) -> ActRule | None:
    """What the type says about the occasion; where an agreement fails, the type that would be concluded today."""
    is_failure = occasion == ActOccasion.FAILURE.value
    kind = agreement_type_in_force(type_code, today) if is_failure else agreement_type(type_code)
    return kind.acts.get(occasion)


def after_breach(session: Session, breach: BreachOfDuty, today: date) -> list[dict[str, Any]]:
    """on_breach: a step of the agreement was not performed; one entry or none, as its process is told.

    What was not done of an act itself calls for no further act.
    """
    if breach.kind is not BreachKind.PLAN_STEP or breach.duty_id is None:
        return []
    duty = session.get_one(AgreementDuty, breach.duty_id)
    agreement = session.get_one(Agreement, duty.agreement_id)
    reason = Phrase(
        "Nicht erfüllt: {what}, festgestellt zum {occurred_on}.",
        what=duty.what,
        occurred_on=day_text(breach.occurred_on),
    )
    return _asked(
        session, AdminAct.breach_id == breach.id, agreement.type, ActOccasion.BREACH, breach.id, reason, today
    )


def after_no_show(
    session: Session, case: Case, missed: MissedAppointment, missed_on: date, today: date
) -> list[dict[str, Any]]:
    """on_no_show: an invitation missed without an important reason; one entry or none. It needs no agreement."""
    agreement = valid_agreement(session, case)
    if agreement is not None:
        code = agreement.type
    else:
        kinds = agreement_types_on(today, case.legal_circle.value)
        if not kinds:
            return []
        code = kinds[0].code
    reason = Phrase("Der Termin am {missed_on} wurde ohne wichtigen Grund versäumt.", missed_on=day_text(missed_on))
    return _asked(session, AdminAct.missed_id == missed.id, code, ActOccasion.NO_SHOW, missed.id, reason, today)


def _asked(
    session: Session, same: Any, code: str, occasion: ActOccasion, about: int, reason: str, today: date
) -> list[dict[str, Any]]:
    rule = act_rule(code, occasion.value, today)
    if rule is None or session.execute(select(AdminAct.id).where(same)).first() is not None:
        return []
    entry = {"typ": code, "anlass": occasion.value, "akt_typ": rule.act, "bezug": str(about), "grund": reason}
    return [entry]
