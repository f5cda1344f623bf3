"""What the service tasks of `handlungsstrategie` do in the file."""

from __future__ import annotations

from typing import Any

from engine.calendar import BERLIN
from engine.handlers import InsideCall
from models.casework import RUNNING_STRATEGIES, Strategy
from processes.records import row
from processes.strategy_window import decision
from processes.strategy_window.rules import EXTENDED, result_note


def begin(call: InsideCall) -> dict[str, Any]:
    """`strategie.beginnen`: inputs strategie, ende → erinnerung_am (date)."""
    strategy = row(call.session, Strategy, call.inputs["strategie"])
    decision.begin(strategy)
    return {"erinnerung_am": decision.reminder_on(call.session, call.inputs["ende"], call.calendar)}


def decide(call: InsideCall) -> dict[str, Any]:
    """`strategie.entscheiden`: inputs strategie, ergebnis (DONE, CANCELLED, FAILED, EXTENDED), neues_ende.

    Optional: bedarf, neue_kompetenz, profil_pruefen (ST-10), bemerkung. Returns ende and erinnerung_am of the window
    as it is now. At the deregistration of the case a strategy decided already stays as it is.
    """
    given = call.inputs
    strategy = row(call.session, Strategy, given["strategie"])
    if strategy.state in RUNNING_STRATEGIES or given["ergebnis"] == EXTENDED:
        note = result_note(given.get("bemerkung") or "", given.get("bedarf"), given.get("neue_kompetenz"))
        today = call.now.astimezone(BERLIN).date()
        meaning = decision.Meaning(
            need_outcome=given.get("bedarf"),
            competence=given.get("neue_kompetenz") or "",
            asks_for_assessment=bool(given.get("profil_pruefen")),
        )
        decision.decide(strategy, given["ergebnis"], given.get("neues_ende"), note, today, meaning)
    reminder = decision.reminder_on(call.session, strategy.window_to, call.calendar)
    return {"ende": strategy.window_to, "erinnerung_am": reminder}
