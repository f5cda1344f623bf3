"""Two and three missed appointments in a row: heard, judged, and decided by people alone (Fachkonzept T32)."""

from __future__ import annotations

from datetime import date

import pytest

from processes.demo.biographies import Profile
from tests.acceptance.journeys.casework import Casework, told
from tests.acceptance.newcomer import Newcomer

pytestmark = pytest.mark.browser

SAID = "Ich habe den Brief nicht aufgemacht."
#: What the table suggests after each missed appointment in a row, and what the team lead decides.
STEPS = (
    ("Keine Folge", "KEINE"),
    ("Minderung um 30 Prozent für einen Monat prüfen lassen (§ 32 SGB II)", "MINDERUNG_30_1M"),
    ("Ende des Anspruchs ab dem Folgemonat prüfen lassen", "ANSPRUCH_ENDET"),
)


def write_hearing(casework: Casework, missed: date) -> None:
    """A letter to the client, from a template; nothing in it is left to be filled in."""
    casework.look("/schreiben")
    desk = casework.desk
    desk.follow("Schreiben verfassen")
    desk.page.get_by_label("Vorlage").select_option(label="Anhörung nach einem versäumten Termin")
    desk.press("Vorlage laden")
    desk.press("Erstellen")
    letter = desk.read()
    assert f"Sie hatten einen Termin bei uns: {missed:%d.%m.%Y}" in letter.replace("Dienstag, ", "")
    assert told(casework.next_talk) in letter


def issue(casework: Casework, decided: str) -> None:
    """The benefit unit is asked about what was decided, sees no case beyond that, and says what it did."""
    unit = casework.at("b.arndt")
    unit.tasks_of(casework.number, queue=True)
    unit.follow("Folge des Meldeversäumnisses bescheiden")
    page = " ".join(unit.read().split())
    assert f"Entschieden: {decided}" in page
    assert SAID in page
    answer = {"bescheid": "ERLASSEN", "bescheid_am": casework.today}
    unit.work_on(casework.number, "Folge des Meldeversäumnisses bescheiden", queue=True, **answer)


def test_missed_appointments_in_a_row(casework: Casework) -> None:
    casework.first_round(Newcomer(profile=Profile((), 4)))
    days = []
    for suggestion, decision in STEPS:
        days.append(casework.next_talk)
        casework.go_to_talk()
        casework.routine(but={"ausgang_festhalten"})
        casework.quickly("Ausgang des Termins festhalten", ausgang="VERSAEUMT")
        if decision == "KEINE":
            assert "§ 32 SGB II, § 24 SGB X" in casework.listed("Neu einladen und anhören")
            casework.do("Neu einladen und anhören", beginn_datum=casework.workday(8))
        else:
            casework.quickly("Neu einladen und anhören", beginn_datum=casework.workday(8))
        assert casework.next_talk == casework.workday(8), "the next appointment is agreed before anything else"
        if decision == "KEINE":
            write_hearing(casework, days[-1])
        casework.quickly("Stellungnahme aufnehmen", stellungnahme=SAID)
        casework.quickly(
            "Grund des Versäumnisses beurteilen", wichtiger_grund=False, psyche_geprueft=True, zurueckstellen=False
        )
        casework.lead.tasks_of(casework.number, queue=True)
        casework.lead.follow("Über die Folge entscheiden")
        page = " ".join(casework.lead.read().split())
        assert SAID in page
        assert f"Vorschlag nach der Entscheidungstabelle {suggestion}" in page
        casework.decide("Über die Folge entscheiden", folge=decision, begruendung="Kein wichtiger Grund, keine Härte.")
        if decision == "MINDERUNG_30_1M":
            issue(casework, suggestion)
    casework.routine(but={"ausgang_festhalten"})
    page = casework.look("/mitwirkung")
    for number, (day, (suggestion, _decision)) in enumerate(zip(days, STEPS, strict=True), start=1):
        assert told(day) in page
        assert f"{number}. versäumter Termin" in page
        assert f"{suggestion}" in page
    assert page.count(SAID) == 3
    assert "Bescheid erlassen am" in page
    assert page.count("Leistungsstelle") == 2, "it answered where there was a consequence, and only there"
    assert casework.look("/termine").count("nicht erschienen") == 3
