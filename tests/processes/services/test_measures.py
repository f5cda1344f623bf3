"""Measures from a strategy, on their own clock (Fachkonzept A.6.2, A.6.3, ST-6, ST-12, ST-17, ST-19, T40)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused, WrongState
from models.casework import (
    HitState,
    MeasureAssignment,
    MeasureState,
    Outcome,
    ProposalOutcome,
    ReportedChange,
    SearchChannel,
    SearchHit,
    SearchOrder,
    Strategy,
    StrategyState,
)
from processes.catalogues import product_catalogue_on
from processes.integration.commands import DeregisterCase
from processes.measures.commands import BreakOffMeasure, ConsiderMeasure
from processes.measures.rules import assignment_errors, months_of
from processes.strategy_window.commands import DecideStrategy, ExtendStrategy
from tests.processes.jobcenter import Jobcenter
from tests.processes.services.measure_journey import (
    assign,
    attend,
    consider,
    entries,
    finish_round,
    measure,
    strategy,
    with_qualification,
)

WINDOW = (date(2026, 7, 1), date(2027, 6, 30))
TODAY = date(2026, 7, 10)


def refused(**changes: Any) -> list[str]:
    given = entries(date(2026, 8, 3), date(2027, 2, 26), **changes)
    return list(assignment_errors(given, product=None, window=WINDOW, today=TODAY, running_strategies=[]))


def test_a_measure_is_assigned_only_from_a_running_strategy(office: Jobcenter) -> None:
    client = with_qualification(office)
    office.execute(DecideStrategy(strategy(client).id, "CANCELLED", "Abgesagt", "BESTEHT"))
    with pytest.raises(WrongState):
        office.execute(ConsiderMeasure(strategy(client).id))


def test_st_12_why_not_placement_is_asked_before_any_measure(office: Jobcenter) -> None:
    client = with_qualification(office)
    consider(client)
    start = office.today + timedelta(days=30)
    without = entries(start, start + timedelta(days=180), warum_keine_vermittlung="", offene_stellen="")
    with pytest.raises(ValuesRefused) as error:
        client.complete("foerderung_pruefen", zuweisen=True, angaben=without)
    assert {"angaben.warum_keine_vermittlung", "angaben.offene_stellen"} == set(error.value.errors)
    client.complete("foerderung_pruefen", zuweisen=True, angaben=entries(start, start + timedelta(days=180)))
    assert measure(client).why_not_placement.startswith("2 passende Stellen gefunden.")


@pytest.mark.parametrize("check", ["passt", "erfolgreich", "wirtschaftlich"])
def test_st_17_what_fails_the_funding_check_is_not_assigned(check: str) -> None:
    assert refused(**{check: "NEIN"}) == [f"angaben.{check}"]


def test_c_4_a_subsidy_may_pay_from_a_day_before_it_was_granted() -> None:
    products = product_catalogue_on(TODAY).products
    for code, wrong in (("EGZ", []), ("COACHING_16K", ["angaben.beginn"])):
        given = entries(date(2026, 7, 6), date(2027, 2, 26))
        found = assignment_errors(given, product=products[code], window=WINDOW, today=TODAY, running_strategies=[])
        assert list(found) == wrong


def test_st_17_each_part_of_the_funding_check_has_a_reason(office: Jobcenter) -> None:
    client = with_qualification(office)
    consider(client)
    start = office.today + timedelta(days=30)
    with pytest.raises(ValuesRefused) as error:
        client.complete(
            "foerderung_pruefen",
            zuweisen=True,
            angaben=entries(start, start + timedelta(days=180), passt_grund="", wirtschaftlich=""),
        )
    assert {"angaben.passt_grund", "angaben.wirtschaftlich"} == set(error.value.errors)


def test_st_7_a_measure_lies_in_the_window_of_its_strategy() -> None:
    assert refused() == []
    assert refused(beginn=date(2026, 7, 9)) == ["angaben.beginn"]
    assert refused(ende=date(2027, 7, 1)) == ["angaben.ende"]
    assert refused(ende=date(2026, 8, 3)) == ["angaben.ende"]


def test_st_6_a_qualification_takes_graduate_management(office: Jobcenter) -> None:
    client = with_qualification(office)
    consider(client)
    office.execute(DecideStrategy(strategy(client, "ST_GRADUATE_MGMT").id, "CANCELLED", "Versehen"))
    start = office.today + timedelta(days=30)
    with pytest.raises(ValuesRefused) as error:
        client.complete("foerderung_pruefen", zuweisen=True, angaben=entries(start, start + timedelta(days=180)))
    assert list(error.value.errors) == ["angaben.produkt"]


def test_a_6_3_recommended_products_come_first(office: Jobcenter) -> None:
    client = with_qualification(office)
    consider(client)
    offered = client.context("foerderung_pruefen")["produkte"]
    assert offered[0] == {"label": "empfohlen: Berufliche Weiterbildung: Teilqualifikation (§§ 81 ff. SGB III)",
                          "value": "FBW_TEIL"}  # fmt: skip
    assert "VERMITTLUNGSBUDGET" not in {product["value"] for product in offered}, "nothing one is assigned to"


def test_a_6_2_over_further_training_the_agency_decides(office: Jobcenter) -> None:
    client = with_qualification(office)
    consider(client)
    start = office.today + timedelta(days=30)
    client.complete("foerderung_pruefen", zuweisen=True, angaben=entries(start, start + timedelta(days=180)))
    assert (measure(client).state, measure(client).agency_asked_on) == (MeasureState.REQUESTED, office.today)
    assert client.instances("massnahme") == []
    client.complete(
        "entscheidung_eintragen", bewilligt=False, entschieden_am=office.today, begruendung="Kein Kurs in der Nähe"
    )
    assert measure(client).state is MeasureState.DECLINED
    assert client.instances("massnahme") == []


def test_a_6_2_other_measures_need_no_agency(office: Jobcenter) -> None:
    client = with_qualification(office)
    start = office.today + timedelta(days=30)
    assign(client, start, start + timedelta(days=30), produkt="MAG_ERPROBUNG", titel="Erprobung im Lager")
    assert "entscheidung_eintragen" not in client.open_tasks()
    assert len(client.instances("massnahme")) == 1


def test_t40_the_provider_reports_absence_every_calendar_month(office: Jobcenter) -> None:
    client = with_qualification(office)
    assign(client, date(2026, 8, 10), date(2026, 11, 20))
    attend(client)
    office.travel_to_day(date(2026, 8, 31))
    assert "fehlzeiten_eintragen" not in client.open_tasks()
    office.travel_to_day(date(2026, 9, 1))
    assert client.open_tasks().count("fehlzeiten_eintragen") == 1
    facts = client.context("fehlzeiten_eintragen")
    assert facts["erster_offener_monat"] == "2026-08-01"
    client.complete(
        "fehlzeiten_eintragen",
        monat="2026-08-01",
        fehltage=3,
        unentschuldigt=1,
        gruende="krank, ein Tag ohne Angabe",
        eingegangen_am=office.today,
    )
    office.travel_to_day(date(2026, 11, 2))
    assert client.open_tasks().count("fehlzeiten_eintragen") == 2
    for month in ("2026-09-01", "2026-10-01"):
        client.complete("fehlzeiten_eintragen", monat=month, fehltage=0, eingegangen_am=office.today)
    key = measure(client).id
    with client.file() as (rows, _case):
        found = rows.get_one(MeasureAssignment, key)
        assert [(a.month, a.days, a.unexcused) for a in found.absences] == [
            (date(2026, 8, 1), 3, 1),
            (date(2026, 9, 1), 0, 0),
            (date(2026, 10, 1), 0, 0),
        ]


def test_t40_months_of_a_measure() -> None:
    assert months_of(date(2026, 8, 31), date(2026, 10, 1), date(2027, 1, 1)) == [
        date(2026, 8, 1),
        date(2026, 9, 1),
        date(2026, 10, 1),
    ]


def test_the_result_closes_the_measure_and_the_case_hears_of_it(office: Jobcenter) -> None:
    client = with_qualification(office)
    assign(client, date(2026, 8, 10), date(2026, 10, 9), produkt="MAT_AKTIVIERUNG", titel="Aktivierung")
    attend(client)
    office.travel_to_day(date(2026, 10, 9))
    assert "ergebnis_festhalten" not in client.open_tasks()
    office.travel_to_day(date(2026, 10, 10))
    client.complete(
        "ergebnis_festhalten",
        ausgang="ENDED",
        letzter_tag=date(2026, 10, 9),
        traegerbericht_am=date(2026, 10, 10),
        bewertung="Bewerbungsunterlagen stehen.",
    )
    assert measure(client).state is MeasureState.ENDED
    with client.file() as (rows, _case):
        texts = rows.scalars(select(ReportedChange.description)).all()
    assert texts == ["Maßnahme „Aktivierung“ beendet: Bewerbungsunterlagen stehen."]


def test_who_never_starts_is_noted_and_the_case_hears_of_it(office: Jobcenter) -> None:
    client = with_qualification(office)
    assign(client, date(2026, 8, 10), date(2026, 10, 9), produkt="MAT_AKTIVIERUNG")
    office.travel_to_day(date(2026, 8, 10))
    client.complete("antritt_feststellen", angetreten=False, grund="Arbeit aufgenommen")
    assert measure(client).state is MeasureState.NOT_STARTED
    assert client.instances("massnahme") == []


def test_breaking_off_asks_for_the_result_at_once(office: Jobcenter) -> None:
    client = with_qualification(office)
    assign(client, date(2026, 8, 10), date(2026, 12, 18), produkt="MAT_AKTIVIERUNG")
    with pytest.raises(WrongState):
        office.execute(BreakOffMeasure(measure(client).id, office.today))
    attend(client)
    office.travel_to_day(date(2026, 9, 15))
    with pytest.raises(ValuesRefused):
        office.execute(BreakOffMeasure(measure(client).id, date(2026, 9, 16)))
    office.execute(BreakOffMeasure(measure(client).id, date(2026, 9, 11)))
    client.complete(
        "ergebnis_festhalten", ausgang="ABORTED", letzter_tag=date(2026, 9, 11), bewertung="Kinderbetreuung fiel aus."
    )
    assert (measure(client).state, measure(client).left_on) == (MeasureState.ABORTED, date(2026, 9, 11))


def test_st_9_a_strategy_is_not_decided_while_its_measure_runs(office: Jobcenter) -> None:
    client = with_qualification(office)
    assign(client, date(2026, 8, 10), date(2026, 12, 18), produkt="MAT_AKTIVIERUNG", titel="Aktivierung")
    with pytest.raises(ValuesRefused) as error:
        office.execute(DecideStrategy(strategy(client).id, "DONE", "fertig", "BEHOBEN"))
    assert "„Aktivierung“ bis 18.12.2026" in error.value.errors["ergebnis"]


def test_st_11_extending_a_window_makes_room_for_a_longer_measure(office: Jobcenter) -> None:
    client = with_qualification(office, window=100)
    found = strategy(client)
    later = found.window_to + timedelta(days=60)
    with pytest.raises(ValuesRefused):
        office.execute(ExtendStrategy(found.id, found.window_to, "zu kurz"))
    office.execute(ExtendStrategy(found.id, later, "Der Kurs dauert länger."))
    assert (strategy(client).window_to, strategy(client).extended_times) == (later, 1)
    office.travel_to_day(found.window_to + timedelta(days=1))
    assert "strategie_entscheiden" not in client.open_tasks(), "the old end has lost its meaning"
    assert client.instances("handlungsstrategie")
    office.travel_to_day(later + timedelta(days=1))
    assert "strategie_entscheiden" in client.open_tasks()


def test_st_19_talks_and_placement_go_on_during_a_measure(office: Jobcenter) -> None:
    client = with_qualification(office)
    finish_round(client)
    assign(client, date(2026, 8, 10), date(2026, 12, 18), produkt="MAT_AKTIVIERUNG")
    attend(client)
    assert client.instances("integrationsprozess"), "the case waits for its next talk as before"
    assert client.instances("termin")


def test_a_measure_ends_with_the_case(office: Jobcenter) -> None:
    client = with_qualification(office)
    client.conclude()
    assign(client, date(2026, 8, 10), date(2026, 12, 18), produkt="MAT_AKTIVIERUNG")
    consider(client)
    attend(client)
    office.execute(DeregisterCase(client.fall, office.today, "Umzug"))
    assert measure(client).state is MeasureState.ABORTED
    for process in ("massnahme", "massnahmezuweisung", "absolventenmanagement"):
        assert client.instances(process) == []
    with client.file() as (rows, _case):
        assert {s.state for s in rows.scalars(select(Strategy))} == {StrategyState.CANCELLED}


def test_st_12_open_matches_are_shown_before_a_measure_is_assigned(office: Jobcenter) -> None:
    client = with_qualification(office)
    with office.writing() as session:
        order = SearchOrder(
            case_id=1,
            channel=SearchChannel.OWN_SYSTEM,
            occupation="Lagerhelferin",
            started_on=office.today,
            started_by="a.berg",
            until=office.today + timedelta(days=30),
        )
        states = {"S-1": HitState.NEW, "S-2": HitState.PROPOSED, "S-3": HitState.PROPOSED, "S-4": HitState.LAPSED}
        for reference, state in states.items():
            hit = SearchHit(reference=reference, title="Lager", employer="Halle 7", found_at=office.now, points=1)
            hit.state, hit.match = state, []
            if state is HitState.PROPOSED:
                hit.decided_at, hit.decided_by = office.now, "a.berg"
            order.hits.append(hit)
        session.add(order)
        session.flush()
        gone = next(hit for hit in order.hits if hit.reference == "S-3")
        session.add(
            ProposalOutcome(
                hit=gone,
                outcome=Outcome.REJECTED,
                on_day=office.today,
                recorded_at=office.now,
                recorded_by="a.berg",
            )
        )
    consider(client)
    context = client.context("foerderung_pruefen")
    assert context["offene_treffer"] == 2, "what was rejected or has lapsed is open no more"
    assert "Lager, Halle 7, Nr. S-1" in context["stellen_text"]
    assert "S-3" not in context["stellen_text"]
