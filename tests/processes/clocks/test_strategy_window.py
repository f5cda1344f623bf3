"""A strategy runs in its window; the window never decides, a person does (ST-9 to ST-11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.errors import ValuesRefused, WrongState
from engine.testing import Case
from models.casework import Case as CaseFile
from models.casework import Strategy, StrategyState
from processes.strategy_window.commands import DecideStrategy
from tests.processes.clocks.office import FALL, Office

BEGIN, END = date(2026, 8, 3), date(2026, 11, 30)


@pytest.fixture
def chosen(office: Office) -> Case:
    return choose(office)


def choose(office: Office, **changes: Any) -> Case:
    values = {"id": 2, "window_from": BEGIN, "window_to": END, "need": "Q1", **changes}
    with Session(office.h.database) as session, session.begin():
        office.add_strategy(session, **values)
    return office.choose(2, values["window_from"], values["window_to"])


def strategy(office: Office) -> Strategy:
    found: Strategy = office.row(Strategy, 2)
    return found


def to_decision(office: Office, case: Case) -> None:
    """Past the end of the window, the reminder ignored."""
    office.go(date(2026, 12, 1))
    assert case.open_tasks() == ["strategie_entscheiden"]


def test_t09_the_window_begins_reminds_and_ends(office: Office, chosen: Case) -> None:
    office.go(date(2026, 8, 2), 23)
    assert strategy(office).state is StrategyState.PLANNED
    office.go(BEGIN)
    assert strategy(office).state is StrategyState.ACTIVE
    office.go(date(2026, 11, 15), 23)
    assert chosen.open_tasks() == []
    office.go(date(2026, 11, 16))  # ten working days before the end
    assert chosen.open_tasks() == ["ende_vorbereiten"]
    office.go(END, 23)
    assert chosen.open_tasks() == ["ende_vorbereiten"]
    office.go(date(2026, 12, 1))
    assert chosen.open_tasks() == ["strategie_entscheiden"]
    assert office.groups(chosen, "strategie_entscheiden") == ["fachkraft:nord"]
    assert chosen.incidents() == []


def test_st_9_the_end_of_the_window_never_decides(office: Office, chosen: Case) -> None:
    office.go(date(2027, 6, 1))
    assert (strategy(office).state, strategy(office).ended_on) == (StrategyState.ACTIVE, None)
    assert office.told_case("Strategie entschieden") == []
    assert chosen.status == "active"


@pytest.mark.parametrize("result", ["DONE", "CANCELLED", "FAILED"])
def test_st_9_a_person_decides_and_the_case_hears_of_it(office: Office, chosen: Case, result: str) -> None:
    to_decision(office, chosen)
    effect = {"bedarf": "TEILWEISE", "neue_kompetenz": "Staplerschein", "profil_pruefen": "true"}
    office.complete(chosen, "strategie_entscheiden", ergebnis=result, **effect, bemerkung="Kurs beendet")
    found = strategy(office)
    assert (found.state, found.ended_on) == (StrategyState(result), date(2026, 12, 1))
    assert found.result_note == "Kurs beendet\nHandlungsbedarf teilweise behoben.\nNeue Kompetenz: Staplerschein."
    heard = office.told_case("Strategie entschieden")
    assert heard == [{"strategie": "2", "ergebnis": result, "profil_pruefen": True}]
    assert chosen.status == "completed"


def test_st_10_the_effect_on_need_and_strengths_must_be_answered(office: Office, chosen: Case) -> None:
    to_decision(office, chosen)
    with pytest.raises(ValuesRefused) as refused:
        office.complete(chosen, "strategie_entscheiden", ergebnis="DONE", bemerkung="Kurs beendet")
    assert set(refused.value.errors) == {"bedarf"}


def test_st_11_an_extension_keeps_it_running_to_its_new_end(office: Office, chosen: Case) -> None:
    to_decision(office, chosen)
    longer = {"ergebnis": "EXTENDED", "neues_ende": "2027-02-26", "bemerkung": "Kurs verlängert"}
    office.complete(chosen, "strategie_entscheiden", **longer)
    found = strategy(office)
    assert (found.state, found.window_to, found.extended_times) == (StrategyState.ACTIVE, date(2027, 2, 26), 1)
    assert (chosen.open_tasks(), office.told_case("Strategie entschieden")) == ([], [])
    office.go(date(2027, 2, 12))
    assert chosen.open_tasks() == ["ende_vorbereiten"]
    office.go(date(2027, 2, 27))
    assert chosen.open_tasks() == ["strategie_entscheiden"]


@pytest.mark.parametrize(
    ("segment", "new_end", "says"),
    [
        ("MARKT", "2026-11-30", "nicht nach dem bisherigen"),
        ("MARKT", "2026-12-01", "nicht in der Zukunft"),
        ("STABILISIERUNG", "2028-07-16", "höchstens 24 Monate"),
    ],
)
def test_st_8_an_extension_lies_ahead_and_within_the_horizon(
    sqlite_url: str, segment: str, new_end: str, says: str
) -> None:
    office = Office(sqlite_url)
    with Session(office.h.database) as session, session.begin():
        session.get_one(CaseFile, 1).segment = segment
    case = choose(office)
    to_decision(office, case)
    longer = {"ergebnis": "EXTENDED", "neues_ende": new_end, "bemerkung": "länger"}
    with pytest.raises(ValuesRefused) as refused:
        office.complete(case, "strategie_entscheiden", **longer)
    assert says in refused.value.errors["neues_ende"]
    office.h.close()


def test_t09_the_reminder_may_bring_the_decision_forward(office: Office, chosen: Case) -> None:
    office.go(date(2026, 11, 16))
    ready = {"rueckmeldung_eingeholt": "true", "jetzt_entscheiden": "true"}
    office.complete(chosen, "ende_vorbereiten", **ready)
    assert chosen.open_tasks() == ["strategie_entscheiden"]


def test_t09_or_leave_it_to_the_end_of_the_window(office: Office, chosen: Case) -> None:
    office.go(date(2026, 11, 16))
    later = {"rueckmeldung_eingeholt": "true", "jetzt_entscheiden": "false"}
    office.complete(chosen, "ende_vorbereiten", **later)
    office.go(END, 23)
    assert chosen.open_tasks() == []
    office.go(date(2026, 12, 1))
    assert chosen.open_tasks() == ["strategie_entscheiden"]


def test_st_9_a_strategy_may_be_decided_before_its_window_even_begins(office: Office, chosen: Case) -> None:
    office.run(DecideStrategy(2, "CANCELLED", "Arbeitsaufnahme", "BESTEHT"))
    assert (chosen.status, strategy(office).state) == ("completed", StrategyState.CANCELLED)
    assert office.told_case("Strategie entschieden") == [{"strategie": "2", "ergebnis": "CANCELLED"}]
    with pytest.raises(WrongState, match="CANCELLED"):
        office.run(DecideStrategy(2, "DONE", "doch erledigt", "BEHOBEN"))
    with pytest.raises(ValuesRefused, match="bemerkung, ergebnis"):
        office.run(DecideStrategy(1, "EXTENDED", " "))


def test_deregistration_cancels_the_strategy(office: Office, chosen: Case) -> None:
    office.go(BEGIN)
    office.send("Abmeldung", FALL)
    assert (chosen.status, strategy(office).state) == ("completed", StrategyState.CANCELLED)
