"""A whole case: four phases, the wait between talks, and what brings it back to each phase."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from engine.errors import ValuesRefused
from models.casework import (
    Agreement,
    AgreementState,
    Appointment,
    AppointmentState,
    CounsellingNote,
    FollowUp,
    Goal,
    GoalState,
    LegalCircle,
    ProfilingSheet,
    SheetRevision,
    SheetState,
    Strategy,
    StrategyState,
)
from models.runtime import Instance
from processes.integration.commands import DeregisterCase, ReportChange
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import Client

WAITING = {"zwischen_den_gespraechen"}


def waits_between_talks(client: Client) -> bool:
    (case,) = client.instances("integrationsprozess")
    return {token.element_id for token in case.tokens()} >= WAITING


def test_a_case_goes_through_all_four_phases_to_a_next_appointment(any_office: Jobcenter) -> None:
    office = any_office
    client = office.open_case()
    assert client.open_tasks() == ["einladen"]
    client.first_round()
    assert client.open_tasks() == []
    assert client.incidents() == []
    assert client.state == "IN_PROGRESS"
    with client.file() as (session, case):
        sheet = session.execute(select(ProfilingSheet)).scalar_one()
        assert (sheet.state, sheet.segment, case.segment) == (SheetState.CLOSED, "FOERDER", "FOERDER")
        assert session.execute(select(func.count()).select_from(SheetRevision)).scalar_one() == 1
        assert session.execute(select(Goal.state)).scalar_one() is GoalState.ACTIVE
        strategy = session.execute(select(Strategy)).scalar_one()
        assert (strategy.need, strategy.state) == ("Q2", StrategyState.ACTIVE)
        agreement = session.execute(select(Agreement)).scalar_one()
        assert (agreement.type, agreement.state) == ("KOP_2026", AgreementState.IN_FORCE)
        assert [s.id for s in agreement.strategies] == [strategy.id]
        note = session.execute(select(CounsellingNote)).scalar_one()
        assert note.subject == "Erstgespräch"
        coming = select(Appointment).where(Appointment.state == AppointmentState.AGREED)
        assert session.execute(coming).scalar_one().starts_at > office.now
    assert len(client.instances("vereinbarung")) == len(client.instances("termin")) == 1
    assert len(client.instances("handlungsstrategie")) == 1


def test_the_case_knows_no_names(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    (case,) = client.instances("integrationsprozess")
    text = repr(case.data)
    assert "Ada" not in text
    assert "Beispiel" not in text
    assert "Kassieren" not in text, "what a phase collected ends with the phase"


def test_a_follow_up_that_changes_nothing_returns_to_the_wait(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.hold_talk()
    assert client.state == "FOLLOW_UP"
    client.follow_up()
    assert client.open_tasks() == []
    assert client.state == "IN_PROGRESS"
    with client.file() as (session, _):
        talk = session.execute(select(FollowUp)).scalar_one()
        assert talk.next_appointment_id != talk.appointment_id
        note = session.execute(select(CounsellingNote).order_by(CounsellingNote.id.desc()).limit(1)).scalar_one()
        assert "Drei Bewerbungen" in note.body


@pytest.mark.parametrize(
    ("change", "opens"),
    [
        ("profil", "ausgangslage_klaeren"),
        ("ziel", "ziel_vereinbaren"),
        ("strategie", "plan_abstimmen"),
        ("vereinbarung", "vereinbarung_besprechen"),
    ],
)
def test_a_follow_up_opens_the_phase_it_touched(office: Jobcenter, change: str, opens: str) -> None:
    client = office.open_case()
    client.first_round()
    client.hold_talk()
    client.follow_up(change)
    assert client.open_tasks() == [opens]


def test_every_lap_is_like_the_first(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round(months=12, window=600)
    sizes = []
    for _ in range(12):
        client.hold_talk()
        if "erneuerung_vorbereiten" in client.open_tasks():
            client.prepare_renewal()
            client.follow_up("vereinbarung")
            client.conclude()
            client.begin()
        else:
            client.follow_up()
        (case,) = client.instances("integrationsprozess")
        with office.reading() as session:
            state = session.execute(select(Instance.state).where(Instance.id == case.id)).scalar_one()
            sizes.append(len(state))
    assert client.incidents() == []
    assert max(sizes[6:]) <= sizes[1] * 1.2


def test_t18_a_follow_up_does_not_end_without_a_next_appointment(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.hold_talk()
    talk = client.talk()
    given = {name: value for name, value in talk.items() if not name.startswith("beginn_")}
    with pytest.raises(ValuesRefused) as refused:
        client.complete("folgegespraech_fuehren", **given)
    assert {"beginn_datum", "beginn_uhrzeit"} <= set(refused.value.errors)
    assert client.open_tasks() == ["folgegespraech_fuehren"]


def test_t16_a_reported_change_is_taken_up_at_once(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    office.execute(ReportChange(client.fall, "Kinderbetreuung ab sofort gesichert."))
    assert client.open_tasks() == ["veraenderung_bewerten"]
    assert "Kinderbetreuung" in client.context("veraenderung_bewerten")["anlass_text"]
    client.complete("veraenderung_bewerten", bewertung="Mehr Stunden möglich.", aenderung="vereinbarung")
    client.conclude()
    client.begin()
    with client.file() as (session, _):
        states = session.execute(select(Agreement.state).order_by(Agreement.id)).scalars().all()
    assert states == [AgreementState.SUPERSEDED, AgreementState.IN_FORCE]
    assert len(client.instances("vereinbarung")) == 1
    assert waits_between_talks(client)


def test_a_change_reported_during_a_phase_waits_until_the_case_listens(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    office.execute(ReportChange(client.fall, "Umzug steht an."))
    assert client.open_tasks() == ["ausgangslage_klaeren"]
    client.profiling()
    client.set_goal()
    client.choose_strategies("ST_FOREIGN_RECOGNITION")
    client.conclude()
    client.begin()
    client.agree_appointment("termin_abstimmen", office.workday(20))
    assert client.open_tasks() == ["veraenderung_bewerten"]


def test_work_that_ends_the_need_closes_the_case_and_all_its_processes(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.take_up_work()
    client.complete_entry()
    assert "Kaufhaus" in client.context("arbeitsaufnahme_bewerten")["arbeit_text"]
    client.complete(
        "arbeitsaufnahme_bewerten", hilfebedarf_endet=True, nachbetreuung=False, nachbetreuung_grund="Nicht nötig."
    )
    assert client.state == "CLOSED"
    assert client.open_tasks() == []
    for process in ("integrationsprozess", "termin", "vereinbarung", "handlungsstrategie", "beschaeftigung"):
        assert client.instances(process) == [], process
    with client.file() as (session, _):
        assert session.execute(select(Goal.state)).scalar_one() is GoalState.ACHIEVED


def test_t27_after_care_keeps_the_case_open_for_six_months_at_most(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_round()
    client.take_up_work()
    client.complete_entry()
    answers = {
        "hilfebedarf_endet": True,
        "nachbetreuung": True,
        "nachbetreuung_art": "FOERDERUNG_16G",
        "nachbetreuung_grund": "Probezeit begleiten.",
    }
    with pytest.raises(ValuesRefused) as refused:
        client.complete("arbeitsaufnahme_bewerten", **answers, nachbetreuung_bis=office.today + timedelta(days=200))
    assert set(refused.value.errors) == {"nachbetreuung_bis"}
    client.complete("arbeitsaufnahme_bewerten", **answers, nachbetreuung_bis=office.today + timedelta(days=90))
    assert client.open_tasks() == ["ausgangslage_klaeren"]


@pytest.mark.parametrize("phase", ["invited", "profiling", "agreeing", "waiting", "talking"])
def test_deregistration_ends_every_process_of_the_case(office: Jobcenter, phase: str) -> None:
    client = office.open_case()
    if phase in ("profiling", "agreeing"):
        client.first_interview()
    if phase == "agreeing":
        client.profiling()
        client.set_goal()
        client.choose_strategies("ST_FOREIGN_RECOGNITION")
    if phase in ("waiting", "talking"):
        client.first_round()
    if phase == "talking":
        client.hold_talk()
    office.execute(DeregisterCase(client.fall, office.today, "Umzug in einen anderen Kreis"))
    assert client.open_tasks() == []
    assert client.state == "DEREGISTERED"
    for process in ("integrationsprozess", "termin", "vereinbarung", "handlungsstrategie", "beschaeftigung"):
        assert client.instances(process) == [], process
    with client.file() as (session, _):
        assert AppointmentState.AGREED not in session.execute(select(Appointment.state)).scalars().all()
        assert GoalState.ACTIVE not in session.execute(select(Goal.state)).scalars().all()
        running = {StrategyState.PLANNED, StrategyState.ACTIVE}
        assert not running & set(session.execute(select(Strategy.state)).scalars())


@pytest.mark.parametrize(("days", "kept"), [(150, True), (220, False)])
def test_t08_profile_and_segment_stay_available_for_six_months(office: Jobcenter, days: int, kept: bool) -> None:
    client = office.open_case()
    client.first_round()
    office.execute(DeregisterCase(client.fall, office.today, "Arbeit gefunden"))
    office.harness.travel(days=days)
    again = office.open_case()
    again.first_interview()
    assert (again.context("ausgangslage_klaeren")["zielberuf_titel"] is not None) is kept
    with again.file() as (_, case):
        assert (case.segment == "FOERDER") is kept


def test_a_second_case_of_the_same_person_is_refused(office: Jobcenter) -> None:
    office.open_case()
    with pytest.raises(ValuesRefused) as refused:
        office.open_case()
    assert "customer_no" in refused.value.errors


@pytest.mark.parametrize("circle", LegalCircle)
def test_t01_t02_an_interview_that_does_not_happen_reaches_the_team_lead(
    office: Jobcenter, circle: LegalCircle
) -> None:
    client = office.open_case(legal_circle=circle)
    client.agree_appointment("einladen", office.workday(3))
    office.travel_to_day(office.workday(9), hour=12)
    assert "verzug_klaeren" in client.open_tasks()
    client.complete("verzug_klaeren", LEAD, verzug_ursache="Fachkraft erkrankt.", gespraech_bis=office.workday(10))
    assert "verzug_klaeren" not in client.open_tasks()


def test_t03_a_provisional_occupation_comes_back_after_two_weeks(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    client.profiling(occupation="PROVISIONAL")
    client.set_goal()
    client.choose_strategies("ST_FOREIGN_RECOGNITION")
    client.conclude()
    client.begin()
    client.agree_appointment("termin_abstimmen", office.workday(25))
    office.harness.travel(days=16)
    assert client.open_tasks() == ["veraenderung_bewerten"]
    assert "vorläufig" in client.context("veraenderung_bewerten")["anlass_text"]


def test_a_case_in_the_other_legal_circle_gets_its_agreement(office: Jobcenter) -> None:
    client = office.open_case(legal_circle=LegalCircle.SGB3, born_on=date(2004, 1, 1))
    client.first_interview()
    client.profiling(())
    client.set_goal()
    client.choose_strategies(
        uebergreifende=[
            {
                "strategie": "ST_PLACEMENT",
                "von": office.today,
                "bis": office.today + timedelta(days=90),
                "zwischenziel": "Vorstellungsgespräch",
            }
        ]
    )
    assert client.context("vereinbarung_besprechen")["vereinbarungsart"] == "Eingliederungsvereinbarung"
    assert client.variables("vereinbarung_besprechen")["pruefung_monate"] == 3
