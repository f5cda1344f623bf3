"""Which names each decision table and expression of a DMN file may use, and what is declared about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from engine.dmn import DmnError
from engine.dmn.elements import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIterator,
    BoxedList,
    Decision,
    DecisionTable,
    Definitions,
    Knowledge,
    LiteralExpression,
    Reference,
    Relation,
)
from engine.dmn.member_names import member_names
from engine.dmn.reading import read_definitions
from engine.feel.syntax import TypeName
from engine.feel.types import KindType, resolve_type


@dataclass(frozen=True)
class Place:
    """A table or expression, whose it is, and the names it may use; `names` is None where they cannot be known.

    `functions` are known besides those of FEEL; `spelled` holds every name with spaces or symbols that may occur in
    it, also behind a dot.
    """

    owner: str
    element: DecisionTable | LiteralExpression
    names: frozenset[str] | None
    functions: frozenset[str]
    spelled: frozenset[str]


@dataclass(frozen=True)
class Declared:
    """What is declared about a value: its kind, and the text of its allowed values."""

    kind: str | None
    allowed: str | None


def places(file: Definitions, imports: Mapping[str, bytes], functions: Iterable[str]) -> Iterator[Place]:
    """Every table and literal expression in the decisions and business knowledge of the file."""
    members = frozenset(name for known in (file, *_imported(imports)) for name in member_names(known))
    added = frozenset(functions)
    owners: list[Decision | Knowledge] = [*file.decisions, *file.knowledge]
    for owner in owners:
        if owner.logic is None:
            continue
        for element, names in _inside(owner.logic, _required(file, imports, owner)):
            yield Place(owner.name, element, names, added, members | added | (names or frozenset()))


def _imported(imports: Mapping[str, bytes]) -> Iterator[Definitions]:
    for data in imports.values():
        with suppress(DmnError):
            yield read_definitions(data)


def _required(file: Definitions, imports: Mapping[str, bytes], owner: Decision | Knowledge) -> frozenset[str] | None:
    references = [*owner.required_knowledge]
    if isinstance(owner, Decision):
        references += [*owner.required_inputs, *owner.required_decisions]
    names: set[str] = set()
    for reference in references:
        name = _name_of(file, imports, reference)
        if name is None:
            return None
        names.add(name)
    return frozenset(names)


def _name_of(file: Definitions, imports: Mapping[str, bytes], reference: Reference) -> str | None:
    """The first name by which the file can speak of the element."""
    if reference.namespace is None or reference.namespace == file.namespace:
        return _element_name(file, reference.id)
    for wanted in file.imports:
        if wanted.namespace == reference.namespace:
            if wanted.name:
                return wanted.name
            try:
                return _element_name(read_definitions(imports[wanted.namespace]), reference.id)
            except (KeyError, DmnError):
                return None
    return _element_name(file, reference.id)


def _element_name(file: Definitions, id_: str) -> str | None:
    return next((element.name for element in file.elements if element.id == id_), None)


_Found = tuple[DecisionTable | LiteralExpression, frozenset[str] | None]


def _inside(element: Boxed, names: frozenset[str] | None) -> Iterator[_Found]:
    match element:
        case LiteralExpression() | DecisionTable():
            yield element, names
        case BoxedContext():
            for entry in element.entries:
                yield from _inside(entry.value, names)
                if entry.name is not None and names is not None:
                    names = names | {entry.name}
        case BoxedFunction():
            if element.body is not None and element.kind == "FEEL":
                yield from _inside(element.body, _with(names, *(part.name for part in element.parameters)))
        case BoxedInvocation():
            for part in (element.function, *(value for _, value in element.bindings)):
                yield from _inside(part, names)
        case BoxedList():
            for part in element.items:
                yield from _inside(part, names)
        case Relation():
            for row in element.rows:
                for part in row:
                    yield from _inside(part, names)
        case BoxedConditional():
            for part in (element.condition, element.then, element.otherwise):
                yield from _inside(part, names)
        case BoxedFilter():
            yield from _inside(element.source, names)
            yield from _inside(element.match, None)  # may name the members of what is filtered
        case BoxedIterator():
            yield from _inside(element.source, names)
            yield from _inside(element.body, _with(names, element.variable, "partial"))


def _with(names: frozenset[str] | None, *more: str) -> frozenset[str] | None:
    return None if names is None else names | set(more)


def declared(file: Definitions, type_ref: str | None) -> Declared:
    """What a written type says, following item definitions of the file."""
    definitions = {definition.name: definition for definition in file.item_definitions}
    allowed: str | None = None
    seen: set[str] = set()
    while type_ref in definitions and type_ref not in seen:
        seen.add(type_ref)
        definition = definitions[type_ref]
        if definition.collection or definition.components or definition.function is not None:
            return Declared("list" if definition.collection else "context", None)
        if allowed is None and definition.allowed is not None:
            allowed = definition.allowed.text
        type_ref = definition.type_ref
    if not type_ref:
        return Declared(None, allowed)
    found = resolve_type(TypeName(type_ref.rpartition(":")[2]), {})
    return Declared(found.kind if isinstance(found, KindType) else None, allowed)


def declared_of_name(file: Definitions, name: str) -> Declared:
    """What is declared about an input or decision of that name."""
    types = {element.name: element.type_ref for element in file.input_data}
    types |= {element.name: element.type_ref for element in file.decisions}
    return declared(file, types.get(name))
