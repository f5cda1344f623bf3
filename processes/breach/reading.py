"""What the file says about duties while somebody is ill."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.casework import VALID_AGREEMENTS, Agreement, AgreementDuty, DutySide, IncapacityForWork


def duties_during(session: Session, incapacity: IncapacityForWork) -> Sequence[AgreementDuty]:
    """Duties of the person in the valid agreement that fall due while they are ill, in the order of the agreement."""
    return (
        session.execute(
            select(AgreementDuty)
            .join(Agreement)
            .where(
                Agreement.case_id == incapacity.case_id,
                Agreement.state.in_(VALID_AGREEMENTS),
                AgreementDuty.side == DutySide.CLIENT,
                AgreementDuty.due_on.between(incapacity.from_day, incapacity.until),
            )
            .order_by(AgreementDuty.id)
        )
        .scalars()
        .all()
    )
