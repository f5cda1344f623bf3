"""Work is taken up, marked, looked after, and found to have lasted (Fachkonzept C.5, T23, T26, T27)."""

from __future__ import annotations

import pytest

from engine.calendar import add_months
from processes.demo.biographies import Profile
from tests.acceptance.journeys.casework import Casework, told
from tests.acceptance.newcomer import Newcomer

pytestmark = pytest.mark.browser


def take_up_work(casework: Casework) -> None:
    casework.look()
    desk = casework.desk
    desk.follow("Arbeitsaufnahme")
    desk.page.get_by_label("Kategorie").select_option("INSURED")
    desk.page.get_by_label("Bezeichnung").fill("Lager, Muster & Söhne")
    desk.page.get_by_label("Erster Arbeitstag").fill(casework.today.isoformat())
    desk.page.get_by_label("sozialversicherungspflichtig").check()
    desk.press("Eintragen")


def test_work_is_marked_and_looked_after(casework: Casework) -> None:
    casework.first_round(Newcomer(profile=Profile((), 4)))
    casework.go_to_talk()
    casework.routine()
    take_up_work(casework)
    begun = casework.today
    assert "§ 48a SGB II" in casework.listed("Angaben zur Beschäftigung ergänzen")
    casework.quickly("Angaben zur Beschäftigung ergänzen")
    casework.do("Kennzeichnung festlegen", kennzeichnung="INTEGRATION", gefunden="SELBST_GEFUNDEN")
    assert "§ 16g (2) SGB II" in casework.listed("Arbeitsaufnahme bewerten")
    casework.do(
        "Arbeitsaufnahme bewerten",
        hilfebedarf_endet=False,
        nachbetreuung=True,
        nachbetreuung_art="FOERDERUNG_16G",
        nachbetreuung_grund="Die ersten Monate sind die schwersten.",
        nachbetreuung_bis=add_months(begun, 6),
    )
    page = casework.look("/beschaeftigung")
    assert f"zählt {begun:%m/%Y}" in page
    assert f"bis {told(add_months(begun, 6))}" in page
    casework.routine()
    why = casework.look()
    assert "„Nachbetreuung“ wartet auf „Ende naht“" in why
    assert "„Beschäftigung“ wartet auf „Sechs Monate sind um“" in why

    # after-care ends with a finding; the work has lasted for six months
    casework.go_to(add_months(begun, 6))
    row = casework.listed("Nachbetreuung auswerten")
    assert f"Ende der Nachbetreuung, § 16g (2) SGB II heute {told(casework.today)}" in row
    casework.do("Nachbetreuung auswerten", nachbetreuung_ergebnis="STABIL", nachbetreuung_notiz="Der Betrieb ist froh.")
    casework.go_to(add_months(casework.today.replace(day=1), 1))
    assert "Sechs Monate nach Arbeitsbeginn, § 48a SGB II" in casework.listed("Durchgehende Beschäftigung feststellen")
    casework.quickly("Durchgehende Beschäftigung feststellen")
    assert "durchgehend" in casework.look("/beschaeftigung")
