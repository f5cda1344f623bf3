"""The elements of a process as drawn, for lists, descriptions and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.model import EventDefinition, FlowNode, Process, scopes


@dataclass(frozen=True, slots=True)
class ElementInfo:
    """One drawn element. `parent` is the id of the process or sub-process it is drawn in, None for the process.

    `attributes` holds our own attributes by local name, and what an event waits for or throws: `event` (kinds,
    separated by spaces), `message`, `signal`, `code`, `timer`, `condition`; for flows `source`, `target`, `condition`;
    for boundary events `attachedTo` and `interrupting`; `lane` where there is one.
    """

    id: str
    name: str
    type: str
    documentation: str
    parent: str | None
    attributes: Mapping[str, str] = field(default_factory=dict)


def elements_of(process: Process) -> dict[str, ElementInfo]:
    """The process, its nodes, flows and data by id."""
    found = {process.key: ElementInfo(process.key, process.name, "process", process.documentation, None)}
    for scope in scopes(process.content):
        for node in scope.nodes.values():
            found[node.id] = ElementInfo(
                node.id, node.name, node.type, node.documentation, scope.id, _node_attributes(node)
            )
        for flow in scope.flows.values():
            attributes = {"source": flow.source, "target": flow.target}
            if flow.condition is not None:
                attributes["condition"] = flow.condition
            found[flow.id] = ElementInfo(flow.id, flow.name, "sequenceFlow", "", scope.id, attributes)
        for item in scope.data:
            found[item.id] = ElementInfo(item.id, item.name, item.kind, "", scope.id)
    return found


def _node_attributes(node: FlowNode) -> dict[str, str]:
    attributes = dict(node.attributes)
    if node.lane is not None:
        attributes["lane"] = node.lane
    if node.called_element is not None:
        attributes["calledElement"] = node.called_element
    if node.type == "boundaryEvent":
        attributes["attachedTo"] = node.attached_to or ""
        attributes["interrupting"] = "true" if node.interrupting else "false"
    if node.definitions:
        attributes["event"] = " ".join(definition.kind for definition in node.definitions)
    for definition in node.definitions:
        _describe(definition, attributes)
    return attributes


def _describe(definition: EventDefinition, attributes: dict[str, str]) -> None:
    if definition.kind in ("message", "signal") and definition.name is not None:
        attributes.setdefault(definition.kind, definition.name)
    if definition.kind in ("error", "escalation") and definition.code is not None:
        attributes.setdefault("code", definition.code)
    if definition.kind == "timer" and definition.text is not None:
        attributes.setdefault("timer", definition.text)
    if definition.kind == "conditional" and definition.text is not None:
        attributes.setdefault("condition", definition.text)
