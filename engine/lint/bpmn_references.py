"""References between elements that no token follows: data, lanes, pools and message flows must exist, too."""

from __future__ import annotations

from collections.abc import Iterator, Set

from lxml import etree

from engine.bpmn.vocabulary import (
    DATA_ELEMENTS,
    FLOW_NODES,
    attribute,
    bpmn,
    child,
    children,
    is_placeholder,
    local_name,
    pw,
    reference,
    text_of,
)
from engine.lint.report import Report

_DATA = (*DATA_ELEMENTS, "dataObjectReference", "dataStoreReference")


def check(root: etree._Element, report: Report) -> None:
    """Check the references of a whole file."""
    ids = {str(element.get("id")) for element in root.iter(etree.Element) if local_name(element) and element.get("id")}
    data = {str(item.get("id")) for item in root.iter(*map(bpmn, _DATA)) if item.get("id")}
    for element, ref in _data_references(root):
        if ref is not None and ref not in data:
            _unknown(element, ref, ("Diese Daten", "data"), report)
    for lane in root.iter(bpmn("lane")):
        for ref in (reference(text_of(item)) for item in children(lane, "flowNodeRef")):
            if ref is not None and ref not in ids:
                _unknown(lane, ref, ("Dieses Element", "element"), report)
    for association in root.iter(bpmn("association")):
        for ref in (reference(association.get(end)) for end in ("sourceRef", "targetRef")):
            if ref is not None and ref not in ids:
                _unknown(association, ref, ("Dieses Element", "element"), report)
    processes = {process.get("id") for process in children(root, "process")}
    for participant in root.iter(bpmn("participant")):
        ref = reference(participant.get("processRef"))
        if ref is not None and ref not in processes:
            _unknown(participant, ref, ("Diesen Prozess", "process"), report)
    _check_message_flows(root, ids, report)
    _check_markers(root, report)


def _data_references(root: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    for item in root.iter(bpmn("dataObjectReference"), bpmn("dataStoreReference")):
        yield item, reference(item.get("dataObjectRef") or item.get("dataStoreRef"))
    # The end at the activity may be any name: it is a variable only the activity sees.
    for association in root.iter(bpmn("dataInputAssociation")):
        target = text_of(child(association, "targetRef"))
        if target is not None and not is_placeholder(association, target):
            for source in children(association, "sourceRef"):
                yield association, reference(text_of(source))
    for association in root.iter(bpmn("dataOutputAssociation")):
        yield association, reference(text_of(child(association, "targetRef")))


def _unknown(element: etree._Element, ref: str, what: tuple[str, str], report: Report) -> None:
    report.error(
        "reference.unknown",
        _place(element),
        f"Der Verweis führt zu „{ref[:60]}“. {what[0]} gibt es in dieser Datei nicht.",
        f"The reference leads to “{ref[:60]}”. There is no such {what[1]} in this file.",
    )


def _place(element: etree._Element | None) -> str | None:
    while element is not None:
        if element.get("id") and local_name(element):
            return element.get("id")
        element = element.getparent()
    return None


def _check_message_flows(root: etree._Element, ids: set[str], report: Report) -> None:
    home: dict[str, str] = {}
    for process in children(root, "process"):
        for node in process.iter(*map(bpmn, FLOW_NODES)):
            home[str(node.get("id"))] = str(process.get("id"))
    for flow in root.iter(bpmn("messageFlow")):
        ends = [reference(flow.get(end)) for end in ("sourceRef", "targetRef")]
        for ref in ends:
            if ref is None or ref not in ids:
                _unknown(flow, ref or "–", ("Dieses Element", "element"), report)
        if ends[0] in home and home[str(ends[0])] == home.get(str(ends[1])):
            report.error(
                "message-flow.same-pool",
                flow.get("id"),
                "Ein Nachrichtenfluss verbindet zwei Pools; innerhalb eines Prozesses führt ein Sequenzfluss.",
                "A message flow connects two pools; within a process there are sequence flows.",
            )
    _check_ambiguous(root, home.keys(), report)


def _check_ambiguous(root: etree._Element, nodes: Set[str], report: Report) -> None:
    """An event that names no message takes that of the message flow at it, and so there may be only one."""
    messages: dict[str, set[str]] = {}
    for flow in root.iter(bpmn("messageFlow")):
        ends = [reference(flow.get(end)) or "" for end in ("sourceRef", "targetRef")]
        if not nodes >= set(ends):
            continue  # the other pool is a black box
        for end in ends:
            messages.setdefault(end, set()).add(reference(flow.get("messageRef")) or flow.get("id") or "")
    for node in root.iter(*map(bpmn, FLOW_NODES)):
        if len(messages.get(node.get("id") or "", ())) < 2:
            continue
        speaking = [node] if local_name(node) in ("sendTask", "receiveTask") and not node.get(pw("handler")) else []
        if any(not each.get("messageRef") for each in (*speaking, *children(node, "messageEventDefinition"))):
            report.error(
                "message.ambiguous",
                node.get("id"),
                "Mehrere Nachrichtenflüsse führen hierher oder von hier weg; nennen Sie die Nachricht.",
                "Several message flows lead here or away; name the message.",
            )


def _check_markers(root: etree._Element, report: Report) -> None:
    """Where the schema wants one of several elements, a second one would silently have no effect."""
    for name in ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics"):
        for marker in root.iter(bpmn(name)):
            activity = marker.getparent()
            loops = (
                [] if activity is None else [e for e in children(activity) if "LoopCharacteristics" in local_name(e)]
            )
            if len(loops) > 1 and loops[0] is marker:
                report.error(
                    "loop.both",
                    _place(marker),
                    "Eine Aktivität hat höchstens eine Schleife oder Mehrfachausführung.",
                    "An activity has at most one loop or multi-instance marker.",
                )
    for timer in root.iter(bpmn("timerEventDefinition")):
        if len(list(children(timer, "timeDate", "timeDuration", "timeCycle"))) > 1:
            event = timer.getparent()
            place = _place(event) if event is not None and event.tag != bpmn("definitions") else attribute(timer, "id")
            report.error(
                "timer.several",
                place,
                "Ein Zeitereignis hat entweder Zeitpunkt, Dauer oder Zyklus.",
                "A timer event has either a date, a duration or a cycle.",
            )
