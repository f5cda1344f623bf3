"""Names that can stand behind a dot: FEEL must know those with spaces or symbols before it reads an expression."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.dmn.elements import Boxed, BoxedContext, ContextEntry, DecisionTable, Definitions, ItemDefinition, Relation
from engine.feel.names import name_tokens


def member_names(file: Definitions) -> Iterator[str]:
    """Names with spaces or symbols that can stand behind a dot somewhere in the file."""
    everything = [wanted.name for wanted in file.imports]
    everything += [element.name for element in file.elements]
    components: list[ItemDefinition] = list(file.item_definitions)
    while components:
        definition = components.pop()
        components.extend(definition.components)
        everything += [definition.name]
    for logic in (*(decision.logic for decision in file.decisions), *(model.logic for model in file.knowledge)):
        everything += _entry_names(logic)
    return (name for name in everything if len(name_tokens(name)) > 1)


def _entry_names(element: Any) -> Iterator[str]:
    if isinstance(element, BoxedContext):
        yield from (entry.name for entry in element.entries if entry.name is not None)
    elif isinstance(element, Relation):
        yield from (name for name, _ in element.columns)
    elif isinstance(element, DecisionTable):
        yield from (clause.name for clause in element.outputs if clause.name)
    yield from _parts(vars(element).values() if isinstance(element, Boxed | ContextEntry) else ())


def _parts(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, tuple):
            yield from _parts(part)
        elif isinstance(part, Boxed | ContextEntry):
            yield from _entry_names(part)
