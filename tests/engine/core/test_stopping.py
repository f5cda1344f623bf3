"""Suspending, resuming and cancelling; timers changed by hand; incidents retried."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.commands.cancel_instance import CancelInstance
from engine.commands.change_timer import ChangeTimer
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.fire_due_timers import ParkTimers
from engine.commands.resume_instance import ResumeInstance
from engine.commands.retry_incident import RetryIncident
from engine.commands.suspend_instance import SuspendInstance
from engine.errors import NotFound, ValuesRefused, WrongState
from engine.queries import living_descendants, next_event
from engine.testing import Case, Harness
from models.runtime import BufferedMessage, Incident, Job, Subscription, Timer
from tests.engine.core.operating import ADA, World, healthy, history, letter, open_world, rows
from tests.engine.spiff.drawing import draw


@pytest.fixture
def world(harness: Harness) -> World:
    return open_world(harness)


def stop(harness: Harness, case: Case) -> None:
    harness.engine.execute(SuspendInstance(case.id, "wait for the court"), ADA)


def go_on(harness: Harness, case: Case) -> None:
    harness.engine.execute(ResumeInstance(case.id, "the court has decided"), ADA)
    harness.settle()


# ---------------------------------------------------------------------- suspending
def test_nothing_moves_a_stopped_instance_and_what_came_due_fires_in_order(harness: Harness, world: World) -> None:
    case = letter(harness)
    stop(harness, case)
    harness.travel(days=15)
    assert case.open_tasks() == ["ask"]
    with pytest.raises(WrongState, match="suspended"):
        harness.engine.execute(CompleteTask(case.task("ask").id), SYSTEM)
    assert case.open_tasks() == ["ask"]
    go_on(harness, case)
    assert case.open_tasks() == ["ask", "reminded", "reminded"]
    fired = history(harness, case, "timer.fired")
    assert [e.data["late_seconds"] // 86_400 for e in fired] == [8, 1]
    assert [e.data["reason"] for e in history(harness, case, "instance.resumed")] == ["the court has decided"]
    assert healthy(harness)


def test_a_message_for_a_stopped_instance_is_kept_for_it(harness: Harness, world: World) -> None:
    case = letter(harness)
    case.complete("ask")
    case.complete("draft")
    stop(harness, case)
    found = harness.engine.execute(CorrelateMessage("answered", "7", {}), SYSTEM)
    assert found.buffered
    assert case.status == "suspended"
    go_on(harness, case)
    assert case.status == "completed"
    with harness.engine.reading() as session:
        assert session.execute(select(BufferedMessage)).all() == []


def test_a_job_of_a_stopped_instance_waits(harness: Harness, world: World) -> None:
    case = letter(harness)
    case.complete("ask")
    harness.engine.execute(CompleteTask(case.task("draft").id), SYSTEM)
    stop(harness, case)
    harness.settle()
    assert world.printed == []
    go_on(harness, case)
    assert world.printed == ["Main Street"]


def test_resuming_does_not_wake_what_has_an_incident(harness: Harness, world: World) -> None:
    case = letter(harness)
    harness.now += timedelta(days=8)
    harness.engine.execute(ParkTimers(case.id, "SomethingBroke"), SYSTEM)
    stop(harness, case)
    go_on(harness, case)
    assert case.open_tasks() == ["ask"]
    (incident,) = case.incidents()
    harness.engine.execute(RetryIncident(incident.id), ADA)
    harness.settle()
    assert case.open_tasks() == ["ask", "reminded"]
    assert healthy(harness)


def test_every_act_needs_a_reason_and_the_right_state(harness: Harness, world: World) -> None:
    case = letter(harness)
    for command in (SuspendInstance(case.id, " "), CancelInstance(case.id, ""), ResumeInstance(case.id, "")):
        with pytest.raises(ValuesRefused):
            harness.engine.execute(command, ADA)
    with pytest.raises(WrongState, match="resume instance"):
        harness.engine.execute(ResumeInstance(case.id, "r"), ADA)
    stop(harness, case)
    with pytest.raises(WrongState, match="suspended"):
        stop(harness, case)
    harness.engine.execute(CancelInstance(case.id, "withdrawn"), ADA)
    for again in (SuspendInstance(case.id, "r"), ResumeInstance(case.id, "r"), CancelInstance(case.id, "r")):
        with pytest.raises(WrongState, match="cancelled"):
            harness.engine.execute(again, ADA)
    with pytest.raises(NotFound):
        harness.engine.execute(SuspendInstance(case.id + 1, "r"), ADA)


# ---------------------------------------------------------------------- cancelling
def test_cancelling_withdraws_everything_and_says_why_in_the_case(harness: Harness, world: World) -> None:
    world.no_printer = True
    case = letter(harness)
    case.complete("ask")
    case.complete("draft")
    assert [i.kind for i in case.incidents()] == ["job"]
    harness.engine.execute(CancelInstance(case.id, "withdrawn"), ADA)
    assert case.status == "cancelled"
    assert case.open_tasks() == []
    assert [rows(harness, table, case) for table in (Timer, Job, Subscription)] == [[], [], []]
    assert case.incidents() == []
    assert [i.resolved_by for i in rows(harness, Incident, case)] == ["ada"]
    (entry,) = history(harness, case, "instance.cancelled")
    assert (entry.business_key, entry.data["reason"]) == ("F-7", "withdrawn")
    assert healthy(harness)


FAMILY = draw(
    """
    <startEvent id="s"/><sendTask id="tell" messageRef="m"/>
    <callActivity id="call" calledElement="inner"/><endEvent id="e"/>
    s -> tell -> call -> e
    """,
    key="parent",
    shared='<message id="m" name="go" pw:correlationKey="= 1"/>',
    processes="""
    <process id="child" isExecutable="true"><startEvent id="cs"><messageEventDefinition messageRef="m"/></startEvent>
        <userTask id="play"/>
        cs -> play
    </process>
    <process id="inner" isExecutable="true"><startEvent id="is"/><userTask id="work"/>
        is -> work
    </process>
    """,
)


@pytest.mark.parametrize("with_started", [False, True])
def test_called_processes_end_with_it_and_started_ones_if_asked(harness: Harness, with_started: bool) -> None:
    harness.deploy(FAMILY)
    case = harness.start("parent")
    (child,) = harness.instances("child")
    assert case.open_tasks() == ["work"]
    with harness.engine.reading() as session:
        assert living_descendants(session, case.id) == (child.id,)
    ended = harness.engine.execute(CancelInstance(case.id, "no more", with_started), ADA)
    assert case.open_tasks() == []
    assert [e.element_id for e in history(harness, case, "element.cancelled")] == ["work", "call"]
    assert child.status == ("cancelled" if with_started else "active")
    assert ended == ((case.id, child.id) if with_started else (case.id,))
    assert healthy(harness)


# ---------------------------------------------------------------------- timers
def timer_of(harness: Harness, case: Case) -> Timer:
    found: Timer = rows(harness, Timer, case)[0]
    return found


def test_a_changed_cycle_keeps_the_rest_of_its_schedule(harness: Harness, world: World) -> None:
    case = letter(harness)
    timer, start = timer_of(harness, case), harness.now
    assert timer.due_at == start + timedelta(days=7)
    harness.engine.execute(ChangeTimer(timer.id, start + timedelta(days=10), "holiday"), ADA)
    harness.travel(days=9)
    assert case.open_tasks() == ["ask"]
    harness.travel(days=2)
    assert case.open_tasks() == ["ask", "reminded"]
    assert timer_of(harness, case).due_at == start + timedelta(days=14)
    (entry,) = history(harness, case, "timer.changed")
    assert entry.data["reason"] == "holiday"
    assert (entry.data["old"], entry.data["new"]) == (
        (start + timedelta(days=7)).isoformat(),
        (start + timedelta(days=10)).isoformat(),
    )
    assert healthy(harness)


def test_a_moment_that_is_over_must_be_meant(harness: Harness, world: World) -> None:
    case = letter(harness)
    timer = timer_of(harness, case)
    past = harness.now - timedelta(hours=1)
    with pytest.raises(ValuesRefused):
        harness.engine.execute(ChangeTimer(timer.id, past, "now"), ADA)
    with pytest.raises(ValuesRefused):
        harness.engine.execute(ChangeTimer(timer.id, timer.due_at, "same"), ADA)
    with pytest.raises(ValuesRefused):
        harness.engine.execute(ChangeTimer(timer.id, timer.due_at + timedelta(days=1), ""), ADA)
    with pytest.raises(NotFound):
        harness.engine.execute(ChangeTimer(timer.id + 99, timer.due_at + timedelta(days=1), "r"), ADA)
    harness.engine.execute(ChangeTimer(timer.id, past, "at once", at_once=True), ADA)
    harness.settle()
    assert case.open_tasks() == ["ask", "reminded"]


def test_the_timer_of_a_stopped_instance_changes_and_stays_stopped(harness: Harness, world: World) -> None:
    case = letter(harness)
    stop(harness, case)
    harness.travel(days=8)
    timer = timer_of(harness, case)
    harness.engine.execute(ChangeTimer(timer.id, harness.now + timedelta(days=3), "not now"), ADA)
    assert timer_of(harness, case).is_parked
    with harness.engine.reading() as session:
        assert next_event(session) is None
    go_on(harness, case)
    assert case.open_tasks() == ["ask"]
    harness.travel(days=4)
    assert case.open_tasks() == ["ask", "reminded"]


def test_a_new_date_settles_the_incident_of_a_timer(harness: Harness, world: World) -> None:
    case = letter(harness)
    harness.now += timedelta(days=8)
    harness.engine.execute(ParkTimers(case.id, "SomethingBroke"), SYSTEM)
    harness.engine.execute(ChangeTimer(timer_of(harness, case).id, harness.now + timedelta(days=1), "again"), ADA)
    assert case.incidents() == []
    harness.travel(days=2)
    assert case.open_tasks() == ["ask", "reminded"]
    assert healthy(harness)


def test_an_incident_of_a_timer_ends_with_what_it_waited_for(harness: Harness, world: World) -> None:
    case = letter(harness)
    harness.now += timedelta(days=8)
    harness.engine.execute(ParkTimers(case.id, "SomethingBroke"), SYSTEM)
    case.complete("ask")
    assert case.incidents() == []
    assert healthy(harness)


# ---------------------------------------------------------------------- incidents
def test_tokens_that_wait_for_each_other_are_no_matter_of_retrying(harness: Harness) -> None:
    harness.deploy(
        draw(
            """<startEvent id="s"/><exclusiveGateway id="x" default="x_a"/><task id="a"/><task id="b"/>
            <parallelGateway id="j"/><endEvent id="e"/>
            s -> x
            x -> a
            x -> b [false]
            a -> j
            b -> j
            j -> e""",
            key="stuck",
        )
    )
    case = harness.start("stuck")
    (incident,) = case.incidents()
    with pytest.raises(WrongState, match="deadlock"):
        harness.engine.execute(RetryIncident(incident.id), ADA)
    assert len(case.incidents()) == 1
