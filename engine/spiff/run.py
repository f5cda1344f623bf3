"""One instance in memory: what the rest of the engine does to it and asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import Incident, NotFound, WrongState
from engine.places import DataScope, TargetPlace, TokenPlace
from engine.spiff import events, inspection, moving, places, state, turns
from engine.spiff.execution import Execution, Write
from engine.spiff.nodes.tasks import ServiceTask, UserTask
from engine.spiff.program import Program
from engine.spiff.timers import instant_to_number, number_to_instant
from engine.spiff.token import Phase, Token
from engine.spiff.variables import visible
from engine.values import admit
from engine.waits import Environment, Position, Step, ThrownEvent, UserTaskDescription, Waits


class Run:
    """One instance, loaded for one command. Not safe for use by two threads; its `Program` is.

    Each changing method runs everything that follows from it automatically, so that the instance waits again when the
    method returns. A step that fails does not raise: it becomes an incident on its token.
    """

    def __init__(self, execution: Execution) -> None:
        self._execution = execution

    # ------------------------------------------------------------------ beginning and keeping
    @classmethod
    def start(
        cls,
        program: Program,
        variables: Mapping[str, Any],
        environment: Environment,
        *,
        start_element: str | None = None,
        payload: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Run:
        """A new instance, run up to its first waits.

        `start_element` names a start event (or instantiating element) for starts by message, signal or timer;
        `payload` is what the message brought, of which only the output mapping of that event takes anything, and `key`
        its correlation key, under which the instance waits for further triggers of its start. Raises
        `NotFound` when the process has no such start and `ValueNotStorable` for variables that are not process data.
        """
        spec = program.scopes[program.key]
        if start_element == program.key:
            start_element = None
        if start_element is not None and start_element not in spec.starts:
            raise NotFound("start event", start_element)
        if start_element is None and not spec.entries:
            raise NotFound("plain start event of process", program.key)
        execution = Execution(program, environment)
        scope = execution.open_scope(spec, None)
        declared: dict[str, Any] = dict.fromkeys(spec.declared)
        scope.variables = {**declared, **admit(variables)}
        root = scope.root
        root.internal_data = {"start": start_element, "payload": admit(payload or {}), "key": key}
        root.phase = Phase.WORK
        root._set_state(TaskState.FUTURE)
        root._ready()
        execution.advance()
        return cls(execution)

    @classmethod
    def load(cls, program: Program, raw: bytes, environment: Environment) -> Run:
        """The instance whose state `dump` gave. Raises KeyError if the state does not belong to the program."""
        return cls(state.load(program, raw, environment))

    def dump(self) -> bytes:
        """The state to store: live tokens and variables, nothing of what is over."""
        return state.dump(self._execution)

    # ------------------------------------------------------------------ what happens to an instance
    def complete_user_task(self, token: str, values: Mapping[str, Any]) -> None:
        """A person has completed the task.

        Raises `NotFound` for an unknown token, `WrongState` if it is not at an open user task, `ValueNotStorable`.
        """
        found = self._waiting(token, "complete", "user task", "task")
        if not isinstance(found.node, UserTask):
            raise WrongState("complete", "user task", token, "something else", expected=["a user task"])
        found.note["values"] = admit(values)
        self._work(found)

    def fire_timer(self, token: str, element_id: str) -> bool:
        """The timer `element_id` of the token is due. False, and no change, if there is no such timer or not yet."""
        found = self._find(token)
        record = found.arms.get(element_id) if found is not None else None
        if found is None or record is None or record["k"] != "timer":
            return False
        if number_to_instant(record["d"]) > self._execution.environment.now:
            return False
        self._fire(found, element_id, {})
        return True

    def deliver(self, token: str, element_id: str, payload: Mapping[str, Any] | None = None) -> bool:
        """A message or signal for this wait. False, and no change, if the token no longer waits for it."""
        found = self._find(token)
        record = found.arms.get(element_id) if found is not None else None
        if found is None or record is None or record["k"] not in ("message", "signal"):
            return False
        self._fire(found, element_id, admit(payload or {}))
        return True

    def complete_job(self, token: str, outputs: Mapping[str, Any]) -> None:
        """A worker has done the job. Raises `NotFound`, `WrongState`, `ValueNotStorable`."""
        found = self._job(token, "complete")
        found.note["outputs"] = admit(outputs)
        self._work(found)

    def fail_job(self, token: str, error_class: str, message: str) -> None:
        """A worker has given up: the token becomes an incident. Raises `NotFound`, `WrongState`."""
        self._execution.fail(self._job(token, "fail"), Incident(error_class, message))

    def catch_failure(self, token: str, error_class: str) -> bool:
        """A worker has given up. True if an error event catches that; else nothing changes.

        Raises `NotFound`, `WrongState`.
        """
        caught = events.catch_failure(self._execution, self._job(token, "fail"), error_class)
        self._execution.advance()
        return caught

    def throw_error(self, token: str, code: str, message: str = "") -> None:
        """A worker reports a BPMN error for its job. Raises `NotFound`, `WrongState`."""
        found = self._job(token, "throw an error in")
        events.throw_error(self._execution, found, code, include_self=True)
        self._execution.advance()

    def retry(self, token: str) -> None:
        """Try again where the token failed. Raises `NotFound`, `WrongState` if there is no incident."""
        found = self._execution.token(token)
        if not found.failed:
            raise WrongState("retry", "incident", token, "not failed", expected=["failed"])
        if found.phase == Phase.WORK:
            places.map_again(found)
        self._execution.retry(found)
        self._execution.advance()

    def change_timer(self, token: str, element_id: str, due_at: datetime) -> None:
        """Move the next due moment of a timer (aware). Raises `NotFound` if there is no such timer."""
        found = self._find(token)
        record = found.arms.get(element_id) if found is not None else None
        if record is None or record["k"] != "timer":
            raise NotFound("timer", f"{element_id} of token {token}")
        record["d"] = instant_to_number(due_at.astimezone(UTC))

    def cancel(self) -> None:
        """End the whole instance. Raises `WrongState` if it has ended already."""
        if self.status != "active":
            raise WrongState("cancel", "instance", self._execution.program.key, self.status, expected=["active"])
        self._execution.cancel_scope(self._execution.top)
        self._execution.scopes.clear()
        self._execution.status = "cancelled"

    # ------------------------------------------------------------------ what people do to it
    def move_token(self, token: str, element_id: str, way: str | None = None) -> TargetPlace:
        """Withdraw a token and enter another element instead. Raises `NotFound`, `TokenRefused`."""
        return moving.move(self._execution, token, element_id, way)

    def add_token(self, element_id: str, way: str | None = None) -> TargetPlace:
        """Enter an element with one more token. Raises `NotFound`, `TokenRefused`."""
        return moving.add(self._execution, element_id, way)

    def add_turn(self, token: str, item: Any = None) -> int:
        """One more turn of a multi-instance activity that runs; its number.

        Raises `NotFound`, `TokenRefused`, `ValueNotStorable`.
        """
        return turns.add_turn(self._execution, token, item)

    def remove_token(self, token: str) -> None:
        """Withdraw a token and go on without it. Raises `NotFound`, `TokenRefused`."""
        moving.remove(self._execution, token)

    def write_values(self, key: str, values: Mapping[str, Any], *, react: bool = True) -> None:
        """Change variables of one place; conditions that become true take effect, unless the instance is to stay.

        Raises `NotFound` if there is no such place any more, `ValueNotStorable`.
        """
        places.write(self._execution, key, values)
        if react:
            self._execution.advance()

    def look_again(self) -> None:
        """Conditions that became true while the instance was suspended take effect."""
        self._execution.advance()

    def renew_job(self, token: str) -> Mapping[str, Any]:
        """The inputs of a job computed from the data of now. Raises `NotFound`, `WrongState`, `Incident`."""
        found = self._job(token, "renew")
        places.map_again(found)
        assert isinstance(found.node, ServiceTask)
        found.note["job"] = found.node.inputs(found)
        return dict(found.note["job"])

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Change variables of the process from outside; conditions that become true take effect."""
        admitted = admit(values)
        assert self._execution.top.variables is not None
        self._execution.top.variables.update(admitted)
        self._execution.record_writes(self._execution.top.root, admitted)
        self._execution.advance()

    def replace_variables(self, values: Mapping[str, Any], *, advance: bool = True) -> None:
        """Change variables wherever the process, or a process it called, has them already.

        Called processes keep copies of what was mapped into them. With `advance`, conditions that become true take
        effect; a suspended instance is changed without moving.
        """
        admitted = admit(values)
        for scope in self._execution.all_scopes():
            if scope.variables is not None:
                known = {name: value for name, value in admitted.items() if name in scope.variables}
                if known:
                    scope.variables.update(known)
                    self._execution.record_writes(scope.root, known)
        if advance:
            self._execution.advance()

    # ------------------------------------------------------------------ what one can ask
    @property
    def status(self) -> str:
        """ "active", "completed" or "cancelled"."""
        return self._execution.status

    @property
    def steps(self) -> list[Step]:
        """What happened since the instance was started or loaded."""
        return self._execution.steps

    @property
    def thrown(self) -> list[ThrownEvent]:
        """Messages and signals thrown since then. A signal has already reached the waits of this instance."""
        return self._execution.thrown

    @property
    def writes(self) -> list[Write]:
        """Variables written since then, in order."""
        return self._execution.writes

    def waits(self) -> Waits:
        """What the instance waits for."""
        return inspection.waits_of(self._execution)

    @property
    def watches_data(self) -> bool:
        """True if a change of its data may move the instance: it waits for a condition."""
        return any(
            record["k"] == "conditional" for token in self._execution.all_tokens() for record in token.arms.values()
        )

    def positions(self) -> tuple[Position, ...]:
        """Where its tokens are."""
        return inspection.positions_of(self._execution)

    def token_places(self) -> tuple[TokenPlace, ...]:
        """Every token people can point at."""
        return moving.token_places(self._execution)

    def target_places(self, token: str | None = None) -> tuple[TargetPlace, ...]:
        """Where the token could be moved, or without one where a token could be added. Raises `NotFound`."""
        return moving.target_places(self._execution, token)

    def data_scopes(self) -> tuple[DataScope, ...]:
        """All variables by the place they live in, those of the process first."""
        return places.data_scopes(self._execution)

    def describe_user_task(self, token: str) -> UserTaskDescription:
        """The attributes of an open user task. Raises `NotFound`."""
        return inspection.describe_user_task(self._execution.token(token))

    def variables(self) -> dict[str, Any]:
        """The variables of the process."""
        return dict(self._execution.top.variables or {})

    def scope_variables(self, token: str) -> dict[str, Any]:
        """What the token sees. Raises `NotFound`."""
        return dict(visible(self._execution.token(token)))

    # ------------------------------------------------------------------ inside
    def _find(self, token: str) -> Token | None:
        try:
            return self._execution.token(token)
        except NotFound:
            return None

    def _fire(self, token: Token, element_id: str, payload: Mapping[str, Any]) -> None:
        events.fire(self._execution, token, element_id, payload)
        self._execution.advance()

    def _work(self, token: Token) -> None:
        token._ready()
        self._execution.advance()

    def _job(self, token: str, doing: str) -> Token:
        found = self._waiting(token, doing, "job", "job")
        if not isinstance(found.node, ServiceTask):
            raise WrongState(doing, "job", token, "something else", expected=["a job"])
        return found

    def _waiting(self, token: str, doing: str, kind: str, mark: str) -> Token:
        found = self._execution.token(token)
        if mark not in found.note:
            raise WrongState(doing, kind, token, "no open " + kind, expected=["an open " + kind])
        if found._state != TaskState.WAITING:
            raise WrongState(doing, kind, token, "failed" if found.failed else "not open", expected=["open"])
        return found
