"""Our own attributes and mappings, and the standard's data associations, which mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from engine.bpmn.model import DataMapping, IoMapping
from engine.bpmn.read_events import Shared
from engine.bpmn.vocabulary import (
    PW,
    VARIABLE,
    attribute,
    child,
    child_text,
    children,
    is_placeholder,
    pw,
    reference,
    text_of,
    whole_list,
)


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
    """`pw:ioMapping` of an element together with its standard data associations. None: neither states anything."""
    extensions = child(element, "extensionElements")
    mapping = extensions.find(pw("ioMapping")) if extensions is not None else None
    inputs = _entries(mapping, "input") + _associations(element, "dataInputAssociation", shared)
    outputs = _entries(mapping, "output") + _associations(element, "dataOutputAssociation", shared)
    return IoMapping(inputs or None, outputs or None)


def _entries(mapping: etree._Element | None, kind: str) -> tuple[DataMapping, ...]:
    entries = [] if mapping is None else mapping.findall(pw(kind))
    return tuple(DataMapping(attribute(e, "source") or "", attribute(e, "target") or "") for e in entries)


def _associations(element: etree._Element, tag: str, shared: Shared) -> tuple[DataMapping, ...]:
    """A data association copies a data object to a parameter or back; a transformation is a FEEL expression.

    What it copies may also be the content of a data store, which goes by the name of the store. A parameter without a
    name nobody can speak of is there for the drawing only.
    """
    found: list[DataMapping] = []
    output = tag == "dataOutputAssociation"
    _, whole = whole_list(element, output)
    for association in children(element, tag):
        if is_placeholder(association, child_text(association, "targetRef") or "") or association in whole:
            continue
        target_ref = reference(child_text(association, "targetRef"))
        target = _variable(target_ref, shared)
        refs = [reference(text_of(ref)) for ref in children(association, "sourceRef")]
        reads = tuple(shared.stores[ref] for ref in refs if ref in shared.stores)
        transformation = child_text(association, "transformation")
        source = transformation or (_variable(refs[0], shared) if refs else None)
        parameter = (refs[0] if refs else None) if output else target_ref
        if source and target and (transformation or not _is_nameless(parameter, shared)):
            stored = target_ref in shared.stores
            found.append(DataMapping(source, target, reads, stored, copies=transformation is None))
        for assignment in children(association, "assignment"):
            source = child_text(assignment, "from")
            to = reference(child_text(assignment, "to"))
            if source and to:
                found.append(DataMapping(source, shared.variables.get(to, to), reads, to in shared.stores))
    return tuple(found)


def _is_nameless(parameter: str | None, shared: Shared) -> bool:
    return parameter is not None and not VARIABLE.fullmatch(parameter) and shared.variables.get(parameter) == parameter


def _variable(text: str | None, shared: Shared) -> str | None:
    ref = reference(text)
    return None if ref is None else shared.variables.get(ref, ref)
