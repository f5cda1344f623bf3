"""The places variables live in, for people who look at them and change them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from engine.errors import NotFound
from engine.places import DataScope
from engine.spiff.mapping import map_inputs
from engine.spiff.moving import around_scope, turn_of
from engine.spiff.token import Token
from engine.values import admit

if TYPE_CHECKING:
    from engine.spiff.execution import Execution

#: What comes after the token in the key of a called process, and of what only a token sees.
PROCESS, LOCAL = "process", "local"

_Found = tuple[DataScope, dict[str, Any], Token]


def data_scopes(execution: Execution) -> tuple[DataScope, ...]:
    """All variables by the place they live in, those of the process first."""
    return tuple(place for place, _, _ in _places(execution))


def write(execution: Execution, key: str, values: Mapping[str, Any]) -> None:
    """Change variables of one place. Raises `NotFound` if there is no such place, `ValueNotStorable`."""
    admitted = admit(values)
    for place, home, token in _places(execution):
        if place.key == key:
            home.update(admitted)
            execution.record_writes(token, admitted)
            return
    raise NotFound("place of variables", key)


def _places(execution: Execution) -> Iterator[_Found]:
    for scope in execution.all_scopes():
        owner, around = scope.owner, around_scope(scope)
        if scope.variables is not None:
            key = f"{owner.id}:{PROCESS}" if owner is not None else ""
            process = scope.scope_spec.process_key
            yield DataScope(key, process, process, around, None, dict(scope.variables)), scope.variables, scope.root
        for token in scope.tokens():
            if token.local:
                element = token.node.element.id
                key, process = f"{token.id}:{LOCAL}", scope.scope_spec.process_key
                yield DataScope(key, process, element, around, turn_of(token), dict(token.local)), token.local, token


def map_again(token: Token) -> None:
    """Compute the mapped inputs of an activity once more: whoever retries may have corrected the data they come from.

    What a running sub-process has made of its inputs stays, and so do inputs that hide the variable of a turn: what
    they were computed from is gone.
    """
    inputs = token.node.element.io.inputs
    running = token.id in token.scope.execution.scopes
    if not inputs or running or token.note.keys() & {"values", "outputs"}:
        return
    targets = {entry.target for entry in inputs}
    if token.outer is not None and targets & _turn_names(token):
        return
    token.local = {name: value for name, value in (token.local or {}).items() if name not in targets}
    map_inputs(token)


def _turn_names(token: Token) -> set[str]:
    loop = token.node.element.loop
    names = {"loopCounter"}
    if loop is not None:
        names |= {name for name in (loop.element_variable, loop.output_element) if name is not None}
    return names
