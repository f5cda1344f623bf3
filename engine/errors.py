"""Everything the engine refuses, as types. A rejection changes nothing and says what was expected and what is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.phrases import Phrase

if TYPE_CHECKING:
    from engine.lint.finding import Finding
    from engine.migration.check import PlanFinding
    from engine.migration.obstacles import Obstacle


class EngineError(Exception):
    """The base of every rejection. The message is for people; it never contains personal data."""


class DeploymentRefused(EngineError):
    """A diagram, table or form cannot be deployed. `findings` names each place and reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.element_id or '-'}: {f.message_en}" for f in self.findings))


class NotFound(EngineError):
    """Expected an existing object of this kind and id, but there is none."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind, self.key = kind, key
        super().__init__(f"Expected {kind} {key} to exist, but there is none")


class WrongState(EngineError):
    """The object exists but its state does not allow the command. `expected` are the states that would."""

    def __init__(
        self,
        doing: str,
        kind: str,
        key: object,
        state: str,
        *,
        by: str | None = None,
        at: object = None,
        expected: Sequence[str] = (),
    ) -> None:
        self.doing, self.kind, self.key, self.state, self.by, self.at = doing, kind, key, state, by, at
        self.expected = tuple(expected)
        trail = f" (by {by} at {at})" if by else ""
        needed = f"; it would have to be {' or '.join(self.expected)}" if self.expected else ""
        super().__init__(f"Expected to {doing} {kind} {key}, but it is {state}{trail}{needed}")


class Forbidden(EngineError):
    """The actor lacks the permission the command declares."""

    def __init__(self, permission: str, what: str) -> None:
        self.permission, self.what = permission, what
        super().__init__(f"Expected permission {permission} for {what}, but the actor does not have it")


class ValuesRefused(EngineError):
    """Form or payload values do not fit. `errors` maps a field path to a message for people (German)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors: dict[str, str] = dict(errors)
        super().__init__(f"Expected valid values, but these fields do not fit: {', '.join(sorted(errors))}")


class WrongInput(ValuesRefused):
    """What was handed in is not of the kind the command takes. `errors` says it by field, in German."""

    def __init__(self, fields: Mapping[str, tuple[str, str, str, str]]) -> None:
        """`fields`: by name what was expected, in German and in English, and what was found, in both."""
        self.fields = dict(fields)
        super().__init__(
            {
                name: Phrase("Erwartet: {expected}. Vorgefunden: {found}.", expected=each[0], found=each[2])
                for name, each in fields.items()
            }
        )
        told = (f"{name} to be {expected}, but it is {found}" for name, (_, expected, _, found) in fields.items())
        self.args = (f"Expected {'; '.join(told)}",)


class StaleRevision(EngineError):
    """Somebody else saved in between. `expected` is what the caller saw, `actual` what is stored."""

    def __init__(self, kind: str, key: object, expected: int, actual: int) -> None:
        self.kind, self.key, self.expected, self.actual = kind, key, expected, actual
        super().__init__(f"Expected revision {expected} of {kind} {key}, but it is {actual}")


class Conflict(EngineError):
    """A uniqueness rule would be broken, for example a second instance for the same correlation key."""


class PlanRefused(EngineError):
    """A migration plan does not fit the two versions. `findings` names each element and reason."""

    def __init__(self, findings: Sequence[PlanFinding]) -> None:
        self.findings = tuple(findings)
        told = "; ".join(f"{f.element}: {f.message_en}" for f in self.findings)
        super().__init__(f"Expected a plan that fits both versions, but {told}")


class MigrationRefused(EngineError):
    """An instance cannot be migrated, or its migration not be undone. `obstacles` says why, completely."""

    def __init__(self, instance_id: int, obstacles: Sequence[Obstacle]) -> None:
        self.instance_id, self.obstacles = instance_id, tuple(obstacles)
        told = "; ".join(f"{o.element or 'instance'}: {o.message_en}" for o in self.obstacles)
        super().__init__(f"Expected instance {instance_id} to be ready to migrate, but {told}")


class DatabaseAway(EngineError):
    """The database cannot be reached or refuses work; nothing was changed."""


class WhyNot(StrEnum):
    """Why a token cannot be moved, added or removed."""

    LAST_OF_INSTANCE = "last of instance"
    LAST_OF_SCOPE = "last of scope"
    PART_OF_ACTIVITY = "part of activity"
    SCOPE_ITSELF = "scope itself"
    NO_TARGET = "no target"
    REPEATED = "repeated"
    INTERRUPTED = "interrupted"
    AMBIGUOUS = "ambiguous"
    NOT_REPEATED = "not repeated"
    NOT_BEGUN = "not begun"
    NO_ITEM = "no item"
    TOO_MANY_TURNS = "too many turns"


class TokenRefused(EngineError):
    """A token cannot be moved, added or removed like this. `element_id` is the element that stands in the way."""

    def __init__(self, why: WhyNot, message: str, element_id: str) -> None:
        self.why, self.element_id = why, element_id
        super().__init__(message)


class SamePerson(EngineError):
    """A second pair of eyes is needed: whoever proposed a change cannot approve it."""

    def __init__(self, kind: str, key: object, name: str) -> None:
        self.kind, self.key, self.name = kind, key, name
        super().__init__(f"Expected somebody other than {name} to approve {kind} {key}, but it is the same person")


class ValuesMoved(EngineError):
    """Variables no longer have the values they had when the change was proposed. `names` are the variables."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"Expected unchanged values of {', '.join(names)}, but they have changed since the proposal")


class BpmnError(Exception):
    """Raised by a handler: becomes a BPMN error event with this code on the activity, not an incident."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(message or code)


class Incident(Exception):
    """A token cannot go on. `error_class` and the message name the cause and never hold process data."""

    def __init__(self, error_class: str, message: str) -> None:
        self.error_class = error_class
        super().__init__(message)


class ValueNotStorable(Incident):
    """A value is not process data: JSON plus dates, times, durations and decimals."""

    def __init__(self, reason: str) -> None:
        super().__init__("ValueNotStorable", reason)
