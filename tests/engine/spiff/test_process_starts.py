"""How processes are started: by one trigger, by one of several, by all of several, by time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from engine.calendar import BERLIN
from engine.errors import DeploymentRefused
from engine.testing import Harness
from tests.engine.spiff.drawing import draw

SHARED = """
<message id="A" name="Antrag" pw:correlationKey="fall"/><message id="B" name="Beleg" pw:correlationKey="fall"/>
<message id="N" name="Notiz"/><signal id="S" name="Freigabe"/>
"""


@pytest.fixture
def harness() -> Iterator[Harness]:
    harness = Harness()
    yield harness
    harness.close()


TOGETHER = """
<startEvent id="s" parallelMultiple="true">
  <extensionElements><pw:ioMapping><pw:output source="von" target="von"/><pw:output source="seiten" target="seiten"/>
  </pw:ioMapping></extensionElements>
  <messageEventDefinition messageRef="A"/><messageEventDefinition messageRef="B"/>
  <signalEventDefinition signalRef="S"/></startEvent><userTask id="a"/>
s -> a
"""


def test_a_start_that_needs_several_triggers_waits_for_all_of_them(harness: Harness) -> None:
    harness.deploy(draw(TOGETHER, shared=SHARED))
    harness.send("Antrag", correlation={"fall": 1}, von="Amt")
    harness.send("Beleg", correlation={"fall": 2}, seiten=4)
    harness.send("Beleg", correlation={"fall": 1}, seiten=3)
    first, second = harness.instances("P")
    assert (first.open_tasks(), first.trace()) == ([], [])
    harness.signal("Freigabe")
    assert (first.open_tasks(), first.data) == (["a"], {"von": "Amt", "seiten": 3})
    assert second.open_tasks() == []
    harness.send("Antrag", correlation={"fall": 2}, von="Bank")
    assert (second.open_tasks(), second.data) == (["a"], {"von": "Bank", "seiten": 4})
    assert len(harness.instances("P")) == 2


GATEWAY = """
<eventBasedGateway id="g" instantiate="true" KIND/>
<intermediateCatchEvent id="one"><messageEventDefinition messageRef="A"/></intermediateCatchEvent>
<receiveTask id="two" messageRef="B"/><parallelGateway id="j"/><userTask id="a"/>
g -> one -> j -> a
g -> two -> j
"""


def test_the_messages_of_a_parallel_gateway_find_the_instance_the_first_has_started(harness: Harness) -> None:
    body = GATEWAY.replace("KIND", 'eventGatewayType="Parallel"').replace("receiveTask", "intermediateCatchEvent")
    body = body.replace(' messageRef="B"/>', '><messageEventDefinition messageRef="B"/></intermediateCatchEvent>')
    harness.deploy(draw(body, shared=SHARED))
    harness.send("Beleg", correlation={"fall": "F-1"})
    harness.send("Antrag", correlation={"fall": "F-2"})
    harness.send("Antrag", correlation={"fall": "F-1"})
    assert [case.open_tasks() for case in harness.instances("P")] == [["a"], []]


@pytest.mark.parametrize("name", ["Notiz", "Freigabe", "time"])
def test_an_exclusive_gateway_may_start_with_a_message_a_signal_or_a_time(harness: Harness, name: str) -> None:
    harness.deploy(
        draw(
            """<eventBasedGateway id="g" instantiate="true"/><userTask id="a"/>
            <intermediateCatchEvent id="m"><messageEventDefinition messageRef="N"/></intermediateCatchEvent>
            <intermediateCatchEvent id="f"><signalEventDefinition signalRef="S"/></intermediateCatchEvent>
            <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P1D</timeDuration>
            </timerEventDefinition></intermediateCatchEvent>
            g -> m -> a
            g -> f -> a
            g -> t -> a
            """,
            shared=SHARED,
        )
    )
    if name == "Notiz":
        harness.send(name)
    elif name == "Freigabe":
        harness.signal(name)
    else:
        harness.travel(days=1)
    (case,) = harness.instances("P")
    assert case.open_tasks() == ["a"]


def test_a_message_an_instance_waits_for_does_not_start_another_one(harness: Harness) -> None:
    harness.deploy(
        draw(
            """<startEvent id="s"><messageEventDefinition messageRef="N"/></startEvent>
            <receiveTask id="r" messageRef="N"/><userTask id="a"/>
            s -> r -> a
            """,
            shared=SHARED,
        )
    )
    harness.send("Notiz")
    assert harness.send("Notiz").started == ()
    (case,) = harness.instances("P")
    assert case.open_tasks() == ["a"]
    assert len(harness.send("Notiz").started) == 1


STARTED = """
<startEvent id="s"><timerEventDefinition MISSED>TIME</timerEventDefinition></startEvent><userTask id="a"/>
s -> a
"""


def timed(time: str, missed: str = "") -> bytes:
    return draw(STARTED.replace("TIME", time).replace("MISSED", missed))


@pytest.mark.parametrize("missed, started", [("", 4), ('pw:missed="each"', 4), ('pw:missed="once"', 1)])
def test_starts_that_were_missed_happen_each_or_once_as_the_diagram_says(
    harness: Harness, missed: str, started: int
) -> None:
    harness.deploy(timed("<timeCycle>0 9 * * *</timeCycle>", missed))
    harness.now += timedelta(days=3, hours=2)  # the office was closed, no worker ran
    harness.settle()
    assert len(harness.instances("P")) == started
    harness.travel(days=1)
    assert len(harness.instances("P")) == started + 1


def test_a_monthly_start_keeps_its_day(harness: Harness) -> None:
    harness.travel_to(datetime(2026, 1, 31, 8, tzinfo=BERLIN))
    harness.deploy(timed("<timeCycle>R3/P1M</timeCycle>"))
    days = []
    while len(days) < 3:
        harness.travel(days=1)
        if len(harness.instances("P")) > len(days):
            days.append(harness.now.astimezone(BERLIN).strftime("%m-%d %H"))
    assert days == ["02-28 08", "03-31 08", "04-30 08"]
    harness.travel(days=60)
    assert len(harness.instances("P")) == 3


def test_the_time_of_a_start_may_be_computed_from_the_calendar(harness: Harness) -> None:
    harness.deploy(timed('<timeDate>= arbeitstag(date("2026-01-05"), 3)</timeDate>'))
    harness.travel_to(datetime(2026, 1, 7, 23, 59, tzinfo=BERLIN))
    assert harness.instances("P") == []
    harness.travel(days=1)
    assert len(harness.instances("P")) == 1


def test_a_start_without_a_time_is_refused_where_it_is_drawn(harness: Harness) -> None:
    with pytest.raises(DeploymentRefused) as refusal:
        harness.deploy(timed("<timeDate>= abschluss</timeDate>"))
    assert [(f.code, f.element_id) for f in refusal.value.findings] == [("timer.value", "s")]
