"""Just after midnight in Berlin it is still yesterday in UTC: expressions live by the office's day."""

from __future__ import annotations

from datetime import date, datetime

from engine.calendar import BERLIN
from engine.testing import Harness

DIAGRAM = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
<process id="day" isExecutable="true"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="note"/>
<scriptTask id="note" scriptFormat="feel"><script>{day: today()}</script></scriptTask>
<sequenceFlow id="b" sourceRef="note" targetRef="t"/><userTask id="t"/></process></definitions>"""


def test_today_is_the_day_in_berlin(database_url: str) -> None:
    harness = Harness(database_url, datetime(2026, 7, 2, 0, 30, tzinfo=BERLIN))
    harness.deploy(DIAGRAM)
    assert harness.start("day").data["day"] == date(2026, 7, 2)
    harness.close()
