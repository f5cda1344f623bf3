"""Moving, adding and removing tokens as commands: reason, right, history, incidents, preview; refused as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine.actor import Actor
from engine.commands.add_token import AddToken
from engine.commands.move_token import MoveToken
from engine.commands.remove_token import RemoveToken
from engine.commands.suspend_instance import SuspendInstance
from engine.errors import EngineError, Forbidden, NotFound, TokenRefused, ValuesRefused, WrongState
from engine.testing import Harness
from models.history import HistoryEntry
from models.runtime import Incident, Instance, Job, Timer
from tests.engine.core.operating import ADA, World, healthy, history, letter, open_world, rows, token_at


@pytest.fixture
def world(harness: Harness) -> World:
    return open_world(harness)


def state_of(harness: Harness, instance_id: int) -> tuple[object, ...]:
    with harness.engine.reading() as session:
        row = session.get_one(Instance, instance_id)
        entries = session.scalar(select(func.count()).select_from(HistoryEntry))
        return row.state, row.version, row.status, entries


def test_a_moved_token_leaves_a_cancelled_task_and_a_reason_in_the_history(harness: Harness, world: World) -> None:
    case = letter(harness)
    token = token_at(harness, case, "ask")
    target = harness.engine.execute(MoveToken(case.id, token, "draft", "asked by phone"), ADA)
    assert (target.element_id, target.opens) == ("draft", (("letter", "Work"),))
    assert case.open_tasks() == ["draft"]
    assert [t.element_id for t in rows(harness, Timer, case)] == ["late"]
    (entry,) = history(harness, case, "token.moved")
    assert (entry.actor, entry.element_id, entry.token) == ("ada", "ask", token)
    assert entry.data == {"to": "draft", "to_process": "letter", "reason": "asked by phone"}
    assert [e.element_id for e in history(harness, case, "element.cancelled")] == ["ask"]
    assert healthy(harness)
    case.complete("draft")
    harness.send("answered", correlation={"number": "7"})
    assert case.status == "completed"


def test_a_failed_step_is_skipped_and_its_incident_settled(harness: Harness, world: World) -> None:
    world.broken = True
    case = letter(harness)
    case.complete("ask")
    case.complete("draft")
    (incident,) = case.incidents()
    harness.engine.execute(MoveToken(case.id, incident.token, "answer", "stored by hand"), ADA)
    assert case.incidents() == []
    assert [e.element_id for e in history(harness, case, "incident.resolved")] == ["store"]
    assert [t.element_id for t in rows(harness, Timer, case)] == []
    assert healthy(harness)


def test_a_failed_job_is_withdrawn_with_its_incident(harness: Harness, world: World) -> None:
    world.no_printer = True
    case = letter(harness)
    case.complete("ask")
    case.complete("draft")
    assert [i.kind for i in case.incidents()] == ["job"]
    harness.engine.execute(MoveToken(case.id, token_at(harness, case, "print"), "answer", "printed by hand"), ADA)
    assert rows(harness, Job, case) == []
    assert [i.resolved_by for i in rows(harness, Incident, case)] == ["ada"]
    assert healthy(harness)


def test_an_added_and_a_removed_token_are_recorded(harness: Harness, world: World) -> None:
    case = letter(harness)
    harness.engine.execute(AddToken(case.id, "escalated", "the head wants to know"), ADA)
    assert case.open_tasks() == ["ask", "escalated"]
    token = token_at(harness, case, "escalated")
    harness.engine.execute(RemoveToken(case.id, token, "told in person"), ADA)
    assert case.open_tasks() == ["ask"]
    assert [e.data["reason"] for e in history(harness, case, "token.added")] == ["the head wants to know"]
    assert [(e.element_id, e.data["reason"]) for e in history(harness, case, "token.removed")] == [
        ("escalated", "told in person")
    ]
    assert healthy(harness)


REFUSED: list[tuple[type[EngineError], Callable[[int, str], object]]] = [
    (ValuesRefused, lambda i, token: MoveToken(i, token, "draft", "  ")),
    (ValuesRefused, lambda i, token: MoveToken(i, token, "draft", "x" * 2001)),
    (NotFound, lambda i, token: MoveToken(i, token, "nowhere", "r")),
    (NotFound, lambda i, token: MoveToken(i, "0" * 32, "draft", "r")),
    (NotFound, lambda i, token: MoveToken(i + 1, token, "draft", "r")),
    (TokenRefused, lambda i, token: RemoveToken(i, token, "r")),
    (ValuesRefused, lambda i, token: RemoveToken(i, token, "")),
    (NotFound, lambda i, token: AddToken(i, "nowhere", "r")),
    (ValuesRefused, lambda i, token: AddToken(i, "draft", "")),
]


@pytest.mark.parametrize("refusal, command", REFUSED)
def test_what_is_refused_changes_nothing(
    harness: Harness, world: World, refusal: type[EngineError], command: Callable[[int, str], object]
) -> None:
    case = letter(harness)
    before = state_of(harness, case.id)
    wanted = command(case.id, token_at(harness, case, "ask"))
    for act in (harness.engine.execute, harness.engine.preview):
        with pytest.raises(refusal):
            act(wanted, ADA)  # type: ignore[arg-type]
    assert state_of(harness, case.id) == before


def test_nobody_moves_a_token_without_the_right(harness: Harness, world: World) -> None:
    case = letter(harness)
    with pytest.raises(Forbidden):
        harness.engine.preview(MoveToken(case.id, "x", "draft", "r"), Actor("eve"))
    with pytest.raises(Forbidden):
        harness.engine.execute(AddToken(case.id, "draft", "r"), Actor("eve"))


def test_a_stopped_instance_keeps_its_tokens(harness: Harness, world: World) -> None:
    case = letter(harness)
    token = token_at(harness, case, "ask")
    harness.engine.execute(SuspendInstance(case.id, "looking into it"), ADA)
    for command in (
        MoveToken(case.id, token, "draft", "r"),
        RemoveToken(case.id, token, "r"),
        AddToken(case.id, "ask", "r"),
    ):
        with pytest.raises(WrongState, match="suspended"):
            harness.engine.execute(command, ADA)


def test_a_preview_tells_what_happens_and_keeps_nothing(harness: Harness, world: World) -> None:
    case = letter(harness)
    case.complete("ask")
    before = state_of(harness, case.id)
    command = MoveToken(case.id, token_at(harness, case, "draft"), "print", "no draft needed")
    preview = harness.engine.preview(command, ADA)
    told = [(row["kind"], row["element_id"]) for row in preview.history]
    assert state_of(harness, case.id) == before
    assert rows(harness, Job, case) == []
    harness.engine.execute(command, ADA)
    with harness.engine.reading() as session:
        done = session.execute(
            select(HistoryEntry.kind, HistoryEntry.element_id).order_by(HistoryEntry.id.desc()).limit(len(told))
        ).all()
    assert told == [tuple(row) for row in reversed(done)]
    assert told == [("token.moved", "draft"), ("element.cancelled", "draft"), ("element.cancelled", "Work")]


def test_a_preview_runs_handlers_and_undoes_what_they_did(harness: Harness, world: World) -> None:
    case = letter(harness)
    token = token_at(harness, case, "ask")
    kinds = [r["kind"] for r in harness.engine.preview(MoveToken(case.id, token, "store", "r"), ADA).history]
    assert "element.completed" in kinds
    world.broken = True
    kinds = [r["kind"] for r in harness.engine.preview(MoveToken(case.id, token, "store", "r"), ADA).history]
    assert "incident.opened" in kinds
    assert case.open_tasks() == ["ask"]
    assert healthy(harness)
