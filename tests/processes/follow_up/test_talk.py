"""The four contents of the follow-up talk, its note and the next appointment, as people answer them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import (
    Agreement,
    AgreementDuty,
    Appointment,
    AppointmentState,
    BreachOfDuty,
    CounsellingNote,
    DutyResult,
    FollowUp,
    FollowUpOutcome,
    TalkHeld,
)
from processes.follow_up.changes import changes_of
from processes.follow_up.rules import changes_since
from tests.processes.journey import Client, Jobcenter

CONFIRMED = {"profil_bestaetigt": True, "ziel_bestaetigt": True, "strategien_bestaetigt": True}


@pytest.fixture
def talk(office: Jobcenter) -> Client:
    """A case whose first follow-up talk has just begun."""
    case = office.open_case()
    case.first_round()
    case.hold_talk()
    return case


def compare(case: Client, *results: tuple[str, str]) -> None:
    rows = [{"ergebnis": result, "ursache": cause} for result, cause in results]
    case.complete("umsetzung_abgleichen", pflichten=rows, abgleich_text="Gemeinsam durchgegangen.")


def review(case: Client, change: str = "nichts", **answers: Any) -> None:
    case.complete("planung_ueberpruefen", **{**CONFIRMED, "aenderung": change, "ueberpruefung_text": "", **answers})


def refused(case: Client, element: str, **values: Any) -> dict[str, str]:
    with pytest.raises(ValuesRefused) as caught:
        case.complete(element, **values)
    assert element in case.open_tasks()
    return dict(caught.value.errors)


def to_steps(case: Client) -> None:
    compare(case, ("FULFILLED", ""), ("FULFILLED", ""))
    review(case)
    case.complete("bewerbungen_besprechen", bewerbungen_text="Drei Bewerbungen.")


def test_a_4_2_step_1_shows_the_duties_of_both_sides(talk: Client) -> None:
    duties = [row["pflicht"] for row in talk.context("umsetzung_abgleichen")["pflichten"]]
    assert [duty.split(":")[0] for duty in duties] == ["Haus", "Kundin oder Kunde"]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([], "pflichten.0.ergebnis"),
        ([{"ergebnis": "FULFILLED"}], "pflichten.1.ergebnis"),
        ([{"ergebnis": "FULFILLED"}, {"ergebnis": ""}], "pflichten.1.ergebnis"),
        ([{"ergebnis": "FULFILLED"}, {"ergebnis": "NOT", "ursache": " "}], "pflichten.1.ursache"),
        ([{"ergebnis": "PARTLY"}, {"ergebnis": "FULFILLED"}], "pflichten.0.ursache"),
    ],
)
def test_a_4_2_step_1_judges_every_duty_and_names_causes(talk: Client, rows: list[dict[str, str]], field: str) -> None:
    assert field in refused(talk, "umsetzung_abgleichen", pflichten=rows, abgleich_text="Besprochen")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"profil_bestaetigt": False, "aenderung": "nichts"}, "aenderung"),
        ({"profil_bestaetigt": False, "aenderung": "ziel"}, "aenderung"),
        ({"ziel_bestaetigt": False, "aenderung": "strategie"}, "aenderung"),
        ({"strategien_bestaetigt": False, "aenderung": "vereinbarung"}, "aenderung"),
        ({"ziel_bestaetigt": ""}, "ziel_bestaetigt"),
        ({"aenderung": "profil"}, "ueberpruefung_text"),
        ({"aenderung": "erfunden"}, "aenderung"),
    ],
)
def test_a_4_2_step_2_opens_the_first_phase_that_no_longer_holds(
    talk: Client, answers: dict[str, Any], field: str
) -> None:
    compare(talk, ("FULFILLED", ""), ("FULFILLED", ""))
    given = {**CONFIRMED, "aenderung": "nichts", "ueberpruefung_text": "", **answers}
    assert field in refused(talk, "planung_ueberpruefen", **given)


def test_a_4_2_step_3_is_left_out_only_where_a_need_stands_in_the_way(talk: Client) -> None:
    compare(talk, ("FULFILLED", ""), ("FULFILLED", ""))
    review(talk)
    assert "bewerbungen_text" in refused(talk, "bewerbungen_besprechen", bewerbungen_text="")
    assert "entfall_grund" in refused(talk, "bewerbungen_besprechen", bewerbungen_entfallen=True)
    talk.complete("bewerbungen_besprechen", bewerbungen_entfallen=True, entfall_grund="Der Abschluss fehlt noch.")
    assert talk.open_tasks() == ["naechste_schritte_vereinbaren"]


def test_a_4_2_step_3_cannot_be_left_out_without_any_need(office: Jobcenter) -> None:
    case = office.open_case()
    case.first_interview()
    case.profiling(())
    case.set_goal()
    today = office.today
    placement = {"strategie": "ST_PLACEMENT", "von": today, "bis": today + timedelta(days=90), "zwischenziel": "Zusage"}
    case.choose_strategies(uebergreifende=[placement])
    case.conclude()
    case.begin()
    case.agree_appointment("termin_abstimmen", office.workday(20))
    case.hold_talk()
    compare(case, ("FULFILLED", ""), ("FULFILLED", ""))
    review(case)
    given = {"bewerbungen_entfallen": True, "entfall_grund": "Passt gerade nicht."}
    assert set(refused(case, "bewerbungen_besprechen", **given)) == {"bewerbungen_entfallen"}


def test_a_4_2_step_4_wants_dated_steps_of_the_client(talk: Client) -> None:
    to_steps(talk)
    today = talk.office.today
    element = "naechste_schritte_vereinbaren"
    assert "schritte" in refused(talk, element, schritte=[])
    ours = {"wer": "PROVIDER", "was": "Stellen suchen", "bis": today}
    assert set(refused(talk, element, schritte=[ours])) == {"schritte"}
    undated = {"wer": "CLIENT", "was": "Bewerbungen schreiben", "bis": ""}
    assert set(refused(talk, element, schritte=[ours, undated])) == {"schritte.1.bis"}
    past = undated | {"bis": today - timedelta(days=1)}
    assert set(refused(talk, element, schritte=[ours, past])) == {"schritte.1.bis"}
    talk.complete(element, schritte=[ours, undated | {"bis": today}])


@pytest.mark.parametrize(
    ("day", "field"),
    [("", "beginn_datum"), (date(2026, 7, 1), "beginn_datum"), (date(2026, 12, 25), "beginn_datum")],
)
def test_t18_no_follow_up_ends_without_an_appointment_on_a_working_day_ahead(
    talk: Client, day: date | str, field: str
) -> None:
    to_steps(talk)
    step = {"wer": "CLIENT", "was": "Bewerbungen schreiben", "bis": talk.office.today}
    talk.complete("naechste_schritte_vereinbaren", schritte=[step])
    given = {"beginn_datum": day, "beginn_uhrzeit": time(9), "dauer_minuten": 45, "ort": ""}
    assert field in refused(talk, "naechsten_termin_vereinbaren", **given)


def test_t17_the_talk_says_how_far_the_next_one_may_lie(talk: Client) -> None:
    to_steps(talk)
    days = int(talk.variables("naechste_schritte_vereinbaren")["kontakt_tage"])
    limit = talk.office.today + timedelta(days=days)
    assert talk.context("naechste_schritte_vereinbaren")["kontakt_bis_text"] == f"{limit:%d.%m.%Y}"


def finish(case: Client, **note: Any) -> None:
    """Steps, appointment and note after the first three contents."""
    step = {"wer": "CLIENT", "was": "Bewerbungen schreiben", "bis": case.office.workday(5)}
    case.complete("naechste_schritte_vereinbaren", schritte=[step])
    case.agree_appointment("naechsten_termin_vereinbaren", case.office.workday(15))
    given = {
        "gespraech_art": "PHONE",
        "gespraech_am": case.office.today,
        "vermerk_betreff": "Folgegespräch",
        "vermerk_text": case.context("vermerk_schreiben")["vermerk_text"],
    }
    case.complete("vermerk_schreiben", **given | note)


def test_a_4_2_the_file_keeps_all_four_answers_and_the_next_appointment(talk: Client) -> None:
    compare(talk, ("PARTLY", "Zu wenige Stellen"), ("NOT", "Erkrankt"))
    review(talk)
    talk.complete("bewerbungen_besprechen", bewerbungen_text="Drei Bewerbungen.")
    finish(talk)
    with talk.file() as (session, _):
        kept = session.execute(select(FollowUp)).scalar_one()
        duties = session.execute(select(AgreementDuty).order_by(AgreementDuty.id)).scalars().all()
        note = session.get_one(CounsellingNote, kept.note_id)
        coming = session.get_one(Appointment, kept.next_appointment_id)
        assert [(d.result, d.result_cause) for d in duties] == [
            (DutyResult.PARTLY, "Zu wenige Stellen"),
            (DutyResult.NOT, "Erkrankt"),
        ]
        assert (kept.outcome, kept.applications, kept.applications_skipped) == (
            FollowUpOutcome.UNCHANGED,
            "Drei Bewerbungen.",
            "",
        )
        assert kept.next_steps.startswith("Kundin oder Kunde: Bewerbungen schreiben, bis ")
        assert (note.talk_held, note.appointment_id) == (TalkHeld.PHONE, kept.appointment_id)
        assert coming.state is AppointmentState.AGREED
        assert coming.id != kept.appointment_id
    assert len(talk.instances("termin")) == 1


def test_a_4_3_the_note_says_how_the_talk_was_held_and_never_before_it(talk: Client) -> None:
    to_steps(talk)
    with pytest.raises(ValuesRefused) as caught:
        finish(talk, gespraech_art="", gespraech_am=talk.office.workday(1))
    assert "gespraech_art" in caught.value.errors
    given = {"vermerk_betreff": "Folgegespräch", "vermerk_text": "Besprochen", "gespraech_art": "VIDEO"}
    late = talk.office.workday(1)
    assert set(refused(talk, "vermerk_schreiben", gespraech_am=late, **given)) == {"gespraech_am"}


def test_a_4_3_the_note_begins_with_the_contents_of_the_talk(talk: Client) -> None:
    to_steps(talk)
    step = {"wer": "CLIENT", "was": "Bewerbungen schreiben", "bis": talk.office.today}
    talk.complete("naechste_schritte_vereinbaren", schritte=[step])
    talk.agree_appointment("naechsten_termin_vereinbaren", talk.office.workday(15))
    text = talk.context("vermerk_schreiben")["vermerk_text"]
    assert "Umsetzung der Vereinbarung: Gemeinsam durchgegangen." in text
    assert "Bewerbungsaktivitäten: Drei Bewerbungen." in text
    assert "Nächste Schritte: Kundin oder Kunde: Bewerbungen schreiben" in text
    assert "Änderungen" not in text  # the sheet and the plan were saved weeks ago


@pytest.mark.parametrize(("days", "mentioned"), [(1, True), (2, False)])
def test_t19_changes_of_the_day_and_the_day_before_stand_in_the_note(
    office: Jobcenter, days: int, mentioned: bool
) -> None:
    case = office.open_case()
    case.first_round()
    case.hold_talk()
    case.follow_up("profil")
    case.profiling({"Q2": "NOT_RELEVANT", "R2": "RELEVANT"}, months=9)
    case.set_goal()
    case.choose_strategies("ST_MOBILITY")
    case.conclude()
    case.begin()
    saved = office.today
    with case.file() as (session, _):
        coming = session.execute(select(Appointment).where(Appointment.state == AppointmentState.AGREED)).scalar_one()
        assert coming.starts_at.date() > saved
    office.travel_to_day(saved + timedelta(days=days))
    with case.file() as (session, row):
        found = "\n".join(changes_of(session, row, changes_since(office.today)))
    assert ("relevant (bisher nicht relevant)" in found) is mentioned
    assert ("Prognose 9 Monate (bisher 6 Monate)" in found) is mentioned


def test_t14_a_review_that_is_near_cannot_be_talked_away(office: Jobcenter) -> None:
    case = office.open_case()
    case.first_round()
    while office.today < date(2026, 12, 20):
        case.hold_talk()
        near = case.variables("umsetzung_abgleichen")["ueberpruefung_faellig"]
        if near:
            break
        case.follow_up()
    assert near
    compare(case, ("FULFILLED", ""), ("FULFILLED", ""))
    given = {**CONFIRMED, "aenderung": "nichts", "ueberpruefung_text": ""}
    assert set(refused(case, "planung_ueberpruefen", **given)) == {"aenderung"}
    review(case, "vereinbarung")
    case.complete("bewerbungen_besprechen", bewerbungen_text="Drei Bewerbungen.")
    finish(case)
    case.conclude()
    with case.file() as (session, _):
        assert session.query(Agreement).count() == 2
    assert len(case.instances("vereinbarung")) == 1
    assert case.incidents() == []


def unmet(client: Client, side: str, **more: Any) -> list[dict[str, Any]]:
    """All duties fulfilled but those of one side."""
    rows = client.context("umsetzung_abgleichen")["pflichten"]
    failed = {"ergebnis": "NOT", "ursache": "Ohne Angabe", **more}
    return [failed if r["pflicht"].startswith(side) else {"ergebnis": "FULFILLED"} for r in rows]


def test_a_4_2_a_duty_not_met_starts_the_hearing_if_the_talk_asks_for_it(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.hold_talk()
    rows = unmet(client, "Kundin", folgen_pruefen=True)
    client.complete("umsetzung_abgleichen", pflichten=rows, abgleich_text="Keine Bewerbungen.")
    client.follow_up_after_comparison()
    (case,) = client.instances("pflichtverletzung")
    assert case.open_tasks() == ["anhoeren"]
    with client.file() as (session, _):
        breach = session.execute(select(BreachOfDuty)).scalar_one()
        assert breach.description == "Fünf Bewerbungen schreiben"
        assert breach.duty_id is not None


def test_a_4_2_only_duties_of_the_person_have_consequences(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.hold_talk()
    rows = unmet(client, "Haus", folgen_pruefen=True)
    with pytest.raises(ValuesRefused) as refused:
        client.complete("umsetzung_abgleichen", pflichten=rows, abgleich_text="Das Haus war säumig.")
    (place,) = refused.value.errors
    assert place.endswith(".folgen_pruefen")
