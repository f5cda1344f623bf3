"""What a token sees and where its writes go.

Variables belong to scopes: the process, a called process, and locally to a token (instances of multi-instance
activities, mapped inputs, sub-processes that declare data). Reading goes from the inside out and ends at the process.
A write changes the innermost variable of that name; a new name is created at the process, so that nothing an inner
activity produced is lost when it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
            break
        at = scope.owner
    return found


def _caller(token: Token) -> Token | None:
    """The call activity the token's process runs for."""
    scope = token.scope
    while scope.variables is None and scope.owner is not None:
        scope = scope.owner.scope
    return scope.owner


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
    dictionaries = chain(token)
    outermost = []
    for name, value in admitted.items():
        home = next((d for d in dictionaries if name in d), dictionaries[-1])
        home[name] = value
        if home is dictionaries[-1]:
            outermost.append(name)
    mark_written(token, outermost)
    token.scope.execution.record_writes(token, admitted)


def mark_written(token: Token, names: Iterable[str]) -> None:
    """What a called process writes goes back to its caller, so the names are kept with the call activity."""
    owner = _caller(token)
    if owner is not None:
        owner.note.setdefault("written", {}).update(dict.fromkeys(names, 1))
