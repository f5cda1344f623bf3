"""What people start or report outside a task: a measure is considered, a measure is broken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from engine.messages import correlate, start_process
from engine.phrases import Phrase
from models.casework import RUNNING_STRATEGIES, MeasureAssignment, MeasureState, Strategy
from processes.records import row


@dataclass(frozen=True)
class ConsiderMeasure:
    """Start the assignment of a measure from a running strategy: without a strategy there is none (A.6.3).

    Returns the id of the process instance. Raises NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    strategy_id: int

    def run(self, context: Context) -> int:
        strategy = row(context.session, Strategy, self.strategy_id)
        if strategy.state not in RUNNING_STRATEGIES:
            raise WrongState(
                "assign a measure from", "strategy", strategy.id, strategy.state, expected=sorted(RUNNING_STRATEGIES)
            )
        case = strategy.case
        return start_process(
            context,
            "massnahmezuweisung",
            {
                "fall": case.case_number,
                "team": case.team.key,
                "fachkraft": case.caseworker.username,
                "rechtskreis": case.legal_circle.value,
                "strategie": str(strategy.id),
            },
            business_key=case.case_number,
        )


@dataclass(frozen=True)
class BreakOffMeasure:
    """The person has left a running measure: its result and, for a qualification, the second talk are due at once.

    Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    measure_id: int
    last_day: date

    def run(self, context: Context) -> None:
        measure = row(context.session, MeasureAssignment, self.measure_id)
        if measure.state is not MeasureState.RUNNING:
            raise WrongState("break off", "measure", measure.id, measure.state, expected=[MeasureState.RUNNING])
        if not measure.starts_on <= self.last_day <= min(measure.ends_on, berlin_date(context.now)):
            raise ValuesRefused(
                {"last_day": Phrase("Der letzte Tag liegt zwischen dem Beginn der Maßnahme und heute.")}
            )
        number = measure.case.case_number
        context.record("measure.broken_off", business_key=number, data={"measure": measure.id})
        payload = {"letzter_tag": self.last_day}
        correlate(context, "Maßnahme abgebrochen", str(measure.id), payload, business_key=number)
