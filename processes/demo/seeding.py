"""Fill an empty database with the demo jobcenter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from engine.actor import SYSTEM
from engine.calendar import BERLIN, berlin_date
from processes.bootstrap import build_engine, deploy_shipped, real_time
from processes.demo.biographies import biographies
from processes.demo.office import FinishSeed, Seed, SetUpOffice, seed_state
from processes.demo.simulation import Clock, Simulation
from processes.settings import Settings

#: How long before the day of the seed the office opened: the oldest case is about 18 months old.
OPENED_BEFORE = timedelta(days=560)


def seed(
    settings: Settings,
    *,
    cases: int = 300,
    report: Callable[[str], None],
    now: Callable[[], datetime] = real_time,
) -> None:
    """Create the office and live through its cases up to the first moment of today; tables must exist already.

    The same day and number give the same office. A seeded database stays as it is, and so does one with people of
    another office. An interrupted seed is finished, for the day and the number it was begun with.
    """
    asked = Seed(berlin_date(now()), cases)
    opening = datetime.combine(asked.day - OPENED_BEFORE, time(7), BERLIN).astimezone(UTC)
    clock = Clock(opening)
    engine = build_engine(settings, clock=clock)
    try:
        with engine.reading() as rows:
            state = seed_state(rows)
        if state.is_done:
            return
        if state.is_foreign:
            report("Die Datenbank enthält schon ein Jobcenter. Es wird kein Demo-Jobcenter angelegt.")
            return
        if state.begun is None:
            report(f"Demo-Jobcenter Musterstadt mit {cases} Fällen wird angelegt …")
            engine.execute(SetUpOffice(asked), SYSTEM)
        else:
            asked = state.begun
            report(f"Das Anlegen des Demo-Jobcenters ({asked.cases} Fälle) wurde unterbrochen und wird fortgesetzt …")
        deploy_shipped(engine)
        people = biographies(asked.cases, asked.day, engine.calendar)
        Simulation(engine, clock, people, asked.day, report).run()
        engine.execute(FinishSeed(), SYSTEM)
        report(f"Demo-Jobcenter Musterstadt ist angelegt: {asked.cases} Fälle.")
    finally:
        engine.database.dispose()
