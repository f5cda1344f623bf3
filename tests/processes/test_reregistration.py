"""Deregistered and back: five and seven months later, and both sides of the boundary (Fachkonzept A.4.6, T08)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine.calendar import BERLIN
from models.casework import Goal, GoalState, ProfilingSheet, Strategy, StrategyState
from models.history import HistoryEntry
from processes.integration.commands import DeregisterCase
from processes.integration.reset import CLOSED_BY_RESET
from processes.records import case_by_number
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client


def deregistered(office: Jobcenter) -> Client:
    client = office.open_case()
    client.first_round()
    office.execute(DeregisterCase(client.fall, office.today, "Arbeit gefunden"))
    return client


def leave_open(office: Jobcenter) -> None:
    """Strategies and goals as other systems hand them over: open, although the case has ended."""
    with office.writing() as session:
        for strategy in session.execute(select(Strategy)).scalars():
            strategy.state, strategy.ended_on = StrategyState.ACTIVE, None
        for goal in session.execute(select(Goal)).scalars():
            goal.state, goal.ended_on = GoalState.ACTIVE, None


def test_t08_five_months_later_profile_and_segment_are_there(office: Jobcenter) -> None:
    first = deregistered(office)
    leave_open(office)
    office.travel_to_day(date(2026, 12, 8))
    again = office.open_case()
    again.first_interview()
    assert again.context("ausgangslage_klaeren")["zielberuf_titel"] == "Verkäuferin"
    with again.file() as (session, case):
        assert (case.segment, case.segment_scheme) == ("FOERDER", "PROFILLAGE_BA")
        assert case.continues_id is not None
        assert session.execute(select(Strategy.state)).scalars().all() == [StrategyState.ACTIVE]
    again.profiling()
    with again.file() as (session, case):
        sheets = session.execute(select(ProfilingSheet).where(ProfilingSheet.case_id == case.id)).scalars().all()
        assert [sheet.cloned_from_id for sheet in sheets] != [None]
    assert first.state == "DEREGISTERED"


def test_t08_seven_months_later_the_client_starts_as_new(office: Jobcenter) -> None:
    first = deregistered(office)
    leave_open(office)
    office.travel_to_day(date(2027, 2, 8))
    again = office.open_case()
    again.first_interview()
    assert again.context("ausgangslage_klaeren")["zielberuf_titel"] is None
    with again.file() as (session, case):
        assert (case.segment, case.segment_scheme, case.continues_id) == ("N", "PROFILLAGE_BA", None)
        (strategy,) = session.execute(select(Strategy)).scalars().all()
        assert (strategy.state, strategy.ended_on) == (StrategyState.CANCELLED, date(2027, 2, 8))
        assert CLOSED_BY_RESET in strategy.result_note
        assert session.execute(select(Goal.state)).scalars().all() == [GoalState.DROPPED]
        kinds = session.execute(select(HistoryEntry.kind).where(HistoryEntry.business_key == again.fall)).scalars()
        assert "case.reset" in kinds
        # the history stays readable: sheet, goal and strategy of the first case are all there
        old = session.execute(select(ProfilingSheet).where(ProfilingSheet.case_id != case.id)).scalars().all()
        assert [sheet.segment for sheet in old] == ["FOERDER"]
    assert first.state == "DEREGISTERED"


@pytest.mark.parametrize(
    ("left", "back", "kept"),
    [
        (date(2026, 8, 31), date(2027, 2, 28), True),  # clipped to the month end, § 188 (3) BGB
        (date(2026, 8, 31), date(2027, 3, 1), False),
        (date(2027, 8, 30), date(2028, 2, 29), True),  # a leap year
        (date(2027, 8, 30), date(2028, 3, 1), False),
        (date(2026, 7, 15), date(2027, 1, 15), True),
        (date(2026, 7, 15), date(2027, 1, 16), False),
    ],
)
def test_t08_both_sides_of_the_boundary(left: date, back: date, kept: bool) -> None:
    office = Jobcenter(start=datetime(left.year, left.month, left.day, 9, tzinfo=BERLIN))
    first = office.open_case()
    with office.writing() as session:
        case_by_number(session, first.fall).segment = "MARKT"
        case_by_number(session, first.fall).segment_scheme = "PROFILLAGE_BA"
    office.execute(DeregisterCase(first.fall, left, "Umzug"))
    office.travel_to_day(back)
    with office.open_case().file() as (_, case):
        assert case.segment == ("MARKT" if kept else "N")
        assert (case.continues_id is not None) is kept
    office.close()


def test_t08_a_short_return_in_between_does_not_lose_the_profile(office: Jobcenter) -> None:
    deregistered(office)
    office.harness.travel(days=100)
    between = office.open_case()
    office.execute(DeregisterCase(between.fall, office.today, "Ortsabwesend"))
    office.harness.travel(days=100)
    again = office.open_case()
    again.first_interview()
    assert again.context("ausgangslage_klaeren")["zielberuf_titel"] == "Verkäuferin"


def test_t08_a_scheme_without_a_default_starts_without_a_segment() -> None:
    office = Jobcenter(segment_scheme="MARKTNAEHE_WUPPERTAL")
    first = office.open_case()
    office.execute(DeregisterCase(first.fall, office.today, "Umzug"))
    office.harness.travel(days=250)
    with office.open_case().file() as (_, case):
        assert (case.segment, case.segment_scheme) == (None, None)
    office.close()
