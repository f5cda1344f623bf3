"""What a carried-over token waits for: kept as it was, armed now if drawn newly, or ended if drawn no more.

A timer keeps its due moment, whatever the new version says about it; if the new version draws it as another cycle, that
begins behind this moment. A message is addressed anew only if its name or key is drawn differently. An event that fired
before is not waited for again. An event that moved to the border of another activity takes its due moment along.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import EventDefinition, FlowNode
from engine.calendar import TimerSchedule, parse_timer
from engine.spiff.arming import arm_ids, arm_record, drawn_id
from engine.spiff.carrying import Carrying
from engine.spiff.nodes.events import CatchEvent
from engine.spiff.nodes.gateways import EventBasedGateway
from engine.spiff.nodes.scopes import CallActivity, SubProcess
from engine.spiff.nodes.tasks import ReceiveTask
from engine.spiff.timers import arm_timer, instant_to_number, number_to_instant
from engine.spiff.token import Phase, Token
from engine.spiff.variables import visible

Record = dict[str, Any]
#: What somebody waited for who no longer does: token and id it was stored under, the record, how it was drawn.
Orphan = tuple[str, str, Record, EventDefinition]


def events_of(token: Token) -> dict[str, FlowNode]:
    """The events a token may wait for, by id: on its border, its own, behind its gateway; for a root, of its scope."""
    scope, node = token.scope, token.node
    if token is scope.root:
        return {handler.start.element.id: handler.start.element for handler in scope.scope_spec.event_sub_processes}
    found = {event.element.id: event.element for event in node.boundary}
    if isinstance(node, EventBasedGateway):
        found |= {flow.target.element.id: flow.target.element for flow in node.out}
    elif isinstance(node, CatchEvent | ReceiveTask):
        found[node.element.id] = node.element
    return found


def rearm(carrying: Carrying) -> None:
    """Give every carried-over token what it waits for; obstacles are noted."""
    _Rearming(carrying).run()


class _Rearming:
    def __init__(self, carrying: Carrying) -> None:
        self.carrying = carrying
        self.waits = carrying.result.waits
        self.orphans: dict[str, list[Orphan]] = {}

    def run(self) -> None:
        carrying = self.carrying
        held = {new.id: self._keep(old, new) for old, new in carrying.pairs}
        for token_id in carrying.result.dissolved:
            inner = carrying.source.scopes[token_id]
            self._give_up(carrying.source.token(token_id), set())
            self._give_up(inner.root, set())
        for old, new in carrying.pairs:
            if _listens(old):
                self._arm_missing(old, new, held[new.id])
        for owner_id in carrying.result.emerged:
            owner = carrying.execution.token(owner_id)
            near = carrying.pairs[0][0]
            self._arm_missing(near, owner, set())
            self._arm_missing(near, carrying.execution.scopes[owner_id].root, set())

    # ------------------------------------------------------------------ keeping
    def _keep(self, old: Token, new: Token) -> set[str]:
        """Take over what the token waits for; returns the events of its new form that have an older one there."""
        before, after = events_of(old), events_of(new)
        held: set[str] = set()
        kept: set[str] = set()
        for event_id, drawn in before.items():
            image = self.carrying.image(old.scope, event_id)
            if image is None or image not in after:
                continue
            held.add(image)
            armed = [arm_id for arm_id in old.arms if drawn_id(arm_id) == event_id]
            kept.update(armed)
            for new_id, definition, old_id, was in _paired(drawn, after[image]):
                if old_id is not None and was is not None and old_id in old.arms:
                    self._adopt(old, old_id, was, new, new_id, definition)
                elif old_id is None and armed:
                    self._arm(old, new, new_id, definition)
        self._give_up(old, kept)
        return held

    def _give_up(self, old: Token, kept: set[str]) -> None:
        drawn = events_of(old)
        for arm_id, record in old.arms.items():
            event_id = drawn_id(arm_id)
            image = self.carrying.image(old.scope, event_id)
            if arm_id not in kept and image is not None and event_id in drawn:
                was = next(d for each, d in arm_ids(drawn[event_id]) if each == arm_id)
                self.orphans.setdefault(image, []).append((old.id, arm_id, record, was))

    def _adopt(
        self, old: Token, old_id: str, was: EventDefinition, new: Token, new_id: str, definition: EventDefinition
    ) -> None:
        self._take(old, (old.id, old_id, old.arms[old_id], was), new, new_id, definition)

    def _take(self, near: Token, orphan: Orphan, new: Token, new_id: str, definition: EventDefinition) -> None:
        token_id, old_id, record, was = orphan
        try:
            adapted = self._adapted(record, was, new, definition)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it stands in the way
            self.carrying.refuse_expression(error, near)
            return
        if adapted is None:
            self._arm(near, new, new_id, definition)
        else:
            new.arms[new_id] = adapted
            self.waits[token_id, old_id] = (new.id, new_id)

    def _adapted(self, record: Record, was: EventDefinition, new: Token, definition: EventDefinition) -> Record | None:
        """The record as the new version has it; None if it must be armed anew."""
        if definition.kind == "timer":
            return record if was.text == definition.text else self._adapted_timer(record, new, definition)
        if definition.kind == "message":
            return record if _address(was) == _address(definition) else None
        if definition.kind == "signal":
            return record if was.name == definition.name else None
        return record if was.text == definition.text else {**record, "w": False}

    def _adapted_timer(self, record: Record, new: Token, definition: EventDefinition) -> Record:
        execution = self.carrying.execution
        armed = arm_timer(definition, visible(new), execution.environment, execution.program.expressions)
        due = record["d"]
        if "t" not in armed:
            return {"k": "timer", "d": due}
        first = TimerSchedule.arm(parse_timer(armed["t"]), number_to_instant(due))
        if first is None:
            return {"k": "timer", "d": due}
        # The occurrence before the first one behind the kept moment, due at the kept moment.
        anchor = instant_to_number(first.armed_at)
        return {"k": "timer", "d": due, "t": armed["t"], "a": anchor, "s": due, "n": first.occurrence - 1}

    # ------------------------------------------------------------------ arming
    def _arm_missing(self, near: Token, new: Token, held: set[str]) -> None:
        for event_id, drawn in events_of(new).items():
            if event_id in held or drawn is new.node.element:
                continue
            for new_id, definition in arm_ids(drawn):
                waiting = self.orphans.get(event_id, [])
                orphan = next((each for each in waiting if each[3].kind == definition.kind), None)
                if orphan is not None:
                    waiting.remove(orphan)
                    self._take(near, orphan, new, new_id, definition)
                else:
                    self._arm(near, new, new_id, definition)

    def _arm(self, near: Token, new: Token, arm_id: str, definition: EventDefinition) -> None:
        try:
            record = arm_record(self.carrying.execution, visible(new), definition)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it stands in the way
            self.carrying.refuse_expression(error, near)
            return
        if record is not None:
            new.arms[arm_id] = record


def _listens(token: Token) -> bool:
    """True if a token at this place and stage waits for the events drawn around it."""
    if token is token.scope.root:
        return token._state == TaskState.STARTED and not token.note.get("interrupted")
    if "gathering" in token.note or token.phase != Phase.WORK:
        return False
    return not ("todo" in token.note and isinstance(token.node, SubProcess | CallActivity))


def _address(message: EventDefinition) -> tuple[str | None, ...]:
    """Under which name and key a message is waited for, as drawn."""
    return message.name, message.correlation_key, message.waiting_key, message.conversation


def _paired(old: FlowNode, new: FlowNode) -> Iterator[tuple[str, EventDefinition, str | None, EventDefinition | None]]:
    """Each definition of an event with the one it had before: the same one, the one at its place, any of its kind."""
    free = dict(arm_ids(old))
    order = list(free)
    for index, (new_id, definition) in enumerate(arm_ids(new)):
        alike = [each for each, d in free.items() if d.kind == definition.kind]
        said = (definition.name, definition.text)
        same = [each for each in alike if (free[each].name, free[each].text) == said]
        place = [each for each in alike if order[index : index + 1] == [each]]
        found = next(iter(same or place or alike), None)
        yield new_id, definition, found, free.pop(found) if found is not None else None
