"""Marking, after-care and the masks of an employment record (Fachkonzept C.5, A.4.4). Pure.

The months of § 16g (2) and § 16k SGB II and the three months of the statistics are stated by law and concept; whether
the three months roll with the day or reach back to the first of a month is a value of the office.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.calendar import add_months
from engine.phrases import Phrase
from models.casework import EmploymentCategory, EmploymentMarking
from processes.wording import day_text

#: Reporting period of the statistics: "up to three months back" (T23).
REPORTING_MONTHS = 3
#: Months in which continuous employment is watched (T26).
CONTINUITY_MONTHS = 6
#: Longest after-care in months: § 16g (2); § 16k (3): three months more; § 16k (2) after taking up training (T27).
SUPPORT_MONTHS, COACHING_MONTHS, TRAINING_COACHING_MONTHS = 6, 9, 12

TRAINING = frozenset(
    {
        EmploymentCategory.COMPANY_TRAINING,
        EmploymentCategory.FULL_TRAINING,
        EmploymentCategory.FURTHER_TRAINING,
        EmploymentCategory.DUAL_STUDIES,
    }
)


@dataclass(frozen=True)
class Work:
    """What marking depends on."""

    started_on: date
    is_insured: bool
    is_self_employed: bool
    is_main_occupation: bool
    #: The client is registered as unemployed.
    is_unemployed: bool
    #: The office counts whole months instead of a rolling window.
    whole_months: bool = False


def window_begins(today: date, *, whole_months: bool) -> date:
    """First day that is still within the reporting period: rolling, or the first of that month (C.5 rule 3)."""
    back = add_months(today, -REPORTING_MONTHS)
    return back.replace(day=1) if whole_months else back


def is_recent(work: Work, today: date) -> bool:
    return work.started_on >= window_begins(today, whole_months=work.whole_months)


def must_be_integration(work: Work, today: date) -> bool:
    """C.5 rule 2, T23: every insured job and every self-employment as main occupation within the period."""
    counts = work.is_insured or (work.is_self_employed and work.is_main_occupation)
    return counts and is_recent(work, today)


def default_marking(work: Work, today: date) -> EmploymentMarking:
    """C.5 rules 1 and 4: the CV, unless a recent start meets an open unemployment or the law of the statistics."""
    if must_be_integration(work, today) or (is_recent(work, today) and work.is_unemployed):
        return EmploymentMarking.INTEGRATION
    return EmploymentMarking.CV


def marking_errors(values: Mapping[str, Any], work: Work, today: date) -> dict[str, str]:
    """Form `beschaeftigung_kennzeichnung.form`: rules 2 and 4 of C.5, and how the work was found."""
    marking = values.get("kennzeichnung")
    if marking == EmploymentMarking.CV.value and must_be_integration(work, today):
        begins = day_text(window_begins(today, whole_months=work.whole_months))
        return {
            "kennzeichnung": Phrase(
                "Versicherungspflichtige Arbeit und hauptberufliche Selbständigkeit"
                " mit Beginn ab {begins} werden als Integration gekennzeichnet.",
                begins=begins,
            )
        }
    if marking != EmploymentMarking.INTEGRATION.value:
        return {}
    errors: dict[str, str] = {}
    if not is_recent(work, today) and not (values.get("kennzeichnung_grund") or "").strip():
        errors["kennzeichnung_grund"] = Phrase(
            "Der Beginn liegt vor dem Meldezeitraum der Statistik. Begründen Sie die Kennzeichnung als Integration."
        )
    if not values.get("gefunden"):
        errors["gefunden"] = Phrase("Geben Sie an, wie die Arbeit gefunden wurde.")
    return errors


def after_care_limit(category: EmploymentCategory, started_on: date, kind: str | None) -> date:
    """Last day of after-care: § 16g (2) six months; coaching of § 16k nine, after taking up training twelve (T27)."""
    if kind == "COACHING_16K":
        months = TRAINING_COACHING_MONTHS if category in TRAINING else COACHING_MONTHS
    else:
        months = SUPPORT_MONTHS
    return add_months(started_on, months)


def after_care_errors(
    values: Mapping[str, Any], category: EmploymentCategory, started_on: date | None
) -> dict[str, str]:
    """Form `arbeitsaufnahme.form`: after-care ends within the limits of the law (T27)."""
    until = values.get("nachbetreuung_bis")
    if not values.get("nachbetreuung") or not isinstance(until, date) or started_on is None:
        return {}
    limit = after_care_limit(category, started_on, values.get("nachbetreuung_art"))
    if until > limit:
        return {"nachbetreuung_bis": Phrase("Die Nachbetreuung endet spätestens am {limit}.", limit=day_text(limit))}
    if until < started_on:
        return {"nachbetreuung_bis": Phrase("Die Nachbetreuung endet nicht vor der Arbeitsaufnahme.")}
    return {}


def first_mask_errors(
    *,
    title: str,
    started_on: date,
    is_fixed_term: bool,
    ended_on: date | None,
    establishment_no: str,
) -> dict[str, str]:
    """What C.5 asks of the first mask, by field of the page."""
    errors: dict[str, str] = {}
    if not title.strip():
        errors["title"] = Phrase("Geben Sie die Bezeichnung an: Tätigkeit und Arbeitgeber in wenigen Worten.")
    if is_fixed_term and ended_on is None:
        errors["ended_on"] = Phrase("Eine befristete Beschäftigung hat ein Enddatum.")
    if ended_on is not None and ended_on < started_on:
        errors["ended_on"] = Phrase("Die Beschäftigung endet nicht vor ihrem Beginn.")
    if establishment_no.strip() and not re.fullmatch(r"\d{8}", establishment_no.strip()):
        errors["establishment_no"] = Phrase("Die Betriebsnummer hat acht Ziffern.")
    return errors


def second_mask_errors(values: Mapping[str, Any]) -> dict[str, str]:
    """Form `beschaeftigung_angaben.form`: economic class and occupation code as their registers write them."""
    errors: dict[str, str] = {}
    if (code := (values.get("wirtschaftsklasse") or "").strip()) and not re.fullmatch(
        r"[A-U]?\d{2}([.]\d{1,2}([.]\d)?)?", code
    ):
        errors["wirtschaftsklasse"] = Phrase("Eine Wirtschaftsklasse sieht aus wie 47.11 oder 47.11.1.")
    if (code := (values.get("beruf_dkz") or "").strip()) and not re.fullmatch(r"\d{4,8}(-\d{1,4})?", code):
        errors["beruf_dkz"] = Phrase("Eine Berufsnummer (DKZ) besteht aus Ziffern, wie 62182 oder 6218-100.")
    return errors


def watched_months(started_on: date) -> list[date]:
    """First days of the six months after the month of the take-up, each of which must be insured (T26, C.7)."""
    return [add_months(started_on.replace(day=1), n) for n in range(1, CONTINUITY_MONTHS + 1)]


def outcome_of_work(*, need_ends: bool, after_care: bool) -> str:
    """What becomes of the case: it ends only if neither need nor after-care remain (Fachkonzept A.4.4)."""
    return "integriert" if need_ends and not after_care else "profil"
