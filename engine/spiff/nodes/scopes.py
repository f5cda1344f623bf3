"""Activities with a scope of their own: sub-processes, event sub-processes and called processes."""

from __future__ import annotations

from typing import Any

from engine.bpmn.model import FlowNode
from engine.errors import Incident
from engine.spiff.compensation import carrier_done, remember
from engine.spiff.mapping import map_inputs, write_mapped, write_outputs
from engine.spiff.nodes.base import Node
from engine.spiff.nodes.tasks import Activity
from engine.spiff.specs import ScopeSpec
from engine.spiff.token import Scope, Token
from engine.spiff.variables import hand_over, visible

#: Calls inside each other: a process that calls itself must end somewhere.
MAX_CALLS = 40


class SubProcess(Activity):
    """An embedded sub-process. Data it declares is local to it; everything else belongs to the scope around it."""

    def __init__(self, spec: ScopeSpec, element: FlowNode, name: str | None = None) -> None:
        super().__init__(spec, element, name)
        self.inner: ScopeSpec

    def work(self, token: Token) -> bool | None:
        if self.inner.declared:
            token.local = {**dict.fromkeys(self.inner.declared), **(token.local or {})}
        open_inner(token, self.inner)
        return None

    def scope_done(self, token: Token, scope: Scope) -> None:
        write_mapped(token, visible(token))
        execution = token.scope.execution
        execution.drop_scope(token)
        remember(token, scope)
        execution.finish(token)

    def inner_done(self, token: Token, inner: Token) -> None:
        carrier_done(token)

    def compensable(self) -> bool:
        return False  # remembered together with what happened inside


class EventSubProcess(SubProcess):
    """A sub-process that an event of the scope around it starts."""

    start: Node

    def enter(self, token: Token) -> bool:
        map_inputs(token)
        return True

    def work(self, token: Token) -> bool | None:
        if self.inner.declared:
            token.local = {**dict.fromkeys(self.inner.declared), **(token.local or {})}
        open_inner(token, self.inner, self.start.element.id, token.note.get("payload"))
        token.note.pop("payload", None)
        return None

    def select(self, token: Token) -> Any:
        return ()


class CallActivity(Activity):
    """Runs another process as part of this one.

    Without a mapping it shares the variables: the called process sees and changes them as a sub-process would, except
    the data that is drawn in it and so belongs to it. With one it has nothing but what is mapped.
    """

    def work(self, token: Token) -> bool | None:
        execution = token.scope.execution
        spec = execution.program.scopes.get(self.element.called_element or "")
        if spec is None:
            raise Incident("ProcessMissing", f"The called process {self.element.called_element} is not deployed.")
        if not spec.entries and "inside" not in token.note:
            raise Incident("NoPlainStart", f"The called process {spec.key} has no start event without trigger.")
        io = self.element.io
        values: dict[str, Any] = dict.fromkeys(spec.declared)
        if io.inputs is None and io.outputs is None:
            token.note["shares"] = 1
        else:
            names = [entry.target for entry in io.inputs or ()]
            values |= {name: (token.local or {})[name] for name in names}
        open_inner(token, spec, variables=values)
        return None

    def scope_done(self, token: Token, scope: Scope) -> None:
        execution, io = token.scope.execution, self.element.io
        hand_over(scope)
        inputs = {entry.target for entry in io.inputs or ()}
        token.local = {name: v for name, v in (token.local or {}).items() if name not in inputs} or None
        if io.outputs:
            write_outputs(token, visible(scope.root))
        execution.drop_scope(token)
        remember(token, scope)
        execution.finish(token)

    def inner_done(self, token: Token, inner: Token) -> None:
        carrier_done(token)

    def compensable(self) -> bool:
        return False  # remembered together with what happened in the called process


def open_inner(
    token: Token,
    spec: ScopeSpec,
    start: str | None = None,
    payload: dict[str, Any] | None = None,
    variables: dict[str, Any] | None = None,
    offer: bool = True,
) -> Scope:
    """A running scope owned by the token. If it cannot begin, nothing of it remains."""
    execution = token.scope.execution
    if spec.is_process and _calls_around(token) >= MAX_CALLS:
        raise Incident("NestedTooDeep", f"More than {MAX_CALLS} processes inside each other.")
    scope = execution.open_scope(spec, token)
    if variables is not None:
        scope.variables = variables
    try:
        if offer:
            execution.begin(scope, start, payload, inside=token.note.get("inside", ()))
    except Exception:
        execution.drop_scope(token)
        raise
    token.note.pop("inside", None)  # only the first time: a person has put the token right inside
    return scope


def _calls_around(token: Token) -> int:
    depth, owner = 0, token.scope.owner
    while owner is not None:
        depth, owner = depth + isinstance(owner.node, CallActivity), owner.scope.owner
    return depth
