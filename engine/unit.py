"""The instances one command touches: locked, loaded once, advanced, routed, written together at the end."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Protocol

from sqlalchemy import bindparam, insert, select, update

from engine import informing, messages
from engine.actor import Actor
from engine.audit import chain
from engine.context import Context
from engine.definitions import ProcessVersion
from engine.errors import Incident, NotFound, WrongState
from engine.lifecycle import check_instance
from engine.projection import INCIDENT, Projection, gone
from engine.spiff import Run
from engine.surroundings import Surroundings
from engine.waits import Environment, StepKind, SubscriptionWait, ThrownEvent, TimerWait, Wait, Waits
from models.database import one_round_trip
from models.history import HistoryEntry
from models.runtime import Instance, InstanceStatus, TaskStatus

INSTANCE: Any = Instance.__table__
HISTORY: Any = HistoryEntry.__table__

_LOAD = (
    select(
        INSTANCE.c.id,
        INSTANCE.c.definition_id,
        INSTANCE.c.business_key,
        INSTANCE.c.status,
        INSTANCE.c.version,
        INSTANCE.c.state,
        INSTANCE.c.history_head,
    )
    .where(INSTANCE.c.id == bindparam("of_id"))
    .with_for_update()
)
_CREATE = insert(INSTANCE).returning(INSTANCE.c.id)
_STORE = update(INSTANCE).where(INSTANCE.c.id == bindparam("of_id"))
_REMEMBER = insert(HISTORY).inline()
#: Timers and jobs of an instance that failed and wait for somebody.
_FAILED = select(INCIDENT.c.token, INCIDENT.c.element_id).where(
    INCIDENT.c.instance_id == bindparam("of_id"), INCIDENT.c.kind != "token", INCIDENT.c.resolved_at.is_(None)
)

#: Steps of message routing one command may cause before it is taken for a loop between instances.
ROUTING_LIMIT = 1_000

_HISTORY_KIND = {
    StepKind.COMPLETED: "element.completed",
    StepKind.CANCELLED: "element.cancelled",
    StepKind.FAILED: "element.failed",
}


class Place(Protocol):
    """Where in the diagram something is: a token, a timer, an incident."""

    @property
    def process_key(self) -> str: ...

    @property
    def element_id(self) -> str: ...

    @property
    def token(self) -> str: ...


@dataclass
class Live:
    """One instance within one command."""

    id: int
    process: ProcessVersion
    business_key: str | None
    status: InstanceStatus
    version: int
    run: Run
    before: Waits
    steps_seen: int = 0
    thrown_seen: int = 0
    is_new: bool = False
    is_dirty: bool = False
    submission: tuple[str, str | None] | None = None  # token completed by a person, submission id
    history_head: bytes | None = None
    #: (token, element) of the timers that have fired
    fired: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Unit:
    context: Context
    _live: dict[int, Live] = field(default_factory=dict)
    _touched: dict[int, Live] = field(default_factory=dict)
    _thrown: deque[tuple[Live, ThrownEvent]] = field(default_factory=deque)
    _projection: Projection = field(init=False)
    #: (task id, assignee, candidate groups) of the tasks this command opened, in order
    opened: list[tuple[int, str | None, tuple[str, ...]]] = field(default_factory=list)
    _surroundings: Surroundings = field(init=False)

    def __post_init__(self) -> None:
        self._projection = Projection(self.context.now, self.context.actor.name)
        self._surroundings = Surroundings(self.context)

    def load(self, instance_id: int, *, verb: str = "advance") -> Live:
        """Lock and load an instance. Raises NotFound, or WrongState if its status forbids the verb.

        The row lock makes two commands on one instance queue: the second sees what the first did.
        """
        live = self._live.get(instance_id)
        if live is None:
            row = self.context.connection.execute(_LOAD, {"of_id": instance_id}).one_or_none()
            if row is None:
                raise NotFound("instance", instance_id)
            live = self.adopt(row)
        check_instance(verb, instance_id, live.status)
        return live

    def find_active(self, instance_id: int) -> Live | None:
        """Lock and load an instance, None if it is not active (any more)."""
        try:
            return self.load(instance_id)
        except WrongState:
            return None

    def adopt(self, row: Any) -> Live:
        """Load from a locked row with id, definition_id, business_key, status, version, state and history_head."""
        if row.id in self._live:
            return self._live[row.id]
        process = self.context.definitions.process(self.context.connection, row.definition_id)
        environment = self._surroundings.of(row.id, row.business_key, process)
        run = Run.load(process.program, row.state, environment)
        live = Live(row.id, process, row.business_key, row.status, row.version, run, run.waits())
        live.history_head = row.history_head
        self._live[row.id] = live
        return live

    def start(
        self,
        definition_id: int,
        variables: Mapping[str, Any],
        *,
        business_key: str | None,
        start_element: str | None = None,
        payload: Mapping[str, Any] | None = None,
        start_key: str | None = None,
        parent_id: int | None = None,
    ) -> Live:
        """Start a new instance of this process version."""
        context = self.context
        process = context.definitions.process(context.connection, definition_id)
        values = {
            "definition_id": definition_id,
            "business_key": business_key,
            "status": InstanceStatus.ACTIVE,
            "version": 0,
            "state": b"",
            "started_at": context.now,
            "start_key": start_key,
            "parent_id": parent_id,
        }
        instance_id: int = context.connection.execute(_CREATE, values).scalar_one()
        environment = self._surroundings.of(instance_id, business_key, process)
        context.record(
            "instance.started",
            instance_id=instance_id,
            transition=1,
            definition_id=definition_id,
            business_key=business_key,
            process_key=process.key,
        )
        run = Run.start(
            process.program, variables, environment, start_element=start_element, payload=payload or {}, key=start_key
        )
        live = Live(
            instance_id, process, business_key, InstanceStatus.ACTIVE, 0, run, Waits(), is_new=True, is_dirty=True
        )
        self._live[instance_id] = live
        return live

    def message_key(self, definition_id: int, name: str, payload: Mapping[str, Any]) -> str | None:
        """The key a message tells by itself in the eyes of a process version, None if it does not."""
        process = self.context.definitions.process(self.context.connection, definition_id)
        text = process.program.message_keys.get(name)
        if text is None:
            return None
        environment = self._surroundings.of(0, None, process)
        try:
            return process.program.expressions.key(text, payload, environment, f"key of {name}")
        except Incident:
            return None

    def touch(self, live: Live) -> None:
        """Say that the run of this instance has advanced: rows, history and version will be written."""
        live.is_dirty = True

    def deliver(self, live: Live, token: str, element_id: str, payload: Mapping[str, Any]) -> bool:
        """Give a wait its message or signal; False if it is no more."""
        seen = len(live.run.steps)
        if not live.run.deliver(token, element_id, payload):
            return False
        if len(live.run.steps) == seen:  # one of several an event needs: no step tells of it
            wait = next(s for s in live.before.subscriptions if (s.token, s.element_id) == (token, element_id))
            self._record(live, "event.gathered", wait.process_key, element_id.partition("#")[0], token)
        self.touch(live)
        return True

    def settle(self) -> None:
        """Project what changed and deliver what was thrown, until all is quiet.

        Raises what the database raised while an element ran: that is no incident of the element.
        """
        if self._surroundings.outage is not None:
            raise self._surroundings.outage
        for _ in range(ROUTING_LIMIT):
            dirty = [live for live in self._live.values() if live.is_dirty]
            armed = [(live, waits) for live in dirty if (waits := self._project(live))]
            opened = self._projection.open(self.context.connection)
            self.opened.extend((task_id, d.assignee, d.candidate_groups) for task_id, d in opened)
            changes = self._surroundings.changes
            if not armed and not self._thrown and not changes:
                return
            with one_round_trip(self.context.connection):
                self._projection.write(self.context.connection)  # routing looks for the rows
            for live, waits in armed:
                messages.deliver_buffered(self.context, live, waits)  # may touch it again
            if self._thrown:
                thrower, event = self._thrown.popleft()
                messages.route(self.context, event, thrower)
            elif changes:
                informing.inform_processes(self.context, *changes.popleft())
        raise RuntimeError("instances send each other messages without end")

    def transition_of(self, instance_id: int) -> int:
        """The number of the transition this command makes; a new instance makes its first."""
        live = self._live.get(instance_id)
        return live.version + 1 if live is not None else 1

    def chain(self) -> None:
        """Give the history of this command its hashes, when all is settled. Called once, by the executor."""
        heads = {live.id: live.history_head for live in self._touched.values()}
        chain(self.context.connection, self.context.history, heads)
        for live in self._touched.values():
            live.history_head = heads[live.id]

    def write(self) -> None:
        """Send the rows, the states and the history. Called once, by the executor."""
        connection = self.context.connection
        self._projection.write(connection)
        if self._touched:
            connection.execute(_STORE, [self._stored(live) for live in self._touched.values()])
        if self.context.history:
            connection.execute(_REMEMBER, self.context.history)

    def _project(self, live: Live) -> Sequence[SubscriptionWait]:
        """Gather the rows of what changed; returns the newly armed subscriptions."""
        self._touched[live.id] = live
        live.is_dirty = False
        run, projection = live.run, self._projection
        self._record_steps(live)
        before, after = live.before, run.waits()
        done = live.submission
        ended = [t.token for t in gone(before.user_tasks, after.user_tasks) if not done or t.token != done[0]]
        if done:
            projection.end_tasks([done[0]], status=TaskStatus.COMPLETED, submission_id=done[1])
        projection.end_tasks(ended, status=TaskStatus.CANCELLED)
        live.submission = None
        for wait in gone(after.user_tasks, before.user_tasks):
            described = run.describe_user_task(wait.token)
            form_id = live.process.forms[described.form] if described.form else None
            projection.open_task(live.id, live.business_key, wait, described, form_id)
            self._record(live, "task.created", wait.process_key, wait.element_id, wait.token)
        projection.timers(live.id, before, after, is_parked=live.status is InstanceStatus.SUSPENDED)
        projection.jobs(live.id, before, after)
        new, resolved = projection.incidents(live.id, before, after)
        for incident in new:
            facts = {"error_class": incident.error_class}
            self._record(live, "incident.opened", incident.process_key, incident.element_id, incident.token, facts)
        for place in (*self._settled(live, before, after), *resolved):
            self._record(live, "incident.resolved", place.process_key, place.element_id, place.token)
        armed = projection.subscriptions(live.id, before, after)
        live.before = after
        self._thrown.extend((live, event) for event in run.thrown[live.thrown_seen :])
        live.thrown_seen = len(run.thrown)
        if run.status != "active" and live.status is InstanceStatus.ACTIVE:
            live.status = InstanceStatus.COMPLETED
            self._record(live, "instance.completed", live.process.key)
            return ()  # it listens no more
        return armed if live.status is InstanceStatus.ACTIVE else ()  # a suspended one is given nothing

    def _settled(self, live: Live, before: Waits, after: Waits) -> list[Wait]:
        """Timers and jobs that had failed and are gone now: their incidents end.

        Only a timer that was due can have failed, and what has just fired had not; so most steps ask nothing.
        """
        timers = [t for t in gone(before.timers, after.timers) if t.due_at <= self.context.now]
        left = [t for t in timers if (t.token, t.element_id) not in live.fired]
        suspects: list[Wait] = [*left, *gone(before.jobs, after.jobs)]
        if not suspects:
            return []
        found = self.context.connection.execute(_FAILED, {"of_id": live.id})
        failed = {(row.token, row.element_id) for row in found}
        settled = [wait for wait in suspects if (wait.token, wait.element_id) in failed]
        for wait in settled:
            self._projection.settle(live.id, wait)
        return settled

    def _record_steps(self, live: Live) -> None:
        for step in live.run.steps[live.steps_seen :]:
            kind = _HISTORY_KIND.get(step.kind)
            if kind is not None:
                self._record(live, kind, step.process_key, step.element_id, step.token)
        live.steps_seen = len(live.run.steps)

    def _record(
        self,
        live: Live,
        kind: str,
        process_key: str,
        element_id: str | None = None,
        token: str | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        self.context.record(
            kind,
            instance_id=live.id,
            transition=live.version + 1,
            definition_id=live.process.id,
            business_key=live.business_key,
            process_key=process_key,
            element_id=element_id,
            token=token,
            data=data,
        )

    def record(self, live: Live, kind: str, **facts: Any) -> None:
        """A history row about the instance as a whole, in the transition this command makes."""
        self._record(live, kind, live.process.key, data=facts)

    def drop_draft(self, token: str) -> None:
        """The draft of a user task goes with its completion."""
        self._projection.drop_draft(token)

    def record_place(self, live: Live, kind: str, place: Place, **facts: Any) -> None:
        """A history row about one place in the diagram, in the transition this command makes."""
        self._record(live, kind, place.process_key, place.element_id, place.token, facts)

    def record_task(self, live: Live, kind: str, task: Any) -> dict[str, Any]:
        """A history row about one user task of the instance; returns its facts, to be filled while the command runs."""
        self._record(live, kind, task.process_key, task.element_id, task.token)
        facts: dict[str, Any] = self.context.history[-1]["data"]
        return facts

    def record_timer(self, live: Live, timer: TimerWait) -> None:
        """A history row that says which occurrence of a timer fired, and how late (whole seconds)."""
        late = int((self.context.now - timer.due_at).total_seconds())
        facts = {"element": timer.element_id, "due": timer.due_at.astimezone(UTC).isoformat(), "late_seconds": late}
        self._record(live, "timer.fired", live.process.key, token=timer.token, data=facts)

    def environment(self, live: Live, process: ProcessVersion) -> Environment:
        """What a step of the instance may reach if it runs in this version."""
        return self._surroundings.of(live.id, live.business_key, process)

    def replace(self, live: Live, process: ProcessVersion, run: Run, before: Waits) -> None:
        """The instance is one of another version now. `before` are its waits whose rows are already those of `run`."""
        live.process, live.run, live.before = process, run, before
        live.steps_seen = live.thrown_seen = 0
        self.context.connection.execute(
            update(INSTANCE).where(INSTANCE.c.id == live.id).values(definition_id=process.id)
        )
        live.is_dirty = True

    def settle_now(self) -> None:
        """Settle and send the rows, for a command that goes on to change them."""
        self.settle()
        self._projection.write(self.context.connection)

    def next_for(self, actor: Actor) -> int | None:
        """The first task this command opened that the actor may do at once."""
        for task_id, assignee, groups in self.opened:
            if assignee == actor.name or (assignee is None and actor.groups & set(groups)):
                return task_id
        return None

    def _stored(self, live: Live) -> dict[str, Any]:
        ended = live.status in (InstanceStatus.COMPLETED, InstanceStatus.CANCELLED)
        return {
            "of_id": live.id,
            "state": live.run.dump(),
            "version": live.version + 1,
            "status": live.status,
            "history_head": live.history_head,
            "ended_at": self.context.now if ended else None,
        }

    def outages_first(self) -> AbstractContextManager[None]:
        """Whatever else goes wrong after the database failed is only a consequence."""
        return self._surroundings.outages_first()
