"""A young client of SGB III: the agreement is reviewed after three months (Fachkonzept T15, § 37 (3) SGB III)."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar import add_months
from models.casework import LegalCircle
from processes.demo.biographies import Profile
from tests.acceptance.journeys.casework import Casework, told
from tests.acceptance.newcomer import Newcomer

pytestmark = pytest.mark.browser

PREPARE = "Erneuerung vorbereiten"


def test_the_agreement_is_reviewed_after_three_months(casework: Casework) -> None:
    casework.begin(Newcomer(born_on=date(2007, 5, 2), circle=LegalCircle.SGB3, profile=Profile((), 4)), "n.lehmann")
    assert "§ 37 (1), § 38 (1a) SGB III" in casework.listed("Zum Erstgespräch einladen")
    casework.routine(but={"ausgang_festhalten"})
    casework.go_to_talk()
    casework.routine(but={"vereinbarung_besprechen"})
    concluded, review = casework.today, add_months(casework.today, 3)
    assert "§ 37 Absatz 3 SGB III" in casework.open("Vereinbarung besprechen"), "the table says why three months"
    casework.quickly("Vereinbarung besprechen")
    casework.quickly("Vereinbarung entwerfen")
    casework.do("Vereinbarung schließen")
    casework.routine()
    agreements = casework.look("/vereinbarungen")
    assert f"Eingliederungsvereinbarung vom {told(concluded)}" in agreements
    assert "§ 37 SGB III" in agreements
    assert told(review) in agreements
    opens = casework.workday(-15, review)
    assert f"„Vorbereitung fällig“ am {told(opens)}" in casework.look()

    # colleagues do what comes in between; nothing opens too early
    casework.go_to_talk()
    casework.routine()
    casework.go_to(date.fromordinal(opens.toordinal() - 1))
    casework.routine()
    assert PREPARE not in casework.open_tasks()
    casework.go_to(opens)
    row = casework.listed(PREPARE)
    assert "gesetzlich: Gemeinsame Überprüfung der Vereinbarung, § 37 (3) SGB III" in row
    assert told(review) in row
    casework.do(PREPARE)
    renewed = casework.today
    casework.routine()
    agreements = casework.look("/vereinbarungen")
    assert told(add_months(renewed, 3)) in agreements
    assert "abgelöst" in agreements
