"""An agreement keeps its dates: renewal prepared in time, overdue ones escalate, successors close what went before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.errors import ValuesRefused
from models.casework import Agreement, AgreementState, DutySide
from tests.processes.clocks.office import FALL, LEITUNG, WHO, Office, utc


def test_t14_the_renewal_opens_the_configured_working_days_before_the_review(office: Office) -> None:
    agreement = office.conclude()
    assert agreement.data["pruefung_am"] == date(2027, 1, 15)
    # 15 working days before 15.01.2027 in NW, without Christmas and New Year
    office.go(date(2026, 12, 22), 23)
    assert agreement.open_tasks() == []
    office.go(date(2026, 12, 23))
    task = agreement.task("erneuerung_vorbereiten")
    assert (task.assignee, office.groups(agreement, task.element_id)) == ("a.berg", ["fachkraft:nord"])
    assert task.due_at == utc(date(2027, 1, 15), 23, 59).replace(second=59)
    assert agreement.incidents() == []


def test_t14_the_lead_time_is_a_value_of_the_office(sqlite_url: str) -> None:
    office = Office(sqlite_url, renewal_lead_working_days=5)
    agreement = office.conclude()
    office.go(date(2027, 1, 7), 23)
    assert agreement.open_tasks() == []
    office.go(date(2027, 1, 8))
    assert agreement.open_tasks() == ["erneuerung_vorbereiten"]
    office.h.close()


def test_t14_what_is_ignored_escalates_on_the_review_day_and_the_caseworkers_task_stays(office: Office) -> None:
    agreement = office.conclude()
    office.go(date(2027, 1, 14))
    assert office.rows(Agreement)[0].state is AgreementState.IN_FORCE
    office.go(date(2027, 1, 15))
    assert sorted(agreement.open_tasks()) == ["erneuerung_vorbereiten", "ueberpruefung_klaeren"]
    assert office.groups(agreement, "ueberpruefung_klaeren") == ["teamleitung:nord"]
    assert office.rows(Agreement)[0].state is AgreementState.REVIEW_DUE
    assert agreement.incidents() == []


def test_t14_a_review_day_without_work_escalates_on_the_working_day_before_and_is_not_extended(
    sqlite_url: str,
) -> None:
    office = Office(sqlite_url)
    office.go(date(2026, 7, 17))
    agreement = office.conclude()
    assert agreement.data["pruefung_am"] == date(2027, 1, 17)  # a Sunday stays the last day
    office.go(date(2027, 1, 15))
    assert "ueberpruefung_klaeren" in agreement.open_tasks()
    office.h.close()


def test_t14_a_review_that_is_put_off_escalates_again(office: Office) -> None:
    agreement = office.conclude()
    office.go(date(2027, 1, 15))
    later = {"weiter": "NACHHOLEN", "nachholen_bis": "2027-01-29", "grund": "Fachkraft war krank"}
    office.complete(agreement, "ueberpruefung_klaeren", LEITUNG, **later)
    assert agreement.open_tasks() == ["erneuerung_vorbereiten"]
    office.go(date(2027, 1, 31))
    assert agreement.open_tasks() == ["erneuerung_vorbereiten"]
    office.go(date(2027, 2, 1))
    assert sorted(agreement.open_tasks()) == ["erneuerung_vorbereiten", "ueberpruefung_klaeren"]


def test_the_team_lead_may_end_an_agreement_without_a_successor(office: Office) -> None:
    agreement = office.conclude()
    office.go(date(2027, 1, 15))
    ending = {"weiter": "BEENDEN", "grund": "Die Person ist verzogen"}
    office.complete(agreement, "ueberpruefung_klaeren", LEITUNG, **ending)
    ended = office.rows(Agreement)[0]
    assert (agreement.status, ended.state, ended.end_reason) == (
        "completed",
        AgreementState.REVOKED,
        "Die Person ist verzogen",
    )


def test_t14_preparing_the_renewal_calls_the_case_to_the_review(office: Office) -> None:
    agreement = office.conclude()
    office.go(date(2026, 12, 23))
    with pytest.raises(ValuesRefused) as refused:
        office.complete(agreement, "erneuerung_vorbereiten", zusagen_verglichen="true")
    assert "nachweise_ausgewertet" in refused.value.errors
    done = {"zusagen_verglichen": "true", "nachweise_ausgewertet": "true", "rueckmeldungen_gesichtet": "true"}
    office.complete(agreement, "erneuerung_vorbereiten", **done, hinweis="Weiterbildung aufnehmen")
    heard = office.told_case("Vereinbarung überprüfen")
    assert heard == [{"vereinbarung": agreement.data["vereinbarung"]}]
    assert office.rows(Agreement)[0].review_note == "Weiterbildung aufnehmen"
    assert agreement.status == "active"


def test_t14_the_successor_closes_the_old_agreement_and_the_cycle_repeats(office: Office) -> None:
    first = office.conclude()
    office.go(date(2027, 1, 15), 10)
    second = office.conclude()
    assert (first.status, first.open_tasks(), second.status) == ("completed", [], "active")
    old, new = office.rows(Agreement)
    assert (old.state, old.valid_to, new.state) == (
        AgreementState.SUPERSEDED,
        date(2027, 1, 14),
        AgreementState.IN_FORCE,
    )
    assert (new.predecessor_id, new.review_due) == (old.id, date(2027, 7, 15))
    office.go(date(2027, 6, 24))
    assert second.open_tasks() == ["erneuerung_vorbereiten"]
    office.go(date(2027, 7, 14))
    third = office.conclude()
    states = [a.state for a in office.rows(Agreement)]
    assert states == [AgreementState.SUPERSEDED, AgreementState.SUPERSEDED, AgreementState.IN_FORCE]
    assert (second.status, third.status) == ("completed", "active")


def test_t16_an_agreement_is_renewed_at_once_when_the_case_moves_on(office: Office) -> None:
    first = office.conclude()
    office.go(date(2026, 8, 12))
    second = office.conclude()
    assert (first.status, second.data["pruefung_am"]) == ("completed", date(2027, 2, 12))
    assert first.open_tasks() == []


def test_t15_young_people_in_sgb_3_are_reviewed_after_three_months(office: Office) -> None:
    signed = {name: office.today.isoformat() for name in ("unterschrift_kunde_am", "unterschrift_fachkraft_am")}
    agreement = office.conclude("EGV_SGB3", 3, leistungen="Vermittlungsbudget", **signed)
    assert agreement.data["pruefung_am"] == date(2026, 10, 15)
    office.go(date(2026, 10, 15))
    assert sorted(agreement.open_tasks()) == ["erneuerung_vorbereiten", "ueberpruefung_klaeren"]


def test_deregistration_ends_the_agreement(office: Office) -> None:
    agreement = office.conclude()
    office.go(date(2027, 1, 15))
    office.send("Abmeldung", FALL)
    ended = office.rows(Agreement)[0]
    assert (agreement.status, agreement.open_tasks()) == ("completed", [])
    assert (ended.state, ended.valid_to, ended.end_reason) == (
        AgreementState.EXPIRED,
        date(2027, 1, 15),
        "Abmeldung",
    )


def test_an_agreement_in_force_binds_both_sides(office: Office) -> None:
    office.conclude(dritte=[{"was": "Schuldnerberatung begleitet", "bis": ""}])
    with Session(office.h.database) as session:
        agreement = session.get_one(Agreement, 1)
        assert [d.side for d in agreement.duties] == [DutySide.PROVIDER, DutySide.CLIENT, DutySide.THIRD_PARTY]
        assert (agreement.goal_id, [s.id for s in agreement.strategies]) == (1, [1])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"besprochen_am": ""}, "angaben.besprochen_am"),
        ({"besprochen_am": "2026-07-16"}, "angaben.besprochen_am"),
        ({"persoenliches_angebot": " "}, "angaben.persoenliches_angebot"),
        ({"pflichten_traeger": []}, "angaben.pflichten_traeger"),
        ({"pflichten_traeger": [{"was": "Stellen vorschlagen", "bis": ""}]}, "angaben.pflichten_traeger.0.bis"),
        ({"pflichten_traeger": [{"was": "Hilfe", "bis": "2026-08-01"}]}, "angaben.pflichten_traeger.0.was"),
        ({"pflichten_kunde": []}, "angaben.pflichten_kunde"),
        ({"pflichten_kunde": [{"was": "Bewerbungen schreiben"}]}, "angaben.pflichten_kunde.0.bis"),
        (
            {"pflichten_kunde": [{"was": "Bewerbungen schreiben", "anzahl": "5", "zeitraum": "Monat"}]},
            "angaben.pflichten_kunde.0.nachweis",
        ),
    ],
)
def test_a_kooperationsplan_that_lacks_something_is_refused_at_the_field(
    sqlite_url: str, changes: dict[str, Any], field: str
) -> None:
    office = Office(sqlite_url)
    drafting = office.draft()
    with pytest.raises(ValuesRefused) as refused:
        office.complete(drafting, "schliessen", angaben=office.entries(**changes))
    assert field in refused.value.errors
    assert [a.state for a in office.rows(Agreement)] == [AgreementState.DRAFT]
    office.h.close()


def test_an_egv_of_sgb_3_needs_both_signatures(sqlite_url: str) -> None:
    office = Office(sqlite_url)
    drafting = office.draft("EGV_SGB3", 3)
    office.complete(drafting, "schliessen", angaben=office.entries(leistungen="Vermittlungsbudget"))
    with pytest.raises(ValuesRefused) as refused:
        office.sign(drafting)
    assert set(refused.value.errors) == {"abschluss.unterschrift_kunde_am", "abschluss.unterschrift_fachkraft_am"}
    office.h.close()


def test_h_3_what_was_begun_under_a_law_that_has_ended_is_concluded_under_the_new_one(sqlite_url: str) -> None:
    office = Office(sqlite_url)
    drafting = office.draft("KOP_2023")
    office.complete(drafting, "schliessen", angaben=office.entries())
    office.sign(drafting)
    assert [a.type for a in office.rows(Agreement)] == ["KOP_2026"]
    office.h.close()


def test_h_3_an_act_is_not_concluded_as_an_agreement(sqlite_url: str) -> None:
    office = Office(sqlite_url)
    drafting = office.draft("VERPFLICHTUNG_2026")
    with pytest.raises(ValuesRefused) as refused:
        office.complete(drafting, "schliessen", angaben=office.entries())
    assert "kann am 15.07.2026 nicht geschlossen werden" in refused.value.errors[""]
    office.h.close()


def test_messages_of_a_second_agreement_do_not_touch_the_first(office: Office) -> None:
    first = office.conclude()
    later = {"vereinbarung": "99", "pruefung_am": date(2027, 3, 1), "vorlauf": 15}
    office.send("Vereinbarung geschlossen", "99", **WHO, **later)
    office.send("Vereinbarung abgelöst", "99")
    assert [c.status for c in office.h.instances("vereinbarung")] == ["active", "completed"]
    assert first.status == "active"
