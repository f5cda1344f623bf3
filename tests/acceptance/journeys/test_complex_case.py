"""Three needs, a qualification, and two talks with whoever qualifies (Fachkonzept A.1.5, A.3, A.4.5, T12, T13)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.calendar import add_months
from processes.demo.biographies import Profile
from tests.acceptance.journeys.casework import Casework, told
from tests.acceptance.newcomer import Newcomer

pytestmark = pytest.mark.browser

QUALIFICATION = "ST_PARTIAL_QUAL"
#: Need → strategy, in the order in which they are to be tackled: R before L before Q (ST-5).
STRATEGIES = (
    ("Familiäre Situation", "ST_CHILDCARE"),
    ("gesundheitliche Einschränkungen", "ST_PROMOTE_CAPACITY"),
    ("Berufliche Qualifikation", QUALIFICATION),
)
FIRST, SECOND = "Erstes Absolventengespräch führen", "Zweites Absolventengespräch führen"
TALKS = {"absolventengespraech_1", "absolventengespraech_2"}


def choose_strategies(casework: Casework) -> None:
    for need, strategy in STRATEGIES:
        until = casework.today + timedelta(days=400)
        if strategy == QUALIFICATION:
            assert need in casework.open("Strategie zum Bedarf wählen")
            casework.do("Strategie zum Bedarf wählen", strategie=strategy, fenster_bis=until)
        else:
            casework.quickly("Strategie zum Bedarf wählen", strategie=strategy, fenster_bis=until)


def assign_qualification(casework: Casework, begin: date, end: date) -> None:
    casework.look("/massnahmen")
    rows = casework.desk.page.get_by_role("listitem").filter(has_text="Berufliche (Teil-)Qualifikation realisieren")
    casework.desk.step(rows.get_by_role("button", name="Förderung prüfen"))
    measure = {"titel": "Teilqualifizierung Lager", "beginn": begin, "ende": end}
    casework.do("Förderung prüfen", zuweisen=True, **{f"angaben.{name}": value for name, value in measure.items()})


def test_a_qualification_between_two_graduate_talks(casework: Casework) -> None:
    casework.begin(Newcomer(profile=Profile(("L2", "Q2", "R4"), 18, "LE12", "L")))
    casework.routine(but={"ausgang_festhalten"})
    casework.go_to_talk()
    casework.routine(but={"strategie_waehlen"})
    choose_strategies(casework)
    ahead = casework.today + timedelta(days=60)
    casework.quickly("Plan abstimmen", absolvent_von=ahead, absolvent_bis=ahead + timedelta(days=300))
    casework.routine()
    planned = casework.look("/strategien")
    assert "Stabilisierungsprofil" in planned
    assert "Absolventenmanagement geplant" in planned

    begin = casework.workday(15)
    end = add_months(begin, 4)
    assign_qualification(casework, begin, end)
    casework.routine(but=TALKS)
    assert "Teilqualifizierung Lager zugewiesen" in casework.look("/massnahmen")
    casework.go_to(begin)
    casework.quickly("Antritt feststellen", angetreten=True)

    # the first talk, three months before the end
    first = casework.office.engine.calendar.previous_working_day(add_months(end, -3))
    casework.go_to(first - timedelta(days=1))
    assert FIRST not in casework.open_tasks()
    casework.go_to(first)
    assert "Gespräch drei Monate vor dem Ende der Maßnahme" in casework.listed(FIRST)
    casework.do(FIRST, gespraech_am=casework.today, stand="Zwei Betriebe sind angesprochen.")

    # the second right after the end
    casework.go_to(end)
    casework.routine(but=TALKS)
    assert SECOND not in casework.open_tasks()
    casework.go_on(1)
    row = casework.listed(SECOND)
    assert "Gespräch nach dem Ende der Maßnahme" in row
    assert told(casework.workday(5, end)) in row
    casework.do(
        SECOND,
        gespraech_am=casework.today,
        kompetenzen="Kommissionieren",
        zertifikate="Teilqualifikation TQ 1",
        bedarf="TEILWEISE",
        segment_hinweis="Die Vermittlung als Fachkraft beginnt.",
    )
    page = casework.look("/massnahmen")
    assert "1. Absolventengespräch" in page
    assert "2. Absolventengespräch" in page
    assert "Teilqualifikation TQ 1" in page
    management = casework.look("/strategien").split("Absolventenmanagement ")[1]
    assert management.startswith("erledigt"), "what the talks were planned for is done with the second"
