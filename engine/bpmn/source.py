"""A diagram file that was read: what the rest of the engine may ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from lxml import etree

from engine.bpmn.elements import ElementInfo, elements_of
from engine.bpmn.model import Diagram, EventDefinition, FlowNode, Process, nodes
from engine.bpmn.read import read_diagram
from engine.bpmn.xml_input import parse_xml


@dataclass(frozen=True, slots=True)
class StartInfo:
    """One way a process can be started.

    `element_id` is that of the start event; if it waits for several triggers together, with `#` and the number of the
    trigger. `kind` is none, message, signal or timer, `name` that of the message or signal. For timers `timer` is the
    text, `timer_kind` one of timeDate, timeDuration, timeCycle, and `missed` what happens to missed occurrences.
    """

    element_id: str
    kind: str
    name: str | None = None
    correlation_key: str | None = None
    timer: str | None = None
    timer_kind: str | None = None
    missed: str = "each"

    @property
    def is_one_of_several(self) -> bool:
        """True if the process begins only when other triggers have come, too."""
        return "#" in self.element_id


@dataclass(frozen=True, slots=True)
class ProcessInfo:
    """What there is to know about a process without running it."""

    key: str
    name: str
    documentation: str
    executable: bool
    starts: tuple[StartInfo, ...]
    lanes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class References:
    """What a process refers to outside its file, by name."""

    called: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    handlers: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ModelSource:
    """A diagram file. `root` is the tree as drawn and must not be changed."""

    name: str
    root: etree._Element = field(repr=False, compare=False)
    diagram: Diagram = field(repr=False, compare=False)

    @cached_property
    def processes(self) -> tuple[ProcessInfo, ...]:
        """The processes of the file in the order they are drawn."""
        return tuple(
            ProcessInfo(p.key, p.name, p.documentation, p.executable, starts_of(p), p.lanes)
            for p in self.diagram.processes.values()
        )

    def references(self, process_key: str) -> References:
        """What the process refers to. Raises KeyError."""
        return _references(self.diagram.processes[process_key])

    def elements(self, process_key: str) -> Mapping[str, ElementInfo]:
        """The elements of the process as drawn, by id. Raises KeyError."""
        return self._elements[process_key]

    @cached_property
    def _elements(self) -> dict[str, Mapping[str, ElementInfo]]:
        return {key: MappingProxyType(elements_of(p)) for key, p in self.diagram.processes.items()}


def read_model(name: str, content: bytes, *, force_executable: bool = False) -> ModelSource:
    """Read a BPMN file. Raises `DeploymentRefused` if it is no bounded, well-formed BPMN document.

    `force_executable` treats every process as executable, for diagrams of tools that do not mark them.
    """
    root = parse_xml(content)
    return ModelSource(name, root, read_diagram(root, force_executable=force_executable))


def starts_of(process: Process) -> tuple[StartInfo, ...]:
    """Every way to start a process; a process without start event has a plain start under its own id."""
    drawn = process.content.nodes.values()
    starts = [node for node in drawn if node.type == "startEvent" or node.instantiate]
    infos: list[StartInfo] = []
    for node in starts:
        if node.type == "eventBasedGateway":
            for flow in process.content.outgoing(node.id):
                target = process.content.nodes.get(flow.target)
                if target is not None:
                    infos.extend(_start_infos(target))
        else:
            infos.extend(_start_infos(node))
    if not starts and process.content.nodes:
        infos.append(StartInfo(process.key, "none"))
    return tuple(infos)


def _start_infos(node: FlowNode) -> list[StartInfo]:
    if not node.definitions:
        return [StartInfo(node.id, "none")]
    if node.gathers:
        return [_start_info(f"{node.id}#{number}", each) for number, each in enumerate(node.definitions, 1)]
    return [_start_info(node.id, definition) for definition in node.definitions]


def _start_info(element_id: str, definition: EventDefinition) -> StartInfo:
    return StartInfo(
        element_id,
        definition.kind,
        name=definition.name,
        correlation_key=definition.correlation_key,
        timer=definition.text if definition.kind == "timer" else None,
        timer_kind=definition.timer_kind,
        missed=definition.missed,
    )


def _references(process: Process) -> References:
    every = list(nodes(process.content))
    definitions = [d for node in every for d in node.definitions]

    def attributes(name: str, *types: str) -> frozenset[str]:
        return frozenset(n.attributes[name] for n in every if name in n.attributes and n.type in types)

    return References(
        called=frozenset(node.called_element for node in every if node.called_element),
        decisions=attributes("decision", "businessRuleTask"),
        forms=attributes("form", "userTask", "manualTask", "startEvent"),
        handlers=attributes("handler", "serviceTask", "sendTask", "businessRuleTask"),
        messages=frozenset(d.name for d in definitions if d.kind == "message" and d.name),
        signals=frozenset(d.name for d in definitions if d.kind == "signal" and d.name),
    )
