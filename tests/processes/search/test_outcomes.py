"""What became of proposed vacancies, and which of them led to work (Fachkonzept A.6.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import NotFound, ValuesRefused, WrongState
from models.casework import (
    EmploymentRecord,
    HitState,
    Outcome,
    ProposalOutcome,
    Provider,
    SearchChannel,
    SearchHit,
    SearchOrder,
)
from models.history import HistoryEntry
from processes.search.outcomes import HIRED_BEFORE_DAYS, RecordOutcome, led_to, open_matches
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import CASEWORKER, Client

PROPOSED = {"state": HitState.PROPOSED, "decided_by": CASEWORKER}


def add_hit(client: Client, **changes: Any) -> int:
    """A vacancy that was proposed today, unless `changes` says otherwise; returns its id."""
    office = client.office
    with client.file() as (_, row):
        case_id = row.id
    with office.writing() as session:
        order = SearchOrder(
            case_id=case_id,
            channel=SearchChannel.OWN_SYSTEM,
            occupation="Verkäuferin",
            started_on=office.today,
            started_by=CASEWORKER,
            until=office.today + timedelta(days=90),
        )
        session.add(order)
        session.flush()
        values: dict[str, Any] = {"employer": "Markt", "decided_at": office.now, **PROPOSED} | changes
        hit = SearchHit(order_id=order.id, reference="S-1", title="Verkauf", found_at=office.now, points=1, **values)
        session.add(hit)
        session.flush()
        return hit.id


def record(client: Client, hit: int, outcome: Outcome, on: date | None = None, note: str = "") -> None:
    office = client.office
    office.execute(RecordOutcome(client.fall, hit, outcome, on or office.today, note))


def test_a65_what_is_known_is_kept_with_its_day_and_author(office: Jobcenter) -> None:
    client = office.open_case()
    hit = add_hit(client)
    proposed = office.today
    office.travel_to_day(proposed + timedelta(days=7))
    record(client, hit, Outcome.APPLIED, proposed + timedelta(days=2), " Per E-Mail ")
    with office.reading() as session:
        kept = session.scalars(select(ProposalOutcome)).one()
        said = session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "case.proposal_outcome")).one()
    assert (kept.outcome, kept.on_day, kept.note) == (Outcome.APPLIED, proposed + timedelta(days=2), "Per E-Mail")
    assert (kept.recorded_by, kept.recorded_at) == (CASEWORKER, office.now)
    assert (said.business_key, said.data) == (client.fall, {"vacancy": hit, "outcome": "BEWORBEN"})


@pytest.mark.parametrize(
    "state", [{"state": HitState.NEW, "decided_by": None}, {"state": HitState.UNSUITABLE, "decision_reason": "Zu weit"}]
)
def test_a65_only_what_was_proposed_has_an_outcome(office: Jobcenter, state: Mapping[str, Any]) -> None:
    client = office.open_case()
    hit = add_hit(client, **state)
    with pytest.raises(WrongState, match="record an outcome of vacancy"):
        record(client, hit, Outcome.HIRED)
    with office.reading() as session:
        assert session.scalars(select(ProposalOutcome)).all() == []


def test_a65_the_outcome_of_another_case_is_not_recorded_here(office: Jobcenter) -> None:
    client, other = office.open_case(), office.open_case("K-100002")
    hit = add_hit(other)
    with pytest.raises(NotFound):
        record(client, hit, Outcome.HIRED)


@pytest.mark.parametrize("days", [-1, 1])
def test_a65_the_day_lies_between_the_proposal_and_today(office: Jobcenter, days: int) -> None:
    client = office.open_case()
    hit = add_hit(client)
    with pytest.raises(ValuesRefused) as refused:
        record(client, hit, Outcome.APPLIED, office.today + timedelta(days=days))
    assert list(refused.value.errors) == ["on_day"]


@pytest.mark.parametrize(
    ("last", "is_open"),
    [(Outcome.APPLIED, True), (Outcome.NO_ANSWER, True), (Outcome.REJECTED, False), (Outcome.HIRED, False)],
)
def test_a65_what_was_rejected_or_led_to_work_is_no_open_match(office: Jobcenter, last: Outcome, is_open: bool) -> None:
    client = office.open_case()
    hit = add_hit(client)
    record(client, hit, Outcome.APPLIED)
    record(client, hit, last)
    with client.file() as (session, row):
        assert [found.id for found in open_matches(session, row)] == [hit] * is_open


def work(client: Client, days: int = 0, **changes: Any) -> SearchHit | None:
    """The proposal that work from so many days ahead came from."""
    with client.file() as (session, row), session.no_autoflush:
        started = client.office.today + timedelta(days=days)
        found = led_to(session, EmploymentRecord(case=row, started_on=started, **{"employer": ""} | changes))
        session.rollback()
        return found


def test_a65_work_came_from_a_proposal_the_client_was_hired_for(office: Jobcenter) -> None:
    client = office.open_case()
    hit = add_hit(client)
    assert work(client, employer="Markt") is None
    record(client, hit, Outcome.APPLIED)
    assert work(client, employer="Markt") is None, "applied for, no more"
    record(client, hit, Outcome.HIRED)
    assert work(client, employer=" MARKT ") is not None
    assert work(client, employer="Jemand anders") is None
    for days, belongs in ((-1, False), (0, True), (HIRED_BEFORE_DAYS, True), (HIRED_BEFORE_DAYS + 1, False)):
        assert (work(client, days) is not None) is belongs, days
    record(client, hit, Outcome.REJECTED)
    assert work(client, employer="Markt") is None, "the last one stands"


def test_a65_a_known_employer_counts_by_its_entry_and_not_by_its_name(office: Jobcenter) -> None:
    client = office.open_case()
    with office.writing() as session:
        one, two = (
            Provider(designation="Markt", name="Markt", name_key="markt", changed_at=office.now, changed_by=CASEWORKER)
            for _ in range(2)
        )
        session.add_all((one, two))
        session.flush()
        ids = one.id, two.id
    hit = add_hit(client, provider_id=ids[0])
    record(client, hit, Outcome.HIRED)
    assert work(client, employer="Laden", provider_id=ids[0]) is not None
    assert work(client, employer="Markt", provider_id=ids[1]) is None
