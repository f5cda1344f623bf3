"""A small office to visit pages in: two teams, every role, four cases, a real engine with a real process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import SYSTEM
from engine.calendar import BERLIN, BusinessCalendar
from engine.commands.deploy_resources import DeployResources
from engine.commands.start_instance import StartInstance
from engine.executor import Engine
from engine.handlers import HandlerRegistry, InsideCall
from engine.worker import Worker, drain
from models.base import Base
from models.casework import Case, CaseState, LegalCircle, OfficeSettings, Person
from models.identity import Absence, Membership, Role, Team, User
from models.runtime import UserTask
from tests.templates import copy_of
from tests.web.case_file import fill_case_file

HERE = Path(__file__).parent
PASSWORD = "ein langes Kennwort"
#: Real hashes that are checked without the work a thief is to have; what that work is, test_sign_in.py shows.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
START = datetime(2026, 10, 19, 9, 30, tzinfo=BERLIN)

#: sign-in name → (display name, role, team)
PEOPLE = {
    "a.beispiel": ("Anna Beispiel", Role.CASEWORKER, "nord"),
    "b.muster": ("Bernd Muster", Role.CASEWORKER, "nord"),
    "s.fern": ("Sina Fern", Role.CASEWORKER, "sued"),
    "l.nord": ("Lea Leitung", Role.TEAM_LEAD, "nord"),
    "f.betreuung": ("Finn Fachbetreuung", Role.SPECIALIST_SUPPORT, None),
    "d.designer": ("Doris Design", Role.DESIGNER, None),
    "a.admin": ("Ali Admin", Role.ADMINISTRATOR, None),
}

#: case number → (first name, last name, caseworker, team)
CASES = {
    "F-2026-000001": ("Mina", "Özdemir", "a.beispiel", "nord"),
    "F-2026-000002": ("Karl", "Sommer", "a.beispiel", "nord"),
    "F-2026-000003": ("Jana", "Winter", "b.muster", "nord"),
    "F-2026-000004": ("Omar", "Fern", "s.fern", "sued"),
}

#: Days from today until the task of each case is due.
DUE = {"F-2026-000001": -12, "F-2026-000002": 0, "F-2026-000003": 3, "F-2026-000004": -2}


@dataclass
class SmallOffice:
    """`now` is the office clock; `broken` makes the service task of the process fail."""

    engine: Engine
    now: datetime
    broken: bool = False

    def settle(self) -> None:
        drain(Worker(self.engine, "small-office"))

    def task_of(self, case_number: str, name: str | None = None) -> UserTask:
        with self.engine.reading() as rows:
            wanted = select(UserTask).where(UserTask.business_key == case_number).order_by(UserTask.id.desc())
            if name:
                wanted = wanted.where(UserTask.name == name)
            return rows.scalars(wanted.limit(1)).one()

    def start(self, case_number: str, **variables: Any) -> int:
        _first, _last, caseworker, team = CASES[case_number]
        values: dict[str, Any] = {"fall": case_number, "team": team, "fachkraft": caseworker, "zustaendig": caseworker}
        values["faellig"] = self.now + timedelta(days=DUE[case_number])
        return self.engine.execute(StartInstance("beratung", values | variables, case_number), SYSTEM)


def open_small_office(database_url: str) -> SmallOffice:
    """People, cases, the process deployed and started once in every case."""
    return _open(copy_of("small office", database_url, _furnish))


def _open(database: sqlalchemy.Engine) -> SmallOffice:
    handlers = HandlerRegistry()
    office: SmallOffice

    def store_answer(_call: InsideCall) -> Mapping[str, Any]:
        if office.broken:
            raise RuntimeError("storage is full")
        return {"abgelegt": True}

    handlers.inside("antwort.ablegen", store_answer)
    engine = Engine(database, clock=lambda: office.now, calendar=BusinessCalendar(land="NW"), handlers=handlers)
    office = SmallOffice(engine, START.astimezone(UTC))
    return office


def _furnish(database: sqlalchemy.Engine) -> None:
    Base.metadata.create_all(database)
    office = _open(database)
    with Session(database) as session:
        add_people(session)
        _add_cases(session)
        session.commit()
    files = [HERE / "diagrams" / name for name in ("beratung.bpmn", "anliegen.form", "antwort.form")]
    office.engine.execute(DeployResources(tuple((f.name, f.read_bytes()) for f in files)), SYSTEM)
    for number in CASES:
        office.start(number)
    office.start("F-2026-000003", zustaendig=None)


def add_people(session: Session) -> None:
    hashed = QUICK.hash(PASSWORD)
    teams = {key: Team(name=f"Team {key.title()}", key=key) for key in ("nord", "sued")}
    session.add_all(teams.values())
    for username, (name, role, team) in PEOPLE.items():
        user = User(username=username, display_name=name, password_hash=hashed)
        user.memberships.append(Membership(role=role, team=teams[team] if team else None))
        session.add(user)
    session.add(OfficeSettings(id=1, name="Jobcenter Musterstadt", land="NW", address="Am Markt 1, 12345 Musterstadt"))
    session.flush()
    away, cover = (session.scalar(select(User).where(User.username == u)) for u in ("b.muster", "a.beispiel"))
    assert away is not None
    assert cover is not None
    session.add(Absence(user_id=away.id, cover_id=cover.id, first_day=date(2026, 11, 2), last_day=date(2026, 11, 6)))


def _add_cases(session: Session) -> None:
    for position, (number, (first, last, caseworker, team)) in enumerate(CASES.items()):
        person = Person(
            customer_no=f"317D00{position}42",
            first_name=first,
            last_name=last,
            born_on=date(1988, 3, 4 + position),
            street="Beispielweg 7",
            postal_code="12345",
            city="Musterstadt",
            phone="0123 456789",
        )
        owner = session.scalar(select(User).where(User.username == caseworker))
        belongs = session.scalar(select(Team).where(Team.key == team))
        assert owner is not None
        assert belongs is not None
        case = Case(
            case_number=number,
            person=person,
            legal_circle=LegalCircle.SGB2,
            state=CaseState.IN_PROGRESS if position == 0 else CaseState.PROFILING,
            team=belongs,
            caseworker=owner,
            opened_on=date(2026, 7, 1),
            opened_at=START - timedelta(days=110),
        )
        session.add(case)
        session.flush()
        if position == 0:
            fill_case_file(session, case, START)
