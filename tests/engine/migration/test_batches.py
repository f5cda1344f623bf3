"""Many instances move one by one: refused ones are told, broken ones do not stop the others, and it can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.actor import Actor
from engine.commands.cancel_instance import CancelInstance
from engine.commands.claim_task import ClaimTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.migration_batches import (
    PauseMigration,
    ResumeMigration,
    Selection,
    StartMigration,
    UndoMigration,
)
from engine.commands.migration_trials import StartTrial
from engine.doctor import examine
from engine.errors import Forbidden, NotFound, ValuesRefused, WrongState
from engine.migration.plan import MigrationPlan
from engine.migration.preview import Preview
from engine.queries import timers
from engine.testing import Case, Harness
from models.history import HistoryEntry
from models.operations import BatchStatus, MigrationBatch, MigrationMove, MigrationTrialLine
from models.runtime import Instance, InstanceStatus
from tests.engine.migration.scene import deploy

OLD = """<startEvent id="s"/><userTask id="A" name="Prüfen"/><userTask id="B" name="Bescheiden"/><endEvent id="e"/>
<boundaryEvent id="T" attachedToRef="B" cancelActivity="false"><timerEventDefinition><timeDuration>P5D</timeDuration>
</timerEventDefinition></boundaryEvent><endEvent id="t"/>
s -> A -> B -> e
T -> t
"""
NEW = """<startEvent id="s"/><userTask id="B2" name="Bescheiden"/><endEvent id="e"/>
<boundaryEvent id="U" attachedToRef="B2" cancelActivity="false"><timerEventDefinition><timeDuration>P9D</timeDuration>
</timerEventDefinition></boundaryEvent><endEvent id="u"/>
s -> B2 -> e
U -> u
"""


@pytest.fixture
def h(database_url: str) -> Iterator[Harness]:
    harness = Harness(database_url)
    deploy(harness, OLD)
    yield harness
    harness.close()


def start_batch(h: Harness, *, selection: Selection | None = None, plan: MigrationPlan | None = None) -> int:
    """A batch from version 1 to the newest; the worker has not looked at it yet."""
    source, target = h.version("P", 1), h.version("P")
    chosen = plan or h.plan(source, target)
    return h.engine.execute(
        StartMigration(source.id, target.id, chosen, "Neue Fassung", selection or Selection()), h.actor
    )


def moves(h: Harness, batch: int) -> dict[int, tuple[str, list[str]]]:
    with h.engine.reading() as session:
        rows = session.execute(select(MigrationMove).where(MigrationMove.batch_id == batch)).scalars()
        return {row.instance_id: (row.status.value, [o["code"] for o in row.obstacles]) for row in rows}


def stored(h: Harness, case: Case) -> tuple[Any, ...]:
    """Everything of an instance that an undo must bring back."""
    with h.engine.reading() as session:
        row = session.get(Instance, case.id)
        assert row is not None
        due = [(t.id, t.element_id, t.due_at) for t in timers(session, case.id)]
    tasks = [(t.id, t.element_id, t.name, t.assignee, t.form_id) for t in case.tasks()]
    return row.definition_id, row.state, due, tasks


def batch_status(h: Harness, batch: int) -> BatchStatus:
    with h.engine.reading() as session:
        return session.execute(select(MigrationBatch.status).where(MigrationBatch.id == batch)).scalar_one()


def cases_at_b(h: Harness, count: int) -> list[Case]:
    cases = [h.start("P", business_key=f"F-{index}") for index in range(count)]
    for case in cases:
        case.complete("A")
    return cases


def test_each_instance_is_moved_or_told_why_not(h: Harness) -> None:
    movable = cases_at_b(h, 3)
    stuck = h.start("P")
    deploy(h, NEW)
    batch = start_batch(h)
    assert {status for status, _ in moves(h, batch).values()} == {"waiting"}
    h.settle()
    assert moves(h, batch) == {c.id: ("migrated", []) for c in movable} | {stuck.id: ("refused", ["no-target"])}
    assert batch_status(h, batch) is BatchStatus.FINISHED
    assert [c.version for c in [*movable, stuck]] == [2, 2, 2, 1]
    with h.engine.reading() as session:
        assert examine(session, h.engine.definitions, h.now) == []
        told = session.execute(select(HistoryEntry.data).where(HistoryEntry.kind == "instance.migrated")).scalars()
        assert [facts["migration"] for facts in told] == [batch] * 3


def test_only_selected_instances_move(h: Harness) -> None:
    one, two, three = cases_at_b(h, 3)
    deploy(h, NEW)
    assert list(moves(h, start_batch(h, selection=Selection(instance_ids=(two.id,))))) == [two.id]
    assert list(moves(h, start_batch(h, selection=Selection(key_prefix="F-2")))) == [three.id]
    assert moves(h, start_batch(h, selection=Selection(status=InstanceStatus.SUSPENDED))) == {}
    h.settle()
    assert [c.version for c in (one, two, three)] == [1, 2, 2]


def test_a_broken_instance_does_not_stop_the_others(h: Harness) -> None:
    cases = cases_at_b(h, 3)
    deploy(h, NEW)
    with h.database.begin() as connection:
        connection.execute(update(Instance).where(Instance.id == cases[1].id).values(state=b"{broken"))
    batch = start_batch(h)
    h.settle()
    assert [moves(h, batch)[c.id][0] for c in cases] == ["migrated", "refused", "migrated"]
    assert moves(h, batch)[cases[1].id][1] == ["failed"]
    assert batch_status(h, batch) is BatchStatus.FINISHED


def test_a_paused_batch_waits_until_it_is_resumed(h: Harness) -> None:
    cases = cases_at_b(h, 2)
    deploy(h, NEW)
    batch = start_batch(h)
    h.engine.execute(PauseMigration(batch), h.actor)
    h.settle()
    assert {c.version for c in cases} == {1}
    with pytest.raises(WrongState, match="paused"):
        h.engine.execute(PauseMigration(batch), h.actor)
    h.engine.execute(ResumeMigration(batch), h.actor)
    h.settle()
    assert {c.version for c in cases} == {2}
    with pytest.raises(WrongState, match="finished"):
        h.engine.execute(ResumeMigration(batch), h.actor)


def test_undoing_restores_exactly_what_has_not_moved_on(h: Harness) -> None:
    cases = cases_at_b(h, 3)
    h.engine.execute(ClaimTask(cases[0].tasks()[0].id), h.actor)
    before = [stored(h, c) for c in cases]
    deploy(h, NEW)
    batch = start_batch(h)
    h.settle()
    assert [stored(h, c) for c in cases] != before
    cases[2].complete("B2")
    h.engine.execute(UndoMigration(batch, "Doch nicht"), h.actor)
    h.settle()
    assert [stored(h, c) for c in cases[:2]] == before[:2]
    assert Counter(status for status, _ in moves(h, batch).values()) == {"returned": 2, "stayed": 1}
    assert moves(h, batch)[cases[2].id] == ("stayed", ["ended"])
    with h.engine.reading() as session:
        assert examine(session, h.engine.definitions, h.now) == []
    cases[0].complete("B")
    assert cases[0].status == "completed"
    with pytest.raises(WrongState, match="undone"):
        h.engine.execute(UndoMigration(batch, "Noch einmal"), h.actor)


def test_what_a_migration_armed_and_dropped_is_put_back_by_undoing(h: Harness) -> None:
    (case,) = cases_at_b(h, 1)
    deploy(h, NEW)
    source, target = h.version("P", 1), h.version("P")
    batch = start_batch(h, plan=h.plan(source, target, T=None))
    before = stored(h, case)
    h.travel(days=1)
    with h.engine.reading() as session:
        assert [t.element_id for t in timers(session, case.id)] == ["U"]
    h.engine.execute(UndoMigration(batch, "Doch nicht"), h.actor)
    h.settle()
    after = stored(h, case)
    assert (after[0], after[1], after[3]) == (before[0], before[1], before[3])
    assert [each[1:] for each in after[2]] == [each[1:] for each in before[2]]


def test_a_message_that_waited_already_is_foretold_delivered_and_not_taken_back(h: Harness) -> None:
    (case,) = cases_at_b(h, 1)
    h.engine.execute(CorrelateMessage("eilt", None, {}, "P9D"), h.actor)
    event = """<boundaryEvent id="E" attachedToRef="B"><messageEventDefinition messageRef="M"/></boundaryEvent>
    <userTask id="N"/><endEvent id="n"/>
    E -> N -> n
    """
    deploy(h, OLD + event, shared='<message id="M" name="eilt"/>')
    assert case.preview_migration().receives == ("eilt",)
    batch = start_batch(h)
    h.settle()
    assert case.open_tasks() == ["N"]
    h.engine.execute(UndoMigration(batch, "Doch nicht"), h.actor)
    h.settle()
    assert moves(h, batch) == {case.id: ("stayed", ["went-on"])}
    assert case.open_tasks() == ["N"]


def test_an_instance_that_moved_on_stays_with_the_reason(h: Harness) -> None:
    (case,) = cases_at_b(h, 1)
    deploy(h, NEW)
    batch = start_batch(h)
    h.settle()
    h.travel(days=6)
    h.engine.execute(UndoMigration(batch, "Doch nicht"), h.actor)
    h.settle()
    assert moves(h, batch) == {case.id: ("stayed", ["advanced"])}


def test_after_its_time_a_batch_cannot_be_undone_and_nothing_is_kept(h: Harness) -> None:
    (case,) = cases_at_b(h, 1)
    deploy(h, NEW)
    batch = start_batch(h)
    h.settle()
    h.travel(days=40)
    with h.engine.reading() as session:
        kept = session.execute(select(MigrationMove.state_before, MigrationMove.trail)).all()
    assert [tuple(row) for row in kept] == [(None, None)]
    with pytest.raises(WrongState, match="finished for more than 30 days"):
        h.engine.execute(UndoMigration(batch, "Zu spät"), h.actor)
    assert case.version == 2


def test_bad_input_is_told_and_changes_nothing(h: Harness) -> None:
    (case,) = cases_at_b(h, 1)
    deploy(h, NEW)
    source, target = h.version("P", 1), h.version("P")
    plan = h.plan(source, target)
    with pytest.raises(WrongState, match="the target itself"):
        h.engine.execute(StartMigration(source.id, source.id, h.plan(source, source), "x"), h.actor)
    with pytest.raises(NotFound):
        h.engine.execute(StartMigration(source.id, 4711, plan, "x"), h.actor)
    wanted = Selection(instance_ids=(case.id, 4711))
    with pytest.raises(WrongState, match="4711, but it is not living in version 1"):
        h.engine.execute(StartMigration(source.id, target.id, plan, "x", wanted), h.actor)
    with pytest.raises(ValuesRefused):
        h.engine.execute(StartMigration(source.id, target.id, plan, " "), h.actor)
    with pytest.raises(NotFound):
        h.engine.execute(PauseMigration(4711), h.actor)
    nobody = Actor("nobody", permissions=frozenset({"instance.operate"}))
    with pytest.raises(Forbidden):
        h.engine.execute(StartMigration(source.id, target.id, plan, "x"), nobody)
    with h.engine.reading() as session:
        assert session.execute(select(MigrationBatch.id)).all() == []


def told(h: Harness, trial: int) -> dict[int, tuple[str | None, Any]]:
    with h.engine.reading() as session:
        rows = session.execute(select(MigrationTrialLine).where(MigrationTrialLine.trial_id == trial)).scalars()
        return {row.instance_id: (row.outcome, row.told) for row in rows}


def test_a_dry_run_over_many_tells_what_the_batch_then_does(h: Harness) -> None:
    movable, broken, ended = cases_at_b(h, 3)
    stuck = h.start("P")
    deploy(h, NEW)
    source, target = h.version("P", 1), h.version("P")
    plan = h.plan(source, target)
    trial = h.engine.execute(StartTrial(source.id, target.id, plan), h.actor)
    expected = movable.preview_migration()
    h.engine.execute(CancelInstance(ended.id, "doppelt"), h.actor)
    with h.database.begin() as connection:
        connection.execute(update(Instance).where(Instance.id == broken.id).values(state=b"{broken"))
    before = stored(h, movable)
    h.settle()
    found = told(h, trial)
    assert {i: outcome for i, (outcome, _) in found.items()} == {
        movable.id: "moves",
        broken.id: "refused",
        ended.id: "refused",
        stuck.id: "refused",
    }
    assert Preview.from_json(found[movable.id][1]) == expected
    assert [found[c.id][1][0]["code"] for c in (broken, ended, stuck)] == ["failed", "ended", "no-target"]
    assert stored(h, movable) == before
    batch = h.engine.execute(
        StartMigration(source.id, target.id, plan, "Neue Fassung", Selection(trial_id=trial)), h.actor
    )
    h.settle()
    assert {i: status for i, (status, _) in moves(h, batch).items()} == {
        movable.id: "migrated",
        broken.id: "refused",
        stuck.id: "refused",
    }
    h.travel(days=8)
    assert told(h, trial) == {}, "what a dry run told is forgotten after some days"
    with pytest.raises(WrongState, match="4711, but it is not living in version 1 of P"):
        h.engine.execute(StartTrial(source.id, target.id, plan, Selection(instance_ids=(4711,))), h.actor)
