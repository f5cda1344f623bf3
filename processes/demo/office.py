"""The empty demo jobcenter: settings, teams, accounts, and the marks by which an interrupted seed is recognised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.context import Context
from models.casework import OfficeSettings
from models.history import HistoryEntry
from models.identity import Absence, Membership, Team, User
from processes.demo.accounts import DEMO_PASSWORD, TEAMS, demo_accounts
from processes.demo.providers import furnish_providers, keep_providers_current
from processes.identity.passwords import hash_password
from processes.profiling.occupation_import import ImportOccupations, shipped_occupations

BEGUN, DONE = "demo.seed_begun", "demo.seed_done"
#: Who is away in the days after the seed, and who stands in.
AWAY, COVER = "t.nowak", "m.yildiz"
AWAY_DAYS = 9


@dataclass(frozen=True)
class Seed:
    """What a seed was asked for: the day it leads up to, and how many cases."""

    day: date
    cases: int


@dataclass(frozen=True)
class SeedState:
    """What the database says about seeding. `is_foreign`: there is an office here that no seed has made."""

    begun: Seed | None
    is_done: bool
    is_foreign: bool


def seed_state(session: Session) -> SeedState:
    begun = session.scalars(select(HistoryEntry).where(HistoryEntry.kind == BEGUN).limit(1)).first()
    done = session.scalars(select(HistoryEntry.id).where(HistoryEntry.kind == DONE).limit(1)).first()
    occupied = session.scalars(select(User.id).limit(1)).first() is not None
    if begun is None:
        return SeedState(None, is_done=False, is_foreign=occupied)
    asked = Seed(date.fromisoformat(begun.data["day"]), begun.data["cases"])
    return SeedState(asked, is_done=done is not None, is_foreign=False)


@dataclass(frozen=True)
class SetUpOffice:
    """Settings, teams and people of Jobcenter Musterstadt, and the mark that a seed has begun."""

    seed: Seed
    permission: ClassVar[str] = "demo.seed"

    def run(self, context: Context) -> None:
        session = context.session
        session.add(
            OfficeSettings(
                id=1,
                name="Jobcenter Musterstadt",
                land="NW",
                municipality="Musterstadt",
                address="Rathausplatz 3, 45999 Musterstadt",
            )
        )
        teams = {key: Team(key=key, name=name) for key, name in TEAMS.items()}
        session.add_all(teams.values())
        hashed = hash_password(DEMO_PASSWORD)
        people = {}
        for account in demo_accounts():
            person = User(
                username=account.username,
                display_name=account.display_name,
                email=account.email,
                password_hash=hashed,
            )
            for key in account.teams or ("",):
                person.memberships.append(Membership(role=account.kind, team=teams.get(key)))
            people[account.username] = person
        session.add_all(people.values())
        session.flush()
        session.add(
            Absence(
                user_id=people[AWAY].id,
                cover_id=people[COVER].id,
                first_day=self.seed.day,
                last_day=self.seed.day + timedelta(days=AWAY_DAYS),
                reason="Urlaub",
            )
        )
        furnish_providers(context)
        ImportOccupations(tuple(shipped_occupations())).run(context)
        context.record(BEGUN, data={"day": self.seed.day.isoformat(), "cases": self.seed.cases})


@dataclass(frozen=True)
class FinishSeed:
    """The mark that the demo office is complete."""

    permission: ClassVar[str] = "demo.seed"

    def run(self, context: Context) -> None:
        keep_providers_current(context)
        context.record(DONE)
