"""Agreements come due and are renewed, or somebody is told (T14, T15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.casework import AdminAct, AdminActState, Agreement, AgreementState, LegalCircle
from processes.appointment.proposals import beyond_law, legal_limit
from tests.processes.jobcenter import COLLEAGUE, LEAD, Jobcenter
from tests.processes.journey import Client


def agreements(client: Client) -> list[Agreement]:
    with client.file() as (session, _):
        return list(session.execute(select(Agreement).order_by(Agreement.id)).scalars())


def settled_case(office: Jobcenter) -> Client:
    """A case whose next talks lie beyond the review, so that nothing but the agreement comes due first."""
    client = office.open_case()
    client.first_round(months=12, window=600)
    return client


def keep_talking_until(client: Client, day: date) -> None:
    while client.office.today < day - timedelta(days=28):
        client.hold_talk()
        client.follow_up()


def test_t14_the_renewal_opens_its_lead_before_the_review_escalates_and_the_cycle_repeats(
    any_office: Jobcenter,
) -> None:
    office = any_office
    client = settled_case(office)
    (first,) = agreements(client)
    assert first.review_due is not None
    for _ in range(2):
        current = agreements(client)[-1]
        assert current.review_due is not None
        opens = office.calendar.working_day_offset(current.review_due, -15)
        keep_talking_until(client, opens)
        office.travel_to_day(office.calendar.working_day_offset(opens, -1), hour=23)
        assert "erneuerung_vorbereiten" not in client.open_tasks()
        office.travel_to_day(opens)
        assert "erneuerung_vorbereiten" in client.open_tasks()
        assert "ueberpruefung_klaeren" not in client.open_tasks()
        office.travel_to_day(current.review_due, hour=12)
        assert "ueberpruefung_klaeren" in client.open_tasks(), "ignored, so the team lead is asked"
        assert agreements(client)[-1].state is AgreementState.REVIEW_DUE
        renew(client)
        assert "ueberpruefung_klaeren" not in client.open_tasks(), "concluded late, but concluded"
        assert client.incidents() == []
    states = [agreement.state for agreement in agreements(client)]
    assert states == [AgreementState.SUPERSEDED, AgreementState.SUPERSEDED, AgreementState.IN_FORCE]
    assert len(client.instances("vereinbarung")) == 1


def renew(client: Client) -> None:
    """Do what has come due meanwhile until the agreement is renewed."""
    while True:
        open_tasks = client.open_tasks()
        if "vereinbarung_besprechen" in open_tasks:
            client.conclude()
            client.begin()
            return
        if "ausgang_festhalten" in open_tasks:
            client.complete("ausgang_festhalten", ausgang="WAHRGENOMMEN")
        elif "folgegespraech_fuehren" in open_tasks:
            client.follow_up("vereinbarung")
        elif "veraenderung_bewerten" in open_tasks:
            client.complete(
                "veraenderung_bewerten", bewertung="Wird mit der Erneuerung besprochen.", aenderung="nichts"
            )
        elif "termin_abstimmen" in open_tasks:
            client.agree_appointment("termin_abstimmen", client.office.workday(15), hour=11)
        else:
            client.prepare_renewal()


def test_t15_young_people_in_sgb3_review_after_three_months(office: Jobcenter) -> None:
    client = office.open_case(legal_circle=LegalCircle.SGB3, born_on=date(2005, 5, 5))
    client.first_round(months=12, window=600)
    (agreement,) = agreements(client)
    assert agreement.type == "EGV_SGB3"
    assert agreement.valid_from is not None
    assert agreement.review_due == date(2026, 10, 9)
    assert agreement.valid_from == date(2026, 7, 9)


def test_a_due_review_cannot_be_talked_away(office: Jobcenter) -> None:
    client = settled_case(office)
    (agreement,) = agreements(client)
    assert agreement.review_due is not None
    keep_talking_until(client, office.calendar.working_day_offset(agreement.review_due, -10))
    client.hold_talk()
    assert client.variables("folgegespraech_fuehren")["ueberpruefung_faellig"] is True


def test_t14_a_review_no_day_is_left_for_binds_no_appointment(office: Jobcenter) -> None:
    client = settled_case(office)
    (agreement,) = agreements(client)
    due = agreement.review_due
    assert due is not None
    shut = replace(office.calendar, closures=frozenset({due - timedelta(days=1), due}))
    with client.file() as (session, case):
        last_open = shut.working_day_offset(due, -1)
        limit = legal_limit(session, case, shut.working_day_offset(last_open, -1), shut)
        assert limit is not None
        assert limit.day == due
        assert beyond_law(session, case, due + timedelta(days=1), shut.working_day_offset(last_open, -1), shut)
        assert legal_limit(session, case, last_open, shut) is None
        assert not beyond_law(session, case, due + timedelta(days=1), last_open, shut)


def test_without_agreement_an_act_is_drafted_and_approved_by_a_second_person(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    client.profiling()
    client.set_goal()
    client.choose_strategies("ST_FOREIGN_RECOGNITION")
    client.complete("vereinbarung_besprechen", zustande=False, grund_nicht_zustande="Lehnt jede Absprache ab.")
    draft_act(client)
    client.complete("verpflichtung_freigeben", LEAD, freigabe=False, freigabe_hinweis="Begründung fehlt.")
    draft_act(client)
    client.complete("verpflichtung_freigeben", LEAD, freigabe=True)
    with client.file() as (session, _):
        act = session.execute(select(AdminAct)).scalar_one()
    assert (act.type, act.state) == ("VERPFLICHTUNG_2026", AdminActState.ISSUED)
    assert (act.created_by, act.approved_by) == (COLLEAGUE, LEAD)
    assert act.objection_until is not None
    assert sorted(client.open_tasks()) == ["bekanntgabe_festhalten", "umsetzung_beginnen"]


def draft_act(client: Client) -> None:
    client.complete(
        "verpflichtung_entwerfen",
        COLLEAGUE,
        plan_beruecksichtigt="KEIN_PLAN",
        bemuehungen="Fünf Bewerbungen",
        haeufigkeit="monatlich",
        nachweis_form="Liste",
        nachweis_bis=client.office.today + timedelta(days=30),
        begruendung="Eine Vereinbarung kam nicht zustande.",
        rechtsbehelf="Widerspruch innerhalb eines Monats.",
        rechtsfolgenbelehrung="Minderung um 30 Prozent für drei Monate",
    )


@pytest.mark.parametrize("lead", [5, 30])
def test_the_lead_is_a_setting_of_the_office(lead: int) -> None:
    office = Jobcenter(renewal_lead_working_days=lead)
    client = settled_case(office)
    (case,) = client.instances("vereinbarung")
    (agreement,) = agreements(client)
    assert agreement.review_due is not None
    assert case.data["vorlauf"] == lead
    office.close()
