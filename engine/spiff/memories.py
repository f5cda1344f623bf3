"""What the nodes of carried-over tokens remember: loops, gatherings, jobs, late flows, and how to undo things."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.carrying import Carrying
from engine.spiff.compensation import Record, compensated_scope
from engine.spiff.mapping import map_inputs
from engine.spiff.nodes.ad_hoc import AdHocSubProcess
from engine.spiff.nodes.events import ThrowEvent
from engine.spiff.nodes.loops import MultiInstance
from engine.spiff.nodes.scopes import CallActivity, SubProcess
from engine.spiff.nodes.tasks import Activity, ServiceTask
from engine.spiff.specs import ScopeSpec
from engine.spiff.token import Scope, Token


def remember_anew(carrying: Carrying) -> None:
    """Tell what the tokens remember in the words of the new version; obstacles are noted."""
    for old, new in carrying.pairs:
        if new is new.scope.root:
            _root(carrying, old, new)
            continue
        _gathered(carrying, old, new)
        _activity(carrying, old, new)
        if "todo" in new.note:
            _todo(carrying, old, new)
    for scope, image in carrying.images.items():
        home = image if image is not None else carrying.base(scope)
        home.records += _records(carrying, scope.records, scope, home.scope_spec, scope.root)


def _root(carrying: Carrying, old: Token, new: Token) -> None:
    note = new.note
    if note.get("start"):
        start = carrying.image(old.scope, note["start"])
        if start is None or start not in new.scope.scope_spec.starts:
            carrying.refuse("no-target", old, note["start"])
        note["start"] = start
    if "late" in note:
        note["late"] = _late(carrying, old, new.scope, note["late"])
        if not note["late"]:
            del note["late"]
    _gathered(carrying, old, new)


def _late(carrying: Carrying, old: Token, scope: Scope, late: dict[str, list[str]]) -> dict[str, list[str]]:
    """Flows of a complex gateway on which the last round is still awaited."""
    found: dict[str, list[str]] = {}
    for gateway, flows in late.items():
        image = carrying.image(old.scope, gateway)
        node = scope.scope_spec.task_specs.get(image) if image is not None else None
        if node is None:
            continue
        kept = [carrying.image(old.scope, flow) for flow in flows]
        found[node.name] = [flow for flow in kept if flow is not None and flow in node.incoming]
    return {gateway: flows for gateway, flows in found.items() if flows}


def _gathered(carrying: Carrying, old: Token, new: Token) -> None:
    if "gathered" in new.note:
        named = {carrying.image(old.scope, event): brought for event, brought in new.note["gathered"].items()}
        new.note["gathered"] = {event: brought for event, brought in named.items() if event is not None}
        if not new.note["gathered"]:
            del new.note["gathered"]


def _activity(carrying: Carrying, old: Token, new: Token) -> None:
    was, node = old.node, new.node
    if isinstance(was, Activity) and isinstance(node, Activity):
        changed = was.start_quantity != node.start_quantity
        if "gathering" in new.note and changed:
            carrying.refuse("quantity", old)
    if isinstance(node, MultiInstance) and isinstance(was, MultiInstance):
        _instances(carrying, old, new, was, node)
    elif isinstance(node, AdHocSubProcess) and "waiting" in new.note:
        images = [carrying.image(old.scope, name) for name in new.note["waiting"]]
        new.note["waiting"] = [name for name in images if name is not None and name in node.inner.task_specs]
        if "withdrawn" in new.note:
            named = {carrying.image(old.scope, name): tokens for name, tokens in new.note["withdrawn"].items()}
            new.note["withdrawn"] = {name: tokens for name, tokens in named.items() if name in new.note["waiting"]}
    elif isinstance(node, ServiceTask) and "job" in new.note and new._state == TaskState.WAITING:
        _job(carrying, old, new, node)


def _instances(carrying: Carrying, old: Token, new: Token, was: MultiInstance, node: MultiInstance) -> None:
    """The runs of a multi-instance activity: their own variables follow the names of the new version."""
    if "count" in new.note and ("out" in new.note) != (node.loop.output_collection is not None):
        carrying.refuse("results", old)
        return
    names = {was.loop.element_variable: node.loop.element_variable}
    if _plain(was.loop.output_element) and _plain(node.loop.output_element):
        names[was.loop.output_element] = node.loop.output_element
    renamed = {one: two for one, two in names.items() if one is not None and two is not None and one != two}
    if not renamed:
        return
    inner = [body.local for body in new.scope.tokens() if body.outer == new.id]
    for local in [*inner, *new.note.get("ended", [])]:
        if local is not None:
            _rename(local, renamed)


def _plain(name: str | None) -> bool:
    return name is not None and name.isidentifier()


def _rename(local: dict[str, Any], names: dict[str, str]) -> None:
    taken = {two: local.pop(one) for one, two in names.items() if one in local}
    local.update(taken)


def _job(carrying: Carrying, old: Token, new: Token, node: ServiceTask) -> None:
    """The same handler goes on with the job it has; another one gets a job of its own, with inputs of now."""
    was = old.node
    assert isinstance(was, ServiceTask)
    if was.handler == node.handler:
        return
    try:
        inputs = {entry.target for entry in was.element.io.inputs or ()}
        new.local = {name: value for name, value in (new.local or {}).items() if name not in inputs} or None
        map_inputs(new)
        new.note["job"] = node.inputs(new)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it stands in the way
        carrying.refuse_expression(error, old)
    carrying.result.renewed_jobs.add(new.id)


# ---------------------------------------------------------------------- undoing
def _todo(carrying: Carrying, old: Token, new: Token) -> None:
    """A token that is undoing things: the records it has not come to."""
    if isinstance(new.node, SubProcess | CallActivity):
        inner = carrying.source.scopes[old.id]
        home: Scope = carrying.execution.scopes[new.id]
    elif isinstance(new.node, ThrowEvent):
        index = old.note.get("thrown", 0)
        definition, now = old.node.element.definitions[index], new.node.element.definitions[index]
        cancels = definition.kind == "cancel"
        inner = old.scope if cancels else compensated_scope(old, definition.activity)
        home = new.scope if cancels else compensated_scope(new, now.activity)
    else:
        carrying.refuse("undoing", old)
        return
    if carrying.images.get(inner) is not home:
        carrying.refuse("undoing", old)
        return
    new.note["todo"] = _records(carrying, new.note["todo"], inner, home.scope_spec, old)


def _records(carrying: Carrying, records: list[Record], scope: Scope, spec: ScopeSpec, near: Token) -> list[Record]:
    return [
        found
        for record in records
        if (found := _record(carrying, record, scope.scope_spec.process_key, spec, near)) is not None
    ]


def _record(carrying: Carrying, record: Record, process: str, spec: ScopeSpec, near: Token) -> Record | None:
    """One completed activity that can be undone, if the new version can undo it in the same way."""
    activity = carrying.plan.find(process, record["a"], spec.process_key)
    if activity is None or activity not in spec.drawn.nodes:
        carrying.refuse("compensation", near, record["a"], activity=record["a"])
        return None
    found: Record = {"a": activity}
    if "l" in record:
        found["l"] = record["l"]
    if "h" in record:
        handler = spec.compensation_handlers.get(activity)
        if handler is None:
            carrying.refuse("compensation", near, record["a"], activity=record["a"])
            return None
        found["h"] = handler
        return found
    inner = _content(carrying, record, spec, activity)
    if inner is None or ("e" in record and inner.compensation_start is None):
        carrying.refuse("compensation", near, record["a"], activity=record["a"])
        return None
    found |= {name: record[name] for name in ("v", "s") if name in record}
    if "p" in record:
        found["p"] = inner.key
    if "e" in record:
        found["e"] = inner.compensation_start
    if "i" in record:
        mapped = [_record(carrying, each, record.get("p", process), inner, near) for each in record["i"]]
        found["i"] = [each for each in mapped if each is not None]
    return found


def _content(carrying: Carrying, record: Record, spec: ScopeSpec, activity: str) -> ScopeSpec | None:
    """What is undone inside a completed activity: the sub-process, or the called process if the same one is called."""
    node = spec.drawn.nodes[activity]
    if "p" not in record:
        return None if node.content is None else spec.sub_process(activity).inner
    called = carrying.execution.program.scopes.get(node.called_element or "")
    return called if called is not None and (record["p"], called.key) in carrying.plan.pairs else None
