"""Measures and specialist services of the demo: who thinks of them when, beside the tasks that processes open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from engine.actor import Actor
from engine.calendar import BERLIN, BusinessCalendar, berlin_date
from engine.executor import Engine
from models.casework import ENDED_STATES, RUNNING_STRATEGIES, Case, MeasureAssignment, Referral, ReferralState, Strategy
from processes.catalogues import product_catalogues
from processes.demo.biographies import Biography
from processes.legal_circle.commands import ExpectEndOfEntitlement
from processes.measures.commands import ConsiderMeasure
from processes.referrals.commands import InvolveService, RecordResult


class Idea(StrEnum):
    MEASURE = "MEASURE"
    SERVICE = "SERVICE"
    ANSWER = "ANSWER"
    CHANGE_OF_CIRCLE = "CHANGE_OF_CIRCLE"


def ideas(person: Biography, calendar: BusinessCalendar) -> Iterator[tuple[datetime, Idea]]:
    """When something beside the tasks happens in this case: measures in every second, services in every fifth."""
    measures = ((30, Idea.MEASURE), (120, Idea.MEASURE), (210, Idea.MEASURE)) if person.number % 2 == 0 else ()
    services = ((40, Idea.SERVICE), (63, Idea.ANSWER)) if person.number % 5 == 1 else ()
    # whoever changes the legal circle changes the caseworker, too, who then thinks for themselves
    after = ((20, Idea.CHANGE_OF_CIRCLE),) if person.entitlement_ends else (*measures, *services)
    for days, idea in after:
        day = person.opened_at.astimezone(BERLIN) + timedelta(days=days)
        opened = calendar.working_day_offset(day.date(), 1)
        yield datetime.combine(opened, day.timetz().replace(hour=10, minute=5)), idea


def follow(engine: Engine, actor: Actor, number: str, idea: Idea, person: Biography) -> None:
    """Do what the idea is, as far as the case allows it now."""
    with engine.reading() as rows:
        case = rows.scalars(select(Case).where(Case.case_number == number)).unique().one()
        if case.state in ENDED_STATES:
            return
        strategy = rows.scalars(
            select(Strategy.id)
            .where(Strategy.case_id == case.id, Strategy.state.in_(RUNNING_STRATEGIES), Strategy.code.in_(_served()))
            .order_by(Strategy.sort_order)
        ).first()
        had = rows.scalars(select(MeasureAssignment.id).where(MeasureAssignment.case_id == case.id)).first()
        waiting = rows.scalars(
            select(Referral.id).where(Referral.case_id == case.id, Referral.state == ReferralState.REQUESTED)
        ).first()
    if idea is Idea.CHANGE_OF_CIRCLE:
        engine.execute(ExpectEndOfEntitlement(number, person.entitlement_ends), actor)
    elif idea is Idea.MEASURE and strategy is not None and had is None:
        engine.execute(ConsiderMeasure(strategy), actor)
    elif idea is Idea.SERVICE:
        engine.execute(InvolveService(number), actor)
    elif idea is Idea.ANSWER and waiting is not None:
        today = berlin_date(engine.now())
        text = "Zumutbar sind mittelschwere Tätigkeiten in Tagschicht; passende Betriebe sind benannt."
        engine.execute(RecordResult(waiting, today, text), actor)


def _served() -> set[str]:
    """Strategies the catalogues recommend a measure for."""
    products = (p for catalogue in product_catalogues().values() for p in catalogue.products.values())
    return {code for product in products if product.is_measure for code in product.recommended_for}
