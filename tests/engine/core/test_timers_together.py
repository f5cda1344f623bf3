"""Instances whose timers fire in one transaction do not share their fate."""

from __future__ import annotations

from sqlalchemy import update

from engine.doctor import examine
from engine.testing import Case, Harness
from engine.unit import INSTANCE
from tests.benchmarks.monthly import MONTHLY_TASKS, monthly


def waiting_for_next_month(harness: Harness, count: int) -> list[Case]:
    cases = [harness.start("monthly") for _ in range(count)]
    for case in cases:
        for element in MONTHLY_TASKS:
            case.complete(element)
    return cases


def test_one_that_cannot_go_on_is_parked_and_the_others_go_on(harness: Harness) -> None:
    harness.deploy(monthly())
    broken, *others = waiting_for_next_month(harness, 4)
    with harness.database.execution_options(writing=True).begin() as connection:
        connection.execute(update(INSTANCE).where(INSTANCE.c.id == broken.id).values(state=b"not a state"))
    harness.travel(days=32)
    assert [case.open_tasks() for case in others] == [["talk"]] * 3
    assert [i.kind for i in broken.incidents()] == ["timer"]
    assert [i.incidents() for i in others] == [[]] * 3


def test_each_fires_once_and_the_promises_hold(harness: Harness) -> None:
    harness.deploy(monthly())
    cases = waiting_for_next_month(harness, 30)  # more than share a transaction
    harness.travel(days=32)
    assert [case.trace().count("month") for case in cases] == [1] * 30
    with harness.engine.reading() as session:
        assert examine(session, harness.engine.definitions, harness.now) == []
