"""How much a command says to the database: counted, never timed."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, InternalError

from engine.actor import SYSTEM, Actor
from engine.commands.complete_task import CompleteTask
from engine.commands.fire_due_timers import FireLongestDue
from engine.commands.save_draft import DRAFT, SaveDraft
from engine.testing import Harness
from models.database import one_round_trip
from tests.benchmarks.monthly import MONTHLY_TASKS, monthly
from tests.engine.core.counting import counted

CREW = Actor("ada", frozenset({"task.complete"}), frozenset({"crew", "watch"}))


def test_a_completion_takes_ten_statements_and_one_commit_in_every_lap(harness: Harness) -> None:
    harness.deploy(monthly())
    case = harness.start("monthly")
    most: list[int] = []
    for _ in range(3):
        for element in MONTHLY_TASKS:
            task = case.task(element)
            with counted(harness.database) as found:
                harness.engine.execute(CompleteTask(task.id, {}, f"{task.id}"), CREW)
            assert len(found.statements) <= 10, "\n".join(found.statements)
            assert found.commits == 1
            most.append(len(found.statements))
        harness.travel(days=32)
    assert most[:6] == most[6:12] == most[12:], "a lap says as much as the one before"


def test_timers_that_fire_together_share_their_statements(harness: Harness) -> None:
    harness.deploy(monthly())
    cases = [harness.start("monthly") for _ in range(12)]
    for case in cases:
        for element in MONTHLY_TASKS:
            case.complete(element)
    few = _fired_together(harness, limit=2)
    many = _fired_together(harness, limit=10)
    assert many == few <= 10
    assert [case.open_tasks() for case in cases] == [["talk"]] * 12


def _fired_together(harness: Harness, limit: int) -> int:
    moment = harness.now
    harness.now = moment.replace(year=moment.year + 1)
    with counted(harness.database) as found:
        assert harness.engine.execute(FireLongestDue(limit), SYSTEM) == limit
    harness.now = moment
    assert found.commits == 1
    return len(found.statements)


def test_a_draft_goes_with_its_completed_task(harness: Harness) -> None:
    harness.deploy(monthly())
    case = harness.start("monthly")
    harness.engine.execute(SaveDraft(case.task("talk").id, {"note": "half"}, 0), SYSTEM)
    case.complete("talk")
    with harness.engine.reading() as session:
        assert session.execute(DRAFT.select()).all() == []


@pytest.mark.postgres
def test_what_is_read_between_commands_costs_none_of_their_prepared_statements(postgres_url: str) -> None:
    """The driver forgets what it has prepared when it sees a ROLLBACK, and every command would be parsed anew."""
    harness = Harness(postgres_url)
    harness.deploy(monthly())
    for _ in range(7):  # what is seen for the sixth time is prepared
        case = harness.start("monthly")
        for element in MONTHLY_TASKS:
            harness.engine.execute(CompleteTask(case.task(element).id), CREW)
    task = harness.start("monthly").task("talk")
    with counted(harness.database) as found:
        harness.engine.execute(CompleteTask(task.id), CREW)
    with harness.engine.reading() as rows:
        prepared = set(rows.execute(text("SELECT statement FROM pg_prepared_statements")).scalars())
    prepared = {re.sub(r"\$\d+", "?", statement) for statement in prepared}
    for statement in found.statements:
        assert re.sub(r"%\(\w+\)s", "?", statement) in prepared
    harness.close()


@pytest.mark.postgres
def test_a_reading_that_writes_is_refused_and_the_next_command_may_write(postgres_url: str) -> None:
    harness = Harness(postgres_url)
    harness.deploy(monthly())
    with harness.engine.reading() as rows, pytest.raises(InternalError, match="read-only transaction"):
        rows.execute(DRAFT.delete())
    assert harness.start("monthly").open_tasks() == ["talk"]
    harness.close()


def test_what_travels_together_fails_like_any_statement(harness: Harness) -> None:
    row = {"task_id": 4711, "values": {}, "revision": 1, "saved_at": harness.now, "saved_by": "ada"}
    with (
        harness.database.connect() as connection,
        pytest.raises(IntegrityError),
        one_round_trip(connection),
    ):
        connection.execute(insert(DRAFT).inline(), row)
    with harness.database.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
