"""People read why a table suggests what it suggests, beside the form that asks for their decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.explaining import causes_of, decisions_before
from models.history import HistoryEntry
from models.identity import User
from processes.identity.passwords import hash_password
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import CASEWORKER, Client
from tests.web.browser import Browser
from tests.web.small_office import PASSWORD
from web.app import create_app
from web.readers.reasons import shown
from web.settings import WebSettings


@pytest.fixture
def client() -> Iterator[Client]:
    """Somebody with one need in qualification, whose segment is to be decided now."""
    office = Jobcenter()
    with office.writing() as session:
        session.execute(update(User).values(password_hash=hash_password(PASSWORD)))
    client = office.open_case()
    client.first_interview()
    client.assess(("Q2",), months=6)
    yield client
    office.close()


def explanations(client: Client) -> list[list[dict[str, Any]]]:
    engine = client.office.harness.engine
    with client.office.reading() as session:
        return decisions_before(session, engine.definitions, client.task("segment_festlegen"), client.office.now)


def test_the_decision_is_explained_down_to_what_it_rests_on(client: Client) -> None:
    found = {str(entry["id"]): entry for entry in explanations(client)[0]}
    assert list(found)[-1] == "Profillage"
    assert found["Profillage"]["output"] == client.suggestion()
    assert found["Profillage"]["inputs"]["Prognose"] == 6
    assert found["BelastungSchwerpunkt"]["output"] == "MITTEL"


def test_a_table_that_was_asked_is_among_the_causes_of_the_task(client: Client) -> None:
    task = client.task("segment_festlegen")
    with client.office.reading() as session:
        told = [entry.data.get("decision") for entry in causes_of(session, [task])[task.id]]
    assert "Profillage" in told


def test_another_answer_than_the_one_that_was_given_explains_nothing(client: Client) -> None:
    with client.office.writing() as session:
        _forget_rules(session)
    assert explanations(client) == []


def _forget_rules(session: Session) -> None:
    made = {"decision": "Profillage", "rules": {"Profillage": [99]}}
    session.execute(update(HistoryEntry).where(HistoryEntry.kind == "decision.made").values(data=made))


def test_the_page_of_the_task_says_which_row_applied_and_what_it_looked_at(client: Client) -> None:
    harness = client.office.harness
    settings = WebSettings(secret_key="k" * 40, https=False, wall_clock=lambda: client.office.now)
    page = Browser(create_app(harness.engine, settings)).sign_in(CASEWORKER)
    text = page.get(f"/aufgaben/{client.task('segment_festlegen').id}").text
    assert "Warum dieser Vorschlag?" in text
    why = text.partition("Warum dieser Vorschlag?")[2].partition("Beispiel, Ada")[0]
    assert why.strip() == (
        "Profillage: Förderprofil Zeile 8 der Tabelle trifft zu. Zeile 8: genau eine der Gruppen Q, L, R, "
        "bis zu 12 Monate Bedarfe in Q, L, R1 Prognose (Monate)6"
    )


def test_values_are_shown_as_people_write_them() -> None:
    assert [shown(value) for value in (None, True, False, 6, "Q", ["Q", "L"], [], {"a": [1]})] == [
        "keine Angabe",
        "ja",
        "nein",
        "6",
        "Q",
        "Q, L",
        "keine Angabe",
        "a: 1",
    ]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("PLAN_STEP", "Schritt der Vereinbarung nicht erfüllt"),
        ("WEITERBILDUNG", "Weiterbildung"),
        ("GT12", "Heranführung über 12 Monate"),
        ("VOLLZEIT", "Vollzeit"),
        ("JOBBOERSE", "Jobbörse"),
    ],
)
def test_stored_values_that_a_table_asks_about_are_told_by_their_words(code: str, word: str) -> None:
    assert shown(code) == word
