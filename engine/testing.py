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

A handler is a function from inputs to outputs; `raise BpmnError("code")` is an error the diagram can catch, any other
exception becomes an incident.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actor import SYSTEM, Actor
from engine.calendar import BERLIN, BusinessCalendar, Duration
from engine.commands.broadcast_signal import BroadcastSignal
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.deploy_resources import DeployedDefinition, DeployResources
from engine.commands.migrate_instance import MigrateInstance
from engine.commands.start_instance import StartInstance
from engine.definitions import ProcessVersion, newest
from engine.errors import BpmnError, DeploymentRefused, EngineError, NotFound, ValuesRefused, WrongState
from engine.executor import Engine
from engine.formsupport import FormSupport
from engine.handlers import HandlerRegistry, InsideCall
from engine.messages import Correlated
from engine.migration.moving import preview
from engine.migration.plan import MigrationPlan
from engine.migration.preview import Preview
from engine.migration.suggest import complete, suggest
from engine.queries import next_event, open_incidents, open_tasks, positions, run_of
from engine.scratch_tables import with_tables
from engine.values import key_text
from engine.waits import Position
from engine.worker import Worker, drain
from models.history import HistoryEntry
from models.runtime import Definition, DefinitionKind, Incident, Instance, Subscription, UserTask

__all__ = [
    "BERLIN",
    "BpmnError",
    "Case",
    "DeploymentRefused",
    "EngineError",
    "Harness",
    "NotFound",
    "ValuesRefused",
    "WrongState",
]

START = datetime(2026, 1, 5, 8, tzinfo=BERLIN)


class Case:
    """One instance, seen as a test sees it. Element ids are as drawn in the file."""

    def __init__(self, harness: Harness, instance_id: int) -> None:
        self.harness, self.id = harness, instance_id

    def open_tasks(self) -> list[str]:
        return [t.element_id for t in self.tasks()]

    def tasks(self) -> list[UserTask]:
        with self._reading() as session:
            return list(open_tasks(session, self.id))

    def task(self, element_id: str) -> UserTask:
        """The oldest open task of this element.

        Raises WrongState if it was open once, NotFound, naming what is open instead, if it never was.
        """
        tasks = self.tasks()
        for task in tasks:
            if task.element_id == element_id:
                return task
        with self.harness.engine.reading() as session:
            ended = session.execute(
                select(UserTask)
                .where(UserTask.instance_id == self.id, UserTask.element_id == element_id)
                .order_by(UserTask.id.desc())
                .limit(1)
            ).scalar_one_or_none()
        if ended is not None:
            raise WrongState(
                "complete",
                "user task",
                element_id,
                ended.status.value,
                by=ended.ended_by,
                at=ended.ended_at,
                expected=["open"],
            )
        raise NotFound("open task", f"{element_id} (open: {[t.element_id for t in tasks]})")

    def complete(self, element_id: str, /, **values: Any) -> None:
        """Complete the oldest open task of this element. Raises NotFound, ValuesRefused, WrongState."""
        self.harness.engine.execute(CompleteTask(self.task(element_id).id, values), self.harness.actor)
        self.harness.settle()

    def send(self, name: str, /, *, correlation: Mapping[str, Any] | None = None, **payload: Any) -> Correlated:
        """Send a message; the correlation's values, joined by a bar if several, are the key.

        Without correlation it is meant for this case if the case waits for it, otherwise for whoever it fits.
        """
        with self.harness.engine.reading() as session:
            waits = session.execute(
                select(Subscription.id).where(
                    Subscription.instance_id == self.id,
                    Subscription.kind == "message",
                    Subscription.name == name,
                    Subscription.correlation_key.is_(None),
                )
            ).first()
        own = self.id if waits and not correlation else None
        return self.harness.send(name, correlation=correlation, _instance=own, **payload)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Raises NotFound if there is no such instance."""
        with self.harness.engine.reading() as session:
            if session.get(Instance, self.id) is None:
                raise NotFound("instance", self.id)
            yield session

    @property
    def _row(self) -> Instance:
        with self._reading() as session:
            return session.get_one(Instance, self.id)

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
        with self._reading() as session:
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
        with self._reading() as session:
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
    """An engine on a scratch database with a clock that only moves when told.

    `database` is the address of one, or one that is open and has its tables.
    """

    def __init__(
        self,
        database: str | sqlalchemy.Engine = "sqlite://",
        start: datetime = START,
        *,
        handlers: HandlerRegistry | None = None,
        forms: FormSupport | None = None,
        calendar: BusinessCalendar | None = None,
        actor: Actor = SYSTEM,
    ) -> None:
        self.now = _instant(start)
        self.actor = actor
        self.database = with_tables(database) if isinstance(database, str) else database
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

    def deploy(
        self, *files: str | Path | bytes, force_executable: bool = False, callers_follow: bool = False
    ) -> tuple[DeployedDefinition, ...]:
        """Deploy paths, or bytes of any kind of file. Raises DeploymentRefused with `.findings`.

        A process calls the versions that were the newest when it was deployed itself, until it is deployed again. With
        `callers_follow` callers get a new version at once, as when a designer publishes.
        """
        resources = tuple(_resource(number, file) for number, file in enumerate(files))
        command = DeployResources(resources, force_executable=force_executable, callers_follow=callers_follow)
        return self.engine.execute(command, SYSTEM)

    def start(self, process: str, /, *, business_key: str | None = None, **data: Any) -> Case:
        case = Case(self, self.engine.execute(StartInstance(process, data, business_key=business_key), self.actor))
        self.settle()
        return case

    def send(
        self,
        name: str,
        /,
        *,
        correlation: Mapping[str, Any] | None = None,
        _instance: int | None = None,
        **payload: Any,
    ) -> Correlated:
        """Send a message from outside; says whom it reached, what it started, or that it waits."""
        key = "|".join(key_text(v) or "" for v in correlation.values()) if correlation else None
        result = self.engine.execute(CorrelateMessage(name, key, payload, instance_id=_instance), self.actor)
        self.settle()
        return result

    def signal(self, name: str, /, **payload: Any) -> Correlated:
        """Throw a signal from outside; everybody who waits for it has it when this returns."""
        result = self.engine.execute(BroadcastSignal(name, payload), self.actor)
        self.settle()
        return result

    def instances(self, process: str) -> list[Case]:
        """All instances of a process, oldest first, also those started by messages. Raises NotFound."""
        with self.engine.reading() as session:
            ids = (
                session.execute(
                    select(Instance.id)
                    .join(Definition, Definition.id == Instance.definition_id)
                    .where(Definition.key == process)
                    .order_by(Instance.id)
                )
                .scalars()
                .all()
            )
            if not ids and newest(session, DefinitionKind.PROCESS, process) is None:
                raise NotFound("process", process)
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

    def travel(self, *, weeks: float = 0, days: float = 0, **rest: float) -> None:
        """Let time pass, for example `days=31`; everything that comes due runs at its moment, in order.

        Whole days and weeks go by the wall clock of Germany, as `P31D` does; hours, minutes and seconds are physical.
        """
        whole, part = divmod(weeks * 7 + days, 1)
        later = Duration(days=int(whole)).after_instant(self.now)
        self.travel_to(later + timedelta(days=part, **rest))

    def travel_to(self, moment: datetime) -> None:
        """Let time pass until a moment, by the clock of Germany if it names no zone. Raises WrongState for the past."""
        target = _instant(moment)
        if target < self.now:
            found = f"before now ({self.now.isoformat()})"
            raise WrongState("travel to", "moment", target.isoformat(), found, expected=["now or later"])
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


def _instant(moment: datetime) -> datetime:
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=BERLIN)).astimezone(UTC)


_SUFFIXES = (".bpmn", ".dmn", ".form")


def _resource(number: int, file: str | Path | bytes) -> tuple[str, bytes]:
    """Name and content; bytes, and files whose name does not tell, are recognised by their content."""
    content = file if isinstance(file, bytes) else Path(file).read_bytes()
    name = f"model{number}" if isinstance(file, bytes) else str(file)
    return (name if name.lower().endswith(_SUFFIXES) else name + _kind(content)), content


def _kind(content: bytes) -> str:
    if content.lstrip().startswith(b"{"):
        return ".form"
    # A diagram may mention the namespace of decisions anywhere; what counts is that of the root element.
    root = re.search(rb"<(?:([\w.-]+):)?definitions\b[^>]*>", content)
    if root is None:
        return ".bpmn"
    prefix = rb"xmlns:" + root[1] if root[1] else rb"xmlns"
    namespace = re.search(prefix + rb"""\s*=\s*["']([^"']*)""", root[0])
    return ".dmn" if namespace is not None and b"/spec/DMN/" in namespace[1] else ".bpmn"
