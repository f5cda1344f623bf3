"""The composition root: settings → database → calendar, handlers, forms → engine.

The only place that reads the clock.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import inspect, select

from engine.actor import SYSTEM
from engine.calendar import BusinessCalendar
from engine.commands.deploy_resources import DeployedDefinition, DeployResources
from engine.executor import Engine
from engine.formsupport import FormSupport
from engine.handlers import HandlerRegistry
from engine.seal import HISTORY_RECORD
from models.casework import OfficeClosure, OfficeSettings
from models.database import for_reading, open_database
from models.runtime import OfficeClock
from processes.identity.access_log import ACCESS_RECORD
from processes.settings import Settings

HERE = Path(__file__).parent
CLOCK: Any = OfficeClock.__table__

_CALENDAR = select(
    OfficeSettings.land,
    OfficeSettings.municipality,
    OfficeSettings.is_catholic,
    OfficeClosure.first_day,
    OfficeClosure.last_day,
).outerjoin_from(OfficeSettings, OfficeClosure, sqlalchemy.true())

#: What cannot be changed unnoticed: what was done, and who looked.
RECORDS = (HISTORY_RECORD, ACCESS_RECORD)

#: The Land whose holidays count until the office has been set up.
DEFAULT_LAND = "NW"


def rooms() -> list[str]:
    """The process folders that register handlers, facts and rules: those with a `room.py`."""
    return sorted(p.parent.name for p in HERE.glob("*/room.py"))


def build_engine(
    settings: Settings, *, clock: Callable[[], datetime] | None = None, real: Callable[[], datetime] | None = None
) -> Engine:
    """One engine on one database, with everything the rooms register.

    `clock` replaces the office clock; `real` only the time that the office clock of a demo runs ahead of.
    """
    if settings.is_sqlite:
        path = sqlalchemy.engine.make_url(settings.database_url).database
        if path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    handlers, forms = register_rooms(database, settings)
    return Engine(
        database,
        clock=clock or office_clock(database, demo=settings.demo, real=real or real_time),
        calendar=office_calendar(database),
        calendar_of=calendar_in_force,
        handlers=handlers,
        forms=forms,
        records=RECORDS,
    )


def register_rooms(
    database: sqlalchemy.Engine | None = None, settings: Settings | None = None
) -> tuple[HandlerRegistry, FormSupport]:
    """Handlers and form support of all process folders.

    Handlers that act outside get the database and the settings; without them they are known but cannot act.
    """
    handlers = HandlerRegistry()
    facts: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    for room in rooms():
        module = importlib.import_module(f"processes.{room}.room")
        module.register(handlers, facts, rules)
        if hasattr(module, "register_outside"):
            module.register_outside(handlers, database, settings or Settings())
    return handlers, FormSupport(facts=facts, rules=rules)


def office_calendar(database: sqlalchemy.Engine) -> BusinessCalendar:
    """The business calendar with which a process of the office starts; before the upgrade that of the default Land."""
    tables = inspect(database)
    if tables.has_table(OfficeSettings.__tablename__) and tables.has_table(OfficeClosure.__tablename__):
        with for_reading(database).connect() as connection:
            return calendar_in_force(connection) or BusinessCalendar(land=DEFAULT_LAND)
    return BusinessCalendar(land=DEFAULT_LAND)


def calendar_in_force(connection: sqlalchemy.Connection) -> BusinessCalendar | None:
    """The calendar of the office's Land and municipality with its closures, in one statement; None before it is set up.

    Read in every transaction, because any other process of the office may have entered a closure just now.
    """
    found = connection.execute(_CALENDAR).all()
    if not found:
        return None
    closures = frozenset(
        line.first_day + timedelta(days=number)
        for line in found
        if line.first_day is not None
        for number in range((line.last_day - line.first_day).days + 1)
    )
    return BusinessCalendar(found[0].land, found[0].municipality, closures=closures, catholic=found[0].is_catholic)


def office_clock(database: sqlalchemy.Engine, *, demo: bool, real: Callable[[], datetime]) -> Callable[[], datetime]:
    """Real time; in demo mode ahead of it by what a team lead has moved the office clock."""
    if not demo:
        return real

    reading = for_reading(database)

    def ahead() -> datetime:
        with reading.connect() as connection:
            seconds = connection.execute(select(CLOCK.c.ahead_seconds)).scalar_one_or_none() or 0
        return real() + timedelta(seconds=seconds)

    return ahead


def real_time() -> datetime:
    """The real clock, which sign-in sessions live by even when the office clock runs ahead."""
    return datetime.now(UTC)


def shipped_models() -> tuple[tuple[str, bytes], ...]:
    """Every diagram, decision table and form that comes with Phasenwerk."""
    found = [p for pattern in ("*.bpmn", "*.dmn", "*.form") for p in sorted(HERE.rglob(pattern))]
    return tuple((p.name, p.read_bytes()) for p in found)


def deploy_shipped(engine: Engine) -> tuple[DeployedDefinition, ...]:
    """Deploy what has never been deployed in this office; what designers have published since stays the newest.

    Raises DeploymentRefused.
    """
    return engine.execute(DeployResources(shipped_models(), comment="mitgeliefert", keep_published=True), SYSTEM)
