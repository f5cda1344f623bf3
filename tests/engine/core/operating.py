"""A process with everything people operate on, and two people who do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.doctor import examine
from engine.handlers import OutsideCall
from engine.testing import Case, Harness
from models.history import HistoryEntry
from models.runtime import Incident, Job, Subscription, Timer
from tests.engine.spiff.drawing import draw

ADA = Actor("ada", frozenset({"instance.operate", "incident.retry"}))
BEN = Actor("ben", frozenset({"instance.operate", "incident.retry"}))

DIAGRAM = draw(
    """
    <startEvent id="start"/>
    <userTask id="ask" name="Ask"/>
    <boundaryEvent id="remind" attachedToRef="ask" cancelActivity="false"><timerEventDefinition>
        <timeCycle>R3/P7D</timeCycle></timerEventDefinition></boundaryEvent>
    <userTask id="reminded" name="Remind"/>
    <subProcess id="Work"><startEvent id="w1"/><userTask id="draft" name="Draft"/>
        <serviceTask id="store" name="Store" pw:handler="store"/><endEvent id="w2"/>
        w1 -> draft -> store -> w2
    </subProcess>
    <boundaryEvent id="late" attachedToRef="Work"><timerEventDefinition><timeDuration>P30D</timeDuration>
        </timerEventDefinition></boundaryEvent>
    <userTask id="escalated" name="Escalate"/>
    <serviceTask id="print" name="Print" pw:handler="print" pw:effect="outside" pw:retry="R1/PT1M"><extensionElements>
        <pw:ioMapping><pw:input source="= address" target="to"/></pw:ioMapping></extensionElements></serviceTask>
    <receiveTask id="answer" name="Answer" messageRef="m"/>
    <endEvent id="end"/><endEvent id="end2"/><endEvent id="end3"/>
    start -> ask -> Work -> print -> answer -> end
    remind -> reminded -> end2
    late -> escalated -> end3
    <subProcess id="Urgent" triggeredByEvent="true"><startEvent id="becameUrgent" isInterrupting="false">
        <conditionalEventDefinition><condition>urgent = true</condition></conditionalEventDefinition></startEvent>
        <userTask id="hurry" name="Hurry"/>
        becameUrgent -> hurry
    </subProcess>
    """,
    key="letter",
    shared='<message id="m" name="answered" pw:correlationKey="= number"/>',
)


class World:
    """What the handlers do: fail while told to."""

    def __init__(self) -> None:
        self.broken = self.no_printer = False
        self.printed: list[Any] = []

    def store(self, _inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.broken:
            raise RuntimeError("no space")
        return {"stored": True}

    def print(self, call: OutsideCall) -> Mapping[str, Any]:
        if self.no_printer:
            raise OSError("jammed")
        self.printed.append(call.inputs["to"])
        return {}


def open_world(harness: Harness) -> World:
    """Deploy the diagram with its handlers."""
    world = World()
    harness.register("store", world.store)
    harness.engine.handlers.outside("print", world.print)
    harness.deploy(DIAGRAM)
    return world


def letter(harness: Harness, **data: Any) -> Case:
    values = {"number": "7", "address": "Main Street", "urgent": False, **data}
    return harness.start("letter", business_key="F-7", **values)


def healthy(harness: Harness) -> bool:
    with harness.engine.reading() as session:
        found = examine(session, harness.engine.definitions, harness.now)
    assert found == []
    return True


def token_at(harness: Harness, case: Case, element: str) -> str:
    return next(p.token for p in case.tokens() if p.element_id == element)


def history(harness: Harness, case: Case, kind: str) -> list[HistoryEntry]:
    wanted = select(HistoryEntry).where(HistoryEntry.instance_id == case.id, HistoryEntry.kind == kind)
    with harness.engine.reading() as session:
        return list(session.scalars(wanted.order_by(HistoryEntry.id)))


def rows(harness: Harness, table: type[Timer | Job | Subscription | Incident], case: Case) -> list[Any]:
    with harness.engine.reading() as session:
        return list(session.scalars(select(table).where(table.instance_id == case.id).order_by(table.id)))
