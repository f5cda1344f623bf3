"""Rules around concluding an agreement and the acts that stand in for one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.calendar import BusinessCalendar, Duration


def age_on(born_on: date, day: date) -> int:
    """Completed years of life (§ 187 (2) sentence 2 BGB: the birthday itself already counts)."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def act_errors(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `verpflichtung.form`: the proof falls due after today, so that the duty can be met (§ 15a SGB II)."""
    day = values.get("nachweis_bis")
    if isinstance(day, date) and day <= today:
        return {"nachweis_bis": "Die Frist für den Nachweis liegt nach dem heutigen Tag."}
    return {}


def approval_errors(author: str, approver: str) -> dict[str, str]:
    """Form `freigabe.form`: whoever drafted an act does not approve it (four eyes, Fachkonzept H.3).

    An empty `approver` means that nobody decides yet. The author may return an own draft as little as approve it.
    """
    if author == approver:
        return {"freigabe": "Über den Entwurf entscheidet eine zweite Person, nicht die, die ihn geschrieben hat."}
    return {}


def objection_until(issued_on: date, notice_days: int, months: int, calendar: BusinessCalendar) -> date:
    """The last day to object (T38): counted from the presumed notification, which never moves to a working day.

    § 37 (2) SGB X presumes notification `notice_days` days after posting; the month of § 84 SGG is a period, so its
    end moves to the next working day (§ 64 (3) SGG).
    """
    return calendar.period_end(issued_on + timedelta(days=notice_days), Duration(months=months))
