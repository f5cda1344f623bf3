"""Goal options, order of key groups, agreement types, review periods and contact density: every row hit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.processes.table_runs import ask, rows_never_hit, shipped

TYPES = "agreement/vereinbarungstyp.dmn"
# Fachkonzept H.1: first and last day of each period.
CONCLUDED: list[tuple[str, dt.date, str | None]] = [
    ("SGB2", dt.date(2011, 3, 31), None),
    ("SGB2", dt.date(2011, 4, 1), "EGV_SGB2_2011"),
    ("SGB2", dt.date(2016, 7, 31), "EGV_SGB2_2011"),
    ("SGB2", dt.date(2016, 8, 1), "EGV_SGB2_2016"),
    ("SGB2", dt.date(2023, 6, 30), "EGV_SGB2_2016"),
    ("SGB2", dt.date(2023, 7, 1), "KOP_2023"),
    ("SGB2", dt.date(2026, 6, 30), "KOP_2023"),
    ("SGB2", dt.date(2026, 7, 1), "KOP_2026"),
    ("SGB3", dt.date(2011, 3, 31), "EGV_SGB3"),
    ("SGB3", dt.date(2026, 11, 21), "EGV_SGB3"),
]
INSTEAD = {
    None: None,
    "EGV_SGB2_2011": "EGV_VA_SGB2",
    "EGV_SGB2_2016": "EGV_VA_SGB2",
    "KOP_2023": "AUFFORDERUNG",
    "KOP_2026": "VERPFLICHTUNG_2026",
    "EGV_SGB3": "EGV_VA_SGB3",
}


@pytest.mark.parametrize("circle, day, expected", CONCLUDED)
def test_the_agreement_type_follows_circle_and_day_of_conclusion(
    circle: str, day: dt.date, expected: str | None
) -> None:
    inputs = {"Rechtskreis": circle, "Abschlussdatum": day}
    assert ask(TYPES, "Vereinbarungstyp", inputs).value == expected
    assert ask(TYPES, "Ersatzakt", inputs).value == INSTEAD[expected]


def test_every_row_of_the_agreement_types_is_hit() -> None:
    questions = [("Ersatzakt", {"Rechtskreis": circle, "Abschlussdatum": day}) for circle, day, _ in CONCLUDED]
    assert rows_never_hit(TYPES, questions) == set()


REVIEW = "agreement/ueberpruefungsfrist.dmn"
# § 15 (3) SGB II and § 37 (3) SGB III.
REVIEWS: list[tuple[dict[str, Any], int | None]] = [
    ({"Vereinbarungstyp": "EGV_SGB2_2011", "Alter": 20}, 6),
    ({"Vereinbarungstyp": "EGV_SGB2_2016", "Alter": 40}, 6),
    ({"Vereinbarungstyp": "KOP_2023"}, 6),
    ({"Vereinbarungstyp": "KOP_2026", "Alter": 24}, 6),
    ({"Vereinbarungstyp": "EGV_SGB3", "Alter": 24}, 3),
    ({"Vereinbarungstyp": "EGV_SGB3", "Alter": 24, "Status": "AUSBILDUNGSUCHEND"}, 3),
    ({"Vereinbarungstyp": "EGV_SGB3", "Alter": 24, "Status": "ANDERE"}, 6),
    ({"Vereinbarungstyp": "EGV_SGB3", "Alter": 25}, 6),
    ({"Vereinbarungstyp": "EGV_SGB3"}, None),
    ({}, None),
]


@pytest.mark.parametrize("inputs, months", REVIEWS)
def test_young_people_in_sgb_iii_are_reviewed_after_three_months(inputs: dict[str, Any], months: int | None) -> None:
    assert ask(REVIEW, "Ueberpruefungsfrist", inputs).value == (None if months is None else Decimal(months))


def test_every_row_of_the_review_period_is_hit() -> None:
    assert rows_never_hit(REVIEW, [("Ueberpruefungsfrist", inputs) for inputs, _ in REVIEWS]) == set()


CONTACT = "follow_up/kontaktdichte.dmn"
# Sample values of Fachkonzept A.6.4.
CONTACTS = [
    ("MARKT", "ARBEITSLOS", 30),
    ("FAR", "ARBEITSUCHEND", 90),
    ("UNTERSTUETZUNG", "ANDERE", 180),
    ("Z", "ARBEITSLOS", 180),
    ("I", "ANDERE", 180),
]


@pytest.mark.parametrize("segment, status, days", CONTACTS)
def test_contact_density_has_sample_values(segment: str, status: str, days: int) -> None:
    assert ask(CONTACT, "Kontaktdichte", {"Segment": segment, "Status": status}).value == days


def test_contact_density_says_that_its_values_are_samples() -> None:
    (decision,) = shipped(CONTACT).decisions
    assert decision.label is not None
    assert "Musterwert" in decision.label


def test_every_row_of_contact_density_is_hit() -> None:
    questions = [("Kontaktdichte", {"Segment": segment, "Status": status}) for segment, status, _ in CONTACTS]
    assert rows_never_hit(CONTACT, questions) == set()


ORDER = "strategy/reihenfolge.dmn"
# Fachkonzept A.3, ST-5.
ORDERS: list[tuple[dict[str, Any], list[str]]] = [
    ({"Gruppen": ["Q", "M", "L", "R"]}, ["R", "L", "M", "Q"]),
    ({"Gruppen": ["Q", "M", "L", "R"], "MotivationZuerst": True}, ["M", "R", "L", "Q"]),
    ({"Gruppen": ["Q", "L"], "MotivationZuerst": True}, ["L", "Q"]),
    ({"Gruppen": ["M"]}, ["M"]),
    ({"Gruppen": []}, []),
    ({}, []),
]


@pytest.mark.parametrize("inputs, expected", ORDERS)
def test_circumstances_come_before_capacity_motivation_and_qualification(
    inputs: dict[str, Any], expected: list[str]
) -> None:
    assert ask(ORDER, "Reihenfolge", inputs).value == expected


def test_every_row_of_the_order_is_hit() -> None:
    assert rows_never_hit(ORDER, [("Reihenfolge", inputs) for inputs, _ in ORDERS]) == set()


GOALS = "goal/zieloptionen.dmn"
ALWAYS = ["G1_LOCAL", "G1_SUPRA", "G1_INTL", "G1_SELF", "G3_DUAL_LOCAL", "G3_DUAL_SUPRA", "G3_SCHOOL"]
# Fachkonzept A.2.1.
GOAL_CASES: list[tuple[dict[str, Any], set[str]]] = [
    ({"Segment": "MARKT", "Rechtskreis": "SGB3"}, set()),
    ({"Segment": "ENTWICKLUNG", "Rechtskreis": "SGB2"}, {"G2_BEYOND"}),
    ({"Segment": "FOERDER", "Rechtskreis": "SGB2", "MinijobHilft": True}, {"G1_MINI"}),
    ({"Segment": "I", "Rechtskreis": "SGB2", "Erwerbstaetig": True}, {"G4_STABILISE"}),
    ({"Segment": "I", "Rechtskreis": "SGB3", "Erwerbstaetig": True}, set()),
    ({"Segment": "Z", "Rechtskreis": "SGB2"}, set()),
    ({"Segment": "NEAR", "Rechtskreis": "SGB2"}, set()),
    ({"Segment": "FAR", "Rechtskreis": "SGB2"}, {"G2_BEYOND"}),
]


@pytest.mark.parametrize("inputs, extra", GOAL_CASES)
def test_goal_options_depend_on_segment_class_and_circle(inputs: dict[str, Any], extra: set[str]) -> None:
    options = ask(GOALS, "Zieloptionen", inputs).value
    assert [option for option in options if option not in extra] == ALWAYS
    assert extra <= set(options)


@pytest.mark.parametrize(
    "segment, expected", [("N", None), ("AKTIVIERUNG", "NEAR"), ("UNTERSTUETZUNG", "COMPLEX"), ("Z", "EXEMPT")]
)
def test_each_segment_has_a_class(segment: str, expected: str | None) -> None:
    assert ask(GOALS, "Segmentklasse", {"Segment": segment}).value == expected


def test_every_row_of_the_goal_options_is_hit() -> None:
    assert rows_never_hit(GOALS, [("Zieloptionen", inputs) for inputs, _ in GOAL_CASES]) == set()
