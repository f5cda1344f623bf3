"""The queues of candidate groups: who stands in them, in which order, and what reading them costs."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.release_task import ReleaseTask
from engine.queries import queue_keys, queue_length
from engine.testing import Harness
from models.runtime import TaskCandidate, UserTask
from tests.benchmarks.monthly import Drawing
from tests.engine.core.counting import counted

ADA = Actor("ada", frozenset({"*"}), frozenset({"north"}))


@pytest.fixture
def desk(harness: Harness) -> Harness:
    """A process with one task for two groups, whose date and importance are data."""
    drawing = Drawing("visit", ours=True)
    drawing.node("startEvent", "begin")
    drawing.node(
        "userTask",
        "receive",
        **{
            "pw:candidateGroups": "= team, shared",
            "pw:assignee": "= person",
            "pw:dueDate": "= due",
            "pw:priority": "= rank",
        },
    )
    drawing.node("endEvent", "end")
    drawing.path("begin", "receive", "end")
    harness.deploy(drawing.xml())
    return harness


def queue(desk: Harness, *groups: str, most: int = 100, not_by: str | None = None) -> list[int]:
    with desk.engine.reading() as session:
        keys = session.execute(queue_keys(session, groups, most=most, taken_too_but_not_by=not_by)).all()
        tasks = {t.id: t for t in session.scalars(select(UserTask))}
    for key in keys:
        assert -key.precedence == tasks[key.id].priority
        assert key.due_at == (tasks[key.id].due_at or key.due_at)
    return list(dict.fromkeys(key.id for key in keys))


def test_the_queue_is_in_legal_order_and_names_each_task_once(desk: Harness) -> None:
    rng = random.Random(7)
    for number in range(40):
        due = None if number % 5 == 0 else desk.now + timedelta(days=rng.randint(-9, 9))
        desk.start("visit", team=rng.choice(["north", "south"]), person=None, due=due, rank=rng.choice([50, 80]))
    with desk.engine.reading() as session:
        tasks = list(session.scalars(select(UserTask)))
    wanted = sorted(tasks, key=lambda t: (t.due_at is None, t.due_at or desk.now, -t.priority, t.id))
    assert queue(desk, "north", "south", "shared") == [t.id for t in wanted]
    with desk.engine.reading() as session:
        assert session.execute(queue_length(["north", "south", "shared"], most=200)).scalar_one() == 40
        assert session.execute(queue_length(["shared"], most=7)).scalar_one() == 7
        assert session.execute(queue_length([], most=7)).scalar_one() == 0
    assert queue(desk, "shared", most=7) == [t.id for t in wanted][:7]
    assert queue(desk) == []


def test_a_task_stands_in_the_queue_until_somebody_has_it(desk: Harness) -> None:
    case = desk.start("visit", team="north", person=None, due=None, rank=50)
    task_id = case.task("receive").id
    assert queue(desk, "north") == [task_id]
    desk.engine.execute(ClaimTask(task_id), ADA)
    assert queue(desk, "north") == []
    assert queue(desk, "north", not_by="ada") == []
    assert queue(desk, "north", not_by="bob") == [task_id], "a colleague sees who has taken it"
    desk.engine.execute(ReleaseTask(task_id), ADA)
    assert queue(desk, "north") == [task_id]
    desk.engine.execute(AssignTask(task_id, "bob", "cover"), SYSTEM)
    assert queue(desk, "north") == []
    assert queue(desk, "north", not_by="ada") == [task_id]
    desk.engine.execute(AssignTask(task_id, None, "back"), SYSTEM)
    assert queue(desk, "north") == [task_id]
    case.complete("receive")
    with desk.engine.reading() as session:
        assert session.scalars(select(TaskCandidate)).all() == []


def test_what_the_diagram_gave_to_a_person_was_never_in_the_queue(desk: Harness) -> None:
    desk.start("visit", team="north", person="ada", due=None, rank=50)
    assert queue(desk, "north", not_by="bob") == []


def test_reading_several_queues_is_one_statement(desk: Harness) -> None:
    desk.start("visit", team="north", person=None, due=None, rank=50)
    with desk.engine.reading() as session, counted(desk.database) as found:
        session.execute(
            queue_keys(session, ["a", "b", "c", "north", "shared"], most=25, taken_too_but_not_by="ada")
        ).all()
    assert len(found.statements) == 1
