"""A refused, withdrawn or missing consent locks what needs one, and says why (Fachkonzept A.1.8; § 67b (2) SGB X)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import Consent, NeedAssessment
from processes.profiling.consents import LOCKED_REMARK, WithdrawConsent, missing_consent, refused_consent
from processes.referrals.commands import InvolveService
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client

NEEDS = {"Q2": "RELEVANT", "L2": "UNDER_CLARIFICATION", "R2": "UNDER_CLARIFICATION"}
REMARKS = {"L2": "Rückenschmerzen seit März", "R2": "Führerschein fehlt"}


def remarks(client: Client) -> dict[str, str]:
    with client.file() as (session, _):
        rows = session.execute(select(NeedAssessment).where(NeedAssessment.remark != "").order_by(NeedAssessment.id))
        return {need.need: need.remark for need in rows.scalars()}


def assessed(office: Jobcenter) -> Client:
    client = office.open_case()
    client.first_interview()
    client.assess(NEEDS, remarks=REMARKS)
    return client


def answer_consent(client: Client, answer: str, **more: Any) -> None:
    form = {"einverstaendnis_form": "WRITTEN"} if answer == "erteilt" else {}
    client.complete(
        "segment_festlegen",
        ergebnis_besprochen=True,
        einverstaendnis=answer,
        segment=client.suggestion(),
        **form,
        **more,
    )


def closed(office: Jobcenter, answer: str) -> Client:
    client = assessed(office)
    answer_consent(client, answer)
    return client


@pytest.mark.parametrize("answer", ["erteilt", "abgelehnt"])
def test_a_1_8_the_day_of_a_consent_is_as_on_the_declaration(office: Jobcenter, answer: str) -> None:
    client = assessed(office)
    with pytest.raises(ValuesRefused) as refused:
        answer_consent(client, answer, einverstaendnis_am=office.today + timedelta(days=1))
    assert list(refused.value.errors) == ["einverstaendnis_am"]
    signed = office.today - timedelta(days=3)
    answer_consent(client, answer, einverstaendnis_am=signed)
    with client.file() as (session, case):
        consent = session.execute(select(Consent).where(Consent.case_id == case.id)).scalar_one()
    assert (consent.given_on, consent.refused_on) == ((signed, None) if answer == "erteilt" else (None, signed))


def why_locked(client: Client) -> tuple[str, str]:
    with client.file() as (session, case):
        return missing_consent(session, case), refused_consent(session, case)


def test_a_1_8_a_refusal_takes_what_was_said_about_health_out_of_the_sheet(office: Jobcenter) -> None:
    client = closed(office, "abgelehnt")
    assert remarks(client) == {"L2": LOCKED_REMARK, "R2": "Führerschein fehlt"}
    assert "abgelehnt" in why_locked(client)[0]


def test_a_1_8_which_remarks_take_a_consent_is_a_value_of_the_office() -> None:
    office = Jobcenter(consent_only_needs=["R2"])
    client = closed(office, "abgelehnt")
    assert remarks(client) == {"L2": "Rückenschmerzen seit März", "R2": LOCKED_REMARK}
    office.close()


def test_a_1_8_after_a_withdrawal_the_next_sheet_locks_the_field_and_says_why(office: Jobcenter) -> None:
    client = closed(office, "erteilt")
    assert remarks(client) == REMARKS
    assert why_locked(client) == ("", "")
    client.set_goal()
    client.choose_strategies("ST_FOREIGN_RECOGNITION")
    client.conclude()
    client.begin()
    client.agree_appointment("termin_abstimmen", office.workday(15))
    client.hold_talk()
    client.follow_up("profil", klaerung_text="Ist noch offen.", ueberpruefung_text="Neues.")
    office.execute(WithdrawConsent(client.fall, 1))
    client.complete("ausgangslage_klaeren", **client.situation())
    context = client.context("bedarfe_erheben")
    assert "widerrufen" in context["sperre_text"]
    assert context["gesperrt_text"].count("Leistungsfähigkeit") == 1
    answers: dict[str, Any] = {name: value for name, value in context.items() if name.startswith("bedarf_")}
    client.complete("bedarfe_erheben", **answers, bemerkung_R2="Führerschein fehlt")
    client.complete("standort_bestimmen", fazit="Auf gutem Weg.", prognose_monate=6)
    assert client.incidents() == []
    with client.file() as (session, _):
        newest = session.execute(
            select(NeedAssessment.remark).where(NeedAssessment.need == "L2").order_by(NeedAssessment.id.desc())
        )
        assert newest.scalars().first() == LOCKED_REMARK


def test_a_6_2_without_consent_the_profile_is_not_handed_on(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    office.execute(InvolveService(client.fall))
    context = client.context("auftrag_beschreiben")
    assert context["sperre_text"].startswith("Ein Einverständnis zum Profiling liegt nicht vor.")
    offered = {one["value"] for one in context["alle_angebote"]}
    assert "AGS_UEBERGABE" not in offered
    assert "AGS_MARKT" in offered, "what names nobody needs no consent"
    order = {"dienst": "AGS", "angebot": "AGS_UEBERGABE", "frage": "Passt die Person zur Stelle?", "anlass": "OTHER"}
    with pytest.raises(ValuesRefused) as refused:
        client.complete("auftrag_beschreiben", auftrag=order)
    assert list(refused.value.errors) == ["auftrag.angebot"]
