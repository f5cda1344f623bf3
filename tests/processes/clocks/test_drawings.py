"""Drawings of things with a clock: small, labelled, complete, and ended by a deregistration."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree

PROCESSES = Path(__file__).parents[3] / "processes"
FILES = [
    "agreement/vereinbarung.bpmn",
    "appointment/termin.bpmn",
    "appointment/meldeversaeumnis.bpmn",
    "appointment/versaeumnisfolge.bpmn",
    "strategy_window/handlungsstrategie.bpmn",
    "employment/beschaeftigung.bpmn",
    "employment/nachbetreuung.bpmn",
    "legal_circle/rechtskreiswechsel.bpmn",
    "follow_up/kontaktdichte.bpmn",
    "milestones/kind_vierzehn_monate.bpmn",
    "milestones/selbstaendig_ein_jahr.bpmn",
    "milestones/beschaeftigungsende.bpmn",
]
NS = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "pw": "urn:phasenwerk:bpmn:1.0",
}
PW = f"{{{NS['pw']}}}"
Segment = tuple[tuple[float, float], tuple[float, float]]


@pytest.fixture(params=FILES)
def drawing(request: pytest.FixtureRequest) -> etree._Element:
    return etree.parse(str(PROCESSES / request.param)).getroot()


def find(drawing: etree._Element, path: str) -> list[etree._Element]:
    found: list[etree._Element] = drawing.xpath(path, namespaces=NS)
    return found


def test_a_drawing_fits_on_one_screen(drawing: etree._Element) -> None:
    assert 8 <= len(find(drawing, "//bi:BPMNShape")) <= 20


def test_a_person_knows_what_to_do_by_when_and_by_which_law(drawing: etree._Element) -> None:
    for task in find(drawing, "//b:userTask"):
        for attribute in ("form", "candidateGroups", "dueDate"):
            assert task.get(PW + attribute), (task.get("id"), attribute)
        instruction, *sources = [text.text or "" for text in find(task, "b:documentation")]
        assert sources or "§" in instruction, f"{task.get('id')} names no source"
        assert " " in task.get("name", ""), "a task is named by verb and object"


def test_gateways_ask_and_their_flows_answer(drawing: etree._Element) -> None:
    for gateway in find(drawing, "//b:exclusiveGateway"):
        assert gateway.get("name", "").endswith("?")
        assert gateway.get("default")
        for flow in find(drawing, f"//b:sequenceFlow[@sourceRef='{gateway.get('id')}']"):
            assert flow.get("name"), flow.get("id")


def test_every_process_ends_with_the_case(drawing: etree._Element) -> None:
    message = find(drawing, "//b:message[@name='Abmeldung']")[0].get("id")
    caught = find(drawing, f"//b:boundaryEvent[b:messageEventDefinition/@messageRef='{message}']")
    assert [event.get("cancelActivity", "true") for event in caught] == ["true"]


def test_no_two_flows_cross(drawing: etree._Element) -> None:
    flows = {edge.get("bpmnElement"): list(_segments(edge)) for edge in find(drawing, "//bi:BPMNEdge")}
    ends = {
        flow.get("id"): {flow.get("sourceRef"), flow.get("targetRef")} for flow in find(drawing, "//b:sequenceFlow")
    }
    for (one, first), (other, second) in combinations(flows.items(), 2):
        if not ends[one] & ends[other]:
            assert not any(_cross(a, b) for a in first for b in second), (one, other)


def _segments(edge: etree._Element) -> Iterator[Segment]:
    points = [(float(p.get("x")), float(p.get("y"))) for p in edge.iterfind("di:waypoint", NS)]
    return pairwise(points)


def _cross(one: Segment, other: Segment) -> bool:
    """Whether an upright and a level segment have an inner point in common."""
    for (a, b), (c, d) in ((one, other), (other, one)):
        if a[0] == b[0] and c[1] == d[1]:
            (x, low, high), (y, left, right) = (a[0], *sorted((a[1], b[1]))), (c[1], *sorted((c[0], d[0])))
            if left < x < right and low < y < high:
                return True
    return False
