"""The rules of strategies that need a library: order, hints, local strategies, templates (ST-4, ST-13 to ST-16)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import Forbidden, ValuesRefused, WrongState
from models.casework import LocalStrategy, Strategy
from models.identity import Role
from processes.access import PERMISSIONS
from processes.catalogues import needs_catalogue, needs_catalogues
from processes.in_force import catalogue_of
from processes.strategy.library import shipped_templates, usage, with_local
from processes.strategy.library_commands import (
    DecideLocalStrategy,
    ProposeLocalStrategy,
    RetireTemplate,
    WriteTemplate,
)
from processes.strategy.rules import order_errors
from processes.strategy_window.commands import DecideStrategy
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import CASEWORKER, Client

FORMS = Path(__file__).parents[3] / "processes" / "strategy" / "forms"
SUPPORT = "f.betreuung"


@pytest.fixture
def office(office: Jobcenter) -> Jobcenter:
    lead = office.actor(LEAD)
    office.actors[SUPPORT] = replace(lead, name=SUPPORT, permissions=PERMISSIONS[Role.SPECIALIST_SUPPORT])
    return office


def to_strategies(office: Jobcenter, needs: tuple[str, ...] = ("R2",), **more: Any) -> Client:
    client = office.open_case()
    client.first_interview()
    client.profiling(needs, **more)
    client.set_goal()
    return client


def choose(client: Client, code: str, **values: Any) -> None:
    today = client.office.today
    client.complete(
        "strategie_waehlen",
        **{
            "strategie": code,
            "fenster_von": today,
            "fenster_bis": today + timedelta(days=120),
            "zwischenziel": "Schritt getan",
        }
        | values,
    )


def complex_case(office: Jobcenter) -> Client:
    client = to_strategies(
        office, ("Q2", "L2", "R2", "M1"), months=18, vorlauf_prognose="LE12", schwerpunkt="L", verdichtung=True
    )
    for code in ("ST_MOBILITY", "ST_PROMOTE_CAPACITY", "ST_CHANGE_PERSPECTIVE", "ST_FOREIGN_RECOGNITION"):
        choose(client, code)
    return client


def test_st_4_in_complex_cases_the_caseworker_decides_the_order(office: Jobcenter) -> None:
    client = complex_case(office)
    rows = client.context("plan_abstimmen")["rangfolge"]
    twice = [{**row, "rang": 1} for row in rows]
    with pytest.raises(ValuesRefused) as refused:
        client.complete("plan_abstimmen", vermittlung_geprueft=True, rangfolge=twice)
    assert list(refused.value.errors) == ["rangfolge"]
    motivation_first = [{**row, "rang": rank} for row, rank in zip(rows, (2, 3, 1, 4), strict=True)]
    why = "Ohne Motivation trägt nichts anderes."
    client.complete("plan_abstimmen", vermittlung_geprueft=True, rangfolge=motivation_first, reihenfolge_grund=why)
    with client.file() as (session, _):
        kept = session.scalars(select(Strategy).order_by(Strategy.sort_order)).all()
    assert [strategy.need for strategy in kept] == ["M1", "R2", "L2", "Q2"]
    assert {strategy.order_reason for strategy in kept} == {why}


def test_st_4_and_st_5_deviating_needs_no_reason(office: Jobcenter) -> None:
    client = complex_case(office)
    rows = client.context("plan_abstimmen")["rangfolge"]
    backwards = [{**row, "rang": 5 - row["rang"]} for row in rows]
    client.complete("plan_abstimmen", vermittlung_geprueft=True, rangfolge=backwards)
    with client.file() as (session, _):
        assert {strategy.order_reason for strategy in session.scalars(select(Strategy))} == {None}


@pytest.mark.parametrize(("ranks", "refused"), [([1, 2, 3], False), ([3, 1, 2], False), ([1, 1, 3], True), ([1], True)])
def test_st_4_every_rank_once(ranks: list[int], refused: bool) -> None:
    assert bool(order_errors([{"rang": rank} for rank in ranks], 3)) is refused


def test_st_3_near_market_segments_need_no_order(office: Jobcenter) -> None:
    client = to_strategies(office)
    choose(client, "ST_MOBILITY")
    assert client.context("plan_abstimmen")["rangfolge_noetig"] is False
    client.complete("plan_abstimmen", vermittlung_geprueft=True)


def test_st_13_the_plan_says_that_work_and_training_come_first() -> None:
    texts = [c.get("text", "") for c in json.loads((FORMS / "plan.form").read_text())["components"]]
    assert any("Arbeit geht vor; wer keinen Berufsabschluss hat, für den geht Ausbildung vor." in t for t in texts)


def test_st_15_each_strategy_leads_to_an_intermediate_goal(office: Jobcenter) -> None:
    client = to_strategies(office)
    with pytest.raises(ValuesRefused) as refused:
        choose(client, "ST_MOBILITY", zwischenziel="")
    assert list(refused.value.errors) == ["zwischenziel"]


def test_st_16_a_template_fills_what_is_left_empty(office: Jobcenter) -> None:
    client = to_strategies(office)
    offered = [t for t in client.context("strategie_waehlen")["alle_vorlagen"] if t["gilt_fuer"] == "ST_MOBILITY"]
    choose(client, "ST_MOBILITY", vorlage=offered[0]["value"], zwischenziel="", schritte_haus="Spricht mit Betrieben.")
    client.complete("plan_abstimmen", vermittlung_geprueft=True)
    with client.file() as (session, _):
        kept = session.scalars(select(Strategy)).one()
    assert kept.intermediate_goal == "Der Weg zur Arbeit ist gesichert"
    assert kept.steps_staff == "Spricht mit Betrieben."
    assert kept.steps_client.startswith("Prüft Verbindungen")


def test_st_16_shipped_templates_belong_to_strategies_of_the_catalogue() -> None:
    known = {code for c in needs_catalogues().values() for code in (*c.strategies, *c.cross_cutting)}
    assert {t.strategy for t in shipped_templates()} <= known
    assert all(1 <= t.months <= 24 and t.intermediate_goal for t in shipped_templates())


def test_st_16_the_office_adds_its_own_templates(office: Jobcenter) -> None:
    with pytest.raises(Forbidden):
        office.execute(WriteTemplate("ST_MOBILITY", "Fahrrad", 2, "Rad ist da"), LEAD)
    with pytest.raises(ValuesRefused) as refused:
        office.execute(WriteTemplate("ST_NICHTS", "", 30, ""), SUPPORT)
    assert set(refused.value.errors) == {"strategy", "title", "months", "intermediate_goal"}
    key = office.execute(WriteTemplate("ST_MOBILITY", "Fahrrad", 2, "Rad ist da"), SUPPORT)
    client = to_strategies(office)
    first = client.context("strategie_waehlen")["alle_vorlagen"][0]
    assert first["label"] == "Fahrrad, 2 Monate (Vorlage des Jobcenters)"
    office.execute(RetireTemplate(key), SUPPORT)
    assert client.context("strategie_waehlen")["alle_vorlagen"][0]["label"] != first["label"]


def test_st_14_an_office_formulates_strategies_of_its_own(office: Jobcenter) -> None:
    with pytest.raises(Forbidden):
        office.execute(ProposeLocalStrategy("Jobakademie", "Bewerben in der Gruppe"), CASEWORKER)
    key = office.execute(ProposeLocalStrategy("Jobakademie Süd", "Bewerben in der Gruppe", "SGB2"), LEAD)
    with pytest.raises(ValuesRefused):
        office.execute(ProposeLocalStrategy("Jobakademie Süd", "Noch einmal"), LEAD)
    client = to_strategies(office, ())
    offered = {o["value"] for o in client.context("plan_abstimmen")["uebergreifende_strategien"]}
    assert not {code for code in offered if code.startswith("ST_LOCAL_")}, "a proposal is not yet in use"
    with pytest.raises(Forbidden):
        office.execute(DecideLocalStrategy(key, to_use=True), LEAD)
    office.execute(DecideLocalStrategy(key, to_use=True), SUPPORT)
    client.complete(
        "plan_abstimmen",
        vermittlung_geprueft=True,
        uebergreifende=[
            {
                "strategie": "ST_LOCAL_JOBAKADEMIE_SUED",
                "von": office.today,
                "bis": office.today + timedelta(days=60),
                "zwischenziel": "Mappe fertig",
            }
        ],
    )
    with client.file() as (session, _):
        chosen = session.scalars(select(Strategy)).one()
        assert usage(session)["ST_LOCAL_JOBAKADEMIE_SUED"].running == 1
    office.execute(DecideStrategy(chosen.id, "DONE", "Mappe fertig", "BEHOBEN"))
    with client.file() as (session, _):
        found = usage(session)["ST_LOCAL_JOBAKADEMIE_SUED"]
    assert (found.chosen, found.running, found.done) == (1, 0, 1)


def test_st_14_a_retired_strategy_is_not_offered_but_keeps_its_name(office: Jobcenter) -> None:
    key = office.execute(ProposeLocalStrategy("Radwerkstatt", "Wege sichern"), LEAD)
    office.execute(DecideLocalStrategy(key, to_use=True), SUPPORT)
    office.execute(DecideLocalStrategy(key, to_use=False), SUPPORT)
    with pytest.raises(WrongState):
        office.execute(DecideLocalStrategy(key, to_use=True), SUPPORT)
    with office.reading() as session:
        catalogue = catalogue_of(session, None)
        assert session.scalars(select(LocalStrategy)).one().valid_to == office.today
    assert catalogue.strategy_label("ST_LOCAL_RADWERKSTATT") == "Radwerkstatt"
    assert "ST_LOCAL_RADWERKSTATT" not in catalogue.cross_cutting


@pytest.mark.parametrize(("circle", "offered"), [("SGB2", True), ("SGB3", False), ("", True)])
def test_st_20_local_strategies_may_be_bound_to_a_legal_circle(office: Jobcenter, circle: str, offered: bool) -> None:
    key = office.execute(ProposeLocalStrategy("Nur hier", "Wege", circle), LEAD)
    office.execute(DecideLocalStrategy(key, to_use=True), SUPPORT)
    with office.reading() as session:
        codes = {entry.code for entry in catalogue_of(session, None).cross_cutting_for("SGB2")}
    assert ("ST_LOCAL_NUR_HIER" in codes) is offered


def test_st_14_the_catalogue_of_wuppertal_knows_no_local_strategies(office: Jobcenter) -> None:
    key = office.execute(ProposeLocalStrategy("Jobakademie", "Bewerben"), LEAD)
    office.execute(DecideLocalStrategy(key, to_use=True), SUPPORT)
    with office.reading() as session:
        wuppertal = needs_catalogue("NEEDS_WUPPERTAL_2022")
        assert with_local(session, wuppertal) is wuppertal
