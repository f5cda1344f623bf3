"""What became of proposed vacancies, recorded one by one, and which of them led to work (Fachkonzept A.6.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import NotFound, ValuesRefused, WrongState
from engine.phrases import Phrase
from models.casework import Case, EmploymentRecord, HitState, Outcome, ProposalOutcome, SearchHit, SearchOrder
from processes.desk.comments import visible_case
from processes.wording import day_text

#: Days between being hired and the first day of work within which both belong together (value of the product).
HIRED_BEFORE_DAYS = 92


@dataclass(frozen=True)
class RecordOutcome:
    """Keep what became known about a proposed vacancy: applied, no answer, rejected, hired. The last one stands.

    Raises NotFound, WrongState for a vacancy that was not proposed, ValuesRefused for a day ahead or before the
    proposal. Possible after the end of a case too, because answers come late.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    hit_id: int
    outcome: Outcome
    on_day: date
    note: str = ""

    def run(self, context: Context) -> None:
        case, hit = visible_case(context, self.case_number), context.session.get(SearchHit, self.hit_id)
        if hit is None or hit.order.case_id != case.id:
            raise NotFound("vacancy", self.hit_id)
        if hit.state is not HitState.PROPOSED or hit.decided_at is None:
            raise WrongState("record an outcome of", "vacancy", hit.id, hit.state, expected=[HitState.PROPOSED])
        proposed_on, today = berlin_date(hit.decided_at), berlin_date(context.now)
        if not proposed_on <= self.on_day <= today:
            day = Phrase(
                "Erwartet: ein Tag vom Vorschlag am {proposed_on} bis heute. Vorgefunden: {on_day}.",
                proposed_on=day_text(proposed_on),
                on_day=day_text(self.on_day),
            )
            raise ValuesRefused({"on_day": day})
        context.session.add(
            ProposalOutcome(
                hit_id=hit.id,
                outcome=self.outcome,
                on_day=self.on_day,
                note=self.note.strip(),
                recorded_at=context.now,
                recorded_by=context.actor.name,
            )
        )
        data = {"vacancy": hit.id, "outcome": self.outcome.value}
        context.record("case.proposal_outcome", business_key=case.case_number, data=data)


def proposals(session: Session, case: Case) -> Sequence[SearchHit]:
    """Vacancies proposed to the client with all that became of them, newest proposal first."""
    found = (
        select(SearchHit)
        .join(SearchOrder, SearchOrder.id == SearchHit.order_id)
        .where(SearchOrder.case_id == case.id, SearchHit.state == HitState.PROPOSED)
        .options(selectinload(SearchHit.outcomes))
        .order_by(SearchHit.decided_at.desc(), SearchHit.id.desc())
    )
    return session.scalars(found).all()


def open_matches(session: Session, case: Case) -> Sequence[SearchHit]:
    """Vacancies that may still lead to work: not looked at yet, or proposed and not rejected; best match first."""
    found = (
        select(SearchHit)
        .join(SearchOrder, SearchOrder.id == SearchHit.order_id)
        .where(SearchOrder.case_id == case.id, SearchHit.state.in_((HitState.NEW, HitState.PROPOSED)))
        .options(selectinload(SearchHit.outcomes))
        .order_by(SearchHit.points.desc(), SearchHit.id)
    )
    ended = (Outcome.REJECTED, Outcome.HIRED)
    return [hit for hit in session.scalars(found) if not hit.outcomes or hit.outcomes[-1].outcome not in ended]


def hit_text(hit: SearchHit) -> str:
    """Title, employer, place and number in one line."""
    place = f"{hit.postal_code} {hit.city}".strip()
    return ", ".join(part for part in (hit.title, hit.employer, place, f"Nr. {hit.reference}") if part)


def led_to(session: Session, record: EmploymentRecord) -> SearchHit | None:
    """The proposal this work came from: hired there, with the same employer; without one, shortly before its start."""
    for hit in proposals(session, record.case):
        last = hit.outcomes[-1] if hit.outcomes else None
        if last is None or last.outcome is not Outcome.HIRED:
            continue
        if record.provider_id is not None and hit.provider_id is not None:
            is_same = record.provider_id == hit.provider_id
        elif record.employer:
            is_same = record.employer.strip().casefold() == hit.employer.strip().casefold()
        else:
            is_same = last.on_day <= record.started_on <= last.on_day + timedelta(days=HIRED_BEFORE_DAYS)
        if is_same:
            return hit
    return None
