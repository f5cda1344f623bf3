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
    ProfilingSheet,
    TalkHeld,
)
from processes.appointment.commands import AgreeAppointment
from processes.follow_up.changes import changes_of
from processes.follow_up.note_draft import note_draft
from processes.follow_up.rules import changes_since
from processes.wording import day_text
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

TALK = "folgegespraech_fuehren"


@pytest.fixture
def talk(office: Jobcenter) -> Client:
    """A case whose first follow-up talk has just begun."""
    case = office.open_case()
    case.first_round()
    case.hold_talk()
    return case


def refused(case: Client, element: str = TALK, **values: Any) -> dict[str, str]:
    """The messages by field when these answers differ from a talk that could end."""
    given = {**case.talk(), **values} if element == TALK else values
    with pytest.raises(ValuesRefused) as caught:
        case.complete(element, **given)
    assert element in case.open_tasks()
    return dict(caught.value.errors)


def test_a_4_2_step_1_shows_the_duties_of_both_sides(talk: Client) -> None:
    duties = [row["pflicht"] for row in talk.context(TALK)["pflichten"]]
    assert [duty.split(":")[0] for duty in duties] == ["Jobcenter", "Kundin oder Kunde"]


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
    assert field in refused(talk, pflichten=rows)


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
    assert field in refused(talk, **{"ueberpruefung_text": "", **answers})


def test_a_4_2_step_3_is_left_out_only_where_a_need_stands_in_the_way(talk: Client) -> None:
    assert "bewerbungen_text" in refused(talk, bewerbungen_text="")
    assert "entfall_grund" in refused(talk, bewerbungen_entfallen=True)
    given = talk.talk(bewerbungen_entfallen=True, entfall_grund="Der Abschluss fehlt noch.")
    talk.complete(TALK, **given)
    assert talk.open_tasks() == ["vermerk_schreiben"]


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
    given = {"bewerbungen_entfallen": True, "entfall_grund": "Passt gerade nicht."}
    assert set(refused(case, **given)) == {"bewerbungen_entfallen"}


def test_a_4_2_step_4_wants_dated_steps_of_the_client(talk: Client) -> None:
    today = talk.office.today
    assert "schritte" in refused(talk, schritte=[])
    ours = {"wer": "PROVIDER", "was": "Stellen suchen", "bis": today}
    assert set(refused(talk, schritte=[ours])) == {"schritte"}
    undated = {"wer": "CLIENT", "was": "Bewerbungen schreiben", "bis": ""}
    assert set(refused(talk, schritte=[ours, undated])) == {"schritte.1.bis"}
    past = undated | {"bis": today - timedelta(days=1)}
    assert set(refused(talk, schritte=[ours, past])) == {"schritte.1.bis"}
    talk.complete(TALK, **talk.talk(schritte=[ours, undated | {"bis": today}]))


@pytest.mark.parametrize(
    ("day", "field"),
    [("", "beginn_datum"), (date(2026, 7, 1), "beginn_datum"), (date(2026, 12, 25), "beginn_datum")],
)
def test_t18_no_follow_up_ends_without_an_appointment_on_a_working_day_ahead(
    talk: Client, day: date | str, field: str
) -> None:
    assert field in refused(talk, beginn_datum=day, beginn_uhrzeit=time(9), ort="")


def test_t17_the_talk_says_how_far_the_next_one_may_lie(talk: Client) -> None:
    days = int(talk.variables(TALK)["kontakt_tage"])
    limit = talk.office.today + timedelta(days=days)
    assert talk.context(TALK)["kontakt_bis_text"] == f"{limit:%d.%m.%Y}"


STEP = {"wer": "CLIENT", "was": "Bewerbungen schreiben"}


def hold(case: Client, change: str = "nichts", **answers: Any) -> None:
    """The five steps of the talk, up to its note."""
    step = {**STEP, "bis": case.office.workday(5)}
    given = {"abgleich_text": "Gemeinsam durchgegangen.", "bewerbungen_text": "Drei Bewerbungen.", "schritte": [step]}
    case.complete(TALK, **case.talk(change, **{**given, **answers}))


def write_note(case: Client, **note: Any) -> None:
    given = {
        "gespraech_art": "PHONE",
        "gespraech_am": case.office.today,
        "vermerk_betreff": "Folgegespräch",
        "vermerk_text": case.context("vermerk_schreiben")["vermerk_text"],
    }
    case.complete("vermerk_schreiben", **given | note)


def test_a_4_2_the_file_keeps_all_four_answers_and_the_next_appointment(talk: Client) -> None:
    judged = [{"ergebnis": "PARTLY", "ursache": "Zu wenige Stellen"}, {"ergebnis": "NOT", "ursache": "Erkrankt"}]
    hold(talk, pflichten=judged)
    write_note(talk)
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
        assert note.sheet_id == session.execute(select(ProfilingSheet.id)).scalar_one()  # A.1.9
        assert coming.state is AppointmentState.AGREED
        assert coming.id != kept.appointment_id
    assert len(talk.instances("termin")) == 1


def test_a_4_3_the_note_says_how_the_talk_was_held_and_never_before_it(talk: Client) -> None:
    hold(talk)
    with pytest.raises(ValuesRefused) as caught:
        write_note(talk, gespraech_art="", gespraech_am=talk.office.workday(1))
    assert "gespraech_art" in caught.value.errors
    given = {"vermerk_betreff": "Folgegespräch", "vermerk_text": "Besprochen", "gespraech_art": "VIDEO"}
    late = talk.office.workday(1)
    assert set(refused(talk, "vermerk_schreiben", gespraech_am=late, **given)) == {"gespraech_am"}


def test_a_4_3_the_note_begins_with_the_contents_of_the_talk(talk: Client) -> None:
    hold(talk, ueberpruefung_text="")
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
        draft = note_draft(session, row, office.today)
        assert (draft.subject == "Standortbestimmung") is mentioned, "A.1.9: a new sheet is named in a note"
        assert draft.body.startswith(f"Siehe Profilingbogen vom {day_text(saved)}.") is mentioned
        found = "\n".join(changes_of(session, row, changes_since(office.today)))
    assert ("relevant (bisher nicht relevant)" in found) is mentioned
    assert ("Prognose 9 Monate (bisher 6 Monate)" in found) is mentioned


def test_t14_a_review_that_is_near_cannot_be_talked_away(office: Jobcenter) -> None:
    case = office.open_case()
    case.first_round()
    while office.today < date(2026, 12, 20):
        case.hold_talk()
        near = case.variables(TALK)["ueberpruefung_faellig"]
        if near:
            break
        case.follow_up()
    assert near
    # what stays as it is also keeps the review, and the proposed talk lies behind it
    assert set(refused(case)) == {"aenderung", "beginn_datum"}
    hold(case, "vereinbarung")
    write_note(case)
    case.conclude()
    with case.file() as (session, _):
        assert session.query(Agreement).count() == 2
    assert len(case.instances("vereinbarung")) == 1
    assert case.incidents() == []


def unmet(client: Client, side: str, **more: Any) -> list[dict[str, Any]]:
    """All duties fulfilled but those of one side."""
    rows = client.context(TALK)["pflichten"]
    failed = {"ergebnis": "NOT", "ursache": "Ohne Angabe", **more}
    return [failed if r["pflicht"].startswith(side) else {"ergebnis": "FULFILLED"} for r in rows]


def test_a_4_2_a_duty_not_met_starts_the_hearing_if_the_talk_asks_for_it(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.hold_talk()
    rows = unmet(client, "Kundin", folgen_pruefen=True)
    client.follow_up(pflichten=rows)
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
    rows = unmet(client, "Jobcenter", folgen_pruefen=True)
    with pytest.raises(ValuesRefused) as refused:
        client.complete(TALK, **client.talk(pflichten=rows))
    (place,) = refused.value.errors
    assert place.endswith(".folgen_pruefen")


def test_a_4_2_step_1_asks_nothing_twice(talk: Client) -> None:
    """Done for good is told; what recurs in each period is asked about until its last day."""
    hold(talk, beginn_datum=talk.office.workday(3))
    write_note(talk)
    talk.hold_talk()
    shown = talk.context(TALK)
    assert [row["pflicht"].split(":")[0] for row in shown["pflichten"]] == ["Kundin oder Kunde"]
    assert "Stellensuchlauf und Vorschläge, erfüllt am" in shown["erledigt_text"]
    hold(talk, pflichten=[{"ergebnis": "PARTLY", "ursache": "Zu wenige Stellen"}])
    write_note(talk)
    with talk.file() as (session, _):
        duties = session.execute(select(AgreementDuty).order_by(AgreementDuty.id)).scalars().all()
        assert [duty.result for duty in duties] == [DutyResult.FULFILLED, DutyResult.PARTLY]
    assert talk.incidents() == []


def test_t18_an_appointment_that_stands_is_not_agreed_on_twice(talk: Client) -> None:
    assert talk.context(TALK)["termin_bleibt"] is False
    day = talk.office.workday(12)
    talk.office.execute(AgreeAppointment(talk.fall, "FOLGEGESPRAECH", day, time(11), place="Raum 3"))
    shown = talk.context(TALK)
    assert shown["termin_bleibt"] is True
    assert f"{day:%d.%m.%Y}, 11:00 Uhr" in shown["termin_steht_text"]
    slot = ("beginn_datum", "beginn_uhrzeit", "dauer_minuten", "ort")
    kept = {field: value for field, value in talk.talk(termin_bleibt=True).items() if field not in slot}
    talk.complete(TALK, **kept)
    write_note(talk)
    with talk.file() as (session, case):
        agreed = select(Appointment).where(Appointment.case_id == case.id, Appointment.state == AppointmentState.AGREED)
        (standing,) = session.execute(agreed).scalars()
        assert session.execute(select(FollowUp)).scalar_one().next_appointment_id == standing.id
    assert len(talk.instances("termin")) == 1
    assert talk.incidents() == []
    talk.hold_talk()
    assert TALK in talk.open_tasks()


def test_t14_an_appointment_that_stands_behind_the_review_cannot_stay(talk: Client) -> None:
    with talk.file() as (session, _):
        due = session.execute(select(Agreement.review_due)).scalar_one()
    day = talk.office.calendar.working_day_offset(due, 3)
    talk.office.execute(AgreeAppointment(talk.fall, "FOLGEGESPRAECH", day, time(11), place="Raum 3"))
    assert "muss das nächste Gespräch stattfinden" in refused(talk, termin_bleibt=True)["termin_bleibt"]
