"""Process data changed under four eyes: proposed by one person, approved or rejected, never by surprise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from engine.actor import Actor
from engine.commands.approve_data_change import ApproveDataChange
from engine.commands.cancel_instance import CancelInstance
from engine.commands.propose_data_change import ProposeDataChange
from engine.commands.reject_data_change import RejectDataChange
from engine.commands.resume_instance import ResumeInstance
from engine.commands.retry_incident import RetryIncident
from engine.commands.suspend_instance import SuspendInstance
from engine.data_changes import NewValue
from engine.errors import EngineError, Forbidden, NotFound, SamePerson, ValuesMoved, ValuesRefused, WrongState
from engine.testing import Case, Harness
from engine.values import decode
from models.operations import DataChange
from tests.engine.core.operating import ADA, BEN, World, healthy, history, letter, open_world


@pytest.fixture
def world(harness: Harness) -> World:
    return open_world(harness)


def propose(harness: Harness, case: Case, *changes: NewValue, reason: str = "typing error") -> int:
    return harness.engine.execute(ProposeDataChange(case.id, changes, reason), ADA)


def test_a_proposal_changes_nothing_until_another_person_approves(harness: Harness, world: World) -> None:
    case = letter(harness)
    proposal = propose(harness, case, NewValue("address", "Side Street"), NewValue("since", date(2026, 2, 1)))
    assert case.data["address"] == "Main Street"
    with pytest.raises(SamePerson):
        harness.engine.execute(ApproveDataChange(proposal), ADA)
    harness.engine.execute(ApproveDataChange(proposal), BEN)
    assert case.data["address"] == "Side Street"
    assert case.data["since"] == date(2026, 2, 1)
    (entry,) = history(harness, case, "data.changed")
    assert (entry.actor, entry.data["proposed_by"], entry.data["reason"]) == ("ben", "ada", "typing error")
    told = [(c["name"], c["before"] and decode(c["before"]), decode(c["after"])) for c in entry.data["changes"]]
    assert told == [("address", "Main Street", "Side Street"), ("since", None, date(2026, 2, 1))]
    assert healthy(harness)


def test_the_database_itself_asks_for_four_eyes(harness: Harness, world: World) -> None:
    case = letter(harness)
    row = {"instance_id": case.id, "changes": "[]", "reason": "r", "created_at": harness.now, "decided_at": harness.now}
    with pytest.raises(IntegrityError), harness.database.begin() as connection:
        connection.execute(insert(DataChange).values(created_by="ada", approved_by="ada", decision_reason="", **row))


def test_an_approval_is_refused_if_a_value_has_moved_meanwhile(harness: Harness, world: World) -> None:
    case = letter(harness)
    first = propose(harness, case, NewValue("address", "Side Street"))
    second = propose(harness, case, NewValue("address", "High Street"), NewValue("number", "8"))
    harness.engine.execute(ApproveDataChange(first), BEN)
    with pytest.raises(ValuesMoved) as moved:
        harness.engine.execute(ApproveDataChange(second), BEN)
    assert moved.value.names == ("address",)
    assert (case.data["address"], case.data["number"]) == ("Side Street", "7")


def test_a_proposal_is_decided_once(harness: Harness, world: World) -> None:
    case = letter(harness)
    proposal = propose(harness, case, NewValue("address", "Side Street"))
    with pytest.raises(ValuesRefused):
        harness.engine.execute(RejectDataChange(proposal, ""), BEN)
    harness.engine.execute(RejectDataChange(proposal, "it is right"), BEN)
    for command in (ApproveDataChange(proposal), RejectDataChange(proposal, "again")):
        with pytest.raises(WrongState, match="rejected") as refused:
            harness.engine.execute(command, BEN)
        assert refused.value.by == "ben"
    (entry,) = history(harness, case, "data.change_rejected")
    assert entry.data == {"proposal": proposal, "reason": "it is right"}
    own = propose(harness, case, NewValue("address", "Side Street"))
    harness.engine.execute(RejectDataChange(own, "my mistake"), ADA)
    assert len(history(harness, case, "data.change_withdrawn")) == 1


def test_conditions_react_to_the_change(harness: Harness, world: World) -> None:
    case = letter(harness)
    proposal = propose(harness, case, NewValue("urgent", True))
    harness.engine.execute(ApproveDataChange(proposal), BEN)
    assert case.open_tasks() == ["ask", "hurry"]
    assert healthy(harness)


def test_a_stopped_instance_takes_the_change_and_reacts_when_it_goes_on(harness: Harness, world: World) -> None:
    case = letter(harness)
    harness.engine.execute(SuspendInstance(case.id, "wrong data"), ADA)
    proposal = propose(harness, case, NewValue("urgent", True))
    harness.engine.execute(ApproveDataChange(proposal), BEN)
    assert case.data["urgent"] is True
    assert case.open_tasks() == ["ask"]
    harness.engine.execute(ResumeInstance(case.id, "put right"), ADA)
    assert case.open_tasks() == ["ask", "hurry"]
    assert healthy(harness)


def test_a_failed_job_is_repeated_with_the_corrected_data(harness: Harness, world: World) -> None:
    world.no_printer = True
    case = letter(harness)
    case.complete("ask")
    case.complete("draft")
    world.no_printer = False
    proposal = propose(harness, case, NewValue("address", "Side Street"))
    harness.engine.execute(ApproveDataChange(proposal), BEN)
    harness.engine.execute(RetryIncident(case.incidents()[0].id), ADA)
    harness.settle()
    assert world.printed == ["Side Street"]
    assert healthy(harness)


WRONG: list[tuple[tuple[NewValue, ...], type[EngineError]]] = [
    ((), ValuesRefused),
    (tuple(NewValue(f"v{n}", n) for n in range(21)), ValuesRefused),
    ((NewValue("address", "Main Street"),), ValuesRefused),
    ((NewValue("", 1),), ValuesRefused),
    ((NewValue("1x", 1),), ValuesRefused),
    ((NewValue("a" * 121, 1),), ValuesRefused),
    ((NewValue("x", object()),), ValuesRefused),
    ((NewValue("x", 1), NewValue("x", 2)), ValuesRefused),
    ((NewValue("x", 1, "nowhere:local"),), NotFound),
]


@pytest.mark.parametrize("changes, refusal", WRONG)
def test_what_cannot_be_is_not_proposed(
    harness: Harness, world: World, changes: tuple[NewValue, ...], refusal: type[EngineError]
) -> None:
    case = letter(harness)
    with pytest.raises(refusal):
        propose(harness, case, *changes)
    with pytest.raises(ValuesRefused):
        propose(harness, case, NewValue("x", 1), reason=" ")
    with harness.engine.reading() as session:
        assert session.execute(select(DataChange)).all() == []


def test_the_right_and_a_living_instance_are_needed(harness: Harness, world: World) -> None:
    case = letter(harness)
    with pytest.raises(Forbidden):
        harness.engine.execute(ProposeDataChange(case.id, (NewValue("x", 1),), "r"), Actor("eve"))
    proposal = propose(harness, case, NewValue("address", "Side Street"))
    harness.engine.execute(CancelInstance(case.id, "over"), ADA)
    for command in (ApproveDataChange(proposal), ProposeDataChange(case.id, (NewValue("x", 1),), "r")):
        with pytest.raises(WrongState, match="cancelled"):
            harness.engine.execute(command, BEN)
    harness.engine.execute(RejectDataChange(proposal, "over"), BEN)
    with pytest.raises(NotFound):
        harness.engine.execute(ApproveDataChange(proposal + 1), BEN)


@pytest.mark.parametrize("value", [Decimal("1.25"), None, [1, {"a": date(2026, 1, 1)}], "Straße", True])
def test_values_keep_their_type(harness: Harness, world: World, value: Any) -> None:
    case = letter(harness)
    harness.engine.execute(ApproveDataChange(propose(harness, case, NewValue("x", value))), BEN)
    assert case.data["x"] == value
    assert type(case.data["x"]) is type(value)
