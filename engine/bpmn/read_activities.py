"""What only activities have: markers, scripts, called elements, quantities."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.model import EventDefinition, Loop
from engine.bpmn.read_events import Shared, event_definition
from engine.bpmn.vocabulary import (
    EVENT_KINDS,
    attribute,
    bpmn,
    child,
    child_text,
    children,
    is_true,
    local_name,
    pw,
    reference,
    text_of,
    whole_list,
)


def activity_fields(element: etree._Element, node_type: str, shared: Shared) -> dict[str, Any]:
    """Fields of `FlowNode` for an activity."""
    fields: dict[str, Any] = {
        "loop": _loop(element, shared),
        "for_compensation": is_true(element.get("isForCompensation")),
        "start_quantity": attribute(element, "startQuantity") or "1",
        "completion_quantity": attribute(element, "completionQuantity") or "1",
    }
    if node_type == "scriptTask":
        fields["script"] = child_text(element, "script")
        # A global script task calls the same thing by another name (BPMN 2.0, table 10.12).
        fields["script_format"] = attribute(element, "scriptFormat") or attribute(element, "scriptLanguage")
    elif node_type == "receiveTask":
        fields["instantiate"] = is_true(element.get("instantiate"))
    elif node_type == "callActivity":
        fields["called_element"] = reference(element.get("calledElement"))
    elif node_type == "subProcess":
        fields["triggered_by_event"] = is_true(element.get("triggeredByEvent"))
    elif node_type == "adHocSubProcess":
        fields["sequential"] = element.get("ordering") == "Sequential"
        fields["ad_hoc_condition"] = child_text(element, "completionCondition")
        fields["cancel_remaining"] = is_true(element.get("cancelRemainingInstances"), True)
    return fields


def _loop(element: etree._Element, shared: Shared) -> Loop | None:
    standard = child(element, "standardLoopCharacteristics")
    if standard is not None:
        return Loop(
            "standard",
            condition=child_text(standard, "loopCondition"),
            test_before=is_true(standard.get("testBefore")),
            maximum=attribute(standard, "loopMaximum"),
        )
    multi = child(element, "multiInstanceLoopCharacteristics")
    if multi is None:
        return None
    output_item = _item_name(multi, "outputDataItem")
    return Loop(
        "multi",
        sequential=is_true(multi.get("isSequential")),
        cardinality=child_text(multi, "loopCardinality"),
        collection=attribute(multi, pw("collection")) or _list(element, shared),
        element_variable=attribute(multi, pw("elementVariable")) or _item_name(multi, "inputDataItem"),
        output_collection=attribute(multi, pw("outputCollection")) or _list(element, shared, output=True),
        output_element=attribute(multi, pw("outputElement")) or output_item,
        completion_condition=child_text(multi, "completionCondition"),
        behavior=attribute(multi, "behavior") or "All",
        throws=_behavior_events(multi, shared),
    )


def _list(activity: etree._Element, shared: Shared, *, output: bool = False) -> str | None:
    """Where a multi-instance activity takes its list from or brings its results: what the parameter is connected to."""
    ref, associations = whole_list(activity, output)
    for association in associations:
        transformation = None if output else child_text(association, "transformation")
        other = reference(child_text(association, "targetRef" if output else "sourceRef"))
        if transformation or other:
            return transformation or shared.variables.get(other or "", other)
    return None if ref is None else shared.variables.get(ref, ref)


def _item_name(multi: etree._Element, name: str) -> str | None:
    item = child(multi, name)
    return None if item is None else attribute(item, "name") or attribute(item, "id")


def _behavior_events(multi: etree._Element, shared: Shared) -> tuple[tuple[str | None, EventDefinition | None], ...]:
    behavior = attribute(multi, "behavior") or "All"
    if behavior in ("None", "One"):
        ref = reference(multi.get(f"{behavior.lower()}BehaviorEventRef"))
        return ((None, _referenced(ref, multi, shared)),)
    rules: list[tuple[str | None, EventDefinition | None]] = []
    for rule in children(multi, "complexBehaviorDefinition"):
        event = child(rule, "event")
        thrown = None
        if event is not None:
            for item in children(event):
                if local_name(item) in EVENT_KINDS:
                    thrown = event_definition(item, "", shared)
                elif local_name(item) == "eventDefinitionRef":
                    thrown = _referenced(reference(text_of(item)), multi, shared)
        rules.append((child_text(rule, "condition"), thrown))
    return tuple(rules)


def _referenced(ref: str | None, near: etree._Element, shared: Shared) -> EventDefinition | None:
    """Behaviour events may be root elements or definitions drawn inside any event of the file."""
    if ref is None:
        return None
    element = shared.elements.get(ref)
    if element is None:
        tags = [bpmn(name) for name in EVENT_KINDS]
        element = next((e for e in near.getroottree().getroot().iter(*tags) if e.get("id") == ref), None)
    if element is None or local_name(element) not in EVENT_KINDS:
        return None
    return event_definition(element, "", shared)
