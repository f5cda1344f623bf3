"""What a plan may not say about two versions, before any instance is looked at: one finding per element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.model import FlowNode, Process, Scope, scopes
from engine.lint.finding import Severity
from engine.migration.joins import flows_into_joins
from engine.migration.kinds import JOINS, can_dissolve, can_emerge, difference, drawn_nodes, path
from engine.migration.plan import Entry, MigrationPlan
from engine.migration.suggest import process_of
from engine.migration.words import say
from engine.spiff import Program

#: Where tokens can rest; only there a missing counterpart is worth a word.
_RESTS = frozenset(
    {
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "intermediateCatchEvent",
        "eventBasedGateway",
        "boundaryEvent",
    }
)


@dataclass(frozen=True)
class PlanFinding:
    """What is to be said about one entry of a plan. `code` names the rule, for tests and translations."""

    severity: Severity
    code: str
    process: str
    element: str
    target: str | None
    message_de: str
    message_en: str


def check_plan(plan: MigrationPlan, source: Program, target: Program) -> list[PlanFinding]:
    """Everything that is wrong with a plan (errors) or worth knowing before it is carried out (warnings)."""
    found: list[PlanFinding] = []
    if (plan.source, plan.target) != (source.key, target.key):
        entry = Entry(plan.source, plan.source, plan.target, plan.target, None)
        return [_finding(Severity.ERROR, "other-process", entry, expected=f"{source.key} → {target.key}")]
    for old_key, new_key in plan.pairs:
        entries = [e for e in plan.entries if (e.process, e.into) == (old_key, new_key)]
        if old_key not in source.sources or new_key not in target.sources:
            found += [_finding(Severity.ERROR, "unknown-process", entry) for entry in entries]
            continue
        found += _Pair(process_of(source, old_key), process_of(target, new_key), entries).findings()
    return found


def _finding(severity: Severity, code: str, entry: Entry, **facts: str) -> PlanFinding:
    words = {"element": entry.element, "target": entry.target or "", "process": entry.process, "into": entry.into}
    german, english = say(code, **{**words, **facts})
    return PlanFinding(severity, code, entry.process, entry.element, entry.target, german, english)


class _Pair:
    def __init__(self, source: Process, target: Process, entries: list[Entry]) -> None:
        self.entries = entries
        self.old, self.new = drawn_nodes(source), drawn_nodes(target)
        self.old_flows, self.new_flows = flows_into_joins(source), flows_into_joins(target)
        self.all_flows = {
            flow: join for join, node in self.new.items() if node.type in JOINS for flow in _incoming(target, join)
        }
        self.targets = {e.element: e.target for e in entries}

    def findings(self) -> Iterator[PlanFinding]:
        for entry in self.entries:
            if entry.element in self.old:
                yield from self._node(entry, self.old[entry.element])
            elif entry.element in self.old_flows:
                yield from self._flow(entry)
            else:
                yield _finding(Severity.ERROR, "unknown-source", entry)

    def _node(self, entry: Entry, node: FlowNode) -> Iterator[PlanFinding]:
        if entry.target is None:
            if node.type in _RESTS and not (can_dissolve(node) and self._lives_on(entry.element)):
                yield _finding(Severity.WARNING, "unmapped", entry)
            return
        other = self.new.get(entry.target)
        if other is None:
            yield _finding(Severity.ERROR, "unknown-target", entry)
            return
        unlike = difference(node, other)
        if unlike is not None:
            yield _finding(Severity.ERROR, unlike, entry, was=node.type, **{"is": other.type})
            return
        yield from self._around(entry, node, other)

    def _lives_on(self, sub_process: str) -> bool:
        """True if something drawn inside has a counterpart."""
        return any(self.targets.get(e) is not None for e in self.old if sub_process in path(e, self.old))

    def _around(self, entry: Entry, node: FlowNode, other: FlowNode) -> Iterator[PlanFinding]:
        around, last = path(other.id, self.new), -1
        for outer in path(node.id, self.old):
            image = self.targets.get(outer)
            if image is None:
                if not can_dissolve(self.old[outer]):
                    yield _finding(Severity.ERROR, "cannot-dissolve", entry, outer=outer)
                    return
            elif image not in around or around.index(image) <= last:
                yield _finding(Severity.ERROR, "leaves-scope", entry, outer=image)
                return
            else:
                last = around.index(image)
        for each in around[last + 1 :]:
            if not can_emerge(self.new[each]):
                yield _finding(Severity.ERROR, "cannot-emerge", entry, outer=each)
                return
        if node.attached_to is not None and self.targets.get(node.attached_to) != other.attached_to:
            yield _finding(Severity.WARNING, "other-border", entry, outer=other.attached_to or "")

    def _flow(self, entry: Entry) -> Iterator[PlanFinding]:
        if entry.target is None:
            return
        join = self.old_flows[entry.element][1]
        if entry.target not in self.all_flows:
            yield _finding(Severity.ERROR, "unknown-target", entry)
        elif self.all_flows[entry.target] != self.targets.get(join):
            yield _finding(Severity.ERROR, "other-join", entry, outer=join)


def _incoming(process: Process, join: str) -> list[str]:
    from_scopes = [s for s in _scopes(process) if join in s.nodes]
    return [flow.id for scope in from_scopes for flow in scope.incoming(join)]


def _scopes(process: Process) -> list[Scope]:
    return list(scopes(process.content))
