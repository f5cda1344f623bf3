"""Rules of breaches of duty (Fachkonzept T31, T33 to T35, T39). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from engine.calendar import add_months
from engine.phrases import Phrase

#: Months within which a breach may be found (§ 31b (1) SGB II, T33).
FINDING_MONTHS = 6
#: Below this age the offer of counselling follows a reduction within four weeks (§ 31a (6) SGB II, T34).
YOUNG = 25
#: The certificate is there before the end of this calendar day of the incapacity (§ 56 (1) SGB II, T39).
CERTIFICATE_DAY = 3


@dataclass(frozen=True)
class Consequence:
    """What a person may decide. `months` is how long benefits are reduced; None where nothing is reduced here."""

    label: str
    months: int | None = None


CONSEQUENCES = {
    "KEINE": Consequence(Phrase("Keine Folge")),
    "MINDERUNG_30_3M": Consequence(Phrase("Minderung um 30 Prozent für drei Monate (§§ 31a, 31b SGB II)"), 3),
    "REGELBEDARF_ENTFAELLT": Consequence(
        Phrase("Wegfall des Regelbedarfs, ein bis zwei Monate (§ 31a Absatz 7 SGB II)"), 2
    ),
    "FRUEHERES_RECHT": Consequence(
        Phrase("Folgen nach dem bis 30.06.2026 geltenden Recht prüfen lassen (§ 65a SGB II)")
    ),
    "SPERRZEIT": Consequence(Phrase("Sperrzeit prüfen lassen (§ 159 SGB III)")),
}


def finding_until(occurred_on: date) -> date:
    """The last day on which the breach may be found (T33). The limit is not moved to a working day: it protects the
    person, § 26 (3) SGB X is for those who must act in time."""
    return add_months(occurred_on, FINDING_MONTHS)


def reduction(code: str, decided_on: date) -> tuple[date, date] | None:
    """First and last day of a reduction decided on this day, or None (§ 31b (1) SGB II: from the next month on)."""
    months = CONSEQUENCES[code].months
    if months is None:
        return None
    begins = add_months(decided_on.replace(day=1), 1)
    return begins, add_months(begins, months) - timedelta(days=1)


def breach_errors(occurred_on: date | None, today: date) -> dict[str, str]:
    """What speaks against recording a breach of this day."""
    if occurred_on is None:
        return {}
    if occurred_on > today:
        return {"occurred_on": Phrase("Die Pflichtverletzung liegt in der Zukunft.")}
    if finding_until(occurred_on) < today:
        return {
            "occurred_on": Phrase("Die Pflichtverletzung liegt mehr als sechs Monate zurück (§ 31b Absatz 1 SGB II).")
        }
    return {}


def incapacity_errors(from_day: date | None, until: date | None, today: date) -> dict[str, str]:
    """What speaks against a report of incapacity for these days."""
    if from_day is None or until is None:
        return {}
    if from_day > today:
        return {"from_day": Phrase("Die Arbeitsunfähigkeit beginnt in der Zukunft.")}
    if until < from_day:
        return {"until": Phrase("Das Ende liegt vor dem Beginn.")}
    return {}
