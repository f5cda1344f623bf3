"""What a token sees and where its writes go.

Variables belong to scopes: the process, a called process, and locally to a token (instances of multi-instance
activities, mapped inputs, sub-processes that declare data). Reading goes from the inside out and ends at the process.
A write changes the innermost variable of that name; a new name is created at the process, so that nothing an inner
activity produced is lost when it ends.

A process that is called without a mapping sees and changes the variables of its caller, too. What it creates itself is
its own until it hands it over, so that processes called side by side do not meet in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.spiff.token import Scope, Token
from engine.values import admit


def chain(token: Token) -> list[dict[str, Any]]:
    """The dictionaries a token sees, innermost first; the last one is that of the process."""
    found: list[dict[str, Any]] = []
    at: Token | None = token
    while at is not None:
        if at.local is not None:
            found.append(at.local)
        scope: Scope = at.scope
        if scope.variables is not None:
            found.append(scope.variables)
            if not shares(scope):
                break
        at = scope.owner
    return found


def home(token: Token) -> dict[str, Any]:
    """The variables of the process the token is in: where new names go."""
    scope: Scope = token.scope
    while scope.variables is None and scope.owner is not None:
        scope = scope.owner.scope
    assert scope.variables is not None
    return scope.variables


def shares(scope: Scope) -> bool:
    """True for a called process that shares the variables of its caller."""
    return scope.owner is not None and scope.variables is not None and bool(scope.owner.note.get("shares"))


def hand_over(scope: Scope) -> None:
    """Give what a called process has created to its caller, but not the data that are drawn in it."""
    if scope.owner is None or scope.variables is None or not shares(scope):
        return
    created = {n: value for n, value in scope.variables.items() if n not in scope.scope_spec.declared}
    for name in created:
        del scope.variables[name]
    write(scope.owner, created)


def visible(token: Token) -> Mapping[str, Any]:
    """All variables a token sees. Not to be changed: it may be the stored dictionary itself."""
    dictionaries = chain(token)
    if len(dictionaries) == 1:
        return dictionaries[0]
    merged: dict[str, Any] = {}
    for dictionary in reversed(dictionaries):
        merged.update(dictionary)
    return merged


def write(token: Token, values: Mapping[str, Any]) -> None:
    """Write variables as the token. All values are checked before the first is written."""
    if not values:
        return
    admitted = admit(values)
    dictionaries, new = chain(token), home(token)
    for name, value in admitted.items():
        next((d for d in dictionaries if name in d), new)[name] = value
    token.scope.execution.record_writes(token, admitted)
