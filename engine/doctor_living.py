"""The invariants of what still lives: I4 (one place), I5, I10. Read in batches, whatever the number of instances."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engine.definitions import DefinitionStore
from engine.queries import loaded
from engine.spiff import Run
from engine.violation import Violation
from engine.waits import Waits
from models.runtime import Incident, Instance, InstanceStatus, Job, Subscription, TaskStatus, Timer, UserTask

INSTANCE: Any = Instance.__table__
TASK: Any = UserTask.__table__
TIMER: Any = Timer.__table__
SUBSCRIPTION: Any = Subscription.__table__
JOB: Any = Job.__table__
INCIDENT: Any = Incident.__table__

LIVING = (InstanceStatus.ACTIVE, InstanceStatus.SUSPENDED)

#: Instances whose rows are asked for together: six statements and as many states in memory.
CHUNK = 500

#: The rows of one kind, without what only one instance has in common.
Rows = set[tuple[Any, ...]]

#: Kind of row → its table, what makes it one, and which rows count.
_KINDS: Mapping[str, tuple[Any, tuple[str, ...], ColumnElement[bool] | None]] = {
    "task": (TASK, ("token", "element_id"), TASK.c.status == TaskStatus.OPEN),
    "timer": (TIMER, ("token", "element_id", "due_at"), None),
    "subscription": (SUBSCRIPTION, ("token", "element_id", "kind", "name", "correlation_key"), None),
    "job": (JOB, ("token", "element_id", "handler"), None),
    "incident": (INCIDENT, ("kind", "token", "element_id"), INCIDENT.c.resolved_at.is_(None)),
}


def check_living(
    session: Session, definitions: DefinitionStore, now: datetime, *, batch: int = CHUNK
) -> Iterator[Violation]:
    """Every living instance, by id: I4 no token in two places, I5 something will happen next, I10 its rows equal
    what its state says."""
    last = 0
    while chunk := _after(session, last, batch):
        last = chunk[-1].id
        stored = _Stored.of(session, [row.id for row in chunk])
        for row in chunk:
            try:
                run = loaded(definitions.process(session, row.definition_id), row.state, definitions, now)
                waits = run.waits()
            except SQLAlchemyError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever is wrong with it is what is looked for
                yield Violation("I10", row.id, f"its state cannot be read ({type(error).__name__})")
                continue
            yield from _one_place(row.id, run)
            yield from stored.differences(row.id, waits, watches_data=run.watches_data)
        session.expunge_all()


def _after(session: Session, last: int, batch: int) -> Sequence[Any]:
    wanted = select(INSTANCE.c.id, INSTANCE.c.definition_id, INSTANCE.c.state)
    living = wanted.where(INSTANCE.c.id > last, INSTANCE.c.status.in_(LIVING))
    return session.execute(living.order_by(INSTANCE.c.id).limit(batch)).all()


def _one_place(instance_id: int, run: Run) -> Iterator[Violation]:
    places = Counter(p.token for p in run.positions())
    for token in sorted(t for t, n in places.items() if n > 1):
        yield Violation("I4", instance_id, f"token {token} is in {places[token]} places")


@dataclass(frozen=True)
class _Stored:
    """What the tables hold of some instances: kind → instance → rows. Incidents are those nobody resolved."""

    kinds: Mapping[str, Mapping[int, Rows]]

    @classmethod
    def of(cls, session: Session, instances: Sequence[int]) -> _Stored:
        kinds: dict[str, defaultdict[int, Rows]] = {}
        for kind, (table, columns, counts) in _KINDS.items():
            wanted = select(table.c.instance_id, *(table.c[name] for name in columns))
            wanted = wanted.where(table.c.instance_id.in_(instances))
            found = kinds[kind] = defaultdict(set)
            for instance_id, *row in session.execute(wanted if counts is None else wanted.where(counts)):
                found[instance_id].add(tuple(row))
        return cls(kinds)

    def differences(self, instance_id: int, waits: Waits, *, watches_data: bool) -> Iterator[Violation]:
        """I5 and I10 of one instance."""
        expected: dict[str, Rows] = {
            "task": {(w.token, w.element_id) for w in waits.user_tasks},
            "timer": {(w.token, w.element_id, w.due_at) for w in waits.timers},
            "subscription": {(w.token, w.element_id, w.kind, w.name, w.correlation_key) for w in waits.subscriptions},
            "job": {(w.token, w.element_id, w.handler) for w in waits.jobs},
            "incident": {(w.token, w.element_id) for w in waits.incidents},
        }
        stored: dict[str, Rows] = {kind: rows.get(instance_id, set()) for kind, rows in self.kinds.items()}
        failed = {kind: {row[1:] for row in stored["incident"] if row[0] == kind} for kind in ("token", "timer", "job")}
        stored["incident"] = failed["token"]
        for kind in ("timer", "job"):
            for row in failed[kind] - {row[:2] for row in stored[kind]}:
                yield Violation("I10", instance_id, f"incident of {kind} {row} is open, but there is no such {kind}")
        if not any(stored.values()) and not watches_data:
            yield Violation("I5", instance_id, "active, but nothing will ever happen")
        for kind, rows in expected.items():
            for row in sorted(rows - stored[kind], key=str):
                yield Violation("I10", instance_id, f"{kind} {row[:2]} is in the state but not in the table")
            for row in sorted(stored[kind] - rows, key=str):
                yield Violation("I10", instance_id, f"{kind} {row[:2]} is in the table but not in the state")
