"""A harness for tests of diagrams: deploy, start, complete, send, travel. Stable: other suites drive the engine by it.

```python
h = Harness(database="sqlite://", start=datetime(2026, 1, 5, 8, tzinfo=BERLIN))
h.register("topic", handler)
h.deploy("a.bpmn", "b.dmn")
case = h.start("ProcessId", x=1)
case.complete("Task_1", y=2)
h.travel(days=31)
h.deploy("a-neu.bpmn")                      # running cases stay on their version until they are moved:
case.preview_migration()                    # what would happen, without doing it; `to=2` for a version
case.migrate()                              # raises MigrationRefused with `.obstacles`; docs/migration.md
case.migrate(plan=h.plan(h.version("ProcessId", 1), h.version("ProcessId", 2), Task_1="Task_2"))
h.migrate("ProcessId")                      # all living cases
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from engine.actor import SYSTEM, Actor
from engine.calendar import BERLIN, BusinessCalendar
from engine.commands.broadcast_signal import BroadcastSignal
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.deploy_resources import DeployedDefinition, DeployResources
from engine.commands.migrate_instance import MigrateInstance
from engine.commands.start_instance import StartInstance
from engine.definitions import ProcessVersion, newest
from engine.errors import NotFound, WrongState
from engine.executor import Engine
from engine.formsupport import FormSupport
from engine.handlers import HandlerRegistry, InsideCall
from engine.migration.moving import preview
from engine.migration.plan import MigrationPlan
from engine.migration.preview import Preview
from engine.migration.suggest import complete, suggest
from engine.queries import next_event, open_incidents, open_tasks, positions, run_of
from engine.waits import Position
from engine.worker import Worker, drain
from models.base import Base
from models.database import open_database
from models.history import HistoryEntry
from models.runtime import Definition, DefinitionKind, Incident, Instance, UserTask

START = datetime(2026, 1, 5, 8, tzinfo=BERLIN)


class Case:
    """One instance, seen as a test sees it. Element ids are as drawn in the file."""

    def __init__(self, harness: Harness, instance_id: int) -> None:
        self.harness, self.id = harness, instance_id

    def open_tasks(self) -> list[str]:
        return [t.element_id for t in self.tasks()]

    def tasks(self) -> list[UserTask]:
        with self.harness.engine.reading() as session:
            return list(open_tasks(session, self.id))

    def task(self, element_id: str) -> UserTask:
        """The oldest open task of this element. Raises NotFound, naming what is open instead."""
        tasks = self.tasks()
        for task in tasks:
            if task.element_id == element_id:
                return task
        raise NotFound("open task", f"{element_id} (open: {[t.element_id for t in tasks]})")

    def complete(self, element_id: str, **values: Any) -> None:
        """Complete the oldest open task of this element. Raises NotFound, ValuesRefused, WrongState."""
        self.harness.engine.execute(CompleteTask(self.task(element_id).id, values), self.harness.actor)
        self.harness.settle()

    def send(self, name: str, *, correlation: Mapping[str, Any] | None = None, **payload: Any) -> None:
        """Send a message; the correlation's values, joined by a bar if several, are the key."""
        self.harness.send(name, correlation=correlation, **payload)

    @property
    def _row(self) -> Instance:
        with self.harness.engine.reading() as session:
            row = session.get(Instance, self.id)
            if row is None:
                raise NotFound("instance", self.id)
            return row

    @property
    def status(self) -> str:
        """active, suspended, completed, cancelled."""
        return self._row.status.value

    @property
    def data(self) -> dict[str, Any]:
        """The variables of the process."""
        with self.harness.engine.reading() as session:
            run = run_of(session, self.harness.engine.definitions, self.id, self.harness.now)
            return run.variables()

    def trace(self) -> list[str]:
        """Completed element ids, in order."""
        with self.harness.engine.reading() as session:
            return list(
                session.execute(
                    select(func.coalesce(HistoryEntry.element_id, ""))
                    .where(HistoryEntry.instance_id == self.id, HistoryEntry.kind == "element.completed")
                    .order_by(HistoryEntry.id)
                ).scalars()
            )

    def tokens(self) -> list[Position]:
        with self.harness.engine.reading() as session:
            return list(positions(session, self.harness.engine.definitions, self.id, self.harness.now))

    def incidents(self) -> list[Incident]:
        with self.harness.engine.reading() as session:
            return list(open_incidents(session, self.id))

    def preview_migration(
        self, to: int | None = None, *, process: str | None = None, plan: MigrationPlan | None = None
    ) -> Preview:
        """What `migrate` with the same arguments would do now, without doing it. Raises what it would raise."""
        harness = self.harness
        target = harness.version(process or self._process.key, to)
        chosen = plan or harness.plan(self._process, target)
        with harness.engine.reading() as session:
            engine = harness.engine
            return preview(session, engine.definitions, engine.calendar, self.id, chosen, target.id, harness.now)

    def migrate(
        self, to: int | None = None, *, process: str | None = None, plan: MigrationPlan | None = None
    ) -> Preview:
        """Migrate to version `to` (the newest without) of its process or of `process`, by the suggested plan or `plan`.

        Returns what happened. Raises NotFound, WrongState, PlanRefused, MigrationRefused.
        """
        harness = self.harness
        target = harness.version(process or self._process.key, to)
        chosen = plan or harness.plan(self._process, target)
        done = harness.engine.execute(MigrateInstance(self.id, chosen, target.id), harness.actor)
        harness.settle()
        return done

    @property
    def _process(self) -> ProcessVersion:
        with self.harness.engine.reading() as session:
            return self.harness.engine.definitions.process(session, self._row.definition_id)

    @property
    def version(self) -> int:
        """The version of its process it runs in."""
        return self._process.version


class Harness:
    """An engine on a scratch database with a clock that only moves when told."""

    def __init__(
        self,
        database: str = "sqlite://",
        start: datetime = START,
        *,
        handlers: HandlerRegistry | None = None,
        forms: FormSupport | None = None,
        calendar: BusinessCalendar | None = None,
        actor: Actor = SYSTEM,
    ) -> None:
        self.now = start.astimezone(UTC)
        self.actor = actor
        self.database = open_database(database)
        Base.metadata.create_all(self.database)
        self.engine = Engine(
            self.database,
            clock=lambda: self.now,
            calendar=calendar or BusinessCalendar(),
            handlers=handlers,
            forms=forms,
        )
        self.worker = Worker(self.engine, "harness")

    def close(self) -> None:
        self.database.dispose()

    def register(self, topic: str, handler: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]) -> None:
        """Implement a service task: a function from its inputs to its outputs."""

        def act(call: InsideCall) -> Mapping[str, Any] | None:
            return handler(call.inputs)

        self.engine.handlers.inside(topic, act)

    def deploy(self, *files: str | Path | bytes, force_executable: bool = False) -> tuple[DeployedDefinition, ...]:
        """Deploy paths, or bytes of any kind of file. Raises DeploymentRefused with `.findings`."""
        resources = tuple(
            (f"model{i}{_kind(f)}", f) if isinstance(f, bytes) else (str(f), Path(f).read_bytes())
            for i, f in enumerate(files)
        )
        return self.engine.execute(DeployResources(resources, force_executable=force_executable), SYSTEM)

    def start(self, process: str, *, business_key: str | None = None, **data: Any) -> Case:
        case = Case(self, self.engine.execute(StartInstance(process, data, business_key=business_key), self.actor))
        self.settle()
        return case

    def send(self, name: str, *, correlation: Mapping[str, Any] | None = None, **payload: Any) -> None:
        key = "|".join(str(v) for v in correlation.values()) if correlation else None
        self.engine.execute(CorrelateMessage(name, key, payload), self.actor)
        self.settle()

    def signal(self, name: str, **payload: Any) -> None:
        self.engine.execute(BroadcastSignal(name, payload), self.actor)
        self.settle()

    def instances(self, process: str) -> list[Case]:
        """All instances of a process, oldest first, also those started by messages."""
        with self.engine.reading() as session:
            ids = session.execute(
                select(Instance.id)
                .join(Definition, Definition.id == Instance.definition_id)
                .where(Definition.key == process)
                .order_by(Instance.id)
            ).scalars()
            return [Case(self, i) for i in ids]

    def version(self, process: str, version: int | None = None) -> ProcessVersion:
        """A deployed version of a process, the newest without a number. Raises NotFound."""
        with self.engine.reading() as session:
            found = newest(session, DefinitionKind.PROCESS, process, version)
            if found is None:
                raise NotFound("process", process if version is None else f"{process} version {version}")
            return self.engine.definitions.process(session, found.id)

    def plan(self, source: ProcessVersion, target: ProcessVersion, **by_hand: str | None) -> MigrationPlan:
        """The suggested plan between two versions; `by_hand` names counterparts by element id (None: none)."""
        suggested = suggest(source.program, target.program)
        if not by_hand:
            return suggested
        return complete(suggested.overridden(by_hand), source.program, target.program)

    def migrate(
        self, process: str, to: int | None = None, *, since: int | None = None, plan: MigrationPlan | None = None
    ) -> list[Case]:
        """Migrate all living instances of a process (of its version `since` only) to version `to`; returns them."""
        target = self.version(process, to)
        cases = [
            case
            for case in self.instances(process)
            if case.status in ("active", "suspended")
            and case.version != target.version
            and since in (None, case.version)
        ]
        for case in cases:
            case.migrate(target.version, process=process, plan=plan)
        return cases

    def travel(self, **delta: float) -> None:
        """Let time pass, for example `days=31`; everything that comes due runs at its moment, in order."""
        self.travel_to(self.now + timedelta(**delta))

    def travel_to(self, moment: datetime) -> None:
        """Raises WrongState for a moment in the past."""
        target = moment.astimezone(UTC)
        if target < self.now:
            raise WrongState("travel to", "moment", target.isoformat(), f"before now ({self.now.isoformat()})")
        self.settle()
        while True:
            with self.engine.reading() as session:
                following = next_event(session)
            if following is None or following > target:
                break
            self.now = max(self.now, following)
            if not drain(self.worker):
                break
        self.now = target
        self.settle()

    def settle(self) -> None:
        """Run everything that is due at this moment."""
        drain(self.worker)


def _kind(content: bytes) -> str:
    if content.lstrip().startswith(b"{"):
        return ".form"
    return ".dmn" if b"/spec/DMN/" in content[:4096] else ".bpmn"
