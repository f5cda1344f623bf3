"""From SGB III to SGB II: informed, talked to, handed over, received (Fachkonzept A.6.1, T20 to T22)."""

from __future__ import annotations

import pytest

from engine.calendar import add_months
from models.casework import LegalCircle
from processes.demo.biographies import Profile
from tests.acceptance.journeys.casework import Casework, told
from tests.acceptance.newcomer import Newcomer

pytestmark = pytest.mark.browser

INFORM, TALK = "Über die Grundsicherung informieren", "Abschließendes Gespräch führen"
RECEIVER = "l.hoffmann"


def test_a_client_changes_into_sgb_ii(casework: Casework) -> None:
    casework.first_round(Newcomer(circle=LegalCircle.SGB3, profile=Profile((), 4)))
    casework.look("/rechtskreis")
    end, desk = add_months(casework.today, 4), casework.desk
    desk.follow("Ende des Anspruchs eintragen")
    desk.page.get_by_label("Erster Tag ohne Anspruch").fill(end.isoformat())
    desk.press("Eintragen")
    assert f"Wechsel in das SGB II zum {told(end)}" in desk.read()

    casework.go_to(add_months(end, -3))
    assert "Drei Monate vor dem Ende des Anspruchs" in casework.listed(INFORM)
    casework.do(INFORM, informiert_am=casework.today, information="Gruppentermin am Dienstag, Merkblatt mitgegeben.")
    casework.routine()
    casework.go_to(add_months(end, -1))
    row = casework.listed(TALK)
    assert "Einen Monat vor dem Ende des Anspruchs" in row
    assert told(end) in row
    casework.do(
        TALK,
        gespraech_am=casework.today,
        gespraech_notiz="Unterlagen für den Antrag besprochen.",
        antrag_erwartet=True,
        empfang=f"{RECEIVER}@sued",
    )

    other = casework.at(RECEIVER)
    other.tasks_of(casework.number)
    other.follow("Empfang bestätigen")
    package = other.read()
    for told_about in ("Marktprofil", "Beschäftigung lokal", "Eingliederungsvereinbarung vom", "Profiling: erteilt am"):
        assert told_about in package
    assert "§ 9a SGB III" in other.listed(casework.number, "Empfang bestätigen")
    other.work_on(casework.number, "Empfang bestätigen", empfang_bestaetigt=True, empfang_notiz="Danke.")
    casework.routine()

    casework.go_to(end)
    row = other.listed(casework.number, "Erstes Gespräch vereinbaren")
    assert "Erstgespräch nach dem Wechsel unverzüglich, Wert des Jobcenters, § 15 (1) SGB II" in row
    other.work_on(casework.number, "Erstes Gespräch vereinbaren", beginn_datum=casework.workday(3))
    other.go(f"/faelle/{casework.number}")
    page = other.read()
    assert "SGB II, arbeitslos" in page
    assert "Laura Hoffmann, Team Süd" in page
    assert f"Wechsel in das SGB II zum {told(end)}" in page
    assert f"Ein Gespräch ist vereinbart für den {told(casework.workday(3))}" in page

    # what was begun goes on; the agreement of SGB III is replaced by one of SGB II
    casework.quickly("Veränderung bewerten", bewertung="Neuer Rechtskreis.", aenderung="vereinbarung")
    casework.routine()
    other.go(f"/faelle/{casework.number}/vereinbarungen")
    agreements = other.read()
    assert f"Kooperationsplan vom {told(casework.today)} in Kraft" in agreements
    assert "Eingliederungsvereinbarung" in agreements
