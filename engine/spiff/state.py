"""The state of an instance as bytes and back. The definition is not in it, nor anything that is over.

Layout, version 1: a JSON object with `v` (version), `s` (status), `d` (variables of the process) and, while active,
`c`: the scopes, outer ones first. A scope is `[owner token or 0, key of its specification, root, tokens, variables or
0, compensation records or 0]`; a token is `[id, node, state, phase, flow it came on or 0, outer token or 0, local
variables or 0, arms or 0, note or 0]`, with trailing zeros left out. Nodes are named by the id drawn in the diagram,
so a state can be carried over to another version of the definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.spiff.execution import Execution
from engine.spiff.program import Program
from engine.spiff.token import Phase, Scope, Token
from engine.values import dump_values, load_values
from engine.waits import Environment

VERSION = 1


def dump(execution: Execution) -> bytes:
    """The state of an instance in which nothing is left to run."""
    state: dict[str, Any] = {"v": VERSION, "s": execution.status, "d": execution.top.variables}
    if execution.status == "active":
        state["c"] = [_dump_scope(scope) for scope in execution.all_scopes()]
    return dump_values(state)


def _dump_scope(scope: Scope) -> list[Any]:
    owner = scope.owner
    return [
        owner.id if owner is not None else 0,
        scope.scope_spec.key,
        _dump_token(scope.root),
        [_dump_token(token) for token in scope.tasks.values() if token is not scope.task_tree],
        scope.variables if owner is not None and scope.variables is not None else 0,
        scope.records or 0,
    ]


def _dump_token(token: Token) -> list[Any]:
    row = [
        token.id,
        token.task_spec.name,
        token._state,
        int(token.phase),
        token.via or 0,
        token.outer or 0,
        0 if token.local is None else token.local,
        token.arms or 0,
        token.internal_data or 0,
    ]
    while row[-1] == 0 and not isinstance(row[-1], dict):
        row.pop()
    return row


def load(program: Program, raw: bytes, environment: Environment) -> Execution:
    """The instance as it was dumped. Raises KeyError if the program lacks a node of the state."""
    state = load_values(raw)
    if state["v"] != VERSION:
        raise ValueError(f"Expected state of version {VERSION}, but it is of version {state['v']}")
    execution = Execution(program, environment)
    execution.status = state["s"]
    rows = state.get("c")
    if rows is None:
        execution.open_scope(program.scopes[program.key], None)
    else:
        for row in rows:
            _load_scope(execution, row)
    execution.top.variables = state["d"]
    return execution


def _load_scope(execution: Execution, row: list[Any]) -> None:
    owner_id, key, root, tokens, variables, records = row
    owner = execution.token(owner_id) if owner_id else None
    scope = Scope(execution, execution.program.scopes[key], owner)
    specs = scope.scope_spec.task_specs
    scope.task_tree = _load_token(scope, specs, root)
    for token in tokens:
        _load_token(scope, specs, token)
    if variables:
        scope.variables = variables
    if owner is not None and scope.scope_spec.is_process:
        _read_copies(scope, owner)
    scope.records = records or []
    if owner is None:
        execution.top = scope
    else:
        execution.scopes[owner.id] = scope


def _read_copies(scope: Scope, owner: Token) -> None:
    """Called processes without a mapping used to have copies of all variables; what they wrote is their own now."""
    io, written = owner.node.element.io, owner.note.pop("written", {})
    if "shares" not in owner.note and io.inputs is None and io.outputs is None:
        own = {*written, *scope.scope_spec.declared}
        scope.variables = {name: value for name, value in (scope.variables or {}).items() if name in own}
        owner.note["shares"] = 1


_BLANK = [0] * 9


_PHASES = tuple(Phase)


def _load_token(scope: Scope, specs: Mapping[str, Any], row: list[Any]) -> Token:
    token_id, name, state, phase, via, outer, local, arms, note = row + _BLANK[len(row) :]
    token = Token.__new__(Token)
    token.id = token_id
    token.workflow = scope
    token._parent = None
    token._children = []
    token._state = state
    token.triggered = False
    token.task_spec = specs[name]
    token.thread_id = 0
    token.data = {}
    token.internal_data = note or {}
    token.last_state_change = 0.0
    token.via = via or None
    token.outer = outer or None
    token.local = local if isinstance(local, dict) else None
    token.arms = arms or {}
    token.phase = _PHASES[phase]
    scope.tasks[token_id] = token
    return token
