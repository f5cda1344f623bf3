"""What counts as an integration: the persons P01 to P30 of the concept (Fachkonzept C.8, example 2)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from engine.calendar import add_months
from models.casework import CountResult
from processes.employment.counting import Count, Entry, Population, benefit_months, count_entries, is_of_employable_age
from tests.processes.table_runs import ask, rows_never_hit

TABLE = "employment/integrationsart.dmn"
BORN = date(1990, 5, 4)
#: Benefits from January 2025 to June 2027 unless a person says otherwise.
ELIGIBLE = benefit_months(BORN, [(date(2025, 1, 1), date(2027, 6, 30))])
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)

INSURED: dict[str, Any] = {"Kategorie": "SOZIALVERSICHERUNGSPFLICHTIG", "Versicherungspflichtig": True}
MINIJOB: dict[str, Any] = {"Kategorie": "GERINGFUEGIG", "Versicherungspflichtig": False}


def job(
    start: str, what: dict[str, Any] = INSURED, *, end: str | None = None, employer: str = "A", marking: bool = True,
    **changes: Any,
) -> Entry:  # fmt: skip
    """An entry as the process makes it: the table says what kind it is."""
    asked = {"Selbstaendig": False, "VollQualifizierend": False, "Foerderung": "KEINE", **what, **changes}
    first = date.fromisoformat(start)
    self_employed = asked["Selbstaendig"]
    return Entry(
        id=hash((start, employer, str(sorted(asked.items())))),
        kind=str(ask(TABLE, "Integrationsart", asked).value),
        started_on=first,
        ended_on=date.fromisoformat(end) if end else None,
        employer=employer,
        is_insured=asked["Versicherungspflichtig"] and not self_employed,
        is_employment=not self_employed and asked["Kategorie"] != "ARBEITSGELEGENHEIT_16D",
        is_16i=asked["Foerderung"] == "TEILHABE_16I",
        is_integration=marking,
    )


def months(*entries: Entry, eligible: Any = ELIGIBLE, **options: Any) -> Counter[date]:
    """How many integrations count in which month."""
    counts = count_entries(entries, eligible, **options).values()
    return Counter(c.month for c in counts if c.result is CountResult.COUNTED and c.month)


def only(entry: Entry, *others: Entry) -> Count:
    return count_entries([entry, *others], ELIGIBLE)[entry.id]


def test_p01_an_insured_job_after_none() -> None:
    assert months(job("2026-06-10")) == {JUNE: 1}


def test_p02_two_starts_in_one_month_count_once() -> None:
    assert months(job("2026-06-02"), job("2026-06-20", employer="B")) == {JUNE: 1}


def test_p03_a_new_employer_in_the_next_month_counts_again() -> None:
    assert months(job("2026-06-01", end="2026-07-14"), job("2026-07-15", employer="B")) == {JUNE: 1, JULY: 1}


def test_p04_not_yet_in_benefit_the_month_before() -> None:
    late = benefit_months(BORN, [(date(2026, 6, 1), date(2027, 6, 30))])
    assert months(job("2026-06-15"), eligible=late) == {}
    assert months(job("2026-06-15"), eligible=late, population=Population.WITH_NEWCOMERS) == {JULY: 1}


def test_p05_p08_an_extension_or_more_hours_with_the_same_employer() -> None:
    before = job("2025-06-01", end="2026-05-31")
    assert only(job("2026-06-01"), before).result is CountResult.NOT_COUNTED


def test_p06_a_minijob_becomes_insured() -> None:
    assert months(job("2025-06-01", MINIJOB, end="2026-05-31"), job("2026-06-01")) == {JUNE: 1}


def test_p07_p09_p11_minijob_and_publicly_funded_work_enter_side_figures() -> None:
    cases = {
        "K2E1": job("2026-06-01", MINIJOB),
        "K2E2": job("2026-06-01", Foerderung="TEILHABE_16I"),
    }
    for figure, entry in cases.items():
        assert (only(entry).result, only(entry).side_figure) == (CountResult.NOT_COUNTED, figure)
    work_opportunity = job("2026-06-01", MINIJOB, Kategorie="ARBEITSGELEGENHEIT_16D")
    assert only(work_opportunity).side_figure == "K2E2"


def test_p10_insured_with_the_same_employer_right_after_16i() -> None:
    funded = job("2025-06-01", Foerderung="TEILHABE_16I", end="2026-06-30")
    assert months(funded, job("2026-07-01")) == {JULY: 1}


@pytest.mark.parametrize("subsidy", ["LANGZEITARBEITSLOSE_16E", "EGZ"])
def test_p12_p13_other_subsidies_do_not_matter(subsidy: str) -> None:
    assert months(job("2026-06-01", Foerderung=subsidy)) == {JUNE: 1}


def test_p14_voluntary_service_never_counts() -> None:
    service = only(job("2026-06-01", Kategorie="FREIWILLIGENDIENST"))
    assert (service.result, service.side_figure) == (CountResult.NOT_COUNTED, "")


@pytest.mark.parametrize(
    ("category", "qualifying", "kind"),
    [
        ("AUSBILDUNG_BETRIEB", True, "AUSBILDUNG"),  # P15, P17
        ("AUSBILDUNG_BETRIEB", False, "KEINE"),  # P28
        ("WEITERBILDUNG", False, "KEINE"),  # P16
        ("WEITERBILDUNG", True, "AUSBILDUNG"),  # P16
        ("AUSBILDUNG_VOLLQUALIFIZIEREND", True, "AUSBILDUNG"),
        ("DUALES_STUDIUM", False, "AUSBILDUNG"),
    ],
)
def test_p15_p16_p17_p28_training(category: str, qualifying: bool, kind: str) -> None:
    entry = job("2026-06-01", Kategorie=category, VollQualifizierend=qualifying)
    assert entry.kind == kind
    assert months(entry) == ({JUNE: 1} if kind == "AUSBILDUNG" else {})


def test_p18_p19_p20_self_employment_needs_its_flag() -> None:
    assert months(job("2026-06-01", MINIJOB, Selbstaendig=True, Foerderung="EINSTIEGSGELD_16B")) == {JUNE: 1}
    assert months(job("2026-06-01", MINIJOB)) == {}


def test_p22_an_entry_marked_as_cv_does_not_count() -> None:
    assert months(job("2026-06-01", marking=False)) == {}


def test_p23_the_same_employer_after_three_days_counts_and_is_flagged() -> None:
    again = only(job("2026-06-04"), job("2025-06-01", end="2026-05-31"))
    assert (again.result, again.month) == (CountResult.COUNTED, JUNE)
    assert "Wiedereinstellung" in again.flag


def test_p24_two_marginal_jobs_that_are_insured_together() -> None:
    together = {**MINIJOB, "Versicherungspflichtig": True}
    before = job("2025-06-01", MINIJOB, end="2026-05-31")
    assert months(before, job("2026-06-01", together), job("2026-06-01", together, employer="B")) == {JUNE: 1}


def test_p25_twelve_at_most_in_a_year() -> None:
    entries = []
    for n in range(12):
        start = add_months(date(2026, 1, 5), n)
        entries.append(job(start.isoformat(), end=start.replace(day=20).isoformat(), employer=f"E{n}"))
    entries += [job("2026-03-25", end="2026-03-28", employer="X"), job("2026-09-25", end="2026-09-28", employer="Y")]
    assert sum(months(*entries).values()) == 12


@pytest.mark.parametrize(
    ("born", "month", "of_age"),
    [
        (date(2011, 6, 30), JUNE, True),
        (date(2011, 7, 1), JUNE, False),
        (date(1959, 4, 15), JUNE, True),  # 66 years and two months: to the end of June 2025
        (date(1960, 2, 15), JUNE, True),  # 66 years and four months: June 2026
        (date(1960, 1, 15), JUNE, False),
        (date(1964, 1, 1), JUNE, True),
    ],
)
def test_p26_beyond_the_age_limit_nobody_counts(born: date, month: date, of_age: bool) -> None:
    if born.year == 1959:
        month = date(2025, 6, 1)
    assert is_of_employable_age(born, month) is of_age


def test_p27_a_second_job_beside_the_first_waits_for_a_person() -> None:
    assert only(job("2026-06-01", employer="B"), job("2025-06-01")).result is CountResult.REVIEW


def test_p29_an_internship_counts_if_insured() -> None:
    assert months(job("2026-06-01", Kategorie="PRAKTIKUM")) == {JUNE: 1}
    assert months(job("2026-06-01", Kategorie="PRAKTIKUM", Versicherungspflichtig=False)) == {}


def test_every_row_of_the_table_is_hit() -> None:
    base = {"Selbstaendig": False, "VollQualifizierend": False, "Foerderung": "KEINE"}
    rows: list[dict[str, Any]] = [
        {**base, **INSURED, "Kategorie": "ARBEITSGELEGENHEIT_16D"},
        {**base, **INSURED, "Kategorie": "FREIWILLIGENDIENST"},
        {**base, **INSURED, "Foerderung": "TEILHABE_16I"},
        {**base, **INSURED, "Selbstaendig": True},
        {**base, **INSURED},
        {**base, **INSURED, "Versicherungspflichtig": False},
        {**base, **INSURED, "Kategorie": "PRAKTIKUM"},
        {**base, **MINIJOB, "Kategorie": "PRAKTIKUM"},
        {**base, **MINIJOB},
        {**base, **INSURED, "Kategorie": "WEITERBILDUNG", "VollQualifizierend": True},
        {**base, **INSURED, "Kategorie": "WEITERBILDUNG"},
        {**base, **INSURED, "Kategorie": "DUALES_STUDIUM"},
    ]
    assert rows_never_hit(TABLE, [("Integrationsart", row) for row in rows]) == set()
