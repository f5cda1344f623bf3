"""A refused, withdrawn or missing consent locks what needs one, and says why (Fachkonzept A.1.8; § 67b (2) SGB X)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import ValuesRefused
from models.casework import Case, Consent, ConsentForm, NeedAssessment
from processes.in_force import last_closed_sheet
from processes.legal_circle.package import package_of, package_text
from processes.profiling.consent_mask import consent_mask
from processes.profiling.consents import LOCKED_REMARK, WithdrawConsent, missing_consent, refused_consent
from processes.profiling.correction import correct, shown_text, texts_of
from processes.profiling.snapshot import content_of
from processes.profiling.telling import tell
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
    client.go_on_to_talk()
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


def test_a_1_8_from_the_withdrawal_on_closed_sheets_no_longer_say_what_took_the_consent(office: Jobcenter) -> None:
    client = closed(office, "erteilt")
    client.go_on_to_talk()
    assert REMARKS["L2"] in client.context("folgegespraech_fuehren")["offene_klaerungen"]
    office.execute(WithdrawConsent(client.fall, 1))
    why = f"Einwilligung widerrufen am {office.today:%d.%m.%Y}"
    said = client.context("folgegespraech_fuehren")["offene_klaerungen"]
    assert (why in said, REMARKS["L2"] in said, REMARKS["R2"] in said) == (True, False, True)
    assert remarks(client) == REMARKS, "what is closed does not change"
    with client.file() as (session, case):
        sheet, mask = last_closed_sheet(session, case), consent_mask(session, case)
        assert sheet is not None
        told = "\n".join(line for part in tell(mask.content(content_of(sheet))) for line in part.lines)
        assert (why in told, REMARKS["L2"] in told) == (True, False)
        handed_over = package_text(package_of(session, case, office.now))
        assert REMARKS["L2"] not in handed_over
        assert "widerrufen" in missing_consent(session, case), "nothing is handed on to AG-S or ZAV"


def test_a_1_8_a_correction_does_not_touch_what_is_masked(office: Jobcenter) -> None:
    client = closed(office, "erteilt")
    office.execute(WithdrawConsent(client.fall, 1))
    with client.file() as (session, case), session.no_autoflush:
        sheet, mask = last_closed_sheet(session, case), consent_mask(session, case)
        assert sheet is not None
        shown = [{"text": shown_text(one, mask)} for one in texts_of(sheet)]
        assert REMARKS["L2"] not in {row["text"] for row in shown}
        assert correct(sheet, shown, mask) == 0
        assert {need.remark for need in sheet.needs} >= set(REMARKS.values())


def test_a_1_8_a_new_consent_lifts_the_mask_and_a_refusal_sets_it() -> None:
    newest = {"withdrawn_on": date(2026, 8, 1)}, {"given_on": date(2026, 8, 3)}, {"refused_on": date(2026, 8, 4)}
    office = Jobcenter()
    client = office.open_case()
    for answer, text in zip(newest, ("widerrufen am 01.08.2026", "", "abgelehnt am 04.08.2026"), strict=True):
        with Session(office.harness.engine.database) as session:
            case = session.execute(select(Case)).unique().scalar_one()
            given = {"given_on": date(2026, 7, 1)} if "refused_on" not in answer else {}
            form = {"form": ConsentForm.WRITTEN} if given else {}
            session.add(
                Consent(
                    case_id=case.id,
                    purpose="Profiling",
                    text_version="2026-07",
                    recorded_by="f.kraft",
                    **given | form | answer,
                )
            )
            session.commit()
        with client.file() as (rows, case):
            assert consent_mask(rows, case).text == (f"Einwilligung {text}" if text else "")
    office.close()


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
