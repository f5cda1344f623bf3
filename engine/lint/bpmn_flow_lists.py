"""What flow nodes say themselves about the sequence flows at them: an omitted list is fine, a wrong entry is not.

The lists repeat what the ends of the flows say (8.3.1, table 8.46). Tools leave them out or fill them in part, so only
what contradicts the flows is found.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from engine.bpmn.vocabulary import FLOW_NODES, bpmn, children, local_name, reference, text_of
from engine.lint.report import Report

#: Name of a list, the end of a flow it repeats, and what the entry means in words.
_LISTS = (
    ("incoming", "targetRef", "führt nicht zu diesem Element", "does not lead to this element"),
    ("outgoing", "sourceRef", "beginnt nicht an diesem Element", "does not begin at this element"),
)


def check(root: etree._Element, pictures: Collection[str], report: Report) -> None:
    """Check the lists of all nodes but those of processes that are only drawn (`pictures`, by id)."""
    flows = {str(flow.get("id")): flow for flow in root.iter(bpmn("sequenceFlow")) if flow.get("id")}
    for process in children(root, "process"):
        if process.get("id") in pictures:
            continue
        for node in process.iter(*map(bpmn, FLOW_NODES)):
            for name, end, german, english in _LISTS:
                for entry in children(node, name):
                    ref = reference(text_of(entry))
                    if ref is None:
                        continue
                    flow = flows.get(ref)
                    if flow is None:
                        _missing(root, node, ref, report)
                    elif reference(flow.get(end)) != node.get("id"):
                        report.error(
                            "flow.list",
                            node.get("id"),
                            f"Unter „{name}“ steht der Sequenzfluss „{ref[:60]}“, aber er {german}.",
                            f"“{name}” names the sequence flow “{ref[:60]}”, but it {english}.",
                        )


def _missing(root: etree._Element, node: etree._Element, ref: str, report: Report) -> None:
    """Some tools list message flows and associations, too: no token takes them, so that changes nothing."""
    for other in root.iter(bpmn("messageFlow"), bpmn("association")):
        if other.get("id") == ref:
            report.warning(
                "flow.list-other",
                node.get("id"),
                f"„{ref[:60]}“ wird wie ein Sequenzfluss aufgezählt, ist aber „{local_name(other)}“.",
                f"“{ref[:60]}” is listed like a sequence flow, but it is a “{local_name(other)}”.",
            )
            return
    report.error(
        "reference.unknown",
        node.get("id"),
        f"Der Verweis führt zu „{ref[:60]}“. Diesen Sequenzfluss gibt es in dieser Datei nicht.",
        f"The reference leads to “{ref[:60]}”. There is no such sequence flow in this file.",
    )
