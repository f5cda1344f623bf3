"""The names of BPMN 2.0 XML that this package reads, and the small questions one asks of an element."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
#: Our own extension namespace (docs/architecture.md, "Conventions inside a diagram file").
PW = "urn:phasenwerk:bpmn:1.0"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

TASKS = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
    ]
)
SUB_PROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
ACTIVITIES = TASKS | SUB_PROCESSES
GATEWAYS = frozenset(["exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"])
EVENTS = frozenset(["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"])
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
GLOBAL_TASKS = frozenset(
    ["globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"]
)

#: What holds data and is not only a reference to it.
DATA_ELEMENTS = ("dataObject", "property", "dataStore", "dataInput", "dataOutput", "inputDataItem", "outputDataItem")

#: Names FEEL can read as a variable; spaces are allowed inside.
VARIABLE = re.compile(r"[^\W\d]\w*(?: \w+)*")

#: Tag of an event definition, and the short name of its kind.
EVENT_KINDS = {
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "timerEventDefinition": "timer",
    "conditionalEventDefinition": "conditional",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "linkEventDefinition": "link",
    "compensateEventDefinition": "compensation",
    "cancelEventDefinition": "cancel",
    "terminateEventDefinition": "terminate",
}


def bpmn(name: str) -> str:
    """The qualified tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def pw(name: str) -> str:
    """The qualified name of one of our own elements or attributes."""
    return f"{{{PW}}}{name}"


def local_name(element: etree._Element) -> str:
    """The tag of a BPMN element without namespace; "" for elements of other namespaces and for comments."""
    tag = element.tag
    if isinstance(tag, str) and tag.startswith("{" + BPMN + "}"):
        return tag[len(BPMN) + 2 :]
    return ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The BPMN children of an element, of these names or all of them."""
    for child in element:
        name = local_name(child)
        if name and (not names or name in names):
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first BPMN child of this name."""
    return element.find(bpmn(name))


def child_text(element: etree._Element, name: str) -> str | None:
    """The stripped text of the first BPMN child of this name; None when it is missing or empty."""
    return text_of(element.find(bpmn(name)))


def text_of(element: etree._Element | None) -> str | None:
    """The stripped text of an element, None when there is none."""
    if element is None:
        return None
    return (element.text or "").strip() or None


def reference(value: str | None) -> str | None:
    """The local part of a QName reference such as `ns:Message_1`."""
    value = (value or "").strip()
    return value.rpartition(":")[2] or None


def attribute(element: etree._Element, name: str) -> str | None:
    """A stripped attribute of an element, None when it is missing or empty."""
    return (element.get(name) or "").strip() or None


def data_name(element: etree._Element) -> str | None:
    """The name of something drawn that holds data, with the line breaks a drawing may have in it as spaces."""
    return " ".join((element.get("name") or "").split()) or None


def is_true(value: str | None, default: bool = False) -> bool:
    """An xsd:boolean."""
    if value is None or not value.strip():
        return default
    return value.strip() in ("true", "1")


def whole_list(activity: etree._Element, output: bool = False) -> tuple[str | None, list[etree._Element]]:
    """The parameter a multi-instance marker takes its list from or collects it in, and what connects that to data.

    These associations pass the list as a whole, once, not with each instance (10.3.8).
    """
    multi = child(activity, "multiInstanceLoopCharacteristics")
    if multi is None:
        return None, []
    tags = ("dataOutputAssociation", "sourceRef") if output else ("dataInputAssociation", "targetRef")
    ref = reference(child_text(multi, "loopDataOutputRef" if output else "loopDataInputRef"))
    found = [a for a in children(activity, tags[0]) if ref in [reference(text_of(end)) for end in children(a, tags[1])]]
    return ref, found if ref is not None else []


def is_placeholder(association: etree._Element, target: str) -> bool:
    """True for the target that drawing tools make up for an association that only describes."""
    owner = association.getparent()
    properties = [] if owner is None else owner.findall(bpmn("property"))
    return any(p.get("id") == target and (p.get("name") or "").startswith("__") for p in properties)
