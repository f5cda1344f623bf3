"""Migrations as designers see them: plans, dry runs and progress, by instance number and element. No case data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from engine.bpmn.model import FlowNode
from engine.commands.migration_batches import Selection
from engine.definitions import ProcessVersion
from engine.errors import NotFound
from engine.executor import Engine
from engine.migration.joins import flows_into_joins
from engine.migration.kinds import difference, drawn_nodes
from engine.migration.obstacles import Obstacle
from engine.migration.outlook import look
from engine.migration.plan import Entry, MigrationPlan
from engine.migration.preview import Preview
from engine.migration.suggest import process_of
from models.operations import (
    MigrationBatch,
    MigrationMove,
    MigrationTrial,
    MigrationTrialLine,
    MoveStatus,
    TrialOutcome,
)
from models.runtime import Definition, DefinitionKind, Instance
from web.model_texts import model_text

#: Instances a dry run looks at while the person waits; more are left to the worker.
AT_ONCE = 100
#: Batches, and dry runs, on the overview.
SHOWN = 50

#: Where somebody can wait: these rows stand open, the others are folded away.
_WAITING = frozenset(
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
class VersionChoice:
    """A version of a process, with the number of its living instances."""

    id: int
    key: str
    name: str
    version: int
    running: int


@dataclass(frozen=True)
class PlanRow:
    """One element of the present version with everything it could become; `field` names it in the form."""

    field: str
    entry: Entry
    name: str
    type: str
    options: Sequence[tuple[str, str]]
    is_main: bool


@dataclass(frozen=True)
class Probe:
    """What the migration of one instance would do, or why it cannot; `outcome` is None before anybody has looked."""

    instance_id: int
    outcome: TrialOutcome | None
    preview: Preview | None = None
    obstacles: Sequence[Obstacle] = ()


@dataclass(frozen=True)
class Probes:
    """The dry run over all instances of a selection."""

    lines: Sequence[Probe]

    @property
    def counts(self) -> Mapping[TrialOutcome | None, int]:
        """How many instances there are of each outcome."""
        return Counter(line.outcome for line in self.lines)


@dataclass(frozen=True)
class TrialLine:
    """A dry run the worker works on, with its versions and how far it is."""

    trial: MigrationTrial
    source: Definition
    target: Definition
    counts: Mapping[TrialOutcome | None, int]

    @property
    def left(self) -> int:
        """Instances nobody has looked at yet."""
        return self.counts.get(None, 0)

    @property
    def total(self) -> int:
        """All instances of the dry run."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class BatchLine:
    """A batch with its versions and how far it is."""

    batch: MigrationBatch
    source: Definition
    target: Definition
    counts: Mapping[MoveStatus, int]

    @property
    def left(self) -> int:
        """Instances nobody has looked at yet."""
        return self.counts.get(MoveStatus.WAITING, 0) + self.counts.get(MoveStatus.RETURNING, 0)

    @property
    def total(self) -> int:
        """All instances of the batch."""
        return sum(self.counts.values())


def choices(rows: Session) -> Sequence[VersionChoice]:
    """All process versions, newest first within a process; at most 500."""
    running = (
        select(func.count(Instance.id))
        .where(Instance.definition_id == Definition.id, Instance.ended_at.is_(None))
        .correlate(Definition)
        .scalar_subquery()
    )
    found = rows.execute(
        select(Definition, running)
        .where(Definition.kind == DefinitionKind.PROCESS)
        .order_by(Definition.name, Definition.version.desc())
        .limit(500)
    )
    return [VersionChoice(d.id, d.key, model_text(d.name), d.version, count) for d, count in found]


def plan_rows(plan: MigrationPlan, source: ProcessVersion, target: ProcessVersion) -> Sequence[PlanRow]:
    """The plan as a table, in the order of the file."""
    found = []
    for process, into in plan.pairs:
        if process not in source.program.sources or into not in target.program.sources:
            continue
        old, new = process_of(source.program, process), process_of(target.program, into)
        nodes, others = drawn_nodes(old), drawn_nodes(new)
        flows, new_flows = flows_into_joins(old), flows_into_joins(new)
        for entry in plan.entries:
            if (entry.process, entry.into) != (process, into):
                continue
            name_of_field = f"ziel:{process}:{into}:{entry.element}"
            if entry.element in nodes:
                node = nodes[entry.element]
                options = [(n.id, _called(n)) for n in others.values() if difference(node, n) is None]
                is_main = node.type in _WAITING
                found.append(
                    PlanRow(name_of_field, entry, node.name, node.type, sorted(options, key=_by_name), is_main)
                )
            elif entry.element in flows:
                options = [(flow, flow) for flow in new_flows]
                found.append(PlanRow(name_of_field, entry, "", "sequenceFlow", options, entry.target is None))
    return found


def _called(node: FlowNode) -> str:
    return f"{model_text(node.name)} ({node.id})" if node.name else node.id


def _by_name(option: tuple[str, str]) -> str:
    return option[1].casefold()


def chosen_plan(plan: MigrationPlan, table: Sequence[PlanRow], form: Mapping[str, str]) -> MigrationPlan:
    """The plan with what the person chose differently in the form; rows the form does not send stay."""
    for row in table:
        if row.field in form and form[row.field] != (row.entry.target or ""):
            entry = row.entry
            plan = plan.by_hand(entry.element, form[row.field] or None, process=entry.process, into=entry.into)
    return plan


def selected(rows: Session, source_id: int, selection: Selection) -> int:
    """How many instances a selection holds."""
    wanted = selection.conditions(source_id)
    return rows.execute(select(func.count(Instance.id)).where(*wanted)).scalar_one()


def probe(
    rows: Session, engine: Engine, plan: MigrationPlan, source_id: int, target_id: int, selection: Selection
) -> Probes:
    """The dry run over a small selection, those that cannot move first. Raises PlanRefused."""
    wanted = select(Instance.id).where(*selection.conditions(source_id)).order_by(Instance.id)
    ids, now = rows.execute(wanted).scalars().all(), engine.now()
    versions = (source_id, target_id)
    lines = [_probe(each, look(rows, engine.definitions, engine.calendar, each, plan, versions, now)) for each in ids]
    return Probes(sorted(lines, key=lambda line: line.outcome is not TrialOutcome.REFUSED))


def _probe(instance_id: int, seen: Preview | tuple[Obstacle, ...]) -> Probe:
    if not isinstance(seen, Preview):
        return Probe(instance_id, TrialOutcome.REFUSED, obstacles=seen)
    return Probe(instance_id, TrialOutcome.SAME if seen.changes_nothing else TrialOutcome.MOVES, seen)


def trials(rows: Session) -> Sequence[TrialLine]:
    """The newest dry runs of the worker, newest first."""
    return _trials(rows, None)


def trial(rows: Session, trial_id: int) -> TrialLine:
    """One dry run. Raises NotFound, also when it is forgotten."""
    found = _trials(rows, trial_id)
    if not found:
        raise NotFound("dry run", trial_id)
    return found[0]


def _trials(rows: Session, trial_id: int | None) -> list[TrialLine]:
    source, target = aliased(Definition), aliased(Definition)
    wanted = (
        select(MigrationTrial, source, target)
        .join(source, source.id == MigrationTrial.source_id)
        .join(target, target.id == MigrationTrial.target_id)
        .order_by(MigrationTrial.id.desc())
        .limit(SHOWN)
    )
    if trial_id is not None:
        wanted = wanted.where(MigrationTrial.id == trial_id)
    found = rows.execute(wanted).all()
    counts: dict[int, dict[TrialOutcome | None, int]] = {}
    for of_trial, outcome, count in rows.execute(
        select(MigrationTrialLine.trial_id, MigrationTrialLine.outcome, func.count())
        .where(MigrationTrialLine.trial_id.in_([t.id for t, _, _ in found]))
        .group_by(MigrationTrialLine.trial_id, MigrationTrialLine.outcome)
    ):
        counts.setdefault(of_trial, {})[outcome] = count
    return [TrialLine(t, one, two, counts.get(t.id, {})) for t, one, two in found]


def trial_lines(
    rows: Session, trial_id: int, outcome: TrialOutcome | None, offset: int, limit: int
) -> tuple[int, Sequence[Probe]]:
    """How many instances of a dry run were told so (None: anything), and a page of them, refused ones first."""
    wanted = [MigrationTrialLine.trial_id == trial_id, MigrationTrialLine.outcome.is_not(None)]
    if outcome is not None:
        wanted.append(MigrationTrialLine.outcome == outcome)
    total = rows.execute(select(func.count(MigrationTrialLine.id)).where(*wanted)).scalar_one()
    order = case((MigrationTrialLine.outcome == TrialOutcome.REFUSED, 0), else_=1)
    page = select(MigrationTrialLine).where(*wanted).order_by(order, MigrationTrialLine.id).offset(offset).limit(limit)
    return total, [_stored(line) for line in rows.execute(page).scalars()]


def _stored(line: MigrationTrialLine) -> Probe:
    if line.outcome is TrialOutcome.REFUSED:
        return Probe(line.instance_id, line.outcome, obstacles=[Obstacle(**each) for each in line.told or ()])
    return Probe(line.instance_id, line.outcome, Preview.from_json(line.told or {}))


def batches(rows: Session) -> Sequence[BatchLine]:
    """The newest batches, newest first."""
    return _lines(rows, None)


def batch(rows: Session, batch_id: int) -> BatchLine:
    """One batch. Raises NotFound."""
    found = _lines(rows, batch_id)
    if not found:
        raise NotFound("migration", batch_id)
    return found[0]


def _lines(rows: Session, batch_id: int | None) -> list[BatchLine]:
    source, target = aliased(Definition), aliased(Definition)
    wanted = (
        select(MigrationBatch, source, target)
        .join(source, source.id == MigrationBatch.source_id)
        .join(target, target.id == MigrationBatch.target_id)
        .order_by(MigrationBatch.id.desc())
        .limit(SHOWN)
    )
    if batch_id is not None:
        wanted = wanted.where(MigrationBatch.id == batch_id)
    found = rows.execute(wanted).all()
    counts: dict[int, dict[MoveStatus, int]] = {}
    for of_batch, status, count in rows.execute(
        select(MigrationMove.batch_id, MigrationMove.status, func.count())
        .where(MigrationMove.batch_id.in_([b.id for b, _, _ in found]))
        .group_by(MigrationMove.batch_id, MigrationMove.status)
    ):
        counts.setdefault(of_batch, {})[status] = count
    return [BatchLine(b, one, two, counts.get(b.id, {})) for b, one, two in found]


def moves(
    rows: Session, batch_id: int, status: MoveStatus | None, offset: int, limit: int
) -> tuple[int, Sequence[MigrationMove]]:
    """How many instances of a batch there are in this status (None: any), and a page of them."""
    wanted = [MigrationMove.batch_id == batch_id]
    if status is not None:
        wanted.append(MigrationMove.status == status)
    total = rows.execute(select(func.count(MigrationMove.id)).where(*wanted)).scalar_one()
    page = select(MigrationMove).where(*wanted).order_by(MigrationMove.id).offset(offset).limit(limit)
    return total, rows.execute(page).scalars().all()
