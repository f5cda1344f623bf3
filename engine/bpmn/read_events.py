"""Event definitions, and the messages, signals, errors and escalations that a file shares between its events."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from engine.bpmn.model import EventDefinition, MessageFlow
from engine.bpmn.read_correlation import Correlations
from engine.bpmn.vocabulary import (
    DATA_ELEMENTS,
    EVENT_KINDS,
    attribute,
    bpmn,
    child,
    child_text,
    children,
    data_name,
    is_true,
    local_name,
    pw,
    reference,
    text_of,
)


@dataclass(frozen=True)
class Shared:
    """The root elements of a file by id."""

    elements: dict[str, etree._Element]
    #: node id to the message flow at it
    message_flows: dict[str, MessageFlow]
    #: data object id to the name of a reference to it
    data_reference_names: dict[str, str]
    #: id of a data object, reference, property, store or parameter to the variable it stands for
    variables: dict[str, str]
    #: id of a data store or of a reference to one to the name of the store
    stores: dict[str, str]
    #: source id to target ids of all associations; they may be drawn in any container
    associations: dict[str, tuple[str, ...]]
    correlations: Correlations

    @classmethod
    def of(cls, root: etree._Element, message_flows: tuple[MessageFlow, ...]) -> Shared:
        """Collects what the nodes of the file refer to."""
        elements = {item.get("id") or "": item for item in children(root)}
        flows: dict[str, MessageFlow] = {}
        for flow in message_flows:
            flows.setdefault(flow.source, flow)
            flows.setdefault(flow.target, flow)
        names: dict[str, str] = {}
        for ref in root.iter(bpmn("dataObjectReference")):
            name = data_name(ref)
            if name and ref.get("dataObjectRef"):
                names.setdefault(reference(ref.get("dataObjectRef")) or "", name)
        associations: dict[str, tuple[str, ...]] = {}
        for association in root.iter(bpmn("association")):
            source, target = reference(association.get("sourceRef")), reference(association.get("targetRef"))
            if source and target:
                associations[source] = (*associations.get(source, ()), target)
        variables = _variables(root, names)
        stores = {
            item.get("id") or "": variables[item.get("id") or ""]
            for item in root.iter(bpmn("dataStore"), bpmn("dataStoreReference"))
        }
        return cls(elements, flows, names, variables, stores, associations, Correlations.of(root))

    def get(self, kind: str, ref: str | None) -> etree._Element | None:
        """The root element of this tag and id."""
        element = self.elements.get(ref or "")
        return element if element is not None and local_name(element) == kind else None


def _variables(root: etree._Element, names: dict[str, str]) -> dict[str, str]:
    variables: dict[str, str] = {}
    for item in root.iter(*map(bpmn, DATA_ELEMENTS)):
        item_id = item.get("id") or ""
        variables[item_id] = data_name(item) or names.get(item_id) or item_id
    for ref in root.iter(bpmn("dataObjectReference")):
        target = reference(ref.get("dataObjectRef")) or ""
        variables[ref.get("id") or ""] = variables.get(target, target)
    for ref in root.iter(bpmn("dataStoreReference")):
        target = reference(ref.get("dataStoreRef")) or ""
        variables[ref.get("id") or ""] = variables.get(target) or data_name(ref) or ref.get("id") or ""
    return variables


def event_definitions(event: etree._Element, node_id: str, shared: Shared) -> tuple[EventDefinition, ...]:
    """What an event waits for or throws: its own definitions, then those it refers to, in document order."""
    found: list[EventDefinition] = []
    for item in children(event):
        name = local_name(item)
        if name in EVENT_KINDS:
            found.append(event_definition(item, node_id, shared))
        elif name == "eventDefinitionRef":
            ref = reference(text_of(item))
            element = shared.elements.get(ref or "")
            if element is not None and local_name(element) in EVENT_KINDS:
                found.append(event_definition(element, node_id, shared))
            else:
                found.append(EventDefinition("missing", ref=ref))
    return tuple(found)


def event_definition(element: etree._Element, node_id: str, shared: Shared) -> EventDefinition:
    """One event definition with its references looked up."""
    kind, definition_id = EVENT_KINDS[local_name(element)], element.get("id")
    if kind == "message":
        return _message(reference(element.get("messageRef")), definition_id, node_id, shared)
    if kind == "signal":
        ref = reference(element.get("signalRef"))
        signal = shared.get("signal", ref)
        return EventDefinition(kind, definition_id, ref, name=_name(signal))
    if kind in ("error", "escalation"):
        ref = reference(element.get(f"{kind}Ref"))
        found = shared.get(kind, ref)
        stated = None if found is None else attribute(found, f"{kind}Code")
        code = None if found is None else stated or attribute(found, "name") or ref
        codeless = found is not None and stated is None
        return EventDefinition(kind, definition_id, ref, name=_name(found), code=code, codeless=codeless)
    if kind == "timer":
        for timer_kind in ("timeDate", "timeDuration", "timeCycle"):
            time = child(element, timer_kind)
            if time is not None:
                missed = attribute(element, pw("missed")) or "each"
                return EventDefinition(kind, definition_id, timer_kind=timer_kind, text=text_of(time), missed=missed)
        return EventDefinition(kind, definition_id)
    if kind == "conditional":
        return EventDefinition(kind, definition_id, text=child_text(element, "condition"))
    if kind == "link":
        sources = tuple(ref for item in children(element, "source") if (ref := reference(text_of(item))))
        target = reference(child_text(element, "target"))
        return EventDefinition(
            kind, definition_id, name=attribute(element, "name"), link_target=target, link_sources=sources
        )
    if kind == "compensation":
        return EventDefinition(
            kind,
            definition_id,
            activity=reference(element.get("activityRef")),
            wait_for_completion=is_true(element.get("waitForCompletion"), True),
        )
    return EventDefinition(kind, definition_id)


def message_definition(task: etree._Element, node_id: str, shared: Shared) -> tuple[EventDefinition, ...]:
    """The message of a send or receive task; nothing if it names none."""
    ref = reference(task.get("messageRef"))
    if ref is None and node_id not in shared.message_flows:
        return ()
    return (_message(ref, None, node_id, shared),)


def _message(ref: str | None, definition_id: str | None, node_id: str, shared: Shared) -> EventDefinition:
    """An event without a message of its own takes that of the message flow drawn at it, or the flow itself."""
    flow = shared.message_flows.get(node_id)
    flow_ref = flow.message if flow is not None else None
    message = shared.get("message", ref or flow_ref)
    if message is None:
        name = flow.id if flow is not None and ref is None and flow_ref is None else None
        return EventDefinition("message", definition_id, ref or flow_ref, name=name)
    key = shared.correlations.key_of(message.get("id"), node_id)
    return EventDefinition(
        "message",
        definition_id,
        ref or flow_ref,
        name=_name(message),
        correlation_key=attribute(message, pw("correlationKey")) or (key.sending if key else None),
        waiting_key=key.waiting if key else None,
        conversation=key.conversation if key else None,
        time_to_live=attribute(message, pw("timeToLive")),
    )


def _name(element: etree._Element | None) -> str | None:
    return None if element is None else attribute(element, "name") or attribute(element, "id")
