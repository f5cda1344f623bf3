"""Search runs as a process of their own: runs, hits a person decides about, the ways it ends (Fachkonzept A.6.5)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused, WrongState
from models.casework import HitState, PlacementStop, SearchChannel, SearchHit, SearchOrder, SearchRun, TargetOccupation
from processes.bootstrap import register_rooms
from processes.integration.commands import DeregisterCase
from processes.providers.commands import ProviderEntries, SaveProvider
from processes.search.commands import EndSearch, StartSearch
from processes.search.handlers import NO_SOURCE
from processes.search.matching import Criteria
from processes.search.suspension import suspended_text
from processes.settings import SearchSettings, Settings
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import Client

#: A judgement that leads to the support level IF.
FAR_AWAY: dict[str, Any] = {
    **{f"stufe_{group}": "IF" for group in ("leistung", "motivation")},
    **{f"aenderung_{group}": "GUT" for group in ("leistung", "motivation", "qualifikation")},
    **{f"anzeichen_{group}": "Ärztlicher Bericht." for group in ("leistung", "motivation", "qualifikation")},
    "stufe_qualifikation": "IG",
    "motivation_hindert": True,
}
WANTED = Criteria("Verkäuferin", "62102", "45999", "Musterstadt")


def offer(folder: Path, *numbers: int, channel: str = "eigenes_system") -> None:
    rows = [
        {
            "reference": f"S-{number}",
            "title": "Verkäufer/in (m/w/d)",
            "employer": "Markt am Ring",
            "establishment_no": "10000077",
            "postal_code": "45999",
            "city": "Musterstadt",
            "kldb": "62102",
            "requirements": ["Kassieren"] * (number == 2),
        }
        for number in numbers
    ]
    (folder / f"{channel}.json").write_text(json.dumps({"vacancies": rows}))


@pytest.fixture
def client(office: Jobcenter, tmp_path: Path) -> Client:
    """A case in implementation, in an office whose own system offers two vacancies."""
    offer(tmp_path, 1, 2)
    engine = office.harness.engine
    engine.handlers, _forms = register_rooms(engine.database, Settings(search=SearchSettings(folder=tmp_path)))
    office.execute(SaveProvider(ProviderEntries("Markt", "Markt am Ring", establishment_no="10000077")), LEAD)
    client = office.open_case()
    client.first_round()
    return client


def start(client: Client, **changes: Any) -> int:
    given: dict[str, Any] = {
        "channel": SearchChannel.OWN_SYSTEM,
        "wanted": WANTED,
        "until": client.office.today + timedelta(days=30),
    }
    order: int = client.office.execute(StartSearch(client.fall, **given | changes))
    return order


def rows(client: Client, table: type) -> list[Any]:
    with client.office.reading() as session:
        return list(session.execute(select(table).order_by(table.id)).scalars())  # type: ignore[attr-defined]


def decide(client: Client, *answers: tuple[str, str], why: str | None = None) -> None:
    shown = client.context("treffer_sichten")["entscheidungen"]
    given = [
        line | {"entscheidung": decision, "begruendung": why or None}
        for line, (decision, why) in zip(shown, answers, strict=True)
    ]
    client.complete("treffer_sichten", entscheidungen=given, trotzdem_grund=why)


def test_a65_a_person_decides_about_every_hit(client: Client) -> None:
    start(client)
    shown = client.context("treffer_sichten")["entscheidungen"]
    assert shown[0]["stelle"] == "Verkäufer/in (m/w/d), Markt am Ring, 45999 Musterstadt, Nr. S-2", "best match first"
    assert "passt: Verlangt: Kassieren. Im Profil: Kassieren." in shown[0]["abgleich"]
    with pytest.raises(ValuesRefused) as refused:
        decide(client, ("VORGESCHLAGEN", ""), ("UNPASSEND", ""))
    assert set(refused.value.errors) == {"entscheidungen.1.begruendung"}
    decide(client, ("VORGESCHLAGEN", ""), ("UNPASSEND", "Zu weit mit dem Bus."))
    found = {hit.reference: hit for hit in rows(client, SearchHit)}
    assert found["S-2"].state is HitState.PROPOSED
    assert (found["S-1"].state, found["S-1"].decision_reason) == (HitState.UNSUITABLE, "Zu weit mit dem Bus.")
    assert found["S-1"].decided_by == "f.kraft"
    assert found["S-1"].provider_id is not None, "the employer is one of the office's list"
    assert client.incidents() == []


def test_b_1_a_suspended_view_of_the_labour_market_asks_why_placement_goes_on(tmp_path: Path) -> None:
    offer(tmp_path, 1, 2)
    office = Jobcenter(segment_scheme="BETREUUNGSSTUFE_BA")
    engine = office.harness.engine
    engine.handlers, _forms = register_rooms(engine.database, Settings(search=SearchSettings(folder=tmp_path)))
    client = office.open_case()
    client.first_interview()
    client.assess(("Q2",), **FAR_AWAY)
    client.decide_segment()
    with client.file() as (session, case):
        assert "Der Blick auf den Arbeitsmarkt ruht seit dem" in suspended_text(session, case)
    with pytest.raises(ValuesRefused) as refused:
        start(client)
    assert "Begründen Sie, warum trotzdem gesucht wird." in refused.value.errors["despite"]
    start(client, despite="Der alte Betrieb fragt nach ihr.")
    assert [order.despite_reason for order in rows(client, SearchOrder)] == ["Der alte Betrieb fragt nach ihr."]
    with pytest.raises(ValuesRefused) as refused:
        decide(client, ("VORGESCHLAGEN", ""), ("UNPASSEND", "Zu weit mit dem Bus."))
    assert set(refused.value.errors) == {"trotzdem_grund"}
    decide(client, ("VORGESCHLAGEN", ""), ("UNPASSEND", "Zu weit mit dem Bus."), why="Sie möchte es versuchen.")
    reasons = {hit.state: hit.decision_reason for hit in rows(client, SearchHit)}
    assert reasons == {
        HitState.PROPOSED: "Sie möchte es versuchen.",
        HitState.UNSUITABLE: "Zu weit mit dem Bus.",
    }
    office.close()


def test_b_1_a_plan_begins_no_search_without_a_reason_while_placement_is_suspended() -> None:
    office = Jobcenter(segment_scheme="BETREUUNGSSTUFE_BA")
    client = office.open_case()
    client.first_interview()
    client.assess(("R2",), **FAR_AWAY)
    client.decide_segment()
    client.set_goal()
    client.choose_strategies("ST_MOBILITY")
    client.conclude()
    assert "ruht seit dem" in client.context("umsetzung_beginnen")["ruht_text"]
    begin: dict[str, Any] = {"suchlaeufe_gestartet": True, "unterlagen_ausgehaendigt": True}
    with pytest.raises(ValuesRefused) as refused:
        client.complete("umsetzung_beginnen", **begin)
    assert set(refused.value.errors) == {"suche_trotzdem"}
    client.complete("umsetzung_beginnen", **begin, suche_trotzdem="Sie möchte Angebote sehen.")
    assert [order.despite_reason for order in rows(client, SearchOrder)] == ["Sie möchte Angebote sehen."]
    office.close()


def test_a65_the_next_run_shows_only_what_is_new(client: Client, tmp_path: Path) -> None:
    start(client)
    decide(client, ("VORGESCHLAGEN", ""), ("VORGESCHLAGEN", ""))
    offer(tmp_path, 1, 2, 3)
    client.office.travel_to_day(client.office.today + timedelta(days=7))
    assert len(client.context("treffer_sichten")["entscheidungen"]) == 1
    decide(client, ("VORGESCHLAGEN", ""))
    client.office.travel_to_day(client.office.today + timedelta(days=7))
    assert "treffer_sichten" not in client.open_tasks()
    assert [(run.found, run.fresh) for run in rows(client, SearchRun)] == [(2, 2), (3, 1), (3, 0)]


def test_a65_a_search_ends_with_its_last_day_on_demand_or_with_the_case(client: Client) -> None:
    first = start(client)
    client.office.execute(EndSearch(client.fall, first, "Arbeit gefunden."))
    assert client.instances("suchlauf") == []
    assert {hit.state for hit in rows(client, SearchHit)} == {HitState.LAPSED}
    with pytest.raises(WrongState):
        client.office.execute(EndSearch(client.fall, first, "Noch einmal."))
    start(client, until=client.office.today + timedelta(days=3))
    decide(client, ("VORGESCHLAGEN", ""), ("VORGESCHLAGEN", ""))
    client.office.travel_to_day(client.office.today + timedelta(days=4))
    start(client)
    client.office.execute(DeregisterCase(client.fall, client.office.today, "Umzug"))
    assert client.instances("suchlauf") == []
    reasons = [order.end_reason for order in rows(client, SearchOrder)]
    assert reasons == ["Arbeit gefunden.", "Suchzeit abgelaufen", "Fall abgemeldet"]
    with pytest.raises(WrongState):
        start(client)


def test_a65_a_search_is_refused_with_a_reason(client: Client) -> None:
    order = start(client)
    with pytest.raises(ValuesRefused) as refused:
        start(client)
    assert refused.value.errors == {"channel": "In diesem Kanal läuft für diesen Beruf schon ein Suchlauf."}
    with pytest.raises(ValuesRefused) as refused:
        client.office.execute(EndSearch(client.fall, order, " "))
    assert refused.value.errors == {"reason": "Nennen Sie den Grund, aus dem der Suchlauf endet."}
    with client.office.writing() as session:
        stop = PlacementStop(case_id=1, stopped_on=date(2026, 7, 1), reason="Keine Mitwirkung")
        stop.recorded_at, stop.recorded_by = client.office.now, "f.kraft"
        session.add(stop)
    with pytest.raises(ValuesRefused) as refused:
        start(client, channel=SearchChannel.JOB_BOARD)
    assert "eingestellt" in refused.value.errors[""]


def test_a65_a_channel_without_a_source_says_so_and_a_broken_one_is_an_incident(client: Client, tmp_path: Path) -> None:
    start(client, channel=SearchChannel.JOB_BOARD)
    (run,) = rows(client, SearchRun)
    assert (run.found, run.note) == (0, NO_SOURCE)
    (tmp_path / "eigenes_system.json").write_text("kaputt")
    start(client)
    client.office.harness.travel_to(client.office.now + timedelta(hours=2))
    (incident,) = client.incidents()
    assert incident.startswith("kanal_fragen: ")


def test_a65_searches_begin_with_the_implementation_of_the_plan_and_need_a_matching_profile(office: Jobcenter) -> None:
    engine = office.harness.engine
    engine.handlers, _forms = register_rooms(engine.database, Settings(demo=True))
    client, older = office.open_case(), office.open_case("K-100002")
    for one in (client, older):
        one.first_interview()
        one.assess()
        if one is older:  # its sheet is filled in as long as nothing asks for the code, and closed without it
            with office.writing() as session:
                session.scalars(
                    select(TargetOccupation).order_by(TargetOccupation.id.desc()).limit(1)
                ).one().kldb = None
        one.decide_segment()
        one.set_goal()
        one.choose_strategies("ST_FOREIGN_RECOGNITION")
        one.conclude()
    with pytest.raises(ValuesRefused) as refused:
        older.begin(search=True)
    said = {"suchlaeufe_gestartet": "Für einen Suchlauf fehlt im Profil: die Berufskennziffer (KldB) des Zielberufs."}
    assert refused.value.errors == said
    client.begin(search=True)
    (order,) = rows(client, SearchOrder)
    assert (order.occupation, order.kldb, order.channel) == ("Verkäuferin", "62102", SearchChannel.OWN_SYSTEM)
    assert {"treffer_sichten", "termin_abstimmen"} <= set(client.open_tasks())
