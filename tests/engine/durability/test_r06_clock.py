"""R6: the clock jumps, goes back, changes to summer time and back, meets leap days and month ends; no timer fires
early, none twice, and none is lost."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.calendar import BERLIN
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.lease_jobs import LEASE, LeaseJobs
from engine.testing import Case, Harness
from models.history import HistoryEntry
from tests.engine.durability.ledger import check_all
from tests.engine.durability.release_database import DIAGRAMS, World
from tests.engine.durability.scale import measured, scale

pytestmark = pytest.mark.chaos

JUMPS = [timedelta(hours=1), -timedelta(hours=1), timedelta(days=40), -timedelta(days=40), timedelta(minutes=17)]


def fired(case: Case) -> list[tuple[datetime, datetime]]:
    """(due, fired) of every timer of the instance, in the order in which they fired; Berlin time."""
    with case.harness.engine.reading() as session:
        wanted = select(HistoryEntry.at, HistoryEntry.data).where(
            HistoryEntry.instance_id == case.id, HistoryEntry.kind == "timer.fired"
        )
        rows = session.execute(wanted.order_by(HistoryEntry.id)).all()
    return [(datetime.fromisoformat(data["due"]).astimezone(BERLIN), at.astimezone(BERLIN)) for at, data in rows]


def test_a_clock_that_jumps_to_and_fro_fires_nothing_early_and_nothing_twice(toys: Harness) -> None:
    toys.deploy(DIAGRAMS / "rhythm.bpmn", DIAGRAMS / "deadline.bpmn")
    rng, jumps = random.Random(6), scale(40, 1_000)
    cases = [toys.start("rhythm", rhythm=rhythm, ticks=0) for rhythm in ("R/PT6H", "R/P1D", "R/P1M")]
    cases += [toys.start("heartbeat", beats=0, wanted=100_000), toys.start("tour", tour="T", places=[1], months=0)]
    latest = toys.now
    for number in range(jumps):
        if number % 10 == 0:
            cases.append(toys.start("deadline"))
        toys.now += rng.choice(JUMPS)
        toys.settle()
        latest = max(latest, toys.now)
    toys.now = latest + timedelta(days=45)  # a deadline may have been set at the latest moment the clock ever showed
    toys.settle()
    total = 0
    for case in cases:
        firings = fired(case)
        total += len(firings)
        assert all(due <= at for due, at in firings), "early"
        assert len({due for due, _at in firings}) == len(firings) or case in cases[3:4], "twice"
        assert case.open_tasks() != ["answer"], "a deadline was lost"
    check_all(toys)
    measured("R6 jumps and firings", f"{jumps}, {total} on {toys.database.dialect.name}")


@pytest.mark.parametrize(
    ("begin", "rhythm", "expected"),
    [
        # 29 March 2026: 02:30 does not exist
        ("2026-03-27T02:30", "R/P1D", ["2026-03-28T02:30+01:00", "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"]),
        # 25 October 2026: 02:30 comes twice, the first counts
        ("2026-10-23T02:30", "R/P1D", ["2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
        # hours are elapsed time, also through the night of 23 and of 25 hours
        ("2026-03-28T20:00", "R/PT6H", ["2026-03-29T03:00+02:00", "2026-03-29T09:00+02:00"]),
        ("2026-10-24T20:00", "R/PT6H", ["2026-10-25T02:00+02:00", "2026-10-25T07:00+01:00"]),
        # month ends keep their day, 29 February comes back only in leap years
        ("2026-01-31T09:00", "R/P1M", ["2026-02-28T09:00+01:00", "2026-03-31T09:00+02:00", "2026-04-30T09:00+02:00"]),
        ("2028-02-29T09:00", "R/P1Y", ["2029-02-28T09:00+01:00", "2030-02-28T09:00+01:00", "2031-02-28T09:00+01:00"]),
    ],
)
def test_a_rhythm_through_the_calendar_fires_once_each_time(
    sqlite_url: str, begin: str, rhythm: str, expected: list[str]
) -> None:
    harness = Harness(sqlite_url, datetime.fromisoformat(begin).replace(tzinfo=BERLIN))
    harness.deploy(DIAGRAMS / "rhythm.bpmn")
    case = harness.start("rhythm", rhythm=rhythm, ticks=0)
    moments = [datetime.fromisoformat(text) for text in expected]
    step = {"R/P1M": timedelta(hours=6), "R/P1Y": timedelta(days=5)}.get(rhythm, timedelta(minutes=30))
    while harness.now < moments[-1]:
        harness.now += step
        harness.settle()
    assert [due.astimezone(UTC) for due, _at in fired(case)][: len(moments)] == [m.astimezone(UTC) for m in moments]
    assert all(timedelta(0) <= at - due <= step for due, at in fired(case))
    check_all(harness)
    harness.close()


def test_a_deadline_on_a_working_day_waits_for_the_holidays(sqlite_url: str) -> None:
    """Good Friday and Easter Monday 2026 do not count: the fifth working day after 1 April is Friday, 10 April."""
    harness = Harness(sqlite_url, datetime(2026, 4, 1, 9, tzinfo=BERLIN))
    source = (DIAGRAMS / "deadline.bpmn").read_text(encoding="utf-8")
    duration = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>'
    moment = '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">= arbeitstag(date(now()), 5)</bpmn:timeDate>'
    assert duration in source
    harness.deploy(source.replace(duration, moment).encode())
    case = harness.start("deadline")
    while case.open_tasks() == ["answer"]:
        harness.now += timedelta(hours=6)
        harness.settle()
    assert fired(case)[0][0].date() == date(2026, 4, 10)
    harness.close()


def test_work_for_outside_does_not_wait_for_a_clock_that_was_put_back(toys: Harness, world: World) -> None:
    toys.engine.execute(CorrelateMessage("ordered", "leased", {"order": "leased"}), SYSTEM)
    assert toys.engine.execute(LeaseJobs("died", 1), SYSTEM)
    toys.engine.execute(CorrelateMessage("ordered", "ready", {"order": "ready"}), SYSTEM)
    toys.now -= timedelta(days=40)
    toys.settle()
    assert len(world.printed) == 2
    check_all(toys)


def test_a_lease_holds_although_clocks_of_two_machines_differ(toys: Harness, world: World) -> None:
    toys.engine.execute(CorrelateMessage("ordered", "leased", {"order": "leased"}), SYSTEM)
    assert toys.engine.execute(LeaseJobs("at work", 1), SYSTEM)
    toys.now -= LEASE / 2
    toys.settle()
    assert world.printed == []
