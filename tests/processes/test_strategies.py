"""Choosing strategies: every need gets one, with window, companion and order (Fachkonzept A.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import NeedAssessment, Strategy
from processes.catalogues import needs_catalogue
from processes.strategy.rules import (
    EndedStrategy,
    in_recommended_order,
    may_choose_for,
    plan_errors,
    window_errors,
)
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

TODAY = date(2026, 7, 10)
CATALOGUE = needs_catalogue("NEEDS_BA_2013")


def up_to_strategies(office: Jobcenter, needs: tuple[str, ...], **more: Any) -> Client:
    client = office.open_case()
    client.first_interview()
    client.profiling(needs, **more)
    client.set_goal()
    return client


def test_st_1_and_st_5_every_relevant_need_is_asked_for_in_the_recommended_order(office: Jobcenter) -> None:
    client = up_to_strategies(
        office, ("Q2", "L2", "R2", "M1"), months=18, vorlauf_prognose="LE12", schwerpunkt="L", verdichtung=True
    )
    asked = []
    for code in ("ST_MOBILITY", "ST_PROMOTE_CAPACITY", "ST_CHANGE_PERSPECTIVE", "ST_FOREIGN_RECOGNITION"):
        asked.append(client.variables("strategie_waehlen")["bedarf"]["code"])
        client.complete(
            "strategie_waehlen",
            strategie=code,
            fenster_von=office.today,
            fenster_bis=office.today + timedelta(days=120),
            zwischenziel="Schritt getan",
        )
    assert asked == ["R2", "L2", "M1", "Q2"]
    offered = client.context("plan_abstimmen")["rangfolge"]
    assert [row["rang"] for row in offered] == [1, 2, 3, 4]
    client.complete("plan_abstimmen", vermittlung_geprueft=True, rangfolge=offered)
    with client.file() as (session, _):
        rows = session.execute(select(Strategy).order_by(Strategy.sort_order)).scalars().all()
    assert [row.need for row in rows] == asked


def test_st_1_a_need_offers_only_its_own_strategies(office: Jobcenter) -> None:
    client = up_to_strategies(office, ("R2",))
    offered = [option["value"] for option in client.context("strategie_waehlen")["zulaessige_strategien"]]
    assert offered == ["ST_MOBILITY"]
    with pytest.raises(ValuesRefused) as refused:
        client.complete(
            "strategie_waehlen",
            strategie="ST_GERMAN",
            fenster_von=office.today,
            fenster_bis=office.today + timedelta(days=30),
            zwischenziel="-",
        )
    assert "strategie" in refused.value.errors


def test_st_2_without_needs_only_cross_cutting_strategies_and_at_least_one(office: Jobcenter) -> None:
    client = up_to_strategies(office, ())
    assert client.open_tasks() == ["plan_abstimmen"]
    with pytest.raises(ValuesRefused) as refused:
        client.complete("plan_abstimmen", vermittlung_geprueft=True)
    assert "uebergreifende" in refused.value.errors
    offered = {option["value"] for option in client.context("plan_abstimmen")["uebergreifende_strategien"]}
    assert "ST_PLACEMENT" in offered
    assert not offered & set(CATALOGUE.strategies)
    assert "ST_CHECK_AVAILABILITY" not in offered, "belongs to SGB III (ST-20)"


@pytest.mark.parametrize("code", ["ST_PARTIAL_QUAL", "ST_VOC_DEGREE"])
def test_st_6_a_qualification_brings_graduate_management_with_dates(office: Jobcenter, code: str) -> None:
    client = up_to_strategies(office, ("Q2",))
    with pytest.raises(ValuesRefused) as refused:
        client.choose_strategies(code)
    assert "absolvent_von" in refused.value.errors
    start = office.today + timedelta(days=60)
    client.complete(
        "plan_abstimmen", vermittlung_geprueft=True, absolvent_von=start, absolvent_bis=start + timedelta(days=90)
    )
    with client.file() as (session, _):
        codes = session.execute(select(Strategy.code).order_by(Strategy.sort_order)).scalars().all()
    assert codes == [code, "ST_GRADUATE_MGMT"]


def test_st_11_a_need_is_served_again_only_after_a_fresh_assessment(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round(window=30)
    office.harness.travel(days=32)
    if "ende_vorbereiten" in client.open_tasks():
        client.complete("ende_vorbereiten", jetzt_entscheiden=True)
    client.complete("strategie_entscheiden", ergebnis="FAILED", bedarf="BESTEHT", bemerkung="Abgelehnt.")
    for phase in ("strategie", "vereinbarung"):
        with pytest.raises(ValuesRefused) as refused:
            client.complete("veraenderung_bewerten", bewertung="Neue Strategie nötig.", aenderung=phase)
        assert "Standortbestimmung" in refused.value.errors["aenderung"]
    client.complete("veraenderung_bewerten", bewertung="Neue Strategie nötig.", aenderung="profil")
    client.profiling()
    client.set_goal()
    assert client.open_tasks()[-1] == "strategie_waehlen"


def test_needs_are_kept_with_their_remarks(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    client.profiling({"Q2": "RELEVANT", "R2": "NOT_RELEVANT"})
    with client.file() as (session, _):
        rows = {n.need: n.status.value for n in session.execute(select(NeedAssessment)).scalars()}
    assert len(rows) == 14
    assert rows["Q2"] == "RELEVANT"


@pytest.mark.parametrize(
    ("start", "end", "is_complex", "refused"),
    [
        (TODAY, TODAY + timedelta(days=1), False, False),
        (TODAY, TODAY, False, True),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False, True),
        (TODAY, date(2028, 7, 10), True, False),
        (TODAY, date(2028, 7, 11), True, True),
        (TODAY, date(2029, 7, 11), False, False),
    ],
)
def test_st_7_and_st_8_windows(start: date, end: date, is_complex: bool, refused: bool) -> None:
    errors = window_errors(start, end, TODAY, is_complex=is_complex, start_field="von", end_field="bis")
    assert bool(errors) is refused


def test_st_1_the_plan_names_the_need_that_is_left() -> None:
    errors = plan_errors(
        CATALOGUE,
        {"vermittlung_geprueft": True},
        chosen=["ST_MOBILITY"],
        relevant_needs=["R2", "R3"],
        served_needs=["R2"],
        today=TODAY,
        is_complex=False,
    )
    assert errors == {"uebergreifende": "Ohne Strategie ist noch: Wohnsituation."}


def test_st_12_placement_comes_first() -> None:
    errors = plan_errors(
        CATALOGUE, {}, chosen=["ST_MOBILITY"], relevant_needs=[], served_needs=[], today=TODAY, is_complex=False
    )
    assert list(errors) == ["vermittlung_geprueft"]


@pytest.mark.parametrize(
    ("ended", "assessed", "allowed"),
    [
        ([], TODAY, True),
        ([EndedStrategy("Q2", TODAY)], TODAY, True),
        ([EndedStrategy("Q2", TODAY)], TODAY - timedelta(days=1), False),
        ([EndedStrategy("R2", TODAY)], TODAY - timedelta(days=1), True),
        ([EndedStrategy(None, TODAY)], TODAY - timedelta(days=1), True),
    ],
)
def test_st_11_table(ended: list[EndedStrategy], assessed: date, allowed: bool) -> None:
    assert may_choose_for("Q2", ended, assessed) is allowed


def test_st_5_order() -> None:
    assert in_recommended_order(["Q2", "M1", "L2", "R5", "R2"], ("R", "L", "M", "Q")) == ["R2", "R5", "L2", "M1", "Q2"]
