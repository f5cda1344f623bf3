"""A signal to many: stored, delivered in batches, to each listener exactly once, to nobody who came later."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from engine import broadcasts
from engine.actor import SYSTEM
from engine.commands.broadcast_signal import BroadcastSignal
from engine.commands.cancel_instance import CancelInstance
from engine.commands.deliver_broadcast import DeliverBroadcast
from engine.commands.resume_instance import ResumeInstance
from engine.commands.start_instance import StartInstance
from engine.commands.suspend_instance import SuspendInstance
from engine.doctor import examine
from engine.testing import Case, Harness
from models.runtime import Broadcast, BroadcastListener
from tests.engine.spiff.drawing import draw

TWICE = """
<startEvent id="s"/><intermediateCatchEvent id="first"><extensionElements><pw:ioMapping>
  <pw:output source="grund" target="grund"/></pw:ioMapping></extensionElements>
  <signalEventDefinition signalRef="S"/></intermediateCatchEvent>
<intermediateCatchEvent id="second"><signalEventDefinition signalRef="S"/></intermediateCatchEvent><endEvent id="e"/>
s -> first -> second -> e
"""


@pytest.fixture
def waiting(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    monkeypatch.setattr(broadcasts, "IN_ONE_GO", 5)
    monkeypatch.setattr("engine.commands.deliver_broadcast.BATCH", 4)
    harness.deploy(draw(TWICE, shared='<signal id="S" name="Alarm"/>'))
    return [harness.start("P") for _ in range(10)]


def stored(harness: Harness) -> tuple[int, int]:
    with harness.engine.reading() as session:
        return (
            session.execute(select(func.count(Broadcast.id))).scalar_one(),
            session.execute(select(func.count(BroadcastListener.id))).scalar_one(),
        )


def throw(harness: Harness) -> None:
    harness.engine.execute(BroadcastSignal("Alarm", {"grund": "Probe"}), SYSTEM)


def test_many_listeners_are_served_in_batches_and_each_once(harness: Harness, waiting: list[Case]) -> None:
    throw(harness)
    assert stored(harness) == (1, 10)
    assert harness.engine.execute(DeliverBroadcast(1), SYSTEM) == 4
    assert [len(case.trace()) for case in waiting] == [2] * 4 + [1] * 6
    harness.settle()
    assert [(case.trace(), case.data) for case in waiting] == [(["s", "first"], {"grund": "Probe"})] * 10
    assert stored(harness) == (0, 0)
    throw(harness)
    harness.settle()
    assert {case.status for case in waiting} == {"completed"}
    with harness.engine.reading() as session:
        assert examine(session, harness.engine.definitions, harness.now) == []


def test_who_begins_to_wait_after_the_throw_does_not_get_it(harness: Harness, waiting: list[Case]) -> None:
    throw(harness)
    case = Case(harness, harness.engine.execute(StartInstance("P"), SYSTEM))  # before any worker has run
    harness.settle()
    assert case.trace() == ["s"]
    assert {len(each.trace()) for each in waiting} == {2}


def test_two_signals_on_their_way_are_two_signals(harness: Harness, waiting: list[Case]) -> None:
    throw(harness)
    throw(harness)
    harness.settle()
    # Both were thrown while everybody still stood at the first event: nobody waited at the second one yet.
    assert {tuple(case.trace()) for case in waiting} == {("s", "first")}


def test_who_has_ended_meanwhile_is_passed_over_and_who_is_suspended_gets_it_later(
    harness: Harness, waiting: list[Case]
) -> None:
    throw(harness)
    harness.engine.execute(CancelInstance(waiting[0].id, "Probe"), SYSTEM)
    harness.engine.execute(SuspendInstance(waiting[1].id, "Probe"), SYSTEM)
    harness.settle()
    assert stored(harness) == (1, 1)
    assert [len(case.trace()) for case in waiting] == [1, 1] + [2] * 8
    harness.engine.execute(ResumeInstance(waiting[1].id, "Probe"), SYSTEM)
    harness.settle()
    assert waiting[1].trace() == ["s", "first"]
    assert stored(harness) == (0, 0)


def test_a_suspended_listener_of_a_signal_to_few_gets_it_when_it_goes_on(harness: Harness, waiting: list[Case]) -> None:
    for case in waiting[2:]:
        harness.engine.execute(CancelInstance(case.id, "Probe"), SYSTEM)
    harness.engine.execute(SuspendInstance(waiting[0].id, "Probe"), SYSTEM)
    harness.signal("Alarm")
    assert [len(case.trace()) for case in waiting[:2]] == [1, 2]
    harness.engine.execute(ResumeInstance(waiting[0].id, "Probe"), SYSTEM)
    harness.settle()
    assert waiting[0].trace() == ["s", "first"]
