"""The harness keeps what its description promises: other suites depend on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.testing import BERLIN, BpmnError, Case, DeploymentRefused, Harness, NotFound, WrongState
from tests.engine.spiff.drawing import draw

BODY = """
<startEvent id="Start"/><serviceTask id="Rechnen" pw:handler="topic"/><userTask id="Task_1"/>
<boundaryEvent id="Zu_klein" attachedToRef="Rechnen"><errorEventDefinition errorRef="E"/></boundaryEvent>
<receiveTask id="Warten" messageRef="M"/><intermediateCatchEvent id="Frist"><timerEventDefinition><timeDuration>P31D
</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="Ende"/><endEvent id="Abgelehnt"/>
Start -> Rechnen -> Task_1 -> Warten -> Frist -> Ende
Zu_klein -> Abgelehnt
"""
SHARED = """<message id="M" name="Message name" pw:correlationKey="fall"/><error id="E" errorCode="zu klein"/>
<signal id="S" name="Signal name"/>"""
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:t">
<decision id="Entscheidung" name="Entscheidung"><variable name="Entscheidung"/><literalExpression><text>1</text>
</literalExpression></decision></definitions>"""


@pytest.fixture
def h() -> Iterator[Harness]:
    h = Harness(database="sqlite://", start=datetime(2026, 1, 5, 8, tzinfo=BERLIN))
    yield h
    h.close()


def handler(inputs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if inputs["x"] < 0:
        raise BpmnError("zu klein")
    return {"doppelt": inputs["x"] * 2}


def test_every_line_of_the_description(h: Harness, tmp_path: Path) -> None:
    h.register("topic", handler)
    (tmp_path / "a.bpmn").write_bytes(draw(BODY, key="ProcessId", shared=SHARED))
    (tmp_path / "b.dmn").write_text(TABLE, encoding="utf-8")
    h.deploy(str(tmp_path / "a.bpmn"), str(tmp_path / "b.dmn"))
    data = {"x": 2, "fall": 7}
    case = h.start("ProcessId", **data)
    assert case.open_tasks() == ["Task_1"]
    assert case.data == {"x": 2, "fall": 7, "doppelt": 4}
    case.complete("Task_1", wert="ja")
    case.send("Message name", correlation={"fall": 8})
    assert [t.element_id for t in case.tokens()] == ["Warten"]
    case.send("Message name", correlation={"fall": 7}, zusatz=1)
    assert "zusatz" not in case.data
    h.signal("Signal name", grund="Probe")
    h.travel(days=30)
    assert case.status == "active"
    h.travel(days=1)
    assert (case.status, case.tokens(), case.incidents()) == ("completed", [], [])
    assert case.trace() == ["Start", "Rechnen", "Task_1", "Warten", "Frist", "Ende"]
    rejected = h.start("ProcessId", x=-1)
    assert rejected.trace() == ["Start", "Zu_klein", "Abgelehnt"]
    failed = h.start("ProcessId")
    assert [(i.element_id, i.error_class) for i in failed.incidents()] == [("Rechnen", "KeyError")]
    assert [each.id for each in h.instances("ProcessId")] == [case.id, rejected.id, failed.id]


def test_bytes_are_told_apart_by_their_root_element(h: Harness) -> None:
    mention = draw(BODY, key="P", shared=SHARED).replace(
        b"<definitions ", b'<definitions xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" ', 1
    )
    h.register("topic", handler)
    deployed = h.deploy(mention, TABLE.encode())
    assert [(str(d.kind), d.key) for d in deployed] == [("decision", "Entscheidung"), ("process", "P")]


def test_a_file_of_any_name_is_recognised(h: Harness, tmp_path: Path) -> None:
    path = tmp_path / "diagram.bpmn20.xml"
    path.write_bytes(draw('<userTask id="a"/>'))
    h.deploy(path)
    assert h.start("P").open_tasks() == ["a"]


def test_a_picture_runs_only_if_told_to(h: Harness) -> None:
    picture = draw(
        processes='<process id="P" isExecutable="false"><userTask id="a"/></process><process id="Leer"/>',
        shared='<collaboration id="C"><participant id="L" processRef="Leer"/></collaboration>',
    )
    with pytest.raises(DeploymentRefused) as refusal:
        h.deploy(picture)
    assert {f.code for f in refusal.value.findings} == {"process.none"}
    h.deploy(picture, force_executable=True)
    assert h.start("P").open_tasks() == ["a"]
    with pytest.raises(NotFound):
        h.start("Leer")


def test_days_go_by_the_wall_clock_and_hours_do_not(h: Harness) -> None:
    h.travel_to(datetime(2026, 3, 28, 8, tzinfo=BERLIN))
    h.travel(days=1)
    assert h.now.astimezone(BERLIN) == datetime(2026, 3, 29, 8, tzinfo=BERLIN)
    h.travel(hours=24)
    h.travel(weeks=30, days=-1, minutes=30)
    assert h.now.astimezone(BERLIN) == datetime(2026, 10, 25, 8, 30, tzinfo=BERLIN)


def test_wrong_use_is_answered_with_what_was_expected_and_what_is(h: Harness) -> None:
    h.deploy(draw('<userTask id="a"/><userTask id="b"/>\na -> b\n'))
    case = h.start("P")
    for wrong, error, told in (
        (lambda: h.start("Q"), NotFound, "process Q"),
        (lambda: h.instances("Q"), NotFound, "process Q"),
        (lambda: case.complete("c"), NotFound, r"task c \(open: \['a'\]\)"),
        (lambda: case.complete("b"), NotFound, r"task b \(open: \['a'\]\)"),
        (lambda: h.travel_to(h.now - timedelta(hours=1)), WrongState, "before now"),
        (Case(h, 99).open_tasks, NotFound, "instance 99"),
        (Case(h, 99).trace, NotFound, "instance 99"),
        (Case(h, 99).incidents, NotFound, "instance 99"),
    ):
        with pytest.raises(error, match=told):
            wrong()
    case.complete("a")
    with pytest.raises(WrongState, match="complete user task a, but it is completed"):
        case.complete("a")
    assert case.open_tasks() == ["b"]
    h.travel_to(datetime(2026, 7, 1, 9))  # noqa: DTZ001 - without a zone it is the clock of Germany
    assert h.now == datetime(2026, 7, 1, 9, tzinfo=BERLIN)


@pytest.mark.parametrize(
    "key", [7, 7.0, Decimal("7.50"), True, date(2026, 1, 5), datetime(2026, 1, 5, tzinfo=BERLIN), "ä"]
)
def test_a_message_finds_its_key_whatever_its_type(h: Harness, key: Any) -> None:
    h.deploy(draw("""<startEvent id="s"/><receiveTask id="w" messageRef="M"/>
    s -> w""", shared=SHARED))  # fmt: skip
    other, case = h.start("P", fall="anders"), h.start("P", fall=key)
    other.send("Message name", correlation={"fall": key})
    assert (other.status, case.status) == ("active", "completed")


def test_a_message_from_outside_waits_as_long_as_is_drawn_at_it(h: Harness) -> None:
    shared = SHARED.replace('pw:correlationKey="fall"', 'pw:timeToLive="PT2H"')
    h.deploy(draw("""<startEvent id="s"/><userTask id="u"/><receiveTask id="w" messageRef="M"/>
    s -> u -> w""", shared=shared))  # fmt: skip
    early, late = h.start("P"), h.start("P")
    assert early.send("Message name").buffered
    early.complete("u")
    assert early.status == "completed"
    assert h.send("Message name").buffered
    h.travel(hours=3)
    late.complete("u")
    assert late.open_tasks() == []
    assert late.status == "active"
    assert not h.send("Unbekannt").buffered


def test_who_calls_a_process_keeps_its_version_until_it_is_deployed_again(h: Harness) -> None:
    def callee(task: str) -> bytes:
        return draw(f'<userTask id="{task}"/>', key="Q")

    caller = draw('<callActivity id="c" calledElement="Q"/>')
    h.deploy(caller, callee("alt"))
    assert [d.version for d in h.deploy(callee("neu"))] == [2]
    assert h.start("P").open_tasks() == ["alt"]
    assert [d.version for d in h.deploy(caller)] == [2]
    assert h.start("P").open_tasks() == ["neu"]
    assert [d.is_new for d in h.deploy(caller, callee("neu"))] == [False, False]
    assert {d.key: d.version for d in h.deploy(callee("neuer"), callers_follow=True)} == {"Q": 3, "P": 3}
    assert h.start("P").open_tasks() == ["neuer"]


def test_names_of_values_are_free(h: Harness) -> None:
    h.deploy(draw('<userTask id="a"/><userTask id="b"/>\na -> b\n'))
    case = h.start("P", name="x", process="y", self="z")
    case.complete("a", element_id=1, self=2)
    h.send("nobody", name=1)
    h.signal("nobody", name=1)
    assert case.data == {"name": "x", "process": "y", "self": 2, "element_id": 1}
