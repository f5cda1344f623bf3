"""What a command gets: arguments, not ambience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.calendar import BusinessCalendar
from engine.definitions import DefinitionStore
from engine.formsupport import FormSupport
from engine.handlers import HandlerRegistry

if TYPE_CHECKING:
    from engine.unit import Unit

R_co = TypeVar("R_co", covariant=True)


class Command(Protocol[R_co]):
    """A frozen dataclass. `permission` is what the actor needs; `run` changes things and returns the result."""

    permission: ClassVar[str]

    def run(self, context: Context) -> R_co: ...


@dataclass
class Context:
    """One transaction: who acts, when, on which connection, with which definitions and handlers."""

    connection: Connection
    actor: Actor
    now: datetime
    calendar: BusinessCalendar
    definitions: DefinitionStore
    handlers: HandlerRegistry
    forms: FormSupport
    history: list[dict[str, Any]] = field(default_factory=list)
    unit: Unit = field(init=False)

    @cached_property
    def session(self) -> Session:
        """The same transaction for commands and handlers that work with objects; the engine itself needs none."""
        return Session(self.connection, autoflush=True, expire_on_commit=False)

    def flush(self) -> None:
        """Send what the session still holds."""
        session: Session | None = self.__dict__.get("session")
        if session is not None:
            session.flush()

    def __enter__(self) -> Context:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the session. The transaction is not the context's."""
        session: Session | None = self.__dict__.get("session")
        if session is not None:
            session.close()

    def record(
        self,
        kind: str,
        *,
        business_key: str | None = None,
        instance_id: int | None = None,
        transition: int | None = None,
        definition_id: int | None = None,
        process_key: str | None = None,
        element_id: str | None = None,
        token: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Add one row to the append-only history; written with everything else when the command commits."""
        facts = dict(data or {})
        if self.actor.on_behalf_of:
            facts["on_behalf_of"] = self.actor.on_behalf_of
        self.history.append(
            {
                "at": self.now,
                "actor": self.actor.name,
                "kind": kind,
                "business_key": business_key,
                "instance_id": instance_id,
                "transition": transition,
                "definition_id": definition_id,
                "process_key": process_key,
                "element_id": element_id,
                "token": token,
                "data": facts,
            }
        )
