"""R4: every database call of a journey fails once; nothing is left behind, and the command then succeeds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.commands.assign_task import AssignTask
from engine.commands.change_timer import ChangeTimer
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.release_task import ReleaseTask
from engine.commands.resume_instance import ResumeInstance
from engine.commands.retry_incident import RetryIncident
from engine.commands.save_draft import SaveDraft
from engine.commands.seal_record import SealRecord
from engine.commands.suspend_instance import SuspendInstance
from engine.errors import DatabaseAway
from engine.queries import open_incidents, timers
from engine.testing import Harness
from tests.engine.durability.faults import TriedEngine, install, try_everything
from tests.engine.durability.ledger import Ledger, check_all
from tests.engine.durability.release_database import ADA, World
from tests.engine.durability.scale import LONG, measured
from tests.processes.jobcenter import Jobcenter

pytestmark = pytest.mark.chaos


def test_every_call_of_a_journey_fails_once_and_nothing_is_left_behind(toys: Harness, world: World) -> None:
    engine = try_everything(toys.engine)
    ledger = Ledger()
    _lend(toys, engine, ledger)
    check_all(toys, ledger)
    _print(toys, engine, world)
    check_all(toys, ledger)
    toys.start("tour", tour="T", places=["mill", "castle"], months=0)
    toys.travel(days=40)
    toys.signal("strike")
    engine.execute(SealRecord(), SYSTEM)
    check_all(toys, ledger)
    assert engine.faults > 200
    measured("R4 calls failed", f"{engine.faults} in {engine.commands} commands on {engine.database.dialect.name}")


def _lend(toys: Harness, engine: TriedEngine, ledger: Ledger) -> None:
    case = toys.start("lending", business_key="B", branch="north", book="B", librarian="ada")
    task = case.task("hand_out").id
    engine.execute(ClaimTask(task), ADA)
    engine.execute(SaveDraft(task, {"reader": "12"}, 0), ADA)
    engine.execute(ReleaseTask(task), ADA)
    engine.execute(AssignTask(task, "ada", "holidays"), SYSTEM)
    engine.execute(CompleteTask(task, {"reader": "1234"}, "first"), ADA)
    ledger.acknowledged.append("first")
    with engine.reading() as session:
        (timer,) = timers(session, case.id)
    engine.execute(ChangeTimer(timer.id, timer.due_at + timedelta(days=1), "holidays"), SYSTEM)
    engine.execute(SuspendInstance(case.id, "audit"), SYSTEM)
    engine.execute(ResumeInstance(case.id, "audit over"), SYSTEM)
    toys.travel(days=29)
    case.complete("remind")
    case.complete("hand_out", reader="1234")
    case.send("returned", correlation={"book": "B"}, condition="worn out")
    assert case.status == "completed"


def _print(toys: Harness, engine: TriedEngine, world: World) -> None:
    world.is_refusing = world.is_jammed = True
    engine.execute(CorrelateMessage("ordered", "P", {"order": "P"}), SYSTEM)
    (case,) = toys.instances("parcel")
    for kind in ("token", "job"):
        world.is_refusing = False
        toys.travel(minutes=20)
        with engine.reading() as session:
            (incident,) = open_incidents(session, case.id)
        assert incident.kind == kind
        world.is_jammed = kind == "token"
        engine.execute(RetryIncident(incident.id), SYSTEM)
    toys.settle()
    case.send("arrived", correlation={"order": "P"})
    assert case.status == "completed"
    assert len(world.printed) == 1


def test_an_answer_that_is_lost_after_the_commit_is_given_again(toys: Harness) -> None:
    case = toys.start("lending", branch="north", book="B", librarian="ada")
    breaker = install(toys.database)
    command = CompleteTask(case.task("hand_out").id, {"reader": "1234"}, "first")
    breaker.arm_answer()
    with pytest.raises(DatabaseAway):
        toys.engine.execute(command, SYSTEM)
    assert breaker.has_fired
    answer = toys.engine.execute(command, SYSTEM)
    assert answer.instance_id == case.id
    assert case.trace().count("hand_out") == 1
    check_all(toys)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"] if LONG else ["sqlite"])
def test_every_call_of_a_whole_case_fails_once(kind: str, request: pytest.FixtureRequest) -> None:
    database_url: str = request.getfixturevalue(f"{kind}_url")
    office = Jobcenter(database_url)
    engine = try_everything(office.harness.engine)
    case = office.open_case()
    case.first_round()
    case.hold_talk()
    case.follow_up("nichts")
    measured("R4 whole case, calls failed", f"{engine.faults} in {engine.commands} commands on {kind}")
    check_all(office.harness)
    assert case.incidents() == []
    office.close()
