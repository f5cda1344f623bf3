"""Our own attributes and mappings, and the standard's data associations, which mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from engine.bpmn.model import DataMapping, IoMapping
from engine.bpmn.read_events import Shared
from engine.bpmn.vocabulary import PW, attribute, child, child_text, children, is_placeholder, pw, reference, text_of


def own_attributes(element: etree._Element) -> Mapping[str, str]:
    """The `pw:` attributes of an element by local name, stripped; empty ones count as not given."""
    prefix = "{" + PW + "}"
    found = {
        str(name)[len(prefix) :]: str(value).strip()
        for name, value in element.attrib.items()
        if str(name).startswith(prefix) and str(value).strip()
    }
    return MappingProxyType(found)


def io_mapping(element: etree._Element, shared: Shared) -> IoMapping:
    """`pw:ioMapping` of an element; without one, its standard data associations."""
    extensions = child(element, "extensionElements")
    mapping = extensions.find(pw("ioMapping")) if extensions is not None else None
    if mapping is not None:
        return IoMapping(_entries(mapping, "input"), _entries(mapping, "output"))
    return IoMapping(
        _associations(element, "dataInputAssociation", shared), _associations(element, "dataOutputAssociation", shared)
    )


def _entries(mapping: etree._Element, kind: str) -> tuple[DataMapping, ...] | None:
    entries = mapping.findall(pw(kind))
    if not entries:
        return None
    return tuple(DataMapping(attribute(e, "source") or "", attribute(e, "target") or "") for e in entries)


def _associations(element: etree._Element, tag: str, shared: Shared) -> tuple[DataMapping, ...] | None:
    """A data association copies a data object to a parameter or back; a transformation is a FEEL expression."""
    found: list[DataMapping] = []
    for association in children(element, tag):
        if is_placeholder(association, child_text(association, "targetRef") or ""):
            continue
        target = _variable(child_text(association, "targetRef"), shared)
        transformation = child_text(association, "transformation")
        sources = [_variable(text_of(ref), shared) for ref in children(association, "sourceRef")]
        if target and (transformation or sources):
            found.append(DataMapping(transformation or sources[0] or "", target))
        for assignment in children(association, "assignment"):
            source = child_text(assignment, "from")
            to = _variable(child_text(assignment, "to"), shared)
            if source and to:
                found.append(DataMapping(source, to))
    return tuple(found) or None


def _variable(text: str | None, shared: Shared) -> str | None:
    ref = reference(text)
    return None if ref is None else shared.variables.get(ref, ref)
