"""Every drawing that ships keeps the rules of the house, and everything that ships is used."""

from __future__ import annotations

import ast
import itertools
import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from processes.bootstrap import HERE, register_rooms, shipped_models
from processes.linting import lint_resources
from processes.milestones.noting import STARTED_BY

NS = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
PW = "{urn:phasenwerk:bpmn:1.0}"
DIAGRAMS = sorted(HERE.rglob("*.bpmn"))
#: A rule of the specification, a paragraph, or a value the office sets, in brackets.
SOURCE = re.compile(r"\(.*([TA]\d|A[.]\d|ST-\d|H[.]\d|§|Wert des Jobcenters).*\)")
#: The circular case shows the whole concept on one page and is as large as that.
LARGEST = {"integrationsprozess": 27}


#: Forms of earlier versions that running cases still end with.
RETIRED = {
    "abgleich.form",
    "ueberpruefung.form",
    "bewerbungen.form",
    "naechste_schritte.form",
    "vereinbarung_abschliessen.form",
}


@cache
def drawing(path: Path) -> etree._Element:
    return etree.parse(str(path)).getroot()


def find(root: etree._Element, path: str) -> list[etree._Element]:
    found: list[etree._Element] = root.xpath(path, namespaces=NS)
    return found


@pytest.fixture(params=DIAGRAMS, ids=lambda path: path.stem)
def diagram(request: pytest.FixtureRequest) -> etree._Element:
    return drawing(request.param)


def test_what_ships_can_be_deployed_without_a_finding() -> None:
    assert [(f.element_id, f.message_en) for f in lint_resources(shipped_models())] == []


def test_a_file_is_named_after_its_process() -> None:
    for path in DIAGRAMS:
        (process,) = find(drawing(path), "b:process")
        assert process.get("id") == path.stem
        assert process.findtext("b:documentation", namespaces=NS), path.stem


def test_a_diagram_is_drawn_completely_and_fits_a_page(diagram: etree._Element) -> None:
    nodes = {n.get("id") for n in find(diagram, "//b:process//*[@id][not(self::b:sequenceFlow)]") if _is_node(n)}
    flows = {f.get("id") for f in find(diagram, "//b:sequenceFlow")}
    assert {s.get("bpmnElement") for s in find(diagram, "//bi:BPMNShape")} == nodes
    assert {e.get("bpmnElement") for e in find(diagram, "//bi:BPMNEdge")} == flows
    (process,) = find(diagram, "b:process")
    assert len(nodes) <= LARGEST.get(process.get("id"), 22)


def _is_node(element: etree._Element) -> bool:
    name = etree.QName(element).localname
    return name.endswith(("Task", "Event", "Gateway", "Activity", "subProcess", "SubProcess"))


def test_every_user_task_tells_a_person_what_to_do_by_when_and_why(diagram: etree._Element) -> None:
    for task in find(diagram, "//b:userTask"):
        name = task.get("id")
        for attribute in ("form", "candidateGroups", "dueDate"):
            assert task.get(PW + attribute), (name, attribute)
        instruction, *sources = [text.text or "" for text in find(task, "b:documentation")]
        assert instruction.endswith("."), name
        assert not re.search(r"Fachkonzept|\b(T|ST-)\d|\b[AH]\.\d", instruction), f"{name} quotes the concept to people"
        source = re.compile(r"\bT\d|\bA\.\d|ST-\d|\bH\.\d|Wert des Jobcenters")
        assert "§" in instruction or any(source.search(text) for text in sources), f"{name} names no source"


def test_service_tasks_say_what_they_do(diagram: etree._Element) -> None:
    for task in find(diagram, "//b:serviceTask | //b:sendTask | //b:businessRuleTask | //b:callActivity"):
        assert task.findtext("b:documentation", namespaces=NS), task.get("id")


def test_gateways_ask_and_their_flows_answer(diagram: etree._Element) -> None:
    for gateway in find(diagram, "//b:exclusiveGateway"):
        outgoing = find(diagram, f"//b:sequenceFlow[@sourceRef='{gateway.get('id')}']")
        if len(outgoing) > 1:
            assert gateway.get("name", "").endswith("?"), gateway.get("id")
            assert gateway.get("default"), gateway.get("id")
            assert all(flow.get("name") for flow in outgoing), gateway.get("id")


def test_every_wait_for_a_message_has_a_deadline_beside_it(diagram: etree._Element) -> None:
    for event in find(diagram, "//b:intermediateCatchEvent[b:messageEventDefinition]"):
        (flow,) = find(diagram, f"//b:sequenceFlow[@targetRef='{event.get('id')}']")
        siblings = find(diagram, f"//b:sequenceFlow[@sourceRef='{flow.get('sourceRef')}']")
        targets = {sibling.get("targetRef") for sibling in siblings}
        timers = {t.get("id") for t in find(diagram, "//b:intermediateCatchEvent[b:timerEventDefinition]")}
        assert targets & timers, event.get("id")


def test_flows_run_straight_or_at_right_angles(diagram: etree._Element) -> None:
    for edge in find(diagram, "//bi:BPMNEdge"):
        points = [(float(p.get("x")), float(p.get("y"))) for p in find(edge, "di:waypoint")]
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            assert abs(x1 - x2) < 1 or abs(y1 - y2) < 1, edge.get("bpmnElement")


def _attributes(name: str) -> set[str]:
    return {value for path in DIAGRAMS for e in drawing(path).iter() if (value := e.get(PW + name))}


def test_every_form_handler_and_decision_that_ships_is_used() -> None:
    handlers, support = register_rooms()
    forms = {path.name for path in HERE.rglob("*.form")}
    assert _attributes("form") == forms
    assert _attributes("handler") <= set(handlers)
    assert set(support.facts) <= forms | RETIRED
    assert set(support.rules) <= forms | RETIRED


def test_a_message_means_the_same_everywhere() -> None:
    """What is thrown in one diagram is caught in another under the same name."""
    thrown: set[str] = set()
    caught: set[str] = set()
    for path in DIAGRAMS:
        root = drawing(path)
        names = {m.get("id"): m.get("name") for m in find(root, "b:message")}
        for definition in find(root, "//b:messageEventDefinition"):
            parent = etree.QName(definition.getparent()).localname
            side = thrown if parent in ("intermediateThrowEvent", "endEvent") else caught
            side.add(names[definition.get("messageRef")])
        for task in find(root, "//b:sendTask[@messageRef]"):
            thrown.add(names[task.get("messageRef")])
    thrown_by_earlier_diagrams = {"Bogen lange offen"}  # until the profilings that run by them are over
    assert thrown | sent_by_code() <= caught, "a name that nobody listens for would be lost without a word"
    assert caught <= thrown | sent_by_code() | thrown_by_earlier_diagrams


def sent_by_code() -> set[str]:
    """The names of the messages that commands and handlers send: each stands in the call, or where it is passed on."""
    found = set(STARTED_BY.values())
    for path in sorted(HERE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            place = {"correlate": 1, "_start": 2}.get(ast.unparse(call.func))
            if place is None or len(call.args) <= place:
                continue
            name = call.args[place]
            if isinstance(name, ast.Constant):
                found.add(str(name.value))
            else:
                where = f"{path.name}:{call.lineno}"
                assert ast.unparse(name) in ("message", "STARTED_BY[kind]"), f"{where} hides what it sends"
    return found


def test_handlers_that_no_diagram_uses_are_offered_to_designers_on_purpose() -> None:
    handlers, _ = register_rooms()
    offered = {"termin.stattgefunden", "termin.verlegen", "termin.versaeumt"}
    assert set(handlers) - _attributes("handler") <= offered | {"vereinbarung.abschliessen"}
