"""Attributes with a fixed set of values: anything else would be read as something nobody wrote."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.vocabulary import local_name
from engine.lint.report import Report

_BOOLEAN = ("true", "false", "1", "0")
#: Attribute to its values (BPMN20.xsd, xsd:boolean).
_VALUES: dict[str, tuple[str, ...]] = {
    "isExecutable": _BOOLEAN,
    "isForCompensation": _BOOLEAN,
    "triggeredByEvent": _BOOLEAN,
    "cancelActivity": _BOOLEAN,
    "isInterrupting": _BOOLEAN,
    "parallelMultiple": _BOOLEAN,
    "instantiate": _BOOLEAN,
    "isSequential": _BOOLEAN,
    "testBefore": _BOOLEAN,
    "waitForCompletion": _BOOLEAN,
    "cancelRemainingInstances": _BOOLEAN,
    "isCollection": _BOOLEAN,
    "ordering": ("Parallel", "Sequential"),
    "eventGatewayType": ("Exclusive", "Parallel"),
}


def check(root: etree._Element, report: Report) -> None:
    """Check the attributes of all elements of BPMN."""
    for element in root.iter(etree.Element):
        if not local_name(element):
            continue
        for name, allowed in _VALUES.items():
            value = element.get(name)
            if value is not None and value.strip() and value.strip() not in allowed:
                report.error(
                    "attribute.value",
                    _place(element),
                    f"„{value[:40]}“ ist kein Wert für „{name}“; möglich sind {', '.join(allowed)}.",
                    f"“{value[:40]}” is no value for “{name}”; possible are {', '.join(allowed)}.",
                )


def _place(element: etree._Element | None) -> str | None:
    while element is not None:
        if element.get("id") and local_name(element):
            return element.get("id")
        element = element.getparent()
    return None
