"""What is entered about the days of the office counts at once in every process of the product, not after a restart."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.calendar import BERLIN, berlin_date
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.executor import Engine
from engine.worker import Worker, drain
from models.runtime import Timer
from processes.bootstrap import build_engine
from processes.desk.closures import CloseOffice, ReopenOffice
from processes.settings import Settings
from tests.processes.jobcenter import START, furnish
from tests.templates import copy_of

TWO_WAITS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <process id="warten" isExecutable="true">
    <startEvent id="beginn"/><sequenceFlow id="f1" sourceRef="beginn" targetRef="morgen"/>
    <intermediateCatchEvent id="morgen"><timerEventDefinition id="t1">
      <timeDate>= arbeitstag(today(), 1)</timeDate></timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="f2" sourceRef="morgen" targetRef="spaeter"/>
    <intermediateCatchEvent id="spaeter"><timerEventDefinition id="t2">
      <timeDate>= arbeitstag(today(), 3)</timeDate></timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="f3" sourceRef="spaeter" targetRef="ende"/><endEvent id="ende"/>
  </process>
</definitions>"""


def test_a_closure_counts_at_once_in_web_and_worker(database_url: str) -> None:
    copy_of(f"journey {START.isoformat()}", database_url, lambda empty: furnish(empty, START)).dispose()
    moment = [START]
    settings = Settings(database_url=database_url)
    web, background = (build_engine(settings, clock=lambda: moment[0]) for _ in range(2))
    web.execute(DeployResources((("warten.bpmn", TWO_WAITS),)), SYSTEM)

    def start() -> date:
        return due(web, web.execute(StartInstance("warten"), SYSTEM))

    def at(day: date) -> None:
        moment[0] = datetime.combine(day, time(9), BERLIN)

    tuesday, wednesday, thursday = date(2026, 7, 7), date(2026, 7, 8), date(2026, 7, 9)
    assert start() == tuesday
    drain(Worker(background, "background"))
    closure = web.execute(CloseOffice(wednesday, thursday, "Umzug der Server"), SYSTEM)

    # what the worker computes next leaves the closed days out; what has its day already keeps it
    at(tuesday)
    drain(Worker(background, "background"))
    assert due(background, 1) == date(2026, 7, 14), "Friday, Monday, Tuesday"
    assert start() == date(2026, 7, 10)

    # and the other way round
    background.execute(ReopenOffice(closure), SYSTEM)
    assert start() == wednesday
    for engine in (web, background):
        engine.database.dispose()


def due(engine: Engine, instance_id: Any) -> date:
    with engine.reading() as rows:
        return berlin_date(rows.scalars(select(Timer.due_at).where(Timer.instance_id == instance_id)).one())
