"""Marking and after-care: the rules of C.5 violated once each, with what people read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.casework import EmploymentCategory, EmploymentMarking
from processes.employment.rules import (
    Work,
    after_care_errors,
    after_care_limit,
    default_marking,
    first_mask_errors,
    marking_errors,
    must_be_integration,
    outcome_of_work,
    second_mask_errors,
    watched_months,
    window_begins,
)

TODAY = date(2026, 11, 21)
CV, INTEGRATION = EmploymentMarking.CV, EmploymentMarking.INTEGRATION


def work(start: date, **changes: Any) -> Work:
    given = {"is_insured": True, "is_self_employed": False, "is_main_occupation": True, "is_unemployed": True}
    return Work(start, **given | changes)


def test_t23_the_window_rolls_or_takes_whole_months() -> None:
    assert window_begins(TODAY, whole_months=False) == date(2026, 8, 21)
    assert window_begins(TODAY, whole_months=True) == date(2026, 8, 1)
    assert window_begins(date(2027, 5, 31), whole_months=False) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("start", "whole_months", "must"),
    [
        (date(2026, 8, 21), False, True),
        (date(2026, 8, 20), False, False),
        (date(2026, 8, 10), False, False),
        (date(2026, 8, 10), True, True),
        (date(2026, 7, 31), True, False),
    ],
)
def test_t23_insured_work_within_the_window_is_an_integration(start: date, whole_months: bool, must: bool) -> None:
    found = work(start, whole_months=whole_months)
    assert must_be_integration(found, TODAY) is must
    errors = marking_errors({"kennzeichnung": "CV"}, found, TODAY)
    assert set(errors) == ({"kennzeichnung"} if must else set())
    if must:
        assert "werden als Integration gekennzeichnet" in errors["kennzeichnung"]


@pytest.mark.parametrize(
    ("changes", "must"),
    [
        ({"is_insured": False}, False),
        ({"is_insured": False, "is_self_employed": True}, True),
        ({"is_insured": False, "is_self_employed": True, "is_main_occupation": False}, False),
    ],
)
def test_t23_self_employment_only_as_main_occupation(changes: dict[str, Any], must: bool) -> None:
    assert must_be_integration(work(date(2026, 11, 1), **changes), TODAY) is must


@pytest.mark.parametrize(
    ("start", "changes", "marking"),
    [
        (date(2026, 11, 1), {"is_insured": False}, INTEGRATION),  # rule 1: an open unemployment
        (date(2026, 11, 1), {"is_insured": False, "is_unemployed": False}, CV),
        (date(2026, 11, 1), {"is_unemployed": False}, INTEGRATION),  # rule 2
        (date(2026, 6, 1), {}, CV),  # rule 4
    ],
)
def test_c5_the_suggested_marking(start: date, changes: dict[str, Any], marking: EmploymentMarking) -> None:
    assert default_marking(work(start, **changes), TODAY) is marking


def test_c5_an_older_start_becomes_an_integration_only_with_a_reason() -> None:
    old = work(date(2026, 6, 1))
    given = {"kennzeichnung": "INTEGRATION", "gefunden": "SELBST_GEFUNDEN"}
    assert set(marking_errors(given, old, TODAY)) == {"kennzeichnung_grund"}
    assert marking_errors({**given, "kennzeichnung_grund": "Spät gemeldet."}, old, TODAY) == {}


def test_c5_an_integration_says_how_the_work_was_found() -> None:
    errors = marking_errors({"kennzeichnung": "INTEGRATION"}, work(TODAY), TODAY)
    assert errors == {"gefunden": "Geben Sie an, wie die Arbeit gefunden wurde."}


@pytest.mark.parametrize(
    ("kind", "category", "last"),
    [
        ("FOERDERUNG_16G", EmploymentCategory.INSURED, date(2027, 2, 28)),
        ("COACHING_16K", EmploymentCategory.INSURED, date(2027, 5, 31)),
        ("COACHING_16K", EmploymentCategory.COMPANY_TRAINING, date(2027, 8, 31)),
        ("FOERDERUNG_16G", EmploymentCategory.COMPANY_TRAINING, date(2027, 2, 28)),
    ],
)
def test_t27_after_care_lasts_as_long_as_the_law_allows(kind: str, category: EmploymentCategory, last: date) -> None:
    start = date(2026, 8, 31)
    assert after_care_limit(category, start, kind) == last
    given = {"nachbetreuung": True, "nachbetreuung_art": kind}
    assert after_care_errors({**given, "nachbetreuung_bis": last}, category, start) == {}
    late = {**given, "nachbetreuung_bis": date.fromordinal(last.toordinal() + 1)}
    assert "endet spätestens" in after_care_errors(late, category, start)["nachbetreuung_bis"]
    early = {**given, "nachbetreuung_bis": date(2026, 8, 30)}
    assert "nicht vor der Arbeitsaufnahme" in after_care_errors(early, category, start)["nachbetreuung_bis"]


def test_t26_six_months_after_the_month_of_the_start() -> None:
    months = watched_months(date(2026, 8, 31))
    assert (months[0], months[-1], len(months)) == (date(2026, 9, 1), date(2027, 2, 1), 6)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"wirtschaftsklasse": "Handel"}, "wirtschaftsklasse"),
        ({"beruf_dkz": "Verkauf"}, "beruf_dkz"),
        ({"wirtschaftsklasse": "47.11", "beruf_dkz": "62182"}, None),
        ({}, None),
    ],
)
def test_c5_codes_are_written_as_in_their_registers(values: dict[str, Any], field: str | None) -> None:
    assert set(second_mask_errors(values)) == ({field} if field else set())


@pytest.mark.parametrize(
    ("ends", "care", "outcome"),
    [(True, False, "integriert"), (True, True, "profil"), (False, False, "profil"), (False, True, "profil")],
)
def test_a44_a_case_ends_only_without_need_and_after_care(ends: bool, care: bool, outcome: str) -> None:
    assert outcome_of_work(need_ends=ends, after_care=care) == outcome


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, {}),
        ({"title": " "}, {"title": "Geben Sie die Bezeichnung an: Tätigkeit und Arbeitgeber in wenigen Worten."}),
        ({"is_fixed_term": True}, {"ended_on": "Eine befristete Beschäftigung hat ein Enddatum."}),
        ({"ended_on": date(2026, 10, 31)}, {"ended_on": "Die Beschäftigung endet nicht vor ihrem Beginn."}),
        ({"establishment_no": "1234"}, {"establishment_no": "Die Betriebsnummer hat acht Ziffern."}),
    ],
)
def test_c5_the_first_mask_says_what_is_wrong(changes: dict[str, Any], errors: dict[str, str]) -> None:
    given = {"title": "Verkauf", "is_fixed_term": False, "ended_on": None, "establishment_no": "12345678"}
    assert first_mask_errors(**{"started_on": date(2026, 11, 1), **given, **changes}) == errors


def test_c5_an_older_start_is_told_why_a_reason_is_needed() -> None:
    errors = marking_errors({"kennzeichnung": "INTEGRATION", "gefunden": "VERMITTELT"}, work(date(2026, 6, 1)), TODAY)
    assert errors["kennzeichnung_grund"].startswith("Der Beginn liegt vor dem Meldezeitraum der Statistik.")
