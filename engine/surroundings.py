"""What the elements of a running instance reach: handlers, decisions, shared data, the calendar, the office day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from engine.calendar import BERLIN
from engine.context import Context
from engine.definitions import ProcessVersion
from engine.dmn import matched_rules
from engine.errors import BpmnError
from engine.handlers import Change, Effect, InsideCall
from engine.stores import read_store, write_store
from engine.waits import Environment, HandlerCall


@dataclass
class Surroundings:
    """Of the instances of one command."""

    context: Context
    #: The database failed while an element ran: no fault of the element, so the whole command is given up
    outage: DBAPIError | None = None
    #: (business key, change) that handlers asked for in steps that succeeded
    changes: deque[tuple[str, Change]] = field(default_factory=deque)

    def of(self, instance_id: int, business_key: str | None, process: ProcessVersion) -> Environment:
        """The environment of one instance."""
        context = self.context
        return Environment(
            now=context.now.astimezone(BERLIN),  # today() in a diagram is the day of the office
            call_handler=self._caller(instance_id, business_key),
            decide=self._decider(instance_id, business_key, process),
            functions=context.definitions.functions,
            calendar=context.calendar,
            read_store=partial(read_store, context),
            write_store=partial(write_store, context),
        )

    @contextmanager
    def outages_first(self) -> Iterator[None]:
        """Whatever else goes wrong after the database failed is only a consequence."""
        try:
            yield
        except Exception as error:
            if self.outage is not None and error is not self.outage:
                raise self.outage from error
            raise

    @contextmanager
    def _noticing_outage(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            self.outage = self.outage or error
            raise

    def _caller(self, instance_id: int, business_key: str | None) -> Callable[[HandlerCall], Mapping[str, Any]]:
        def call(wanted: HandlerCall) -> Mapping[str, Any]:
            context = self.context
            handler = context.handlers[wanted.handler]
            if handler.effect is not Effect.INSIDE:
                raise BpmnError("handler", f"{wanted.handler} acts outside")
            changes: list[Change] = []
            # A savepoint: if the handler fails, its rows go and the rest of the step stays, with an incident.
            with self._noticing_outage(), context.session.begin_nested(), self._noticing_outage():
                outputs = handler.function(
                    InsideCall(
                        session=context.session,
                        now=context.now,
                        actor=context.actor.name,
                        calendar=context.calendar,
                        inputs=wanted.inputs,
                        instance_id=instance_id,
                        business_key=business_key,
                        changes=changes,
                    )
                )
            if business_key is not None:
                self.changes.extend((business_key, change) for change in changes)
            return outputs or {}

        return call

    def _decider(
        self, instance_id: int, business_key: str | None, process: ProcessVersion
    ) -> Callable[[str, Mapping[str, Any]], Any]:
        def decide(key: str, variables: Mapping[str, Any]) -> Any:
            context = self.context
            definition_id = process.decisions[key]
            with self._noticing_outage():
                result = context.definitions.decide(
                    context.connection, definition_id, variables, now=context.now.astimezone(BERLIN)
                )
            context.record(
                "decision.made",
                instance_id=instance_id,
                transition=context.unit.transition_of(instance_id),
                definition_id=definition_id,
                business_key=business_key,
                process_key=process.key,
                data={"decision": key, "rules": matched_rules(result.explanation)},
            )
            return result.value

        return decide
