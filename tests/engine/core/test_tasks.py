"""Claim, release, draft, complete: what a person does to a task, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from engine.actor import Actor
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.release_task import ReleaseTask
from engine.commands.save_draft import SaveDraft
from engine.errors import Forbidden, NotFound, StaleRevision, ValuesRefused, WrongState
from engine.queries import draft, worklist
from engine.testing import Case, Harness
from models.history import HistoryEntry
from models.runtime import Instance, TaskCandidate, UserTask

MAY = frozenset({"task.claim", "task.complete", "instance.start"})
ADA = Actor("ada", MAY, frozenset({"desk"}))
BOB = Actor("bob", MAY, frozenset({"desk:north"}))
EVE = Actor("eve", MAY, frozenset({"cellar"}))
LEAD = Actor("lead", MAY | {"task.assign"}, frozenset())


@pytest.fixture
def case(library: Harness) -> Case:
    return library.start("lending", business_key="B-1", branch="north", book="Faust", librarian="ada")


def stored(library: Harness, task_id: int) -> UserTask:
    with library.engine.reading() as session:
        task = session.get(UserTask, task_id)
        assert task is not None
        return task


def test_an_open_task_carries_what_the_diagram_says(library: Harness, case: Case) -> None:
    task = case.task("hand_out")
    assert task.name == "Hand out the book"
    assert task.instruction == "Check the card."
    assert task.business_key == "B-1"
    assert task.priority == 70
    assert task.due_at == datetime(2026, 1, 10, 22, 59, 59, tzinfo=UTC)  # the end of that day in Berlin
    with library.engine.reading() as session:
        groups = session.execute(select(TaskCandidate.group_name)).scalars().all()
    assert sorted(groups) == ["desk", "desk:north"]


def test_the_worklist_shows_mine_and_my_groups(library: Harness, case: Case) -> None:
    with library.engine.reading() as session:
        assert len(session.execute(worklist(["bob"], ["desk:north"])).all()) == 1
        assert session.execute(worklist(["eve"], ["cellar"])).all() == []
    library.engine.execute(ClaimTask(case.task("hand_out").id), ADA)
    with library.engine.reading() as session:
        assert session.execute(worklist(["bob"], ["desk:north"])).all() == []
        assert len(session.execute(worklist(["ada"], [])).all()) == 1


def test_nobody_takes_a_task_from_a_colleague_by_claiming(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    library.engine.execute(ClaimTask(task_id), ADA)
    library.engine.execute(ClaimTask(task_id), ADA)
    with pytest.raises(WrongState, match="claimed"):
        library.engine.execute(ClaimTask(task_id), BOB)
    assert stored(library, task_id).assignee == "ada"


def test_who_has_a_task_is_for_its_candidates_to_know(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    library.engine.execute(ClaimTask(task_id), ADA)
    with pytest.raises(Forbidden) as refused:
        library.engine.execute(ClaimTask(task_id), EVE)
    assert "ada" not in str(refused.value)


def test_only_a_candidate_may_claim(library: Harness, case: Case) -> None:
    with pytest.raises(Forbidden):
        library.engine.execute(ClaimTask(case.task("hand_out").id), EVE)


def test_releasing_gives_it_back_and_only_the_holder_may(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    library.engine.execute(ClaimTask(task_id), ADA)
    with pytest.raises(Forbidden):
        library.engine.execute(ReleaseTask(task_id), BOB)
    library.engine.execute(ReleaseTask(task_id), ADA)
    library.engine.execute(ClaimTask(task_id), BOB)
    assert stored(library, task_id).assignee == "bob"


def test_a_lead_assigns_with_a_reason_that_is_kept(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    library.engine.execute(AssignTask(task_id, "bob", "Ada is ill"), LEAD)
    assert stored(library, task_id).assignee == "bob"
    with library.engine.reading() as session:
        entry = session.execute(select(HistoryEntry).where(HistoryEntry.kind == "task.assigned")).scalar_one()
    assert entry.actor == "lead"
    assert entry.data == {"from": None, "to": "bob", "reason": "Ada is ill"}
    with pytest.raises(Forbidden):
        library.engine.execute(AssignTask(task_id, "ada", "mine"), ADA)


def test_a_draft_keeps_what_was_typed_valid_or_not(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    assert library.engine.execute(SaveDraft(task_id, {"reader": "abc", "days": "many"}, 0), ADA) == 1
    assert library.engine.execute(SaveDraft(task_id, {"reader": "12"}, 1), ADA) == 2
    with library.engine.reading() as session:
        kept = draft(session, task_id)
    assert kept is not None
    assert kept.values == {"reader": "12"}
    with pytest.raises(StaleRevision):
        library.engine.execute(SaveDraft(task_id, {"reader": "13"}, 1), ADA)


def test_a_draft_sent_again_because_the_answer_never_came_is_no_conflict(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    for _ in range(2):
        assert library.engine.execute(SaveDraft(task_id, {"reader": "12"}, 0), ADA) == 1
    assert library.engine.execute(SaveDraft(task_id, {"reader": "13"}, 1), ADA) == 2
    with pytest.raises(StaleRevision):
        library.engine.execute(SaveDraft(task_id, {"reader": "12"}, 0), ADA)


def test_values_outside_the_form_are_refused_by_field_and_change_nothing(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    library.engine.execute(SaveDraft(task_id, {"reader": "x"}, 0), ADA)
    with pytest.raises(ValuesRefused) as refused:
        library.engine.execute(CompleteTask(task_id, {"reader": "x", "days": "99", "unknown": "1"}), ADA)
    assert set(refused.value.errors) == {"reader", "days", "unknown"}
    assert case.open_tasks() == ["hand_out"]
    with library.engine.reading() as session:
        assert draft(session, task_id) is not None


def test_completing_advances_and_drops_the_draft(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    library.engine.execute(SaveDraft(task_id, {"reader": "1"}, 0), ADA)
    done = library.engine.execute(CompleteTask(task_id, {"reader": "1234", "handed_out_on": "05.01.2026"}), ADA)
    assert done.instance_id == case.id
    assert case.open_tasks() == []
    assert case.data["reader"] == "1234"
    with library.engine.reading() as session:
        assert draft(session, task_id) is None
        assert session.execute(select(func.count()).select_from(TaskCandidate)).scalar_one() == 0


def test_the_same_submission_again_gets_the_same_answer(library: Harness, case: Case) -> None:
    command = CompleteTask(case.task("hand_out").id, {"reader": "1234"}, submission_id="s-1")
    first = library.engine.execute(command, ADA)
    again = library.engine.execute(command, ADA)
    assert again.instance_id == first.instance_id
    with library.engine.reading() as session:
        instance = session.get(Instance, case.id)
        assert instance is not None
        assert instance.version == 2
    with pytest.raises(WrongState, match="completed"):
        library.engine.execute(replace(command, submission_id="s-2"), ADA)


def test_the_second_of_two_people_reads_who_was_first(library: Harness, case: Case) -> None:
    task_id = case.task("hand_out").id
    library.engine.execute(CompleteTask(task_id, {"reader": "1234"}), ADA)
    with pytest.raises(WrongState) as late:
        library.engine.execute(CompleteTask(task_id, {"reader": "4321"}), BOB)
    assert late.value.by == "ada"
    assert late.value.at is not None


def test_unknown_tasks_and_strangers_are_refused(library: Harness, case: Case) -> None:
    with pytest.raises(NotFound):
        library.engine.execute(CompleteTask(4711), ADA)
    with pytest.raises(Forbidden):
        library.engine.execute(CompleteTask(case.task("hand_out").id, {"reader": "1234"}), EVE)


def test_a_completion_offers_the_next_task_of_the_same_person(library: Harness, case: Case) -> None:
    case.complete("hand_out", reader="1234")
    library.travel(days=28)
    assert case.open_tasks() == ["remind"]
    done = library.engine.execute(CompleteTask(case.task("remind").id), ADA)
    assert done.next_task_id == case.task("hand_out").id


def test_versions_count_transitions_that_are_in_the_history(library: Harness, case: Case) -> None:
    for _ in range(3):
        case.complete("hand_out", reader="1234")
        case.send("returned", correlation={"book": "Faust"}, condition="good")
    with library.engine.reading() as session:
        instance = session.get(Instance, case.id)
        transitions = session.execute(
            select(func.count(HistoryEntry.transition.distinct())).where(HistoryEntry.instance_id == case.id)
        ).scalar_one()
    assert instance is not None
    assert instance.version == transitions == 7
