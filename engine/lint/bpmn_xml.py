"""Checks on the XML itself: ids, unknown or misplaced elements, executable extensions of other tools."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from engine.bpmn.vocabulary import (
    BPMN,
    FLOW_NODES,
    GLOBAL_TASKS,
    PW,
    SUB_PROCESSES,
    bpmn,
    children,
    local_name,
    reference,
    text_of,
    whole_list,
)
from engine.lint import bpmn_correlation, bpmn_references, bpmn_values
from engine.lint.bpmn_names import (
    BPMN_ELEMENTS,
    FOREIGN,
    FOREIGN_WORK,
    IGNORED_FOREIGN,
    OWN_ATTRIBUTES,
    OWN_ELEMENTS,
)
from engine.lint.report import Report

_NAME = re.compile(r"[^\W\d][\w.\-]*")
_FLOW_PARENTS = SUB_PROCESSES | {"process"}


def check(root: etree._Element, report: Report) -> None:
    """Check the whole file."""
    _check_ids(root, report)
    bpmn_correlation.check(root, report)
    bpmn_references.check(root, report)
    bpmn_values.check(root, report)
    for element in root.iter():
        if element.tag.startswith("{" + BPMN + "}"):
            _check_element(element, report)
        elif element.tag.startswith("{" + PW + "}"):
            _check_own_element(element, report)
        _check_foreign(element, report)


def place(element: etree._Element | None) -> str | None:
    """The id of an element, or of the nearest one around it that has one."""
    while element is not None:
        found = element.get("id")
        if found and local_name(element):
            return found
        element = element.getparent()
    return None


def _check_ids(root: etree._Element, report: Report) -> None:
    elements = [e for e in root.iter() if isinstance(e.tag, str) and e.tag.startswith("{" + BPMN + "}")]
    counts = Counter(e.get("id") for e in elements if e.get("id"))
    for element_id, count in counts.items():
        if count > 1:
            report.error(
                "id.duplicate",
                element_id,
                f"Die Kennung „{element_id}“ kommt {count}-mal vor.",
                f"The id “{element_id}” occurs {count} times.",
            )
    needs_id = FLOW_NODES | GLOBAL_TASKS | {"process"}
    for element in elements:
        name, element_id = local_name(element), element.get("id")
        if name in needs_id and not element_id:
            report.error(
                "id.missing",
                place(element.getparent()),
                f"Ein Element „{name}“ hat keine Kennung.",
                f"An element “{name}” has no id.",
            )
        elif element_id and name in needs_id | {"sequenceFlow"} and not _NAME.fullmatch(element_id):
            report.error(
                "id.invalid",
                element_id,
                f"„{element_id[:60]}“ ist keine gültige Kennung: erlaubt sind Buchstaben, Ziffern und . - _.",
                f"“{element_id[:60]}” is no valid id: it may have letters, digits and . - _.",
            )


def _check_element(element: etree._Element, report: Report) -> None:
    name, parent = local_name(element), element.getparent()
    if name not in BPMN_ELEMENTS:
        if any(local_name(ancestor) == "extensionElements" for ancestor in element.iterancestors()):
            return  # another tool's note in the namespace that happens to be the default
        report.error(
            "element.unknown",
            place(element),
            f"„{name}“ ist kein Element von BPMN 2.0.",
            f"“{name}” is no element of BPMN 2.0.",
        )
        return
    if "horeography" in name:
        report.error(
            "element.unsupported",
            place(element),
            "Choreographien können nicht ausgeführt werden.",
            "Choreographies cannot be executed.",
        )
    elif name == "implicitThrowEvent":
        report.error(
            "element.unsupported",
            place(element),
            "Implizite Ereignisse können nicht gezeichnet werden.",
            "Implicit events cannot be drawn.",
        )
    elif name in ("performer", "humanPerformer", "potentialOwner"):
        report.warning(
            "resource.ignored",
            place(element),
            "Diese Zuständigkeit hat keine Wirkung; verwenden Sie pw:assignee und pw:candidateGroups.",
            "This assignment has no effect; use pw:assignee and pw:candidateGroups.",
        )
    elif name == "multiInstanceLoopCharacteristics" and parent is not None:
        _check_lists(parent, report)
    if name in FLOW_NODES | {"sequenceFlow"} and parent is not None and local_name(parent) not in _FLOW_PARENTS:
        report.error(
            "element.misplaced",
            place(element),
            f"„{name}“ steht nicht in einem Prozess oder Teilprozess.",
            f"“{name}” is not inside a process or sub-process.",
        )
    if name == "process" and parent is not None and parent.tag != bpmn("definitions"):
        report.error(
            "element.misplaced",
            place(element),
            "Ein Prozess steht in einem anderen Element.",
            "A process is inside another element.",
        )
    for attribute in element.attrib:
        text = str(attribute)
        if text.startswith("{" + PW + "}"):
            _check_own_attribute(element, text[len(PW) + 2 :], report)


def _check_lists(activity: etree._Element, report: Report) -> None:
    """A store is read and written by associations; a loop over one would need its own. Results go as they are."""
    root = activity.getroottree().getroot()
    stores = {ref.get("id") for ref in root.iter(bpmn("dataStoreReference"), bpmn("dataStore"))}
    for output in (False, True):
        ref, associations = whole_list(activity, output)
        ends = [end for each in associations for end in children(each, "targetRef" if output else "sourceRef")]
        if {ref, *(reference(text_of(end)) for end in ends)} & stores:
            report.error(
                "data-store.loop",
                place(activity),
                "Eine Mehrfachausführung liest und schreibt keinen Datenspeicher; holen Sie die Liste vorher in eine "
                "Variable.",
                "A multi-instance activity reads and writes no data store; fetch the list into a variable before.",
            )
        if output and any(list(children(each, "transformation", "assignment")) for each in associations):
            report.error(
                "multi-instance.transformation",
                place(activity),
                "Die Ergebnisse einer Mehrfachausführung werden als Liste übergeben und nicht umgerechnet.",
                "The results of a multi-instance activity are passed as a list and not transformed.",
            )


def _check_own_attribute(element: etree._Element, attribute: str, report: Report) -> None:
    allowed = OWN_ATTRIBUTES.get(local_name(element), frozenset())
    if attribute in allowed:
        return
    known = ", ".join(f"pw:{name}" for name in sorted(allowed))
    report.error(
        "pw.attribute",
        place(element),
        f"„pw:{attribute}“ gibt es hier nicht" + (f"; möglich sind {known}." if known else "."),
        f"“pw:{attribute}” does not exist here" + (f"; possible are {known}." if known else "."),
    )


def _check_own_element(element: etree._Element, report: Report) -> None:
    name = etree.QName(element).localname
    parent = element.getparent()
    parent_name = etree.QName(parent).localname if parent is not None else ""
    if OWN_ELEMENTS.get(name) != parent_name:
        report.error(
            "pw.element",
            place(element),
            f"„pw:{name}“ gibt es an dieser Stelle nicht.",
            f"“pw:{name}” does not exist in this place.",
        )
    if name in ("input", "output"):
        for attribute in ("source", "target"):
            if not (element.get(attribute) or "").strip():
                report.error(
                    "mapping.incomplete",
                    place(element),
                    f"In einer Zuordnung „pw:{name}“ fehlt „{attribute}“.",
                    f"A mapping “pw:{name}” lacks “{attribute}”.",
                )


def _check_foreign(element: etree._Element, report: Report) -> None:
    """What another tool would execute and we do not: refused. What only describes: kept and ignored."""
    names = [str(name) for name in element.attrib] + [str(element.tag)]
    for name in names:
        namespace, _, plain = name[1:].partition("}") if name.startswith("{") else ("", "", name)
        foreign = FOREIGN.get(namespace)
        if foreign is None or not _inside_bpmn(element):
            continue
        if plain in IGNORED_FOREIGN.get(foreign, frozenset()):
            if plain in FOREIGN_WORK:
                report.warning(
                    "foreign.ignored",
                    place(element),
                    f"„{plain}“ von {foreign} hat hier keine Wirkung; das sagt {FOREIGN_WORK[plain]}.",
                    f"“{plain}” of {foreign} has no effect here; what says it is {FOREIGN_WORK[plain]}.",
                )
            continue
        report.error(
            "foreign.executable",
            place(element),
            f"„{plain}“ ist eine Anweisung für {foreign} und würde hier nicht ausgeführt.",
            f"“{plain}” is an instruction for {foreign} and would not be executed here.",
        )


def _inside_bpmn(element: etree._Element) -> bool:
    return any(local_name(ancestor) for ancestor in [element, *element.iterancestors()])
