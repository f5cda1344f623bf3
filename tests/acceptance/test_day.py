"""A caseworker's day of forty steps: what a follow-up talk and the whole day cost in pages and clicks."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models.casework import Agreement, AgreementDuty, AgreementState, Case
from tests.acceptance.conftest import Visit
from tests.acceptance.day import FOLLOW_UP, Day, Stopwatch, told
from tests.acceptance.office import Office
from tests.engine.durability.scale import measured

pytestmark = pytest.mark.browser

#: What a follow-up talk about two duties may cost besides typing; each further duty is one choice more.
MOST_PAGES, MOST_CLICKS, DUTIES = 4, 12, 2


def test_a_follow_up_talk_costs_few_pages_and_clicks(visit: Visit, office: Office) -> None:
    number = office.case_of("in Betreuung, heute zum Gespräch")
    stopwatch = Stopwatch()
    stopwatch.attach(office.app)
    visit("h.brandt").move_clock(1)
    day = Day(visit(office.people[number].caseworker.username), number)
    duties = _duties(office, number)
    day.walk()
    pages, clicks = day.cost(FOLLOW_UP)
    assert len(day.steps) == 40
    assert pages <= MOST_PAGES, list(told(day))
    assert clicks <= MOST_CLICKS + max(0, duties - DUTIES), list(told(day))
    assert day.loads <= len(day.steps), "no step of the day takes more than one page"
    measured(f"a day of 40 steps: {day.loads} pages, {day.clicks} clicks; a talk of these", (pages, clicks))
    measured("p50 and p95 of the server in ms", tuple(round(stopwatch.percentile(share)) for share in (50, 95)))


def _duties(office: Office, number: str) -> int:
    """How many duties the agreement has that the talk is about."""
    with office.engine.reading() as rows:
        counted = select(func.count(AgreementDuty.id)).join(Agreement).join(Case)
        valid = (AgreementState.IN_FORCE, AgreementState.REVIEW_DUE)
        return rows.execute(counted.where(Case.case_number == number, Agreement.state.in_(valid))).scalar_one()
