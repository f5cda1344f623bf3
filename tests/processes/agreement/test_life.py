"""One life for all types: drafted, discussed, in force, reviewed, ended; and what stands in where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.calendar import BERLIN
from engine.errors import Forbidden, ValuesRefused, WrongState
from models.casework import (
    AdminAct,
    AdminActState,
    Agreement,
    AgreementState,
    BreachOfDuty,
    LegalCircle,
    ReasonedException,
    ReportedChange,
)
from processes.administrative_act.commands import RevokeAct
from processes.agreement.commands import RevokeAgreement
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import Client

ACT = {
    "plan_beruecksichtigt": "KEIN_PLAN",
    "bemuehungen": "Fünf Bewerbungen im Verkauf",
    "haeufigkeit": "monatlich",
    "nachweis_form": "Liste mit Datum und Arbeitgeber",
    "rechtsfolgenbelehrung": "Minderung um 30 Prozent für drei Monate",
    "rechtsbehelf": "Widerspruch binnen eines Monats",
    "begruendung": "Die Person lehnt jeden Schritt ab.",
}


def to_phase_4(office: Jobcenter, **case: Any) -> Client:
    client = office.open_case(**case)
    client.first_interview()
    client.profiling()
    client.set_goal()
    client.choose_strategies("ST_FOREIGN_RECOGNITION")
    return client


def agreement(case: Client) -> Agreement:
    with case.file() as (session, _):
        found = session.execute(select(Agreement).order_by(Agreement.id.desc()).limit(1)).scalar_one()
        assert found.duties is not None  # read before the session ends
        return found


def act(case: Client) -> AdminAct:
    with case.file() as (session, _):
        return session.execute(select(AdminAct)).scalar_one()


def fail(case: Client) -> None:
    case.complete("vereinbarung_besprechen", zustande=False, grund_nicht_zustande="Die Person lehnt jeden Schritt ab.")


def issue(case: Client, **changes: Any) -> None:
    """Draft and approve the act that is to be drafted."""
    asked = case.context("verpflichtung_entwerfen")["inhalte"]
    given = {**ACT, "nachweis_bis": case.office.workday(20), **changes}
    assert {"EFFORTS_WHAT", "REASONS"} <= set(asked)
    case.complete("verpflichtung_entwerfen", **given)
    case.complete("verpflichtung_freigeben", LEAD, freigabe=True)


def test_h_3_an_agreement_is_drafted_discussed_signed_and_revoked_and_the_case_takes_it_up(office: Jobcenter) -> None:
    case = to_phase_4(office)
    draft = agreement(case)
    assert (draft.state, draft.type) == (AgreementState.DRAFT, "KOP_2026")
    assert [d.what for d in draft.duties] == [], "the plan names no activities yet"
    case.complete("vereinbarung_besprechen", zustande=True)
    case.complete("vereinbarung_festhalten", angaben=case.entries())
    discussed = agreement(case)
    assert (discussed.state, discussed.discussed_on) == (AgreementState.DISCUSSED, office.today)

    # a word is changed while it lies there for signature; nothing else is lost
    case.complete("vereinbarung_unterzeichnen", weiter="INHALT")
    kept = case.context("vereinbarung_festhalten")["angaben"]
    assert kept["pflichten_traeger"][0]["was"] == "Stellensuchlauf und Vorschläge"
    case.complete("vereinbarung_festhalten", angaben=case.entries(zielfelder="Verkauf und Lager"))

    with pytest.raises(ValuesRefused) as refused:
        case.complete("vereinbarung_unterzeichnen", weiter="IN_KRAFT", abschluss={"kurztext": "Das gilt."})
    assert set(refused.value.errors) == {"abschluss.ausgehaendigt_am"}
    case.sign()
    valid = agreement(case)
    assert (valid.state, valid.target_fields, valid.id) == (AgreementState.IN_FORCE, "Verkauf und Lager", draft.id)
    assert "Das machen Sie:" in valid.plain_text
    case.begin()
    case.agree_appointment("termin_abstimmen", office.workday(15))

    with pytest.raises(Forbidden):
        office.execute(RevokeAgreement(valid.id, "Grund"))
    with pytest.raises(ValuesRefused):
        office.execute(RevokeAgreement(valid.id, " "), LEAD)
    office.execute(RevokeAgreement(valid.id, "Die Person ist erkrankt."), LEAD)
    ended = agreement(case)
    assert (ended.state, ended.end_reason) == (AgreementState.REVOKED, "Die Person ist erkrankt.")
    assert "veraenderung_bewerten" in case.open_tasks()
    with case.file() as (session, _):
        assert "aufgehoben" in session.execute(select(ReportedChange.description)).scalar_one()
    with pytest.raises(WrongState):
        office.execute(RevokeAgreement(valid.id, "Noch einmal"), LEAD)
    assert case.incidents() == []


def test_h_3_on_failure_an_act_must_follow_and_is_followed_to_its_proof(office: Jobcenter) -> None:
    case = to_phase_4(office)
    fail(case)
    assert case.open_tasks() == ["verpflichtung_entwerfen"], "the law leaves no choice"
    with pytest.raises(ValuesRefused) as refused:
        case.complete("verpflichtung_entwerfen", bemuehungen=" ", begruendung="")
    assert set(refused.value.errors) == {
        "plan_beruecksichtigt",
        "bemuehungen",
        "haeufigkeit",
        "nachweis_form",
        "nachweis_bis",
        "begruendung",
        "rechtsbehelf",
        "rechtsfolgenbelehrung",
    }
    issue(case)
    made = act(case)
    assert (made.type, made.state, made.occasion.value) == ("VERPFLICHTUNG_2026", AdminActState.ISSUED, "FAILURE")
    assert made.created_by != made.approved_by

    with pytest.raises(ValuesRefused) as early:
        case.complete("bekanntgabe_festhalten", versandt_am=office.today - timedelta(days=1), versandt_wie="Post")
    assert set(early.value.errors) == {"versandt_am"}
    case.complete("bekanntgabe_festhalten", versandt_am=office.today, versandt_wie="Post")
    sent = act(case)
    assert sent.notified_on == office.today + timedelta(days=4)
    assert sent.objection_until is not None

    assert made.proof_due is not None
    office.travel_to_day(office.calendar.working_day_offset(made.proof_due, 1))
    case.complete("nachweis_pruefen", nachweis_ergebnis="NOT", nachweis_ursache="Keine Liste.", folgen_pruefen=True)
    assert (act(case).proof_result, act(case).proof_cause) == ("NOT", "Keine Liste.")
    assert "anhoeren" in case.open_tasks(), "a person is heard before anything follows"
    assert case.incidents() == []


def test_h_2_somebody_who_agrees_after_all_goes_back_to_the_agreement(office: Jobcenter) -> None:
    case = to_phase_4(office)
    fail(case)
    case.complete("verpflichtung_entwerfen", doch_vereinbart=True)
    assert case.open_tasks() == ["vereinbarung_festhalten"]
    case.complete("vereinbarung_festhalten", angaben=case.entries())
    case.complete("vereinbarung_unterzeichnen", weiter="NICHT", grund_nicht_zustande="Unterschreibt doch nicht.")
    assert case.context("verpflichtung_entwerfen")["begruendung"] == "Unterschreibt doch nicht."


def test_h_3_what_is_drafted_before_a_change_of_the_law_is_kept_and_concluded_under_the_new_one(
    others: list[Jobcenter],
) -> None:
    office = Jobcenter(start=datetime(2026, 6, 22, 9, tzinfo=BERLIN))
    others.append(office)
    case = to_phase_4(office)
    case.complete("vereinbarung_besprechen", zustande=True)
    assert (agreement(case).type, agreement(case).state) == ("KOP_2023", AgreementState.DRAFT)
    office.travel_to_day(date(2026, 7, 6))
    case.complete("vereinbarung_festhalten", angaben=case.entries())
    kept = agreement(case)
    assert (kept.type, kept.state, kept.discussed_on) == ("KOP_2026", AgreementState.DISCUSSED, office.today)
    assert case.incidents() == []


def test_h_3_a_lead_takes_an_issued_act_back(office: Jobcenter) -> None:
    case = to_phase_4(office)
    fail(case)
    issue(case)
    with pytest.raises(Forbidden):
        office.execute(RevokeAct(act(case).id, "Fehler im Text"))
    office.execute(RevokeAct(act(case).id, "Fehler im Text"), LEAD)
    assert (act(case).state, act(case).revoked_reason) == (AdminActState.REVOKED, "Fehler im Text")
    assert case.instances("verwaltungsakt") == []


@pytest.fixture
def others() -> Iterator[list[Jobcenter]]:
    made: list[Jobcenter] = []
    yield made
    for office in made:
        office.close()


@pytest.mark.parametrize(
    ("start", "circle", "kind", "act_kind", "mode"),
    [
        (date(2017, 3, 6), LegalCircle.SGB2, "EGV_SGB2_2016", "EGV_VA_SGB2", "SHOULD"),
        (date(2024, 3, 4), LegalCircle.SGB2, "KOP_2023", "AUFFORDERUNG", "MUST"),
        (date(2026, 7, 6), LegalCircle.SGB3, "EGV_SGB3", "EGV_VA_SGB3", "SHOULD"),
    ],
)
def test_h_3_every_type_names_its_act_and_how_binding_it_is(
    others: list[Jobcenter], start: date, circle: LegalCircle, kind: str, act_kind: str, mode: str
) -> None:
    office = Jobcenter(start=datetime(start.year, start.month, start.day, 9, tzinfo=BERLIN))
    others.append(office)
    case = to_phase_4(office, legal_circle=circle)
    assert agreement(case).type == kind
    fail(case)
    if mode == "MUST":
        assert case.open_tasks() == ["verpflichtung_entwerfen"]
        issue(case)
        assert act(case).type == act_kind
        case.complete("bekanntgabe_festhalten", versandt_am=office.today, versandt_wie="persönlich")
        # a request is no administrative act: nobody objects to it
        assert (act(case).notified_on, act(case).objection_until) == (office.today, None)
        return
    with pytest.raises(ValuesRefused) as refused:
        case.complete("akt_entscheiden", erlass=False, verzicht_grund="Die Person zieht im nächsten Monat um.")
    assert set(refused.value.errors) == {"ohne_bis"}
    until = office.workday(30)
    given = {"erlass": False, "verzicht_grund": "Die Person zieht im nächsten Monat um.", "ohne_bis": until}
    case.complete("akt_entscheiden", **given)
    waived = act(case)
    assert (waived.type, waived.state) == (act_kind, AdminActState.REJECTED)
    with case.file() as (session, _):
        assert session.execute(select(ReasonedException.valid_until)).scalar_one() == until
    assert case.open_tasks() == ["umsetzung_beginnen"]
    assert case.incidents() == []


def test_h_3_on_breach_a_step_that_was_not_done_must_be_imposed(office: Jobcenter) -> None:
    case = office.open_case()
    case.first_round()
    case.hold_talk()
    duties = case.context("folgegespraech_fuehren")["pflichten"]
    missed = {"ergebnis": "NOT", "ursache": "Keine Bewerbung geschrieben", "folgen_pruefen": True}
    rows = [{"pflicht": duties[0]["pflicht"], "ergebnis": "FULFILLED"}, {"pflicht": duties[1]["pflicht"], **missed}]
    case.follow_up(pflichten=rows)
    case.complete("anhoeren", angehoert_am=office.today)
    case.complete("stellungnahme_aufnehmen", stellungnahme="Ich hatte keine Lust.")
    case.complete(
        "beurteilen", wichtiger_grund=False, belehrt=True, haerte=False, grund_beurteilung="Kein Grund genannt."
    )
    assert "verpflichtung_entwerfen" in case.open_tasks()
    assert case.context("verpflichtung_entwerfen")["begruendung"].startswith("Nicht erfüllt: Fünf Bewerbungen")
    with pytest.raises(ValuesRefused) as denied:  # H.2: the plan is there, so it must have been considered
        issue(case)
    assert "Es gilt ein Plan vom" in denied.value.errors["plan_beruecksichtigt"]
    considered = {"plan_beruecksichtigt": "JA", "plan_wie": "Der Akt verlangt den Schritt des Plans."}
    issue(case, begruendung="Der Schritt des Plans ist nicht getan.", **considered)
    made = act(case)
    assert made.reasons.endswith("Plan berücksichtigt: Der Akt verlangt den Schritt des Plans.")
    with case.file() as (session, _):
        assert made.breach_id == session.execute(select(BreachOfDuty.id)).scalar_one()
        assert session.execute(select(ReasonedException)).first() is None, "the agreement still binds"
    assert case.incidents() == []


def test_h_3_on_no_show_an_act_may_follow_and_a_person_decides(office: Jobcenter) -> None:
    case = office.open_case()
    case.first_round()
    case.miss_talk()
    case.complete("neu_einladen", angehoert_am=office.today, **case.slot(office.workday(10)))
    case.complete("stellungnahme_aufnehmen", stellungnahme="Verschlafen.")
    case.complete("grund_beurteilen", wichtiger_grund=False, psyche_geprueft=True, zurueckstellen=False)
    assert {"akt_entscheiden", "folge_entscheiden"} <= set(case.open_tasks())
    case.complete("akt_entscheiden", erlass=False, verzicht_grund="Es ist das erste Versäumnis.")
    assert (act(case).state, act(case).occasion.value) == (AdminActState.REJECTED, "NO_SHOW")
    assert case.incidents() == []
