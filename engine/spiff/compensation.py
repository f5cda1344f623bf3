"""Compensation: completed activities are remembered, and undone last first when compensation is thrown (10.7).

A record is `{"a": activity id}` with `h` (its handler activity), `e` (its compensation event sub-process) or only `i`
(the records inside a completed sub-process), and `l`, the variables only the activity saw. Records live in the scope
of the activity; when a sub-process completes, its records become the inner ones of its own record. So do those of a
called process, with `p`, its key, `v`, the variables it had, and `s` if it shared those of its caller: it is undone
with them, and what undoes it gives nothing back by a mapping.

The token that throws works through its records one by one. To undo inside a completed sub-process its scope is opened
again under a *carrier*, a token at the sub-process that works for the thrower.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.token import Phase, Scope, Token
from engine.spiff.variables import hand_over, shares

Record = dict[str, Any]


def remember(token: Token, ended: Scope | None = None) -> None:
    """A compensable activity has completed. Its own handler takes precedence over what happened inside it (`ended`)."""
    spec, activity = token.scope.scope_spec, token.node.element.id
    if token.node.element.for_compensation:
        return
    record: Record = {"a": activity}
    if activity in spec.compensation_handlers:
        record["h"] = spec.compensation_handlers[activity]
    elif ended is not None:
        if ended.scope_spec.compensation_start is not None:
            record["e"] = ended.scope_spec.compensation_start
        if ended.records:
            record["i"] = ended.records
        if len(record) > 1 and ended.variables is not None:
            record |= {"p": ended.scope_spec.key, "v": dict(ended.variables)}
            if shares(ended):
                record["s"] = 1
    if len(record) > 1:
        if token.local:
            record["l"] = dict(token.local)
        token.scope.records.append(record)


def compensated_scope(token: Token, activity: str | None) -> Scope:
    """Where a throw looks for completed activities: its own scope; from an event sub-process the scope around it."""
    scope = token.scope
    while scope.owner is not None and scope.owner.node.element.triggered_by_event:
        if activity is not None and activity in scope.scope_spec.drawn.nodes:
            break
        scope = scope.owner.scope
    return scope


def take_records(scope: Scope, activity: str | None) -> list[Record]:
    """Take out the records to undo: those of one activity, or all."""
    taken = [record for record in scope.records if activity is None or record["a"] == activity]
    scope.records = [record for record in scope.records if not (activity is None or record["a"] == activity)]
    return taken


def undo(token: Token, scope: Scope) -> bool:
    """Start the next handler of the token; True when nothing is left to undo."""
    todo: list[Record] = token.note["todo"]
    while todo:
        if not start_handler(scope, todo.pop(), token):
            return False
    del token.note["todo"]
    return True


def start_handler(scope: Scope, record: Record, outer: Token | None) -> bool:
    """Begin to undo one record; True if that is over at once."""
    execution, spec = scope.execution, scope.scope_spec
    if "h" in record:
        execution.put(scope, spec.node(record["h"]), outer=outer, local=record.get("l"))
        return False
    carrier = _carrier(scope, record, outer)
    inner = execution.scopes[carrier.id]
    if "e" in record:
        inner.records = record.get("i", [])
        carrier.note["todo"] = []
        execution.put(inner, inner.scope_spec.node(record["e"]), outer=carrier)
        return False
    carrier.note["todo"] = record["i"]
    if undo(carrier, inner):
        _put_away(carrier)
        return True
    return False


def _carrier(scope: Scope, record: Record, outer: Token | None) -> Token:
    execution = scope.execution
    node = scope.scope_spec.sub_process(record["a"])
    carrier = Token(scope, node, outer=outer.id if outer is not None else None)
    carrier.local = record.get("l")
    carrier.phase = Phase.WORK
    carrier._set_state(TaskState.STARTED)
    called = node.element.called_element
    inner = execution.open_scope(execution.program.scopes[called] if called is not None else node.inner, carrier)
    inner.root.note["interrupted"] = True
    if "v" in record:
        inner.variables = record["v"]
    if "s" in record:
        carrier.note["shares"] = 1
    return carrier


def carrier_done(carrier: Token) -> None:
    """One handler inside a carrier has ended: go on with the next, or end the carrier."""
    execution, scope = carrier.scope.execution, carrier.scope
    if not undo(carrier, execution.scopes[carrier.id]):
        return
    _put_away(carrier)
    if carrier.outer is not None:
        outer = execution.token(carrier.outer)
        outer.node.inner_done(outer, carrier)
    else:
        execution.close_if_empty(scope)


def _put_away(carrier: Token) -> None:
    hand_over(carrier.scope.execution.scopes[carrier.id])
    carrier.scope.execution.drop_scope(carrier)
    carrier.vanish()
