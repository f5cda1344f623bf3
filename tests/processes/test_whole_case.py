"""One case goes round: four phases, agreement, next appointment, follow-up with every outcome, another lap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.casework import Agreement, AgreementState, FollowUp, FollowUpOutcome
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

WAITING = "zwischen_den_gespraechen"


@pytest.fixture
def office(database_url: str) -> Iterator[Jobcenter]:
    jobcenter = Jobcenter(database_url)
    yield jobcenter
    jobcenter.close()


def waits(case: Client) -> bool:
    """Whether the case itself waits between two talks, and nothing of it is in trouble."""
    (process,) = case.instances("integrationsprozess")
    at = {p.element_id for p in process.tokens() if p.state == "waiting"}
    return at == {WAITING} and case.incidents() == []


def test_a_case_goes_round_with_every_outcome_of_the_follow_up(office: Jobcenter) -> None:
    case = office.open_case()
    case.first_round()
    assert (waits(case), case.state) == (True, "IN_PROGRESS")

    case.hold_talk()
    assert case.open_tasks() == ["folgegespraech_fuehren"]
    case.follow_up("nichts")
    assert waits(case)

    case.hold_talk()
    case.follow_up("vereinbarung")
    case.conclude()
    case.begin()
    assert waits(case)

    case.hold_talk()
    case.follow_up("strategie")
    case.choose_strategies()
    case.conclude()
    case.begin()
    assert waits(case)

    case.hold_talk()
    case.follow_up("ziel")
    case.set_goal("G1_SUPRA", ziel_aenderungsgrund="Die Person möchte auch weiter weg suchen.")
    case.choose_strategies()
    case.conclude()
    case.begin()
    assert waits(case)

    case.hold_talk()
    case.follow_up("profil")
    case.profiling()
    case.set_goal(ziel_aenderungsgrund="Der weite Weg ist zu teuer.")
    case.choose_strategies()
    case.conclude()
    case.begin()
    assert waits(case)

    with case.file() as (session, _):
        outcomes = list(session.execute(select(FollowUp.outcome).order_by(FollowUp.id)).scalars())
        states = list(session.execute(select(Agreement.state).order_by(Agreement.id)).scalars())
    assert outcomes == [
        FollowUpOutcome.UNCHANGED,
        FollowUpOutcome.AGREEMENT,
        FollowUpOutcome.STRATEGY,
        FollowUpOutcome.GOAL,
        FollowUpOutcome.PROFILE,
    ]
    assert states == [AgreementState.SUPERSEDED] * 4 + [AgreementState.IN_FORCE]
    assert [len(case.instances(key)) for key in ("termin", "vereinbarung", "integrationsprozess")] == [1, 1, 1]
