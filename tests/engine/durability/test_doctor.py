"""Every invariant of the promises: a database damaged by hand shows exactly that violation."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from engine.actor import SYSTEM
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.lease_jobs import LeaseJobs
from engine.doctor import Violation, examine
from engine.doctor_living import check_living
from engine.testing import Case, Harness
from models.runtime import Instance
from tests.engine.core.counting import counted
from tests.engine.durability.forgery import damage, forge_links
from tests.engine.durability.release_database import World

#: History columns without id and hash, to copy a row.
COLUMNS = "at, actor, kind, instance_id, transition, definition_id, business_key, process_key, element_id, token"


def found(harness: Harness) -> list[Violation]:
    with harness.engine.reading() as session:
        return examine(session, harness.engine.definitions, harness.now)


def invariants(harness: Harness) -> set[str]:
    return {v.invariant for v in found(harness)}


@pytest.fixture
def busy(toys: Harness) -> Harness:
    """Books lent and given back, a beating heart, a tour under way, a parcel that is being printed."""
    for book in ("Faust", "Emma"):
        case = toys.start("lending", business_key=book, branch="north", book=book, librarian="ada")
        command = CompleteTask(case.task("hand_out").id, {"reader": "1234"}, f"submission-{book}")
        toys.engine.execute(command, SYSTEM)
    toys.start("heartbeat", business_key="H", beats=0, wanted=9)
    toys.start("tour", business_key="T", tour="T", places=["mill", "castle"], months=0)
    toys.travel(days=3)
    toys.engine.execute(CorrelateMessage("ordered", "P", {"order": "P"}), SYSTEM)
    toys.engine.execute(LeaseJobs("somebody", 1), SYSTEM)
    assert found(toys) == []
    return toys


def test_i1_a_completed_task_that_is_not_in_the_history(busy: Harness) -> None:
    damage(busy.database, "DELETE FROM history_entry WHERE kind = 'task.completed' AND business_key = 'Emma'")
    forge_links(busy.database)
    assert invariants(busy) == {"I1"}


def test_i1_a_completion_in_the_history_whose_task_says_otherwise(busy: Harness) -> None:
    damage(busy.database, "UPDATE user_task SET status = 'cancelled' WHERE submission_id = 'submission-Emma'")
    assert invariants(busy) == {"I1"}


def test_i1_one_submission_for_two_tasks(busy: Harness) -> None:
    damage(busy.database, "UPDATE user_task SET submission_id = 'one' WHERE status = 'completed'")
    assert found(busy) == [Violation("I1", None, "submission one completed 2 tasks")]


def test_i2_a_version_without_its_transition(busy: Harness) -> None:
    damage(busy.database, "UPDATE instance SET version = version + 1 WHERE business_key = 'H'")
    assert invariants(busy) == {"I2"}


def test_i3_a_changed_row(busy: Harness) -> None:
    damage(busy.database, "UPDATE history_entry SET actor = 'eve' WHERE kind = 'task.completed'")
    assert invariants(busy) == {"I3"}


def test_i4_a_task_completed_twice(busy: Harness) -> None:
    copy = f"INSERT INTO history_entry ({COLUMNS}, data) SELECT {COLUMNS}, data FROM history_entry"
    damage(busy.database, f"{copy} WHERE kind = 'task.completed' AND business_key = 'Emma'")
    forge_links(busy.database)
    assert invariants(busy) == {"I4"}


NESTED = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
  <bpmn:process id="nested" isExecutable="true">
    <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="inside"/>
    <bpmn:subProcess id="inside">
      <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f2" sourceRef="s" targetRef="work"/><bpmn:userTask id="work"/>
    </bpmn:subProcess>
  </bpmn:process>
</bpmn:definitions>"""


def test_i4_a_token_in_two_places(busy: Harness) -> None:
    busy.deploy(NESTED)
    case = busy.start("nested")
    by_element = {p.element_id: p.token for p in case.tokens()}
    with busy.engine.reading() as session:
        state = session.execute(select(Instance.state).where(Instance.id == case.id)).scalar_one()
    forged = state.replace(by_element["inside"].encode(), by_element["work"].encode())
    with busy.database.execution_options(writing=True).begin() as connection:
        connection.execute(update(Instance).where(Instance.id == case.id).values(state=forged))
    assert invariants(busy) == {"I4"}


def test_i5_an_instance_that_waits_for_nothing(busy: Harness) -> None:
    case = _case(busy, "H")
    with busy.engine.reading() as session:
        state = json.loads(session.execute(select(Instance.state).where(Instance.id == case.id)).scalar_one())
    state["c"][0][3] = []
    with busy.database.execution_options(writing=True).begin() as connection:
        connection.execute(update(Instance).where(Instance.id == case.id).values(state=json.dumps(state).encode()))
        connection.execute(text("DELETE FROM timer WHERE instance_id = :i"), {"i": case.id})
    assert found(busy) == [Violation("I5", case.id, "active, but nothing will ever happen")]


def test_i6_an_occurrence_that_fired_twice(busy: Harness) -> None:
    copy = f"INSERT INTO history_entry ({COLUMNS}, data) SELECT {COLUMNS}, data FROM history_entry"
    damage(busy.database, f"{copy} WHERE kind = 'timer.fired' AND transition = 3")
    forge_links(busy.database)
    assert [(v.invariant, "twice" in v.what) for v in found(busy)] == [("I6", True)]


def test_i6_a_timer_that_fired_early(busy: Harness) -> None:
    is_one = "kind = 'timer.fired' AND transition = 3"
    damage(busy.database, f"UPDATE history_entry SET data = replace(data, '2026-', '2027-') WHERE {is_one}")
    forge_links(busy.database)
    assert [(v.invariant, "early" in v.what) for v in found(busy)] == [("I6", True)]


def test_i7_a_lease_without_an_attempt(busy: Harness) -> None:
    damage(busy.database, "UPDATE job SET attempts = 0")
    assert invariants(busy) == {"I7"}


def test_i7_a_lease_that_ended_long_ago_and_nobody_took_over(busy: Harness) -> None:
    assert invariants(busy) == set()
    busy.now += timedelta(minutes=11)
    assert invariants(busy) == {"I7"}


def test_i7_a_job_given_up_without_an_incident(busy: Harness) -> None:
    damage(busy.database, "UPDATE job SET status = 'failed'")
    assert invariants(busy) == {"I7"}


def test_i8_an_attempt_that_is_not_logged(busy: Harness) -> None:
    damage(busy.database, "DELETE FROM effect")
    assert invariants(busy) == {"I8"}


def test_i8_an_effect_that_is_done_and_would_be_repeated(busy: Harness) -> None:
    damage(busy.database, "UPDATE effect SET done_at = first_attempted_at")
    assert invariants(busy) == {"I8"}


def test_i9_a_row_that_points_nowhere(sqlite_url: str) -> None:
    """On SQLite only: PostgreSQL does not let this happen."""
    toys = Harness(sqlite_url)
    connection = toys.database.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("INSERT INTO decision_import (definition_id, namespace, resource_id) VALUES (4711, 'x', 4712)")
    connection.commit()
    cursor.execute("PRAGMA foreign_keys=ON")
    connection.close()
    assert set(found(toys)) == {Violation("I9", None, "foreign key broken in decision_import")}
    toys.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM subscription WHERE name = 'returned'",
        "UPDATE timer SET element_id = 'pausing' WHERE element_id = 'pause'",
        "UPDATE job SET token = 'another'",
    ],
)
def test_i10_a_row_that_differs_from_the_state(busy: Harness, statement: str) -> None:
    assert not invariants(busy)
    damage(busy.database, statement)
    assert "I10" in invariants(busy)
    assert invariants(busy) <= {"I8", "I10"}, "a job of another token has no effect log either"


def test_the_living_are_read_in_batches(busy: Harness) -> None:
    """What is damaged is found in whichever batch it lies, and more instances of a batch ask no more statements."""
    for book in ("Lenz", "Sula", "Momo"):
        busy.start("lending", business_key=book, branch="north", book=book, librarian="ada")
    damage(busy.database, "DELETE FROM task_candidate")
    damage(busy.database, "DELETE FROM user_task WHERE business_key IN ('Lenz', 'Momo')")
    wanted = [_case(busy, "Lenz").id, _case(busy, "Momo").id]
    for batch in (1, 2, 500):
        with counted(busy.database) as statements, busy.engine.reading() as session:
            living = check_living(session, busy.engine.definitions, busy.now, batch=batch)
            assert [v.instance_id for v in living if v.invariant == "I10"] == wanted
    assert len(statements.statements) <= 8


PARCEL = "(SELECT min(id) FROM definition WHERE key = 'parcel')"
OF_H = "(SELECT id FROM instance WHERE business_key = 'H')"


@pytest.mark.parametrize(
    ("statement", "invariant", "what"),
    [
        ("UPDATE instance SET state = ''::bytea WHERE business_key = 'H'", "I10", "state cannot be read (JSON"),
        (f"UPDATE instance SET definition_id = {PARCEL} WHERE business_key = 'H'", "I10", "state cannot be read (KeyE"),
        ("UPDATE instance SET status = 'completed' WHERE business_key = 'H'", "I10", "but timer pause is still there"),
        (f"UPDATE timer SET is_parked = true WHERE instance_id = {OF_H}", "I5", "timer pause is held back though"),
        ("UPDATE instance SET status = 'suspended' WHERE business_key = 'H'", "I5", "pause is not held back though"),
        ("UPDATE job SET handler = 'another'", "I10", "is in the table but not in the state"),
        ("UPDATE resource SET content = ''::bytea WHERE name LIKE '%heartbeat%'", "I9", "is not as it was deployed"),
    ],
)
def test_the_place_of_a_damage_is_named(busy: Harness, statement: str, invariant: str, what: str) -> None:
    if busy.database.dialect.name == "sqlite":
        statement = statement.replace("::bytea", "")
    damage(busy.database, statement)
    said = found(busy)
    assert any(v.invariant == invariant and what in v.what for v in said), said
    wrong = next(v for v in said if what in v.what)
    assert wrong.instance_id is not None or invariant == "I9"


def test_a_repeated_attempt_is_one_effect(toys: Harness, world: World) -> None:
    world.is_jammed = True
    toys.engine.execute(CorrelateMessage("ordered", "P", {"order": "P"}), SYSTEM)
    toys.settle()
    world.is_jammed = False
    toys.travel(minutes=5)
    with toys.engine.reading() as session:
        (effect,) = session.execute(text("SELECT idempotency_key, attempts, done_at FROM effect")).all()
    assert (effect.attempts, effect.done_at is not None) == (2, True)
    assert world.printed == [effect.idempotency_key]
    assert found(toys) == []


def _case(harness: Harness, business_key: str) -> Case:
    with harness.engine.reading() as session:
        wanted = select(Instance.id).where(Instance.business_key == business_key)
        return Case(harness, session.execute(wanted).scalar_one())
