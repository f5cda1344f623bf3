"""A caseworker's day of forty steps: what a follow-up talk and the whole day cost in pages and clicks."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import Visit
from tests.acceptance.day import FOLLOW_UP, Day, Stopwatch, told
from tests.acceptance.office import Office
from tests.engine.durability.scale import measured

pytestmark = pytest.mark.browser

#: What a follow-up talk may cost besides typing.
MOST_PAGES, MOST_CLICKS = 4, 12


def test_a_follow_up_talk_costs_few_pages_and_clicks(visit: Visit, office: Office) -> None:
    number = office.case_of("in Betreuung, heute zum Gespräch")
    stopwatch = Stopwatch()
    stopwatch.attach(office.app)
    visit("h.brandt").move_clock(1)
    day = Day(visit(office.people[number].caseworker.username), number)
    day.walk()
    pages, clicks = day.cost(FOLLOW_UP)
    assert len(day.steps) == 40
    assert pages <= MOST_PAGES, list(told(day))
    assert clicks <= MOST_CLICKS, list(told(day))
    assert day.loads <= len(day.steps), "no step of the day takes more than one page"
    measured(f"a day of 40 steps: {day.loads} pages, {day.clicks} clicks; a talk of these", (pages, clicks))
    measured("p50 and p95 of the server in ms", tuple(round(stopwatch.percentile(share)) for share in (50, 95)))
