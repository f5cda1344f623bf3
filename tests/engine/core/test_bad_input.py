"""Bad input, command by command: a typed error that says what was expected and what is, and nothing has changed.

A new command needs rows here: the test that counts them fails without. What a worker reports late is no mistake but
silence, and is a row of `SILENT`.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

import engine.commands
from engine.actor import SYSTEM, Actor
from engine.commands.add_token import AddToken
from engine.commands.add_turn import AddTurn
from engine.commands.approve_data_change import ApproveDataChange
from engine.commands.assign_task import AssignTask
from engine.commands.broadcast_signal import BroadcastSignal
from engine.commands.cancel_instance import CancelInstance
from engine.commands.change_timer import ChangeTimer
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_job import CompleteJob, FailJob
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.deliver_broadcast import DeliverBroadcast
from engine.commands.deploy_resources import DeployResources
from engine.commands.discard_model_draft import DiscardModelDraft
from engine.commands.erase_record import EraseRecord
from engine.commands.fire_due_timers import FireDueTimers, FireLongestDue, FireStartTimer, ParkTimers
from engine.commands.lease_jobs import LeaseJobs
from engine.commands.migrate_instance import MigrateInstance
from engine.commands.migration_batches import PauseMigration, ResumeMigration, Selection, StartMigration, UndoMigration
from engine.commands.migration_trials import StartTrial, WorkTrials
from engine.commands.move_office_clock import MoveOfficeClock
from engine.commands.move_token import MoveToken
from engine.commands.propose_data_change import ProposeDataChange
from engine.commands.publish_model import PublishModel
from engine.commands.reject_data_change import RejectDataChange
from engine.commands.release_task import ReleaseTask
from engine.commands.remove_token import RemoveToken
from engine.commands.resume_instance import ResumeInstance
from engine.commands.retry_incident import RetryIncident
from engine.commands.save_draft import SaveDraft
from engine.commands.save_model_draft import SaveModelDraft
from engine.commands.seal_record import SealRecord
from engine.commands.start_instance import StartInstance
from engine.commands.suspend_instance import SuspendInstance
from engine.commands.work_migrations import FinishMigrations, GiveUpOne, MoveOne
from engine.data_changes import NewValue
from engine.errors import (
    DeploymentRefused,
    EngineError,
    Forbidden,
    NotFound,
    PlanRefused,
    SamePerson,
    StaleRevision,
    TokenRefused,
    ValuesRefused,
    WrongInput,
    WrongState,
)
from engine.inputs import _checks
from engine.messages import Correlated
from engine.migration.plan import MigrationPlan
from engine.seal import HISTORY_RECORD
from engine.testing import Case, Harness
from models.runtime import Incident, Timer, UserTask
from tests.engine.core.operating import token_at
from tests.engine.spiff.drawing import draw

DIAGRAM = draw(
    """
    <startEvent id="s"/><userTask id="ask" pw:candidateGroups="desk"/><boundaryEvent id="late" attachedToRef="ask">
        <timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></boundaryEvent>
    <userTask id="called"/><serviceTask id="store" pw:handler="store" pw:effect="inside"/>
    <receiveTask id="answer" messageRef="m"/><endEvent id="e"/>
    s -> ask -> store -> answer -> e
    late -> called -> e
    """,
    shared='<message id="m" name="answered" pw:correlationKey="= number"/>',
)
GONE = 4711
NOBODY = Actor("nobody")
#: A record that may be erased after five years.
READERS = dataclasses.replace(HISTORY_RECORD, name="readers", least_years=5)


class World(SimpleNamespace):
    """Ids of one thing in each state, and the plan between two versions."""

    harness: Harness


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    harness = Harness()
    broken = [True]

    def store(_inputs: Any) -> dict[str, Any]:
        if broken[0]:
            raise RuntimeError("no space")
        return {}

    harness.register("store", store)
    harness.deploy(DIAGRAM)
    live, stopped, ended, done, failing, mended = (harness.start("P", number=str(n)) for n in range(6))
    execute = harness.engine.execute
    with harness.engine.reading() as session:
        tasks = {task.instance_id: task.id for task in session.scalars(select(UserTask))}
        timer = session.scalars(select(Timer.id).where(Timer.instance_id == live.id)).one()
    for case in (failing, mended):
        case.complete("ask")
    broken[0] = False
    execute(SuspendInstance(stopped.id, "r"), SYSTEM)
    execute(CancelInstance(ended.id, "r"), SYSTEM)
    done.complete("ask")
    harness.send("answered", correlation={"number": "3"})
    with harness.engine.reading() as session:
        incidents = {i.instance_id: i.id for i in session.scalars(select(Incident))}
    execute(RetryIncident(incidents[mended.id]), SYSTEM)
    execute(ClaimTask(tasks[live.id]), Actor("ada", frozenset({"task.claim", "task.any"})))
    proposals = [execute(ProposeDataChange(live.id, (NewValue("number", n),), "r"), SYSTEM) for n in ("a", "b")]
    execute(RejectDataChange(proposals[1], "r"), SYSTEM)
    harness.deploy(DIAGRAM.replace(b"P30D", b"P31D"))
    old, new = harness.version("P", 1), harness.version("P", 2)
    plan = harness.plan(old, new)
    batches = [
        execute(StartMigration(old.id, new.id, plan, "r", Selection(key_prefix="none")), SYSTEM) for _ in range(3)
    ]
    execute(PauseMigration(batches[1]), SYSTEM)
    execute(UndoMigration(batches[2], "r"), SYSTEM)
    execute(SaveModelDraft("p.bpmn", DIAGRAM, 0), SYSTEM)
    execute(SealRecord(), SYSTEM)
    yield World(
        harness=harness, live=live.id, stopped=stopped.id, ended=ended.id, done=done.id, timer=timer,
        task=tasks[live.id], stopped_task=tasks[stopped.id], gone_task=tasks[ended.id], done_task=tasks[done.id],
        token=token_at(harness, live, "ask"), incident=incidents[failing.id], mended=incidents[mended.id],
        proposal=proposals[0], decided=proposals[1], running=batches[0], paused=batches[1], undone=batches[2],
        old=old.id, new=new.id, plan=plan, now=harness.now,
    )  # fmt: skip
    harness.close()


#: What is refused: the command for a world, the error, and what its message says.
Row = tuple[Callable[[World], Any], type[EngineError], str]
ENDED = "but it is cancelled"
STOPPED = "but it is suspended; it would have to be active"
LATE = r"but it is completed \(by system at .*\); it would have to be open"

REFUSED: list[Row] = [
    (lambda w: AddToken(GONE, "ask", "r"), NotFound, "instance 4711"),
    (lambda w: AddToken(w.ended, "ask", "r"), WrongState, ENDED),
    (lambda w: AddToken(w.live, "ask", " "), ValuesRefused, "reason"),
    (lambda w: AddToken(w.live, "nowhere", "r"), NotFound, "element nowhere"),
    (lambda w: AddTurn(w.live, w.token, "r"), TokenRefused, "but ask is not repeated"),
    (lambda w: AddTurn(w.stopped, w.token, "r"), WrongState, STOPPED),
    (lambda w: AddTurn(GONE, w.token, "r"), NotFound, "instance 4711"),
    (lambda w: ApproveDataChange(GONE), NotFound, "data change 4711"),
    (lambda w: ApproveDataChange(w.proposal), SamePerson, "same person"),
    (lambda w: ApproveDataChange(w.decided), WrongState, r"but it is rejected \(by .*it would have to be open"),
    (lambda w: AssignTask(GONE, "ada", "r"), NotFound, "user task 4711"),
    (lambda w: AssignTask(w.task, "ada", ""), ValuesRefused, "reason"),
    (lambda w: AssignTask(w.done_task, "ada", "r"), WrongState, LATE),
    (lambda w: BroadcastSignal("s", {"x": object()}), WrongInput, "values to be process data, but"),
    (lambda w: CancelInstance(GONE, "r"), NotFound, "instance 4711"),
    (lambda w: CancelInstance(w.done, "r"), WrongState, "completed; it would have to be active or suspended"),
    (lambda w: CancelInstance(w.live, ""), ValuesRefused, "reason"),
    (lambda w: ChangeTimer(GONE, w.now + timedelta(days=1), "r"), NotFound, "timer 4711"),
    (lambda w: ChangeTimer(w.timer, w.now - timedelta(days=1), "r"), ValuesRefused, "due_at"),
    (lambda w: ChangeTimer(w.timer, datetime(2027, 1, 1), "r"), WrongInput, "with a time zone, but"),  # noqa: DTZ001
    (lambda w: ClaimTask(GONE), NotFound, "user task 4711"),
    (lambda w: ClaimTask(w.task), WrongState, r"claimed \(by ada at .*it would have to be unassigned"),
    (lambda w: ClaimTask(w.gone_task), WrongState, ENDED),
    (lambda w: CompleteTask(GONE), NotFound, "user task 4711"),
    (lambda w: CompleteTask(w.done_task), WrongState, LATE),
    (lambda w: CompleteTask(w.gone_task), WrongState, ENDED),
    (lambda w: CompleteTask(w.stopped_task), WrongState, STOPPED),
    (lambda w: CompleteTask(w.task, {"x": object()}), WrongInput, "values to be process data, but"),
    (lambda w: CorrelateMessage("answered", "0", time_to_live="soon"), WrongInput, "time_to_live to be a duration"),
    (lambda w: CorrelateMessage("answered", "0", instance_id=GONE), NotFound, "instance 4711"),
    (lambda w: CorrelateMessage("answered", "0", instance_id=w.live), WrongState, "not waiting for it; it would have"),
    (lambda w: CorrelateMessage("answered", "0", instance_id=w.ended), WrongState, ENDED),
    (lambda w: DeployResources((("x.bpmn", b"<a/>"),)), DeploymentRefused, "root element must be"),
    (lambda w: DeployResources((("x.bpmn", "text"),)), WrongInput, "resources"),  # type: ignore[arg-type]
    (lambda w: DiscardModelDraft("p.bpmn", 7), StaleRevision, "Expected revision 7 of model p.bpmn, but it is 1"),
    (lambda w: EraseRecord(HISTORY_RECORD, 10, "r"), ValuesRefused, "record"),
    (lambda w: EraseRecord(READERS, 4, "r"), ValuesRefused, "years"),
    (lambda w: EraseRecord(READERS, 101, "r"), ValuesRefused, "years"),
    (lambda w: EraseRecord(READERS, 5, " "), ValuesRefused, "reason"),
    (lambda w: MigrateInstance(GONE, w.plan, w.new), NotFound, "instance 4711"),
    (lambda w: MigrateInstance(w.live, w.plan, GONE), NotFound, "4711"),
    (lambda w: MigrateInstance(w.live, w.plan, w.old), WrongState, "already; it would have to be in another version"),
    (lambda w: MigrateInstance(w.ended, w.plan, w.new), WrongState, ENDED),
    (lambda w: MigrateInstance(w.live, MigrationPlan("P", "Q", ()), w.new), PlanRefused, "Expected a plan that fits"),
    (lambda w: StartMigration(GONE, w.new, w.plan, "r"), NotFound, "4711"),
    (lambda w: StartMigration(w.old, w.old, w.plan, "r"), WrongState, "target itself; it would have"),
    (lambda w: StartMigration(w.old, w.new, w.plan, " "), ValuesRefused, "reason"),
    (lambda w: StartMigration(w.old, w.new, w.plan, "r", Selection(instance_ids=(w.ended,))), WrongState, "not living"),
    (lambda w: PauseMigration(GONE), NotFound, "migration 4711"),
    (lambda w: PauseMigration(w.paused), WrongState, "but it is paused; it would have to be running"),
    (lambda w: ResumeMigration(GONE), NotFound, "migration 4711"),
    (lambda w: ResumeMigration(w.running), WrongState, "but it is running; it would have to be paused"),
    (lambda w: UndoMigration(GONE, "r"), NotFound, "migration 4711"),
    (lambda w: UndoMigration(w.undone, "r"), WrongState, "but it is undone; it would have to be"),
    (lambda w: UndoMigration(w.running, ""), ValuesRefused, "reason"),
    (lambda w: StartTrial(w.old, GONE, w.plan), NotFound, "4711"),
    (lambda w: StartTrial(w.old, w.old, w.plan), WrongState, "target itself; it would have"),
    (lambda w: MoveOfficeClock(0), ValuesRefused, "days"),
    (lambda w: MoveToken(w.live, "0", "called", "r"), NotFound, "token 0"),
    (lambda w: MoveToken(w.live, w.token, "nowhere", "r"), NotFound, "element nowhere"),
    (lambda w: MoveToken(w.stopped, w.token, "called", "r"), WrongState, STOPPED),
    (lambda w: ProposeDataChange(GONE, (NewValue("x", 1),), "r"), NotFound, "instance 4711"),
    (lambda w: ProposeDataChange(w.ended, (NewValue("x", 1),), "r"), WrongState, ENDED),
    (lambda w: ProposeDataChange(w.live, (), "r"), ValuesRefused, "changes"),
    (lambda w: ProposeDataChange(w.live, (NewValue("x", object()),), "r"), ValuesRefused, "x"),
    (lambda w: PublishModel("../p", DIAGRAM, 1, ""), ValuesRefused, "file"),
    (lambda w: PublishModel("p.bpmn", DIAGRAM, 7, ""), StaleRevision, "but it is 1"),
    (lambda w: PublishModel("p.bpmn", b"<a/>", 1, ""), DeploymentRefused, "root element must be"),
    (lambda w: RejectDataChange(GONE, "r"), NotFound, "data change 4711"),
    (lambda w: RejectDataChange(w.decided, "r"), WrongState, "it would have to be open"),
    (lambda w: RejectDataChange(w.proposal, ""), ValuesRefused, "reason"),
    (lambda w: ReleaseTask(GONE), NotFound, "user task 4711"),
    (lambda w: ReleaseTask(w.done_task), WrongState, LATE),
    (lambda w: RemoveToken(w.live, w.token, "r"), TokenRefused, "Expected another token to remain, but"),
    (lambda w: RemoveToken(w.live, "0", "r"), NotFound, "token 0"),
    (lambda w: ResumeInstance(GONE, "r"), NotFound, "instance 4711"),
    (lambda w: ResumeInstance(w.live, "r"), WrongState, "but it is active; it would have to be suspended"),
    (lambda w: ResumeInstance(w.stopped, ""), ValuesRefused, "reason"),
    (lambda w: RetryIncident(GONE), NotFound, "incident 4711"),
    (lambda w: RetryIncident(w.mended), WrongState, r"resolved \(by system at .*it would have to be open"),
    (lambda w: SaveDraft(GONE, {}, 0), NotFound, "user task 4711"),
    (lambda w: SaveDraft(w.task, {}, 7), StaleRevision, "Expected revision 7 of draft of user task 1, but it is 0"),
    (lambda w: SaveDraft(w.done_task, {}, 0), WrongState, LATE),
    (lambda w: SaveModelDraft("p.exe", b"", 0), ValuesRefused, "file"),
    (lambda w: SaveModelDraft("p.bpmn", b"", 0), StaleRevision, "but it is 1"),
    (lambda w: StartInstance("Q"), NotFound, "process Q"),
    (lambda w: StartInstance("P", version=9), NotFound, "process P version 9"),
    (lambda w: StartInstance("P", {"x": {1, 2}}), WrongInput, "values to be process data, but"),
    (lambda w: SuspendInstance(GONE, "r"), NotFound, "instance 4711"),
    (lambda w: SuspendInstance(w.stopped, "r"), WrongState, rf"to suspend instance \d+, {STOPPED}"),
    (lambda w: SuspendInstance(w.live, "x" * 2001), ValuesRefused, "reason"),
]

#: What comes too late or finds nothing to do, and what it answers.
SILENT: list[tuple[Callable[[World], Any], Any]] = [
    (lambda w: BroadcastSignal("nobody listens"), Correlated()),
    (lambda w: CompleteJob(GONE, {}), False),
    (lambda w: FailJob(GONE, "E", 1), False),
    (lambda w: DeliverBroadcast(GONE), 0),
    (lambda w: FireDueTimers(GONE), 0),
    (lambda w: FireDueTimers(w.stopped), 0),
    (lambda w: FireLongestDue(5), 0),
    (lambda w: FireStartTimer(GONE), 0),
    (lambda w: ParkTimers(GONE, "E"), None),
    (lambda w: LeaseJobs("w", 5), ()),
    (lambda w: WorkTrials(5), 0),
    (lambda w: MoveOne(GONE), False),
    (lambda w: GiveUpOne(GONE, "E"), False),
    (lambda w: SealRecord(), 0),
    (lambda w: EraseRecord(READERS, 5, "r"), 0),
]
#: Commands without input; what they find to do is tested where they are.
WITHOUT_INPUT = {FinishMigrations}


def stored(world: World) -> bytes:
    """Everything in the database."""
    with world.harness.database.connect() as connection:
        driver: Any = connection.connection.driver_connection
        return bytes(driver.serialize())


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row[2])
def test_bad_input_is_refused_in_words_and_changes_nothing(world: World, row: Row) -> None:
    make, kind, said = row
    before = stored(world)
    for act in (world.harness.engine.execute, world.harness.engine.preview):
        with pytest.raises(kind, match=said) as refused:
            act(make(world), SYSTEM)
        assert isinstance(refused.value, EngineError)
        assert kind is DeploymentRefused or str(refused.value).startswith("Expected ")
        if isinstance(refused.value, ValuesRefused):
            assert all(told.strip() for told in refused.value.errors.values())
    assert stored(world) == before


@pytest.mark.parametrize("make, answer", SILENT)
def test_what_comes_too_late_is_silence(world: World, make: Callable[[World], Any], answer: Any) -> None:
    assert world.harness.engine.preview(make(world), SYSTEM).result == answer


def commands() -> set[type]:
    """Every command of the engine."""
    modules = pkgutil.iter_modules(engine.commands.__path__)
    found = [importlib.import_module(f"engine.commands.{module.name}") for module in modules]
    return {
        item
        for module in found
        for item in vars(module).values()
        if isinstance(item, type) and item.__module__ == module.__name__ and hasattr(item, "permission")
    }


def samples(world: World) -> dict[type, Any]:
    made = [make(world) for make, *_ in (*REFUSED, *SILENT)]
    return {type(command): command for command in reversed(made)}


def test_every_command_has_rows(world: World) -> None:
    assert commands() == samples(world).keys() | WITHOUT_INPUT


def test_every_command_refuses_what_its_fields_do_not_take_and_people_without_the_right(world: World) -> None:
    before, execute = stored(world), world.harness.engine.execute
    for kind, sample in samples(world).items():
        with pytest.raises(Forbidden, match=f"Expected permission {kind.permission} for {kind.__name__}, but"):
            execute(sample, NOBODY)
        checked = [name for name, _ in _checks(kind)]
        assert checked or not dataclasses.fields(sample), kind
        for name in checked:
            for wrong in (object(), [1, object()], "\x00", 2**70):
                broken = dataclasses.replace(sample, **{name: wrong})
                with pytest.raises(WrongInput, match=f"^Expected .*{name} to be .*, but it is"):
                    execute(broken, SYSTEM)
    assert stored(world) == before


def test_the_harness_says_what_was_expected(world: World) -> None:
    h, live, ended = world.harness, Case(world.harness, world.live), Case(world.harness, world.ended)
    before = stored(world)
    plan: MigrationPlan = world.plan
    for wrong, kind, said in (
        (lambda: h.start("Q"), NotFound, "process Q"),
        (lambda: h.start("P", x=object()), WrongInput, "process data"),
        (lambda: h.deploy(b"<a/>"), DeploymentRefused, "root element"),
        (lambda: h.instances("Q"), NotFound, "process Q"),
        (lambda: h.version("P", 9), NotFound, "process P version 9"),
        (lambda: h.migrate("Q"), NotFound, "process Q"),
        (lambda: h.travel_to(h.now - timedelta(days=1)), WrongState, "before now"),
        (lambda: h.travel(days=-1), WrongState, "before now"),
        (lambda: live.complete("nowhere"), NotFound, r"open task nowhere \(open: \['ask'\]\)"),
        (lambda: ended.complete("ask"), WrongState, ENDED),
        (lambda: live.migrate(9), NotFound, "process P version 9"),
        (lambda: live.migrate(1), WrongState, "in another version|another one than the target"),
        (lambda: live.preview_migration(9), NotFound, "process P version 9"),
        (lambda: ended.migrate(plan=plan), WrongState, ENDED),
        *(
            (getattr(Case(h, GONE), name), NotFound, "instance 4711")
            for name in ("open_tasks", "tasks", "trace", "tokens", "incidents", "migrate", "preview_migration")
        ),
        *((lambda name=name: getattr(Case(h, GONE), name), NotFound, "4711") for name in ("status", "data", "version")),
    ):  # fmt: skip
        with pytest.raises(kind, match=said):
            wrong()
    assert stored(world) == before


def test_a_message_that_nobody_takes_says_so(world: World) -> None:
    """Also one without the key its listeners expect: whoever sends it reads the result."""
    result = world.harness.engine.preview(CorrelateMessage("answered"), SYSTEM).result
    assert (result.delivered, result.started, result.buffered) == ((), (), False)


def test_outputs_of_a_job_that_cannot_be_kept_are_an_incident_of_their_own_name() -> None:
    harness = Harness()
    harness.engine.handlers.outside("print", lambda _call: {"x": object()})
    harness.deploy(draw('<serviceTask id="print" pw:handler="print" pw:effect="outside" pw:retry="R1/PT1M"/>'))
    assert [(i.kind, i.error_class) for i in harness.start("P").incidents()] == [("job", "ValueNotStorable")]
    harness.close()
