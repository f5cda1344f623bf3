"""Why a case or a task is where it is: every statement is proven by what is stored, and nothing stored is left out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.executor import Engine
from models.casework import Case, ProfilingSheet, SheetState
from models.identity import Absence, User
from models.runtime import Instance, InstanceStatus, TaskStatus, Timer, UserTask
from processes.bootstrap import build_engine
from processes.demo import DEMO_PASSWORD
from tests.processes.test_demo import NOW, seeded
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.small_office import SmallOffice
from tests.web.test_my_day import statements
from tests.web.test_supervision import break_down
from web.app import create_app
from web.readers.evidence import prove
from web.readers.whereabouts import Clause, Evidence, of_case, of_task
from web.settings import WebSettings


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Flask]]:
    engine = build_engine(seeded(tmp_path_factory.mktemp("why") / "office.sqlite3"), clock=lambda: NOW)
    yield engine, create_app(engine, WebSettings(secret_key="k" * 40, https=False, wall_clock=lambda: NOW))
    engine.database.dispose()


def test_every_clause_of_every_demo_case_and_task_is_proven(demo: tuple[Engine, Flask]) -> None:
    engine, app = demo
    count = 0
    with app.test_request_context(), engine.reading() as rows:
        for case in rows.scalars(select(Case)):
            told = [of_case(rows, engine.definitions, case, NOW)]
            tasks = select(UserTask).where(UserTask.business_key == case.case_number)
            for task in rows.scalars(tasks.where(UserTask.status == TaskStatus.OPEN)):
                told.append(of_task(rows, engine.definitions, case, task, NOW))
                assert any(name in clause.text for clause in told[-1].brought for name in (task.name,)), task.name
            for why in told:
                for clause in why:
                    proof = prove(rows, engine.definitions, case, clause.evidence)
                    assert proof.title, clause
                    assert any(value for _term, value in proof.facts), clause
                    count += 1
    assert count > 150


def test_nothing_a_case_waits_for_is_left_out(demo: tuple[Engine, Flask]) -> None:
    engine, app = demo
    with app.test_request_context(), engine.reading() as rows:
        for case in rows.scalars(select(Case)):
            why = of_case(rows, engine.definitions, case, NOW)
            for kind, wanted in stored_waits(rows, case).items():
                told = {clause.evidence.key for clause in why.waits if clause.evidence.kind == kind}
                assert told <= wanted, (case.case_number, kind)
                assert bool(told) == bool(wanted), (case.case_number, kind)
            if any(stored_waits(rows, case).values()):
                assert why.waits, case.case_number
                assert why.actors, case.case_number
                assert why.moves, case.case_number


def test_b_1_a_case_says_that_the_view_of_the_labour_market_is_suspended(office: SmallOffice, sign_in: SignIn) -> None:
    assert "ruht seit" not in sign_in("a.beispiel").get("/faelle/F-2026-000001").text
    with Session(office.engine.database) as session:
        sheet = ProfilingSheet(
            case_id=1,
            state=SheetState.CLOSED,
            needs_catalogue="NEEDS_BA_2013",
            created_at=office.now,
            created_by="a.beispiel",
            edited_at=office.now,
            closed_at=office.now,
            closed_by="a.beispiel",
            conclusion="Zuerst die Gesundheit.",
            prognosis_months=12,
            segment_scheme="BETREUUNGSSTUFE_BA",
            segment_suggestion="IF",
            segment="IF",
        )
        session.add(sheet)
        session.commit()
        sheet_id = sheet.id
    anna = sign_in("a.beispiel")
    assert (
        "Der Blick auf den Arbeitsmarkt ruht seit dem 19.10.2026 (Stufe IF)" in anna.get("/faelle/F-2026-000001").text
    )
    proof = anna.get(f"/faelle/F-2026-000001/belege/bogen/{sheet_id}")
    assert "integrationsfern" in proof.text
    assert anna.get(f"/faelle/F-2026-000002/belege/bogen/{sheet_id}").status == 404


def stored_waits(rows: Session, case: Case) -> dict[str, set[str]]:
    ids = list(
        rows.scalars(
            select(Instance.id).where(
                Instance.business_key == case.case_number, Instance.status == InstanceStatus.ACTIVE
            )
        )
    )
    tasks = select(UserTask.id).where(UserTask.business_key == case.case_number, UserTask.status == TaskStatus.OPEN)
    return {
        "aufgabe": {str(i) for i in rows.scalars(tasks)},
        "frist": {str(i) for i in rows.scalars(select(Timer.id).where(Timer.instance_id.in_(ids)))},
    }


def test_each_link_of_the_page_opens_its_proof(demo: tuple[Engine, Flask]) -> None:
    engine, app = demo
    with engine.reading() as rows:
        task = rows.scalars(select(UserTask).where(UserTask.status == TaskStatus.OPEN, UserTask.assignee.is_not(None)))
        found = task.first()
        assert found is not None
        number, worker = str(found.business_key), str(found.assignee)
    browser = Browser(app).sign_in(worker, DEMO_PASSWORD)
    page = browser.get(f"/faelle/{number}")
    assert "Warum ist dieser Fall hier?" in page.text
    links = [link for link in page.links() if "/belege/" in link]
    assert len(links) >= 4
    for link in links:
        proof = browser.get(link)
        assert proof.status == 200, link
        assert "Zurück zur Übersicht des Falls" in proof.text
    assert "Warum ist diese Aufgabe hier?" in browser.get(f"/aufgaben/{found.id}").text


def test_a_proof_of_another_case_does_not_exist(sign_in: SignIn, office: SmallOffice) -> None:
    anna = sign_in("a.beispiel")
    foreign = office.task_of("F-2026-000004")
    for kind, key in (
        ("aufgabe", foreign.id),
        ("vorgang", foreign.instance_id),
        ("aufgabe", "1; DROP TABLE"),
        ("modell", "1.beratung"),
        ("modell", "999.beratung.x"),
        ("erfunden", 1),
        ("ereignis", 999_999),
        ("abwesenheit", 1),  # of Bernd, who has nothing to do with this case
        ("termin", 999),
    ):
        assert anna.get(f"/faelle/F-2026-000001/belege/{kind}/{key}").status == 404, kind
    assert sign_in("s.fern").get("/faelle/F-2026-000001/belege/aufgabe/1").status == 404


def clauses(office: SmallOffice, app: Flask, number: str) -> list[Clause]:
    with app.test_request_context(), office.engine.reading() as rows:
        case = rows.scalars(select(Case).where(Case.case_number == number)).one()
        found = list(of_case(rows, office.engine.definitions, case, office.now))
        for clause in found:
            prove(rows, office.engine.definitions, case, clause.evidence)
    return found


def test_an_incident_says_who_can_repeat_the_step(office: SmallOffice, app: Flask) -> None:
    break_down(office)
    texts = [clause.text for clause in clauses(office, app, "F-2026-000001")]
    assert any("ist gestört" in text for text in texts)
    assert "Die Störung: die Teamleitung oder die Fachbetreuung." in texts


def test_an_absent_assignee_is_named_with_the_cover(office: SmallOffice, app: Flask) -> None:
    with Session(office.engine.database) as session:
        people = {user.username: user.id for user in session.scalars(select(User))}
        today = office.now.date()
        session.add(Absence(user_id=people["a.beispiel"], cover_id=people["s.fern"], first_day=today, last_day=today))
        session.commit()
    texts = [clause.text for clause in clauses(office, app, "F-2026-000001")]
    assert "Anna Beispiel ist bis 19.10.2026 abwesend; in Vertretung: Sina Fern." in texts


def test_a_task_in_the_queue_names_who_may_take_it(office: SmallOffice, app: Flask) -> None:
    texts = [clause.text for clause in clauses(office, app, "F-2026-000003")]
    assert any("wer es übernimmt – eine Fachkraft, Team Nord" in text for text in texts)


def test_no_clause_without_evidence(office: SmallOffice, app: Flask) -> None:
    with app.test_request_context(), office.engine.reading() as rows:
        case = rows.scalars(select(Case).where(Case.case_number == "F-2026-000001")).one()
        with pytest.raises(NotFound):
            prove(rows, office.engine.definitions, case, Evidence("ereignis", "0"))
    with pytest.raises(TypeError):
        Clause("Behauptung ohne Beleg")  # type: ignore[call-arg]


def test_the_page_of_a_case_asks_the_same_number_of_questions_however_much_goes_on(
    sign_in: SignIn, office: SmallOffice
) -> None:
    anna = sign_in("a.beispiel")
    anna.get("/faelle/F-2026-000002")
    few = statements(office, lambda: anna.get("/faelle/F-2026-000002"))
    for _more in range(6):
        office.start("F-2026-000002")
    assert statements(office, lambda: anna.get("/faelle/F-2026-000002")) == few
