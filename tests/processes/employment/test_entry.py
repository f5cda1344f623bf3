"""An entry from the first mask to the finding after six months; after-care with its end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import add_months
from engine.errors import NotFound, ValuesRefused
from models.casework import (
    Continuity,
    CountResult,
    EmploymentCategory,
    EmploymentMarking,
    EmploymentRecord,
    FoundBy,
    ReportedChange,
    Subsidy,
)
from processes.employment.commands import CorrectWork, FirstMask, ReportEndOfWork
from processes.employment.subsidies import contradiction, subsidies_of
from processes.integration.commands import DeregisterCase
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client
from tests.processes.services.measure_journey import assign, with_qualification

STAYS = {"hilfebedarf_endet": False, "nachbetreuung": False, "nachbetreuung_grund": "Der Betrieb kümmert sich."}


def entries(client: Client) -> list[EmploymentRecord]:
    with client.office.reading() as session:
        return list(session.execute(select(EmploymentRecord).order_by(EmploymentRecord.id)).scalars())


def _contradiction(rows: Session, record_id: int) -> str:
    entry = rows.get_one(EmploymentRecord, record_id)
    return contradiction(entry, subsidies_of(rows, entry))


@pytest.fixture
def client(office: Jobcenter) -> Client:
    """Served since May, so that work in July finds a benefit recipient of the month before."""
    office.travel_to_day(date(2026, 7, 6))
    client = office.open_case()
    office.travel_to_day(date(2026, 8, 3))
    return client


def test_c5_both_masks_are_kept_and_the_entry_is_counted(client: Client) -> None:
    client.take_up_work(establishment_no="32104567", place="Prüfstadt", is_fixed_term=True, ended_on=date(2027, 7, 31))
    client.complete_entry(wirtschaftsklasse="47.11", beruf_dkz="62182", ausland=False)
    (entry,) = entries(client)
    assert (entry.category, entry.establishment_no, entry.wz_code, entry.occupation_code, entry.weekly_hours) == (
        EmploymentCategory.INSURED, "32104567", "47.11", "62182", 20,
    )  # fmt: skip
    assert (entry.marking, entry.found_by, entry.subsidy) == (
        EmploymentMarking.INTEGRATION, FoundBy.PLACED_BY_JOBCENTER, Subsidy.NONE,
    )  # fmt: skip
    assert (entry.kind, entry.counted, entry.counted_month) == (
        "BESCHAEFTIGUNG", CountResult.COUNTED, date(2026, 8, 1),
    )  # fmt: skip
    assert "Zählt als Integration im Monat August 2026." in client.context("arbeitsaufnahme_bewerten")["zaehlung_text"]
    assert client.incidents() == []


def test_c4_a_subsidy_is_read_from_the_measure_assignment_and_never_typed(office: Jobcenter) -> None:
    client = with_qualification(office)
    start, end = office.today + timedelta(days=3), office.today + timedelta(days=300)
    assign(client, start, end, produkt="EVL_16E", titel="Helferin im Bauhof")
    client.take_up_work(started_on=end + timedelta(days=1))
    assert client.context("angaben_ergaenzen")["zuweisung_text"] == ""
    client.complete("angaben_ergaenzen", beruf="Verkäuferin", hauptberuf=True, foerderung="TEILHABE_16I")
    assert client.variables("kennzeichnung_festlegen")["foerderung"] == "KEINE", "no assignment pays for it"
    client.complete("kennzeichnung_festlegen", kennzeichnung="INTEGRATION", gefunden="VERMITTELT")
    client.take_up_work(started_on=end)
    assert (
        f"Helferin im Bauhof, {start:%d.%m.%Y} bis {end:%d.%m.%Y}"
        in (client.context("angaben_ergaenzen")["zuweisung_text"])
    )
    client.complete("angaben_ergaenzen", beruf="Helferin", hauptberuf=True, foerderung="KEINE")
    assert client.variables("kennzeichnung_festlegen")["foerderung"] == "LANGZEITARBEITSLOSE_16E"


@pytest.mark.parametrize(
    ("product", "subsidy"), [("EGZ", Subsidy.WAGE_SUBSIDY), ("EINSTIEGSGELD", Subsidy.ENTRY_GRANT_16B)]
)
def test_c4_wage_subsidy_and_entry_grant_are_assigned_and_read(
    office: Jobcenter, product: str, subsidy: Subsidy
) -> None:
    client = with_qualification(office)
    assign(client, office.today, office.today + timedelta(days=180), produkt=product, titel="Zuschuss")
    client.complete("antritt_feststellen", angetreten=True)
    record = client.take_up_work()
    client.complete_entry()
    (entry,) = entries(client)
    assert entry.subsidy is subsidy
    office.travel_to_day(add_months(office.today, 2))
    assert "fehlzeiten_eintragen" not in client.open_tasks(), "nobody reports absences from work"
    with client.file() as (rows, _case):
        assert _contradiction(rows, record) == ""


def test_c4_of_two_subsidies_for_the_same_work_one_is_chosen(office: Jobcenter) -> None:
    client = with_qualification(office)
    for product in ("EGZ", "EINSTIEGSGELD"):
        assign(client, office.today, office.today + timedelta(days=180), produkt=product, titel="Zuschuss")
    client.take_up_work()
    with pytest.raises(ValuesRefused) as refused:
        client.complete("angaben_ergaenzen", beruf="Verkäuferin", hauptberuf=True, foerderung="TEILHABE_16I")
    assert set(refused.value.errors) == {"foerderung"}
    client.complete("angaben_ergaenzen", beruf="Verkäuferin", hauptberuf=True, foerderung="EGZ")


def test_c4_an_entry_that_contradicts_the_assignments_says_so(office: Jobcenter) -> None:
    client = with_qualification(office)
    record = client.take_up_work()
    client.complete_entry()
    assign(client, office.today, office.today + timedelta(days=180), produkt="EGZ", titel="Zuschuss Kaufhaus")
    with client.file() as (rows, _case):
        assert "Zugewiesen ist: Zuschuss Kaufhaus" in _contradiction(rows, record)
    client.complete("antritt_feststellen", angetreten=False, grund="Der Betrieb hat abgesagt.")
    with client.file() as (rows, _case):
        entry = rows.get_one(EmploymentRecord, record)
        assert _contradiction(rows, entry.id) == ""
        entry.subsidy = Subsidy.WAGE_SUBSIDY
        assert "Keine Maßnahmezuweisung trägt diese Förderung" in _contradiction(rows, entry.id)


def test_p21_insured_work_of_two_months_ago_cannot_be_a_cv_entry(client: Client) -> None:
    client.take_up_work(started_on=date(2026, 6, 3))
    client.complete("angaben_ergaenzen", beruf="Verkäuferin", hauptberuf=True)
    with pytest.raises(ValuesRefused) as refused:
        client.complete("kennzeichnung_festlegen", kennzeichnung="CV")
    assert "werden als Integration gekennzeichnet" in refused.value.errors["kennzeichnung"]
    assert "kennzeichnung_festlegen" in client.open_tasks()
    with pytest.raises(ValuesRefused) as refused:
        client.complete("kennzeichnung_festlegen", kennzeichnung="INTEGRATION")
    assert set(refused.value.errors) == {"gefunden"}


def test_p22_work_of_five_months_ago_is_saved_as_cv_and_asks_nothing_more(client: Client) -> None:
    client.take_up_work(started_on=date(2026, 3, 1), ended_on=date(2026, 4, 30))
    client.complete_entry("CV")
    (entry,) = entries(client)
    assert (entry.counted, entry.marking) == (CountResult.NOT_COUNTED, EmploymentMarking.CV)
    assert "arbeitsaufnahme_bewerten" not in client.open_tasks()
    assert client.instances("beschaeftigung") == []


def test_p27_the_second_job_waits_for_a_decision_and_counts_when_the_first_ends(client: Client) -> None:
    first = client.take_up_work()
    client.complete_entry()
    client.complete("arbeitsaufnahme_bewerten", **STAYS)
    client.office.travel_to_day(date(2026, 9, 1))
    client.take_up_work(title="Lager, Spedition", employer="Spedition")
    client.complete_entry()
    assert entries(client)[1].counted is CountResult.REVIEW
    client.office.execute(ReportEndOfWork(client.fall, first, date(2026, 8, 31)))
    assert (entries(client)[1].counted, entries(client)[1].counted_month) == (CountResult.COUNTED, date(2026, 9, 1))


def test_c5_a_correction_asks_again_with_the_former_answers(client: Client) -> None:
    record = client.take_up_work()
    client.complete_entry()
    client.complete("arbeitsaufnahme_bewerten", **STAYS)
    changed = FirstMask(EmploymentCategory.MARGINAL, "Aushilfe, Kaufhaus", client.office.today, is_insured=False)
    with pytest.raises(ValuesRefused) as refused:
        client.office.execute(CorrectWork(client.fall, record, changed, " "))
    assert refused.value.errors == {"reason": "Begründen Sie die Berichtigung."}
    client.office.execute(CorrectWork(client.fall, record, changed, "Es ist ein Minijob."))
    assert client.context("angaben_ergaenzen")["bisher"]["beruf"] == "Verkäuferin"
    client.complete_entry("CV")
    (entry,) = entries(client)
    assert (entry.kind, entry.counted, entry.count_reason) == (
        "GERINGFUEGIG", CountResult.NOT_COUNTED,
        "Diese Art von Eintrag zählt nicht als Integration.\nZählt in der Kennzahl K2E1.",
    )  # fmt: skip
    assert "arbeitsaufnahme_bewerten" not in client.open_tasks(), "nothing is asked twice"


def test_a_correction_of_a_finished_entry_opens_it_again(client: Client) -> None:
    record = client.take_up_work(started_on=date(2026, 3, 1), ended_on=date(2026, 4, 30))
    client.complete_entry("CV")
    mask = FirstMask(EmploymentCategory.INSURED, "Lager", date(2026, 3, 1), ended_on=date(2026, 5, 31))
    client.office.execute(CorrectWork(client.fall, record, mask, "Einen Monat länger."))
    assert "angaben_ergaenzen" in client.open_tasks()


def test_an_entry_of_another_case_is_not_found(client: Client) -> None:
    record = client.take_up_work()
    other = client.office.open_case("K-100002")
    with pytest.raises(NotFound):
        client.office.execute(ReportEndOfWork(other.fall, record, client.office.today))


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (["JA"] * 6, Continuity.CONTINUOUS),
        (["JA"] * 5 + ["NEIN"], Continuity.INTERRUPTED),
        (["JA"] * 5 + ["UNBEKANNT"], Continuity.UNKNOWN),
    ],
)
def test_t26_after_six_months_each_month_is_found_insured_or_not(
    client: Client, answers: list[str], found: Continuity
) -> None:
    client.take_up_work()
    client.complete_entry()
    client.complete("arbeitsaufnahme_bewerten", **STAYS)
    client.office.travel_to_day(date(2027, 2, 28))
    assert "kontinuitaet_feststellen" not in client.open_tasks()
    client.office.travel_to_day(date(2027, 3, 1))
    months = client.context("kontinuitaet_feststellen")["monate"]
    assert [months[0]["monat"], months[-1]["monat"]] == ["September 2026", "Februar 2027"]
    rows = [{**month, "versichert": answer} for month, answer in zip(months, answers, strict=True)]
    client.complete("kontinuitaet_feststellen", monate=rows)
    assert entries(client)[0].continuity is found
    assert client.instances("beschaeftigung") == []


def test_p30_work_abroad_counts_but_is_not_watched(client: Client) -> None:
    client.take_up_work()
    client.complete_entry(ausland=True)
    client.complete("arbeitsaufnahme_bewerten", **STAYS)
    assert entries(client)[0].counted is CountResult.COUNTED
    assert client.instances("beschaeftigung") == []


def test_t26_ends_with_the_case(client: Client) -> None:
    client.take_up_work()
    client.complete_entry()
    client.complete("arbeitsaufnahme_bewerten", **STAYS)
    client.office.execute(DeregisterCase(client.fall, client.office.today, "Umzug"))
    assert client.instances("beschaeftigung") == []
    assert entries(client)[0].continuity is Continuity.UNKNOWN


def supported(client: Client, until: date, **answers: Any) -> None:
    client.take_up_work()
    client.complete_entry()
    care = {
        "hilfebedarf_endet": True,
        "nachbetreuung": True,
        "nachbetreuung_art": "FOERDERUNG_16G",
        "nachbetreuung_grund": "Probezeit begleiten.",
        "nachbetreuung_bis": until,
    }
    client.complete("arbeitsaufnahme_bewerten", **care | answers)


def test_t27_before_its_end_after_care_is_looked_at_and_may_last_longer(client: Client) -> None:
    until = date(2026, 11, 30)
    supported(client, until)
    client.office.travel_to_day(date(2026, 11, 13))
    assert "nachbetreuung_auswerten" not in client.open_tasks()
    client.office.travel_to_day(date(2026, 11, 16))
    longer = {"nachbetreuung_ergebnis": "VERLAENGERN", "nachbetreuung_notiz": "Konflikte im Team."}
    for day, says in ((date(2027, 2, 4), "endet spätestens"), (until, "liegt nach dem bisherigen")):
        with pytest.raises(ValuesRefused) as refused:
            client.complete("nachbetreuung_auswerten", **longer, nachbetreuung_neues_ende=day)
        assert says in refused.value.errors["nachbetreuung_neues_ende"]
    client.complete("nachbetreuung_auswerten", **longer, nachbetreuung_neues_ende=date(2027, 2, 3))
    assert entries(client)[0].after_care_until == date(2027, 2, 3)
    client.office.travel_to_day(date(2027, 1, 20))
    client.complete("nachbetreuung_auswerten", nachbetreuung_ergebnis="STABIL", nachbetreuung_notiz="Läuft gut.")
    assert client.instances("nachbetreuung") == []
    assert entries(client)[0].after_care_result == "Konflikte im Team.\nLäuft gut."


def test_t27_work_at_risk_reaches_the_case(client: Client) -> None:
    supported(client, date(2026, 11, 30))
    client.office.travel_to_day(date(2026, 11, 16))
    client.complete("nachbetreuung_auswerten", nachbetreuung_ergebnis="GEFAEHRDET", nachbetreuung_notiz="Gekündigt.")
    with client.office.reading() as session:
        assert "Gekündigt." in session.execute(select(ReportedChange.description)).scalar_one()


def test_t27_coaching_after_training_lasts_up_to_twelve_months(client: Client) -> None:
    client.take_up_work(category=EmploymentCategory.COMPANY_TRAINING, title="Ausbildung Verkäuferin")
    client.complete_entry(voll_qualifizierend=True)
    care = {"hilfebedarf_endet": False, "nachbetreuung": True, "nachbetreuung_art": "COACHING_16K"}
    until = add_months(client.office.today, 12)
    with pytest.raises(ValuesRefused):
        client.complete(
            "arbeitsaufnahme_bewerten",
            **care,
            nachbetreuung_grund="Start.",
            nachbetreuung_bis=until + timedelta(days=1),
        )
    client.complete("arbeitsaufnahme_bewerten", **care, nachbetreuung_grund="Start.", nachbetreuung_bis=until)
    assert entries(client)[0].kind == "AUSBILDUNG"


def test_a44_without_an_answer_about_after_care_an_integration_stays_open(client: Client) -> None:
    client.take_up_work()
    client.complete_entry()
    with pytest.raises(ValuesRefused) as refused:
        client.complete("arbeitsaufnahme_bewerten", hilfebedarf_endet=False)
    assert {"nachbetreuung", "nachbetreuung_grund"} <= set(refused.value.errors)
