"""A first interview that cannot settle the target occupation: the agreement bridges the time until the second one.

Fachkonzept A.1.4, A.4.1, T03, T04.
"""

from __future__ import annotations

import pytest

from processes.demo.biographies import Profile
from tests.acceptance.journeys.casework import Casework, told
from tests.acceptance.newcomer import Newcomer

pytestmark = pytest.mark.browser

DUTY = "Bis zum zweiten Gespräch zwei Betriebe ansehen und sich für einen Zielberuf entscheiden"


def test_an_interim_agreement_until_the_second_interview(casework: Casework) -> None:
    casework.begin(Newcomer(profile=Profile(("Q2", "R4"), 18, "NOT_NEEDED", "Q")))
    invitation = casework.listed("Zum Erstgespräch einladen")
    assert "§ 3 (2), § 15 (1) SGB II" in invitation
    assert told(casework.workday(3)) in invitation
    casework.quickly("Zum Erstgespräch einladen")
    casework.go_to_talk()
    casework.quickly("Ausgang des Termins festhalten")
    casework.do("Erstgespräch führen", zweites_gespraech=True)
    casework.do("Ausgangslage und Zielberuf klären", zielberuf_status="PROVISIONAL")
    casework.routine(but={"segment_festlegen"})
    casework.do("Segment festlegen", segment_vorlaeufig=True)
    assessed = casework.today

    # an interim agreement, until the second interview
    casework.routine(but={"zweites_gespraech_abstimmen"})
    second = casework.workday(9)
    casework.do("Zweites Gespräch vereinbaren", beginn_datum=second)
    casework.quickly("Vereinbarung besprechen")
    casework.do("Vereinbarung entwerfen", **{"angaben.pflichten_kunde.0.was": DUTY})
    casework.quickly("Vereinbarung schließen")
    casework.routine()
    profile = casework.look("/profil")
    assert "Entwicklungsprofil (vorläufig)" in profile
    agreements = casework.look("/vereinbarungen")
    assert DUTY in agreements
    assert f"Zwischenvereinbarung bis zum zweiten Gespräch am {told(second)}" in agreements
    assert told(casework.workday(5, second)) in agreements
    why = casework.look()
    assert f"Ein Gespräch ist vereinbart für den {told(second)}" in why
    assert f"„Wiedervorlage erreicht“ am {told(casework.workday(10, assessed))}" in why, "T03: after 14 days"

    # the second interview settles it, and a new agreement takes the place of the interim one
    casework.go_to(second)
    assert told(casework.workday(5, second)) in casework.listed("Erneuerung vorbereiten")
    casework.go_on(1)
    casework.routine(but={"folgegespraech_fuehren", "erneuerung_vorbereiten"})
    casework.quickly("Folgegespräch führen", aenderung="profil", profil_bestaetigt=False)
    casework.routine(but={"ausgangslage_klaeren", "erneuerung_vorbereiten"})
    casework.do("Ausgangslage und Zielberuf klären", zielberuf_status="CONFIRMED")
    casework.routine()
    profile = casework.look("/profil")
    assert "(vorläufig)" not in profile.split("Alle Bögen")[0]
    agreements = casework.look("/vereinbarungen")
    assert "abgelöst" in agreements
    assert agreements.count("Zwischenvereinbarung") == 1
