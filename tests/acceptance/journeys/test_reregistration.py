"""Deregistered and back: after five months with the profile, after seven as new (Fachkonzept A.4.6, T08)."""

from __future__ import annotations

import pytest

from engine.calendar import add_months
from processes.demo.biographies import Profile
from tests.acceptance.journeys.casework import Casework, told
from tests.acceptance.newcomer import Newcomer

pytestmark = pytest.mark.browser

NEWCOMER = Newcomer(profile=Profile((), 4))


def deregister(casework: Casework) -> None:
    casework.look()
    desk = casework.desk
    desk.follow("Fall abmelden")
    desk.page.get_by_label("Abgemeldet zum").fill(casework.today.isoformat())
    desk.page.get_by_label("Grund").fill("Umzug zur Schwester")
    desk.page.get_by_label("Ja, der Fall soll enden.").check()
    desk.press("Abmelden")


@pytest.mark.parametrize("months", [5, 7])
def test_whoever_comes_back(casework: Casework, months: int) -> None:
    casework.first_round(NEWCOMER)
    first, left, talk = casework.number, casework.today, casework.next_talk
    deregister(casework)
    page = casework.look()
    assert f"{told(left)}, Umzug zur Schwester" in page
    assert "Fall abgemeldet (Anna Becker)" in page, "this is why the case is where it is"
    assert "Der Fall ist beendet." in page
    assert casework.open_tasks() == []
    assert "abgesagt" in casework.look("/termine"), f"nobody waits for the talk on {told(talk)}"

    casework.go_to(add_months(left, months))
    casework.begin(NEWCOMER)
    page = casework.look()
    assert first in page
    assert ("Profil übernommen" in page) is (months == 5)
    assert ("Noch nicht festgelegt" in page) is (months == 7)
    assert ("Marktprofil" in page) is (months == 5)
    casework.routine(but={"ausgang_festhalten"})
    casework.go_to_talk()
    casework.routine(but={"ausgangslage_klaeren"})
    casework.open("Ausgangslage und Zielberuf klären")
    occupation = casework.desk.page.get_by_label("Zielberuf oder Zieltätigkeit").input_value()
    assert bool(occupation) is (months == 5)

    # the first case stays readable
    casework.desk.go(f"/faelle/{first}/profil")
    assert "Marktprofil" in casework.desk.read()
