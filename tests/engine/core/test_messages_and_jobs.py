"""Messages, signals, jobs, incidents, suspension: what moves an instance besides people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.actor import SYSTEM
from engine.commands.cancel_instance import CancelInstance
from engine.commands.change_timer import ChangeTimer
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.resume_instance import ResumeInstance
from engine.commands.retry_incident import RetryIncident
from engine.commands.suspend_instance import SuspendInstance
from engine.doctor import examine
from engine.errors import BpmnError, WrongState
from engine.handlers import OutsideCall
from engine.queries import open_incidents, timers
from engine.testing import Harness
from models.history import HistoryEntry
from models.runtime import BufferedMessage, Subscription, Timer, UserTask
from tests.engine.core.conftest import DIAGRAMS
from tests.engine.spiff.drawing import draw


class Printer:
    """The outside world: fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures = 0
        self.no_paper = False
        self.keys: list[str] = []

    def __call__(self, call: OutsideCall) -> Mapping[str, Any]:
        self.keys.append(call.idempotency_key)
        if self.no_paper:
            raise BpmnError("no-paper")
        if self.failures:
            self.failures -= 1
            raise OSError("jammed")
        return {"label": f"label of {call.inputs['order']}"}


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def packing() -> dict[str, int]:
    return {"failures": 0, "packed": 0}


@pytest.fixture
def depot(harness: Harness, printer: Printer, packing: dict[str, int]) -> Harness:
    def pack(_inputs: Mapping[str, Any]) -> None:
        if packing["failures"]:
            packing["failures"] -= 1
            raise ValueError("Mr Smith's parcel is too big")
        packing["packed"] += 1

    harness.register("parcel.pack", pack)
    harness.engine.handlers.outside("parcel.print", printer)
    harness.deploy(DIAGRAMS / "parcel.bpmn")
    return harness


def order(depot: Harness, number: str) -> None:
    depot.engine.execute(CorrelateMessage("ordered", number, {"order": number}, business_key=number), SYSTEM)
    depot.settle()


def test_a_message_starts_a_process_once_per_key_while_it_lives(depot: Harness) -> None:
    order(depot, "7")
    order(depot, "7")
    order(depot, "8")
    assert len(depot.instances("parcel")) == 2
    depot.send("arrived", correlation={"order": "7"})
    assert [c.status for c in depot.instances("parcel")] == ["completed", "active"]
    order(depot, "7")
    assert len(depot.instances("parcel")) == 3


def test_a_message_reaches_only_its_key_and_takes_only_what_is_mapped(depot: Harness) -> None:
    order(depot, "7")
    order(depot, "8")
    depot.send("arrived", correlation={"order": "8"}, secret="x")
    first, second = depot.instances("parcel")
    assert (first.status, second.status) == ("active", "completed")
    assert "secret" not in second.data


def test_a_message_that_comes_early_is_kept_for_its_time_to_live(depot: Harness, printer: Printer) -> None:
    printer.failures = 1
    order(depot, "7")
    command = CorrelateMessage("arrived", "7", {}, time_to_live="P7D")
    assert depot.engine.execute(command, SYSTEM).buffered
    depot.travel(minutes=5)
    assert depot.instances("parcel")[0].status == "completed"
    with depot.engine.reading() as session:
        left = session.execute(select(BufferedMessage.name)).scalars().all()
    assert left == ["parcel done"]  # thrown with a time to live, and nobody listens


def test_a_buffered_message_is_forgotten_when_its_time_ends(depot: Harness, printer: Printer) -> None:
    printer.failures = 2
    order(depot, "7")
    depot.engine.execute(CorrelateMessage("arrived", "7", {}, time_to_live="PT6M"), SYSTEM)
    depot.travel(minutes=10)
    assert depot.instances("parcel")[0].status == "active"


def test_a_signal_reaches_everybody(depot: Harness) -> None:
    cases = [depot.start("depot") for _ in range(3)]
    depot.signal("strike")
    assert all(c.open_tasks() == ["closed"] for c in cases)


def test_a_job_is_tried_again_with_the_same_key_then_becomes_an_incident(depot: Harness, printer: Printer) -> None:
    printer.failures = 4
    order(depot, "7")
    depot.travel(minutes=60)
    case = depot.instances("parcel")[0]
    assert len(printer.keys) == 3
    assert len(set(printer.keys)) == 1
    (incident,) = case.incidents()
    assert (incident.element_id, incident.kind, incident.error_class) == ("print", "job", "OSError")
    assert "jammed" not in incident.message
    depot.engine.execute(RetryIncident(incident.id), SYSTEM)
    depot.travel(minutes=10)
    assert case.incidents() == []
    assert "travel" in {t.element_id for t in case.tokens()}
    assert case.data["label"] == "label of 7"
    with pytest.raises(WrongState, match="resolved"):
        depot.engine.execute(RetryIncident(incident.id), SYSTEM)


def test_a_job_that_fails_for_good_goes_to_an_event_that_catches_everything(harness: Harness) -> None:
    def jam(_call: OutsideCall) -> None:
        raise OSError("jammed")

    harness.engine.handlers.outside("drucken", jam)
    harness.deploy(
        draw(
            """<startEvent id="s"/><serviceTask id="job" pw:handler="drucken" pw:effect="outside" pw:retry="R3/PT1M"/>
            <boundaryEvent id="b" attachedToRef="job"><errorEventDefinition/></boundaryEvent><userTask id="repair"/>
            <userTask id="next"/>
            s -> job -> next
            b -> repair
            """
        )
    )
    case = harness.start("P")
    harness.travel(seconds=90)
    assert (case.open_tasks(), case.incidents()) == ([], [])
    harness.travel(seconds=60)
    assert (case.open_tasks(), case.incidents()) == (["repair"], [])


def test_a_modelled_error_goes_to_its_boundary_event(depot: Harness, printer: Printer) -> None:
    printer.no_paper = True
    order(depot, "7")
    assert depot.instances("parcel")[0].open_tasks() == ["write_by_hand"]


def test_a_failing_handler_is_an_incident_on_its_element_and_tells_no_names(
    depot: Harness, packing: dict[str, int]
) -> None:
    packing["failures"] = 2
    order(depot, "7")
    case = depot.instances("parcel")[0]
    (incident,) = case.incidents()
    assert (incident.element_id, incident.error_class) == ("pack", "ValueError")
    assert "Smith" not in incident.message
    depot.engine.execute(RetryIncident(incident.id), SYSTEM)
    (second,) = case.incidents()
    assert second.id != incident.id
    depot.engine.execute(RetryIncident(second.id), SYSTEM)
    depot.settle()
    assert case.incidents() == []
    assert packing["packed"] == 1


def test_a_suspended_instance_keeps_still_and_loses_nothing(library: Harness) -> None:
    case = library.start("lending", branch="north", book="Faust", librarian="ada")
    case.complete("hand_out", reader="1234")
    library.engine.execute(SuspendInstance(case.id, "audit"), SYSTEM)
    library.travel(days=40)
    assert case.status == "suspended"
    assert case.open_tasks() == []
    library.engine.execute(ResumeInstance(case.id, "audit over"), SYSTEM)
    library.settle()
    assert case.open_tasks() == ["remind"]


def test_a_message_to_a_suspended_instance_waits_for_it(library: Harness) -> None:
    case = library.start("lending", branch="north", book="Faust", librarian="ada")
    case.complete("hand_out", reader="1234")
    library.engine.execute(SuspendInstance(case.id, "audit"), SYSTEM)
    case.send("returned", correlation={"book": "Faust"}, condition="worn out")
    assert case.status == "suspended"
    library.engine.execute(ResumeInstance(case.id, "audit over"), SYSTEM)
    assert case.status == "completed"


def test_a_suspended_instance_refuses_completion(library: Harness) -> None:
    case = library.start("lending", branch="north", book="Faust", librarian="ada")
    library.engine.execute(SuspendInstance(case.id, "audit"), SYSTEM)
    with pytest.raises(WrongState, match="suspended"):
        library.engine.execute(CompleteTask(case.task("hand_out").id, {"reader": "1234"}), SYSTEM)
    with pytest.raises(WrongState):
        library.engine.execute(SuspendInstance(case.id, "again"), SYSTEM)


def test_cancelling_ends_everything_and_keeps_the_history(library: Harness) -> None:
    case = library.start("lending", branch="north", book="Faust", librarian="ada")
    case.complete("hand_out", reader="1234")
    library.engine.execute(CancelInstance(case.id, "burnt"), SYSTEM)
    assert case.status == "cancelled"
    with library.engine.reading() as session:
        for table in (Timer, Subscription):
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == 0
        assert session.execute(select(UserTask.id).where(UserTask.status == "open")).all() == []
        kinds = session.execute(select(HistoryEntry.kind)).scalars().all()
    assert "instance.cancelled" in kinds
    assert "task.completed" in kinds


def test_a_timer_fires_at_its_moment_not_before_and_can_be_moved(library: Harness) -> None:
    case = library.start("lending", branch="north", book="Faust", librarian="ada")
    case.complete("hand_out", reader="1234")
    library.travel(days=27, hours=23)
    assert case.open_tasks() == []
    with library.engine.reading() as session:
        (timer,) = timers(session, case.id)
    later = timer.due_at.replace(month=3)
    library.engine.execute(ChangeTimer(timer.id, later, "holidays"), SYSTEM)
    library.travel(days=5)
    assert case.open_tasks() == []
    library.travel_to(later)
    assert case.open_tasks() == ["remind"]


def test_an_expression_that_fails_is_an_incident_and_the_token_stays(library: Harness) -> None:
    case = library.start("lending", branch="north", book="Faust", librarian="ada")
    case.complete("hand_out", reader="1234")
    source = DIAGRAMS / "lending.bpmn"
    broken = source.read_bytes().replace(b'= condition = "worn out"', b"= 1 + 1")
    library.deploy(broken, DIAGRAMS / "lending.form")
    other = library.start("lending", branch="north", book="Iliad", librarian="ada")
    other.complete("hand_out", reader="1234")
    other.send("returned", correlation={"book": "Iliad"}, condition="good")
    (incident,) = other.incidents()
    assert incident.element_id == "again"
    assert other.status == "active"
    case.send("returned", correlation={"book": "Faust"}, condition="worn out")
    assert case.status == "completed"  # stays on its version
    with library.engine.reading() as session:
        assert len(open_incidents(session)) == 1


def test_each_of_several_events_that_are_needed_together_is_in_the_history(harness: Harness) -> None:
    """I2: every transition is told, also one that only gathers."""
    event = """<startEvent id="s"/><intermediateCatchEvent id="both" parallelMultiple="true">
    <messageEventDefinition messageRef="M"/><signalEventDefinition signalRef="S"/></intermediateCatchEvent>
    <endEvent id="e"/>
    s -> both -> e
    """
    harness.deploy(draw(event, shared='<message id="M" name="Antrag"/><signal id="S" name="Alarm"/>'))
    for first, second in ((harness.send, harness.signal), (harness.signal, harness.send)):
        case = harness.start("P")
        first("Antrag" if first == harness.send else "Alarm")
        with harness.engine.reading() as session:
            assert examine(session, harness.engine.definitions, harness.now) == []
            told = select(HistoryEntry.element_id).where(HistoryEntry.kind == "event.gathered")
            assert session.execute(told.where(HistoryEntry.instance_id == case.id)).scalars().all() == ["both"]
        second("Alarm" if first == harness.send else "Antrag")
        assert case.status == "completed"
