"""What a person does with a strategy outside of its task: decide it before its window ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from engine.calendar import BERLIN
from engine.context import Context
from engine.errors import ValuesRefused
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import Strategy
from processes.records import row
from processes.strategy_window import decision
from processes.strategy_window.rules import EXTENDED, RESULTS, meaning_errors, result_note


@dataclass(frozen=True)
class DecideStrategy:
    """Decide a running strategy now: `result` is DONE, CANCELLED or FAILED, `note` the reason (ST-9).

    `need_outcome` (BEHOBEN, TEILWEISE, BESTEHT, KEINER), `competence` and `assess` say what that means (ST-10). Its
    process ends and the case hears of it. Raises NotFound, WrongState if it is decided, ValuesRefused.
    """

    permission: ClassVar[str] = "case.write"

    strategy_id: int
    result: str
    note: str
    need_outcome: str = ""
    competence: str = ""
    assess: bool = True

    def run(self, context: Context) -> None:
        strategy = row(context.session, Strategy, self.strategy_id)
        errors = meaning_errors(self.result, self.need_outcome, has_need=strategy.need is not None)
        if self.result not in RESULTS:
            errors["ergebnis"] = Phrase("Wählen Sie erledigt, abgebrochen oder gescheitert.")
        if not self.note.strip():
            errors["bemerkung"] = Phrase("Geben Sie die Begründung an.")
        if errors:
            raise ValuesRefused(errors)
        if refused := decision.unfinished_measures(context.session, strategy):
            raise ValuesRefused(refused)
        today = context.now.astimezone(BERLIN).date()
        meaning = decision.Meaning(self.need_outcome, self.competence, self.assess)
        note = result_note(self.note, self.need_outcome, self.competence)
        decision.decide(strategy, self.result, None, note, today, meaning)
        number, key = strategy.case.case_number, str(strategy.id)
        correlate(context, "Strategie beendet", key, {}, business_key=number, time_to_live="P30D")
        told = {"strategie": key, "ergebnis": self.result}
        correlate(context, "Strategie entschieden", number, told, business_key=number, time_to_live="P90D")
        context.record("strategy.decided", business_key=number, data={"strategy": strategy.id, "result": self.result})


@dataclass(frozen=True)
class ExtendStrategy:
    """Give a running strategy a later end before its window closes: an adjustment, allowed at any time (ST-11).

    Its process takes up the new dates at once. Raises NotFound, WrongState, ValuesRefused.
    """

    permission: ClassVar[str] = "case.write"

    strategy_id: int
    new_end: date
    note: str

    def run(self, context: Context) -> None:
        strategy = row(context.session, Strategy, self.strategy_id)
        today = context.now.astimezone(BERLIN).date()
        errors = decision.errors_of(context.session, strategy, EXTENDED, self.new_end, today)
        if not self.note.strip():
            errors["bemerkung"] = Phrase("Geben Sie die Begründung an.")
        if errors:
            raise ValuesRefused(errors)
        decision.decide(strategy, EXTENDED, self.new_end, self.note.strip(), today)
        number, key = strategy.case.case_number, str(strategy.id)
        told = {"ende": self.new_end}
        correlate(context, "Zeitfenster angepasst", key, told, business_key=number, time_to_live="P30D")
        context.record("strategy.extended", business_key=number, data={"strategy": strategy.id})
