"""The one commit site. Everything that changes anything goes through `Engine.execute`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.calendar import BusinessCalendar
from engine.context import Command, Context
from engine.definitions import DefinitionStore
from engine.errors import Conflict, DatabaseAway, Forbidden, ValueNotStorable, ValuesRefused, WrongInput
from engine.formsupport import FormSupport
from engine.handlers import HandlerRegistry
from engine.inputs import check_fields
from engine.phrases import Phrase
from engine.seal import HISTORY_RECORD, SealedRecord
from engine.unit import Unit
from models.database import for_reading, one_round_trip, one_transaction

log = logging.getLogger("phasenwerk.engine")
R = TypeVar("R")

#: A command that lost a race is run again on fresh rows; two commands on one case meet at most a few times.
MAX_ATTEMPTS = 8


#: What PostgreSQL says to a write while it recovers, or after its operator has locked it.
READ_ONLY = "25006"


@dataclass(frozen=True)
class Preview(Generic[R]):
    """What a command would return, and the rows it would add to the history, in order."""

    result: R
    history: tuple[Mapping[str, Any], ...]


class Engine:
    """Executes commands against one database. Stateless between commands but for the cache of immutable versions."""

    def __init__(
        self,
        database: sqlalchemy.Engine,
        *,
        clock: Callable[[], datetime],
        calendar: BusinessCalendar,
        handlers: HandlerRegistry | None = None,
        forms: FormSupport | None = None,
        calendar_of: Callable[[Connection], BusinessCalendar | None] | None = None,
        records: Sequence[SealedRecord] = (HISTORY_RECORD,),
    ) -> None:
        """`records` are what workers seal: the history, and records of higher floors.

        `calendar_of` reads the calendar that is in force in the database (None: as before) in each transaction, so
        that what one process of an office enters counts in all of them; without it `calendar` stays for good."""
        self.database = database
        self._writing = database.execution_options(writing=True)
        self._reading = for_reading(database)
        self.calendar = calendar
        self.handlers = handlers or HandlerRegistry()
        self.forms = forms or FormSupport()
        self._calendar_of = calendar_of
        self.definitions = DefinitionStore(lambda: self.calendar)
        self.now = clock
        self.records = tuple(records)

    def execute(self, command: Command[R], actor: Actor) -> R:
        """Run one command in one transaction: all of it or nothing.

        Raises Forbidden without the command's permission, DatabaseAway if the database cannot be reached, Conflict if
        a uniqueness rule would break, and whatever the command itself refuses.
        """
        if not actor.may(command.permission):
            raise Forbidden(command.permission, type(command).__name__)
        check_fields(command)
        for attempt in range(1, MAX_ATTEMPTS + 1):
            try:
                return self._once(command, actor)
            except IntegrityError as error:
                raise Conflict(f"{type(command).__name__} would break a rule of the database") from error
            except ValueNotStorable as error:
                raise _not_storable(error) from error
            except DBAPIError as error:
                if _lost_a_race(error) and attempt < MAX_ATTEMPTS:
                    continue
                if _is_away(error):
                    log.warning("database away: %s", type(error.orig).__name__)
                    raise DatabaseAway("the database did not answer; nothing was changed") from error
                raise
        raise AssertionError("unreachable")

    def _once(self, command: Command[R], actor: Actor) -> R:
        now = self.now()  # before the transaction: the demo clock reads the database
        with one_transaction(self._writing) as connection, self.context(connection, actor, now) as context:
            context.unit = Unit(context)
            with context.unit.outages_first():
                result = command.run(context)
                context.unit.settle()
                context.flush()
                context.unit.chain()
            with one_round_trip(connection):
                context.unit.write()
                connection.commit()
        return result

    def context(self, connection: Connection, actor: Actor, now: datetime) -> Context:
        """What a command gets."""
        self._look_at_calendar(connection)
        return Context(
            connection=connection,
            actor=actor,
            now=now,
            calendar=self.calendar,
            definitions=self.definitions,
            handlers=self.handlers,
            forms=self.forms,
        )

    def _look_at_calendar(self, connection: Connection) -> None:
        """Calendars are values: threads that work with the former one finish with it."""
        found = self._calendar_of(connection) if self._calendar_of else None
        if found is not None and found != self.calendar:
            self.calendar = found

    def preview(self, command: Command[R], actor: Actor) -> Preview[R]:
        """What the command would do: it is run for real in a transaction that is rolled back.

        Handlers that act inside touch only the database, so nothing of them remains; what acts outside is a row that
        is never written. Raises what `execute` would raise.
        """
        if not actor.may(command.permission):
            raise Forbidden(command.permission, type(command).__name__)
        check_fields(command)
        now = self.now()
        try:
            with self._writing.connect() as connection, self.context(connection, actor, now) as context:
                context.unit = Unit(context)
                with context.unit.outages_first():
                    result = command.run(context)
                    context.unit.settle()
                return Preview(result, tuple(context.history))
        except IntegrityError as error:
            raise Conflict(f"{type(command).__name__} would break a rule of the database") from error
        except ValueNotStorable as error:
            raise _not_storable(error) from error
        except (OperationalError, InterfaceError) as error:
            log.warning("database away: %s", type(error.orig).__name__)
            raise DatabaseAway("the database did not answer; nothing was changed") from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that is never committed, for projections and casework tables.

        What was loaded stays readable after it is closed. Raises DatabaseAway.
        """
        try:
            with Session(self._reading, autoflush=False) as session:
                yield session
        except DBAPIError as error:
            if not _is_away(error):
                raise
            log.warning("database away: %s", type(error.orig).__name__)
            raise DatabaseAway("the database did not answer") from error


def _not_storable(error: ValueNotStorable) -> ValuesRefused:
    """What a step writes and cannot be stored is an incident; what gets here was handed in with the command."""
    return WrongInput(
        {
            "values": (
                Phrase("Prozessdaten"),
                "process data",
                Phrase("anderes ({error})", error=error),
                f"something else ({error})",
            )
        }
    )


def _is_away(error: DBAPIError) -> bool:
    """Nothing can be done about it here: out of reach, out of room, or open for reading only."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return getattr(error.orig, "sqlstate", None) == READ_ONLY


def _lost_a_race(error: DBAPIError) -> bool:
    """Serialisation failure or deadlock on PostgreSQL, a lock not had in time on SQLite."""
    original: Any = error.orig
    if getattr(original, "sqlstate", None) in ("40001", "40P01", "55P03"):
        return True
    return "database is locked" in str(original)
