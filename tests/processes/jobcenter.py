"""A jobcenter on a scratch database: its people, its calendar, its time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import sqlalchemy
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.calendar import BERLIN, BusinessCalendar, berlin_date
from engine.commands.deploy_resources import DeployResources
from engine.testing import Harness
from models import desk, operations
from models.base import Base
from models.casework import ClientStatus, LegalCircle, OfficeSettings
from models.identity import Membership, Role, Team, User
from processes.access import actor_for
from processes.bootstrap import register_rooms, shipped_models
from processes.integration.commands import NewClient, OpenCase
from tests.processes.journey import CASEWORKER, Client
from tests.templates import copy_of

TEAM, COLLEAGUE, LEAD = "nord", "k.ollege", "t.leitung"
START = datetime(2026, 7, 6, 9, tzinfo=BERLIN)


class Jobcenter:
    """One office with a team of two caseworkers and a lead; time moves only when told."""

    def __init__(self, database: str = "sqlite://", start: datetime = START, **settings: Any) -> None:
        furnished = copy_of(f"journey {start.isoformat()}", database, lambda empty: furnish(empty, start))
        self.harness = _harness(furnished, start)
        self.calendar = self.harness.engine.calendar
        with self.writing() as session:
            office = session.get_one(OfficeSettings, 1)
            for name, value in settings.items():
                setattr(office, name, value)
        with self.reading() as session:
            people = session.execute(select(User)).scalars()
            self.actors = {user.username: actor_for(user) for user in people}

    def add_team(self, key: str, *, caseworker: str, lead: str) -> None:
        """Another team with one caseworker and a lead."""
        with self.writing() as session:
            team = Team(key=key, name=f"Team {key.capitalize()}")
            for name, role in ((caseworker, Role.CASEWORKER), (lead, Role.TEAM_LEAD)):
                user = User(username=name, display_name=name, password_hash="-")
                user.memberships = [Membership(role=role, team=team)]
                session.add(user)
        with self.reading() as session:
            self.actors |= {user.username: actor_for(user) for user in session.execute(select(User)).scalars()}

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Session(self.harness.database) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.harness.engine.reading() as session:
            yield session

    def close(self) -> None:
        self.harness.close()

    @property
    def now(self) -> datetime:
        return self.harness.now

    @property
    def today(self) -> date:
        return berlin_date(self.harness.now)

    def actor(self, name: str) -> Actor:
        return self.actors[name]

    def execute(self, command: Any, who: str = CASEWORKER) -> Any:
        result = self.harness.engine.execute(command, self.actor(who))
        self.harness.settle()
        return result

    def workday(self, days: int) -> date:
        return self.calendar.working_day_offset(self.today, days)

    def travel_to_day(self, day: date, hour: int = 9) -> None:
        """Go to a day's morning; on the way everything that comes due runs."""
        self.harness.travel_to(datetime.combine(day, time(hour), BERLIN))

    def open_case(self, number: str = "K-100001", **changes: Any) -> Client:
        client = NewClient(
            customer_no=number,
            first_name="Ada",
            last_name="Beispiel",
            born_on=changes.pop("born_on", date(1990, 3, 4)),
        )
        given = {"legal_circle": LegalCircle.SGB2, "client_status": ClientStatus.UNEMPLOYED, **changes}
        fall = self.execute(OpenCase(client, team=TEAM, caseworker=CASEWORKER, **given))
        return Client(self, fall)


def _harness(database: sqlalchemy.Engine, start: datetime) -> Harness:
    handlers, forms = register_rooms()
    return Harness(database, start, handlers=handlers, forms=forms, calendar=BusinessCalendar(land="NW"))


#: Modules whose tables an office has although nothing here names them: importing them fills the metadata.
TABLE_MODULES = (desk, operations)


def furnish(database: sqlalchemy.Engine, start: datetime) -> None:
    """The office, its people and all shipped models, in an empty database."""
    Base.metadata.create_all(database)
    with Session(database) as session, session.begin():
        session.add(OfficeSettings(id=1, name="Jobcenter Prüfstadt", land="NW"))
        team = Team(key=TEAM, name="Team Nord")
        for name, role in ((CASEWORKER, Role.CASEWORKER), (COLLEAGUE, Role.CASEWORKER), (LEAD, Role.TEAM_LEAD)):
            user = User(username=name, display_name=name, password_hash="-")
            user.memberships = [Membership(role=role, team=team)]
            session.add(user)
    harness = _harness(database, start)
    harness.engine.execute(DeployResources(shipped_models()), harness.actor)
