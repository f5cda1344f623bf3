"""Changes of process data under four eyes: what is proposed, how it is kept, whether it still fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound, ValueNotStorable, ValuesRefused
from engine.feel.names import joined, name_tokens
from engine.phrases import Phrase
from engine.places import DataScope
from engine.values import decode, encode
from models.operations import DataChange

CHANGE: Any = DataChange.__table__

#: Variables one proposal may change.
MOST_VALUES = 20
#: Longest name of a variable, in characters.
MOST_NAME = 120


@dataclass(frozen=True)
class NewValue:
    """What a variable is to become. `scope` is the key of its `DataScope`; "" is the process."""

    name: str
    value: Any
    scope: str = ""


@dataclass(frozen=True)
class ValueChange:
    """One variable before and after, in the typed encoding of `engine.values`; `before` None: it did not exist.

    `process_key` and `element_id` say where the scope is drawn, for people who read the proposal later.
    """

    scope: str
    process_key: str
    element_id: str
    name: str
    before: str | None
    after: str

    def as_facts(self) -> dict[str, Any]:
        """For the row of the proposal and for the history."""
        return {
            "scope": self.scope,
            "process": self.process_key,
            "element": self.element_id,
            "name": self.name,
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> ValueChange:
        """What `as_facts` gave."""
        return cls(facts["scope"], facts["process"], facts["element"], facts["name"], facts["before"], facts["after"])

    @property
    def value(self) -> Any:
        """The new value."""
        return decode(self.after)


def planned(scopes: Sequence[DataScope], wanted: Sequence[NewValue]) -> tuple[ValueChange, ...]:
    """The changes as they will be kept. Raises `NotFound` for an unknown scope and `ValuesRefused`, by variable."""
    if not wanted or len(wanted) > MOST_VALUES:
        raise ValuesRefused({"changes": Phrase("Bitte 1 bis {most_values} Werte ändern.", most_values=MOST_VALUES)})
    places = {place.key: place for place in scopes}
    errors: dict[str, str] = {}
    found: dict[tuple[str, str], ValueChange] = {}
    for each in wanted:
        place = places.get(each.scope)
        if place is None:
            raise NotFound("place of variables", each.scope)
        message = _name_refused(each.name)
        if message is None and (each.scope, each.name) in found:
            message = Phrase("Diese Angabe steht zweimal im Vorschlag.")
        if message is None:
            try:
                after = encode(each.value)
            except ValueNotStorable as error:
                message = Phrase("Dieser Wert lässt sich nicht speichern: {error}", error=error)
            else:
                before = encode(place.values[each.name]) if each.name in place.values else None
                if before == after:
                    message = Phrase("Die Angabe hat diesen Wert schon.")
                found[each.scope, each.name] = ValueChange(
                    each.scope, place.process_key, place.element_id, each.name, before, after
                )
        if message is not None:
            errors[each.name or "name"] = message
    if errors:
        raise ValuesRefused(errors)
    return tuple(found.values())


def _name_refused(name: str) -> str | None:
    tokens = name_tokens(name) if 0 < len(name) <= MOST_NAME else []
    return None if tokens and joined(tokens) == name else Phrase("Das ist kein Name, unter dem Daten stehen können.")


def moved_since(scopes: Sequence[DataScope], changes: Sequence[ValueChange]) -> list[str]:
    """Names of variables that no longer have the value the proposal speaks of, or whose place is gone."""
    places = {place.key: place.values for place in scopes}
    moved = []
    for change in changes:
        values = places.get(change.scope)
        now = encode(values[change.name]) if values is not None and change.name in values else None
        if values is None or now != change.before:
            moved.append(change.name)
    return moved


def dump_changes(changes: Sequence[ValueChange]) -> str:
    """The changes as text for their column."""
    return encode([change.as_facts() for change in changes])


def load_changes(text: str) -> tuple[ValueChange, ...]:
    """What `dump_changes` wrote."""
    return tuple(ValueChange.from_facts(facts) for facts in decode(text))
