"""The catalogues hold what the specification counts, and find the version of a day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from models.casework import Subsidy
from processes.catalogues import (
    CatalogueError,
    agreement_type,
    agreement_type_in_force,
    agreement_types_on,
    goal_catalogue,
    needs_catalogue,
    needs_catalogues,
    needs_catalogues_on,
    product_catalogues,
    segment_label,
    segment_scheme,
    segment_schemes,
)


@pytest.mark.parametrize("code", sorted(needs_catalogues()))
def test_fourteen_needs_in_four_key_groups(code: str) -> None:
    needs = needs_catalogue(code).needs.values()
    assert Counter(need.group for need in needs) == {"Q": 4, "L": 3, "M": 2, "R": 5}


@pytest.mark.parametrize("code", sorted(needs_catalogues()))
def test_twenty_six_pairs_of_need_and_strategy(code: str) -> None:
    pairs = Counter(need.group for need in needs_catalogue(code).needs.values() for _ in need.strategies)
    assert pairs == {"Q": 9, "L": 8, "M": 2, "R": 7}


@pytest.mark.parametrize("code", sorted(needs_catalogues()))
def test_twenty_three_strategies_each_bound_to_a_need(code: str) -> None:
    catalogue = needs_catalogue(code)
    assert len(catalogue.strategies) == 23
    assert {s for need in catalogue.needs.values() for s in need.strategies} == set(catalogue.strategies)


@pytest.mark.parametrize(("code", "count", "local"), [("NEEDS_WUPPERTAL_2022", 7, False), ("NEEDS_BA_2013", 6, True)])
def test_cross_cutting_strategies(code: str, count: int, local: bool) -> None:
    catalogue = needs_catalogue(code)
    assert len(catalogue.cross_cutting) == count
    assert catalogue.allows_local_strategies is local
    assert not set(catalogue.cross_cutting) & set(catalogue.strategies)


def test_st_20_four_cross_cutting_strategies_belong_to_one_legal_circle() -> None:
    catalogue = needs_catalogue("NEEDS_BA_2013")
    sgb2 = {entry.code for entry in catalogue.cross_cutting_for("SGB2")}
    sgb3 = {entry.code for entry in catalogue.cross_cutting_for("SGB3")}
    assert sgb2 - sgb3 == {"ST_CHECK_COOPERATION", "ST_REDUCE_NEED_EMPLOYED", "ST_REDUCE_NEED_SELFEMPL"}
    assert sgb3 - sgb2 == {"ST_CHECK_AVAILABILITY"}


def test_the_municipal_catalogue_restricts_nothing() -> None:
    catalogue = needs_catalogue("NEEDS_WUPPERTAL_2022")
    assert len(catalogue.cross_cutting_for("SGB2")) == len(catalogue.cross_cutting_for("SGB3")) == 7


@pytest.mark.parametrize("code", sorted(needs_catalogues()))
def test_st_6_only_two_qualifications_ask_for_graduate_management(code: str) -> None:
    catalogue = needs_catalogue(code)
    alone = {s for s in [*catalogue.strategies, *catalogue.cross_cutting] if list(catalogue.missing_companions([s]))}
    assert alone == {"ST_PARTIAL_QUAL", "ST_VOC_DEGREE"}
    assert list(catalogue.missing_companions(["ST_VOC_DEGREE", "ST_GRADUATE_MGMT"])) == []


def test_both_versions_can_be_chosen_today_but_only_one_in_2015() -> None:
    assert len(needs_catalogues_on(date(2026, 11, 21))) == 2
    assert [c.code for c in needs_catalogues_on(date(2015, 1, 1))] == ["NEEDS_BA_2013"]


def test_ten_goal_options_in_four_groups() -> None:
    catalogue = goal_catalogue()
    assert Counter(option.group for option in catalogue.options.values()) == {"G1": 5, "G2": 1, "G3": 3, "G4": 1}
    assert catalogue.options["G1_INTL"].also_search == ("G1_LOCAL", "G1_SUPRA")


@pytest.mark.parametrize(
    ("day", "circle", "expected"),
    [
        (date(2011, 4, 1), "SGB2", "EGV_SGB2_2011"),
        (date(2016, 7, 31), "SGB2", "EGV_SGB2_2011"),
        (date(2016, 8, 1), "SGB2", "EGV_SGB2_2016"),
        (date(2023, 6, 30), "SGB2", "EGV_SGB2_2016"),
        (date(2023, 7, 1), "SGB2", "KOP_2023"),
        (date(2026, 6, 30), "SGB2", "KOP_2023"),
        (date(2026, 7, 1), "SGB2", "KOP_2026"),
        (date(2026, 7, 1), "SGB3", "EGV_SGB3"),
        (date(2012, 1, 1), "SGB3", "EGV_SGB3"),
    ],
)
def test_exactly_one_agreement_type_per_day_and_legal_circle(day: date, circle: str, expected: str) -> None:
    assert [kind.code for kind in agreement_types_on(day, circle)] == [expected]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 6, 30), "KOP_2023"), (date(2026, 7, 1), "KOP_2026"), (date(1990, 1, 1), "KOP_2023")],
)
def test_an_agreement_begun_before_a_change_of_law_is_concluded_under_the_new_one(day: date, expected: str) -> None:
    assert agreement_type_in_force("KOP_2023", day).code == expected


def test_every_agreement_names_the_act_that_stands_in() -> None:
    for circle in ("SGB2", "SGB3"):
        for day in (date(2012, 1, 1), date(2020, 1, 1), date(2024, 1, 1), date(2026, 12, 1)):
            for kind in agreement_types_on(day, circle):
                assert not agreement_type(kind.acts["FAILURE"].act).is_agreement


def test_an_obligation_needs_four_eyes_and_an_objection_period() -> None:
    act = agreement_type("VERPFLICHTUNG_2026")
    assert (act.four_eyes, act.notice_days, act.objection_months) == (True, 4, 1)


def test_segments_have_german_names_in_every_scheme() -> None:
    assert {code: len(scheme.segments) for code, scheme in segment_schemes().items()} == {
        "PROFILLAGE_BA": 9,
        "MARKTNAEHE_WUPPERTAL": 4,
        "BETREUUNGSSTUFE_BA": 6,
        "GOETTINGEN": 5,
    }
    assert segment_label("PROFILLAGE_BA", "FOERDER") == "Förderprofil"
    assert segment_label(None, "X9") == "X9"
    assert segment_scheme("PROFILLAGE_BA").is_complex("STABILISIERUNG")


@pytest.mark.parametrize("lookup", [needs_catalogue, agreement_type, segment_scheme])
def test_an_unknown_code_is_named(lookup: object) -> None:
    with pytest.raises(CatalogueError, match="NOPE"):
        lookup("NOPE")  # type: ignore[operator]


def test_an_act_begun_before_a_change_of_the_law_is_the_act_of_the_law_of_its_day() -> None:
    """Fachkonzept H.3: what stands in for a plan that was begun under KOP_2023 is the obligation of § 15a SGB II."""
    assert agreement_type_in_force("KOP_2023", date(2026, 6, 30)).acts["FAILURE"].act != "VERPFLICHTUNG_2026"
    assert agreement_type_in_force("KOP_2023", date(2026, 7, 1)).acts["FAILURE"].act == "VERPFLICHTUNG_2026"


def test_c_4_every_subsidy_of_the_employment_record_is_a_product_that_can_be_assigned() -> None:
    products = [p for catalogue in product_catalogues().values() for p in catalogue.products.values() if p.subsidy]
    assert {Subsidy(product.subsidy) for product in products} == set(Subsidy) - {Subsidy.NONE}
    assert all(product.is_assignable for product in products)
