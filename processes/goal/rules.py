"""Rules of the goal (Fachkonzept A.2.2). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import add_months
from engine.phrases import Phrase


def goal_errors(values: Mapping[str, Any], today: date, *, complex_horizon: int | None) -> dict[str, str]:
    """Form `ziel.form`. `complex_horizon` is the highest number of months for complex segments (T11), else None."""
    errors: dict[str, str] = {}
    target = values.get("zieldatum")
    if isinstance(target, date):
        if target <= today:
            errors["zieldatum"] = Phrase("Das Ziel liegt nach dem heutigen Tag.")
        elif complex_horizon is not None and target > add_months(today, complex_horizon):
            errors["zieldatum"] = Phrase(
                "Bei komplexen Profillagen liegt das Ziel höchstens {complex_horizon} Monate voraus.",
                complex_horizon=complex_horizon,
            )
    if values.get("zieloption") == "G1_MINI" and not values.get("minijob_hilft"):
        errors["minijob_hilft"] = Phrase(
            "Eine geringfügige oder kurzfristige Beschäftigung ist nur dann ein Ziel, wenn sie die Arbeitslosigkeit"
            " beendet oder die Hilfebedürftigkeit verringert."
        )
    if not values.get("ziel_besprochen"):
        errors["ziel_besprochen"] = Phrase("Das Ziel wird gemeinsam festgelegt; besprechen Sie es zuerst.")
    return errors
