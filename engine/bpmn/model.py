"""A diagram as drawn: plain values without any meaning added, so that checks can speak about broken ones too.

References are kept as ids. Whether they lead anywhere is for `check_model` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """One trigger or result of an event, with what it refers to already looked up (None: not found or not given)."""

    kind: str
    id: str | None = None
    #: id of the message, signal, error or escalation the definition names, as written
    ref: str | None = None
    #: name of the message or signal; name of a link
    name: str | None = None
    #: code of an error or escalation; None catches all
    code: str | None = None
    #: True if the error or escalation it names states no code: it stands for itself, and catches all
    codeless: bool = False
    #: "timeDate", "timeDuration" or "timeCycle"
    timer_kind: str | None = None
    #: text of a timer, condition of a conditional event
    text: str | None = None
    correlation_key: str | None = None
    #: the key of a wait, where it is told by other data than that of the message
    waiting_key: str | None = None
    #: what the messages of one conversation have in common; an instance remembers its value
    conversation: str | None = None
    time_to_live: str | None = None
    #: activity a compensation throw names
    activity: str | None = None
    wait_for_completion: bool = True
    #: ids of link events a link names as its ends
    link_target: str | None = None
    link_sources: tuple[str, ...] = ()
    #: what to do with occurrences of a cycle that were missed: "each" or "once"
    missed: str = "each"


@dataclass(frozen=True, slots=True)
class DataMapping:
    """`target` becomes the value of the FEEL expression `source`."""

    source: str
    target: str
    #: names of the data stores the expression reads
    reads: tuple[str, ...] = ()
    #: True if the target is a data store
    stored: bool = False
    #: True if the source is the name of a variable and no expression
    copies: bool = False


@dataclass(frozen=True, slots=True)
class IoMapping:
    """What goes in and comes out. None means "not stated", which is different from an empty list."""

    inputs: tuple[DataMapping, ...] | None = None
    outputs: tuple[DataMapping, ...] | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Standard loop or multi-instance marker of an activity."""

    #: "standard" or "multi"
    kind: str
    sequential: bool = False
    #: standard loop
    condition: str | None = None
    test_before: bool = False
    maximum: str | None = None
    #: multi-instance: how often, or over what
    cardinality: str | None = None
    collection: str | None = None
    element_variable: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None
    #: "All", "None", "One", "Complex"
    behavior: str = "All"
    #: what `behavior` throws: for "None" and "One" one entry without condition
    throws: tuple[tuple[str | None, EventDefinition | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    name: str
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class DataItem:
    """A data object, property or data store reference: a variable that belongs to the scope it is drawn in."""

    id: str
    #: the name of the variable
    name: str
    kind: str
    is_collection: bool = False


@dataclass(frozen=True, slots=True)
class FlowNode:
    """An activity, gateway or event."""

    id: str
    #: tag of the element, for example "userTask"
    type: str
    name: str = ""
    documentation: str = ""
    #: id of the process or sub-process it is drawn in
    parent: str = ""
    lane: str | None = None
    #: our own attributes by local name, for example "form"
    attributes: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    io: IoMapping = IoMapping()
    definitions: tuple[EventDefinition, ...] = ()
    parallel_multiple: bool = False
    default: str | None = None
    loop: Loop | None = None
    #: events
    attached_to: str | None = None
    interrupting: bool = True
    #: event-based gateway, receive task
    instantiate: bool = False
    parallel_start: bool = False
    #: activities
    for_compensation: bool = False
    start_quantity: str = "1"
    completion_quantity: str = "1"
    called_element: str | None = None
    script: str | None = None
    script_format: str | None = None
    #: complex gateway
    activation_condition: str | None = None
    #: sub-processes
    triggered_by_event: bool = False
    content: Scope | None = None
    #: ad-hoc sub-process
    sequential: bool = False
    ad_hoc_condition: str | None = None
    cancel_remaining: bool = True

    @property
    def gathers(self) -> bool:
        """True for an event that needs all of several triggers."""
        return self.parallel_multiple and len(self.definitions) > 1


@dataclass(frozen=True, slots=True)
class Scope:
    """The content of a process or sub-process. Ids that occur twice are kept once here; the check reports them."""

    id: str
    nodes: Mapping[str, FlowNode]
    flows: Mapping[str, Flow]
    data: tuple[DataItem, ...] = ()
    #: associations from compensation events to handlers: event id to activity ids
    handlers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_source: dict[str, list[Flow]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _by_target: dict[str, list[Flow]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _borders: dict[str, list[FlowNode]] = field(init=False, repr=False, compare=False, default_factory=dict)
    #: node id to the nodes from which a token comes directly; `structure.before` fills it when it is first asked
    sources: dict[str, list[str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for flow in self.flows.values():
            self._by_source.setdefault(flow.source, []).append(flow)
            self._by_target.setdefault(flow.target, []).append(flow)
        for node in self.nodes.values():
            if node.type == "boundaryEvent" and node.attached_to is not None:
                self._borders.setdefault(node.attached_to, []).append(node)

    def outgoing(self, node_id: str) -> list[Flow]:
        """The flows that leave a node, in the order of the file."""
        return self._by_source.get(node_id, [])

    def incoming(self, node_id: str) -> list[Flow]:
        """The flows that lead to a node, in the order of the file."""
        return self._by_target.get(node_id, [])

    def event_sub_processes(self) -> list[FlowNode]:
        """The sub-processes that an event starts."""
        return [node for node in self.nodes.values() if node.triggered_by_event]

    def boundary_events(self, activity_id: str) -> list[FlowNode]:
        """The events on the border of an activity."""
        return self._borders.get(activity_id, [])


@dataclass(frozen=True, slots=True)
class Process:
    """One process of a file."""

    key: str
    name: str
    documentation: str
    executable: bool
    content: Scope
    lanes: tuple[str, ...] = ()
    #: True for a process made of a global task
    from_global_task: bool = False


@dataclass(frozen=True, slots=True)
class MessageFlow:
    """A message between pools."""

    id: str
    source: str
    target: str
    message: str | None


@dataclass(frozen=True, slots=True)
class Diagram:
    """One file."""

    processes: Mapping[str, Process]
    message_flows: tuple[MessageFlow, ...] = ()


def scopes(scope: Scope) -> Iterator[Scope]:
    """A scope and all scopes inside it, outer ones first."""
    yield scope
    for node in scope.nodes.values():
        if node.content is not None:
            yield from scopes(node.content)


def nodes(scope: Scope) -> Iterator[FlowNode]:
    """All nodes of a scope and of the scopes inside it."""
    for each in scopes(scope):
        yield from each.nodes.values()
