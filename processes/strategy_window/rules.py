"""What may become of a strategy at the end of its window (Fachkonzept A.3, ST-7 to ST-11)."""

from __future__ import annotations

from datetime import date

from engine.calendar import add_months
from engine.phrases import Phrase, remark
from models.casework import StrategyState
from processes.wording import day_text

#: Result that keeps the strategy running with a new end; it is no state.
EXTENDED = "EXTENDED"
#: Results that end it (ST-9).
RESULTS = {
    "DONE": StrategyState.DONE,
    "CANCELLED": StrategyState.CANCELLED,
    "FAILED": StrategyState.FAILED,
}
#: ST-8: planning horizon of complex cases in months from the beginning of the plan.
COMPLEX_HORIZON_MONTHS = 24


def decision_errors(
    result: str | None, new_end: date | None, *, end: date, plan_start: date, is_complex: bool, today: date
) -> dict[str, str]:
    """What speaks against a decision, by field of the form; empty if nothing does.

    Extending is an adjustment and allowed (ST-11), later than the end so far and than today; in complex cases the
    plan stays within 24 months of its beginning (ST-8, T10).
    """
    if result != EXTENDED:
        return {} if result in RESULTS else {"ergebnis": Phrase("Wählen Sie das Ergebnis der Strategie.")}
    if new_end is None:
        return {"neues_ende": Phrase("Geben Sie das neue Ende des Zeitfensters an.")}
    if new_end <= end:
        return {"neues_ende": Phrase("Das neue Ende liegt nicht nach dem bisherigen ({end}).", end=day_text(end))}
    if new_end <= today:
        return {"neues_ende": Phrase("Das neue Ende liegt nicht in der Zukunft.")}
    horizon = add_months(plan_start, COMPLEX_HORIZON_MONTHS)
    if is_complex and new_end > horizon:
        return {
            "neues_ende": Phrase(
                "Der Plan reicht höchstens {complex_horizon_months} Monate weit, bis {horizon}.",
                complex_horizon_months=COMPLEX_HORIZON_MONTHS,
                horizon=day_text(horizon),
            )
        }
    return {}


def meaning_errors(result: str | None, need_outcome: str | None, *, has_need: bool) -> dict[str, str]:
    """Who ends a strategy says what becomes of its need (ST-10)."""
    if result not in RESULTS or not has_need:
        return {}
    if need_outcome not in NEED_OUTCOMES:
        return {"bedarf": Phrase("Sagen Sie, was das Ende für den Handlungsbedarf bedeutet.")}
    if need_outcome == "KEINER":
        return {
            "bedarf": Phrase("Zu dieser Strategie gehört ein Handlungsbedarf. Sagen Sie, was aus ihm geworden ist.")
        }
    return {}


def result_note(note: str, need: str | None, competence: str | None) -> str:
    """What the decision means for the need and the strengths, as one text of the file (ST-10)."""
    gained = (competence or "").strip()
    return remark(
        note.strip(),
        Phrase("Handlungsbedarf {need_outcomes}.", need_outcomes=NEED_OUTCOMES[need]) if need else "",
        Phrase("Neue Kompetenz: {competence}.", competence=gained) if gained else "",
    )


#: Answers to what the end means for the need (ST-10).
NEED_OUTCOMES = {
    "BEHOBEN": Phrase("behoben"),
    "TEILWEISE": Phrase("teilweise behoben"),
    "BESTEHT": Phrase("besteht weiter"),
    "KEINER": Phrase("nicht zugeordnet"),
}
