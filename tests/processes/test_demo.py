"""The demo jobcenter: the same every time, finished after an interruption, and in order when it opens."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import BERLIN
from engine.doctor import examine
from engine.executor import Engine
from models.casework import (
    ENDED_STATES,
    VALID_AGREEMENTS,
    Agreement,
    Appointment,
    AppointmentState,
    Case,
    OfficeSettings,
)
from models.history import HistoryEntry
from models.identity import Role, Team, User
from models.migrate import upgrade
from models.runtime import Incident, TaskStatus, UserTask
from processes.bootstrap import build_engine
from processes.demo import DEMO_PASSWORD, demo_accounts, seed
from processes.demo.accounts import DemoAccount
from processes.demo.courses import COURSES, courses
from processes.identity.passwords import verify_password
from processes.settings import Settings
from web.readers.urgency import Moments, Urgency

CASES = 14
WHOLE = 300
#: A Tuesday without holidays around it; the office is seen before it opens.
NOW = datetime(2026, 10, 20, 7, 30, tzinfo=BERLIN)
#: Tasks of the phases before an agreement: a case with one of them open is still on its way to the first.
ON_THE_WAY = ("erstgespraech", "profiling", "zielfestlegung", "strategieauswahl", "vereinbarungsabschluss", "umsetzung")


def seeded(path: Path, *, cases: int = CASES, interrupt_at: str | None = None, now: datetime = NOW) -> Settings:
    """A demo office in a new file; an interruption is answered by seeding again."""
    settings = Settings(database_url=f"sqlite:///{path}", demo=True)
    engine = build_engine(settings)
    upgrade(engine.database)
    engine.database.dispose()

    def report(line: str) -> None:
        assert "blieb offen" not in line, line
        if interrupt_at and line.startswith(interrupt_at):
            raise KeyboardInterrupt

    if interrupt_at:
        with pytest.raises(KeyboardInterrupt):
            seed(settings, cases=cases, report=report, now=lambda: now)
        interrupt_at = None
    seed(settings, cases=cases, report=report, now=lambda: now)
    return settings


@pytest.mark.chaos
@pytest.mark.skipif(os.environ.get("PHASENWERK_LONG") != "1", reason="the long form")
@pytest.mark.parametrize("day", range(3))
def test_a_whole_office_comes_into_being_on_any_day(tmp_path: Path, day: int) -> None:
    """As large as people get it: today, tomorrow and after, which is another office every day this runs."""
    now = datetime.now(BERLIN) + timedelta(days=day)
    settings = seeded(tmp_path / "office.sqlite3", cases=WHOLE, now=now)
    engine = build_engine(settings, clock=lambda: now)
    with engine.reading() as rows:
        assert rows.scalars(select(Incident)).all() == []
        assert examine(rows, engine.definitions, now) == []
    engine.database.dispose()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    settings = seeded(tmp_path_factory.mktemp("demo") / "office.sqlite3")
    engine = build_engine(settings, clock=lambda: NOW)
    yield engine
    engine.database.dispose()


@pytest.fixture
def rows(office: Engine) -> Iterator[Session]:
    with office.reading() as session:
        yield session


def everything(settings: Settings) -> tuple[list[Any], Counter[str]]:
    """Cases with where they stand, and the history by kind and element."""
    engine = build_engine(settings)
    with engine.reading() as session:
        cases = [
            (c.case_number, c.state, c.segment, c.person.full_name, c.caseworker.username, c.opened_at)
            for c in session.scalars(select(Case).order_by(Case.id))
        ]
        history = Counter(
            f"{at} {kind} {key} {element}"
            for at, kind, key, element in session.execute(
                select(HistoryEntry.at, HistoryEntry.kind, HistoryEntry.business_key, HistoryEntry.element_id)
            )
        )
    engine.database.dispose()
    return cases, history


def test_an_interrupted_seed_is_finished_and_gives_the_same_office(office: Engine, tmp_path: Path) -> None:
    interrupted = seeded(tmp_path / "again.sqlite3", interrupt_at="2026-08")
    whole = Settings(database_url=str(office.database.url), demo=True)
    assert everything(interrupted) == everything(whole)


def test_seeding_twice_changes_nothing(office: Engine) -> None:
    settings = Settings(database_url=str(office.database.url), demo=True)
    before = everything(settings)
    said: list[str] = []
    seed(settings, cases=CASES + 5, report=said.append)
    assert said == []
    assert everything(settings) == before


def test_an_office_of_somebody_else_is_left_alone(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url, demo=True)
    engine = build_engine(settings)
    upgrade(engine.database)
    with Session(engine.database) as session, session.begin():
        session.add(User(username="echt", display_name="Echte Person", password_hash="-"))
    said: list[str] = []
    seed(settings, report=said.append, now=lambda: NOW)
    assert len(said) == 1
    with engine.reading() as session:
        assert session.scalars(select(User.username)).all() == ["echt"]
        assert session.get(OfficeSettings, 1) is None
    engine.database.dispose()


def test_the_office_has_its_people(rows: Session) -> None:
    kinds = Counter(account.kind for account in demo_accounts())
    assert kinds == {
        Role.CASEWORKER: 12,
        Role.TEAM_LEAD: 2,
        Role.DESIGNER: 1,
        Role.ADMINISTRATOR: 1,
        Role.BENEFIT_UNIT: 1,
        Role.SPECIALIST_SUPPORT: 1,
    }
    assert len(rows.scalars(select(Team)).all()) == 3
    stored = {user.username: user for user in rows.scalars(select(User))}
    assert set(stored) == {account.username for account in demo_accounts()}
    assert verify_password(stored["a.becker"].password_hash, DEMO_PASSWORD)
    assert len({user.password_hash for user in stored.values()}) == 1


def test_every_team_has_a_lead() -> None:
    for account in demo_accounts():
        if account.kind is Role.CASEWORKER:
            leads: list[DemoAccount] = [lead for lead in demo_accounts() if lead.leads(account.teams[0])]
            assert len(leads) == 1


def test_nothing_is_out_of_order(office: Engine, rows: Session) -> None:
    assert examine(rows, office.definitions, NOW) == []
    assert rows.scalars(select(Incident)).all() == []


def test_every_running_case_has_what_comes_next(rows: Session) -> None:
    for case in rows.scalars(select(Case).where(Case.state.not_in(ENDED_STATES))):
        tasks = rows.scalars(
            select(UserTask).where(UserTask.business_key == case.case_number, UserTask.status == TaskStatus.OPEN)
        ).all()
        on_the_way = any(task.process_key in ON_THE_WAY for task in tasks)
        talks = rows.scalars(
            select(Appointment).where(Appointment.case_id == case.id, Appointment.state == AppointmentState.AGREED)
        ).all()
        assert talks or tasks or case.segment == "Z", f"{case.case_number} has neither appointment nor task"
        agreed = rows.scalars(
            select(Agreement).where(Agreement.case_id == case.id, Agreement.state.in_(VALID_AGREEMENTS))
        ).first()
        waits_for_first_talk = case.segment is None and bool(talks)
        assert agreed or on_the_way or waits_for_first_talk or case.segment == "Z", f"{case.case_number}: no agreement"


def test_every_urgency_is_to_be_seen(rows: Session) -> None:
    moments = Moments.at(NOW)
    tasks = rows.scalars(select(UserTask).where(UserTask.status == TaskStatus.OPEN)).all()
    assert {moments.of(task.due_at, task.priority) for task in tasks} == set(Urgency)


def test_talks_stand_on_the_day_itself_and_never_twice_at_one_time(rows: Session) -> None:
    agreed = rows.execute(
        select(Case.caseworker_id, Appointment.starts_at)
        .join(Case, Case.id == Appointment.case_id)
        .where(Appointment.state == AppointmentState.AGREED)
    ).all()
    assert max(Counter(agreed).values()) == 1
    assert any(starts_at.astimezone(BERLIN).date() == NOW.date() for _worker, starts_at in agreed)


def test_what_happens_in_a_year_has_happened(rows: Session) -> None:
    renewed = rows.scalars(select(Agreement).where(Agreement.predecessor_id.is_not(None))).all()
    overdue = rows.scalars(select(UserTask).where(UserTask.element_id == "ueberpruefung_klaeren")).all()
    missed = rows.scalars(select(Appointment).where(Appointment.state == AppointmentState.MISSED)).all()
    ended = rows.scalars(select(Case).where(Case.state.in_(ENDED_STATES))).all()
    assert renewed
    assert overdue
    assert missed
    assert ended


def test_three_hundred_cases_take_every_course_as_often_as_planned() -> None:
    given = Counter(course.name for course in courses(300))
    assert set(given) == {course.name for course in COURSES}
    total = sum(course.weight for course in COURSES)
    assert all(abs(given[course.name] - course.weight * 300 / total) < 2 for course in COURSES)
