"""Input and output mappings: what an activity or event takes along and what it brings back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.model import DataMapping
from engine.spiff.token import Token
from engine.spiff.variables import visible, write
from engine.values import admit


def evaluate_mapping(
    token: Token, entries: tuple[DataMapping, ...], variables: Mapping[str, Any], *, chained: bool
) -> dict[str, Any]:
    """The targets with their values. With `chained` a later entry sees the targets of the earlier ones."""
    execution, values = token.scope.execution, {}
    seen: Mapping[str, Any] = variables
    for entry in entries:
        if entry.reads:
            seen = {**seen, **{name: execution.environment.read_store(name) for name in entry.reads}}
        value = execution.evaluate(entry.source, seen, f"mapping of {token.node.element.id} to {entry.target}")
        values[entry.target] = admit(value)
        if chained:
            seen = {**variables, **values}
    return values


def map_inputs(token: Token) -> None:
    """Mapped inputs become variables that only the activity sees."""
    inputs = token.node.element.io.inputs
    if inputs:
        values = evaluate_mapping(token, inputs, visible(token), chained=True)
        token.local = {**(token.local or {}), **values}


def write_results(token: Token, results: Mapping[str, Any]) -> None:
    """What an activity produced: the mapped outputs if it maps any, otherwise everything."""
    outputs = token.node.element.io.outputs
    if outputs is None:
        write(token, results)
        return
    values = evaluate_mapping(token, outputs, {**visible(token), **results}, chained=False)
    _write_outside(token, values)


def write_mapped(token: Token, variables: Mapping[str, Any]) -> None:
    """The output mapping over `variables`, if there is one."""
    outputs = token.node.element.io.outputs
    if outputs:
        _write_outside(token, evaluate_mapping(token, outputs, variables, chained=False))


def write_outputs(token: Token, results: Mapping[str, Any]) -> None:
    """The output mapping of an activity over nothing but its results."""
    outputs = token.node.element.io.outputs
    if outputs:
        _write_outside(token, evaluate_mapping(token, outputs, results, chained=False))


def _write_outside(token: Token, values: Mapping[str, Any]) -> None:
    """A mapped output is meant for the scope around the activity, even if an input has the same name."""
    stores = {entry.target for entry in token.node.element.io.outputs or () if entry.stored}
    for name in sorted(stores & values.keys()):
        token.scope.execution.environment.write_store(name, values[name])
    values = {name: value for name, value in values.items() if name not in stores}
    inputs = {entry.target for entry in token.node.element.io.inputs or ()}
    local = token.local
    if local is not None and inputs:
        outside = token.local = {name: value for name, value in local.items() if name not in inputs}
        write(token, values)
        token.local = {**local, **outside}
    else:
        write(token, values)


def build_payload(token: Token) -> dict[str, Any]:
    """What a thrown event carries: the entries of its input mapping and nothing else."""
    inputs = token.node.element.io.inputs
    return evaluate_mapping(token, inputs, visible(token), chained=False) if inputs else {}


def take_payload(token: Token) -> None:
    """Take over from the payload of a caught event what its output mapping names, and nothing else."""
    payload = token.note.get("payload", {})
    write_mapped(token, {**visible(token), **payload})
    token.note.pop("payload", None)
