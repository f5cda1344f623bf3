"""R7, R8: many people at once; exactly one transition, everybody reads a true answer."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from engine.actor import SYSTEM, Actor
from engine.commands.complete_task import CompleteTask
from engine.commands.fire_due_timers import FireDueTimers
from engine.doctor import examine
from engine.errors import WrongState
from engine.testing import Harness

PEOPLE = [Actor(f"person{i}", frozenset({"*"})) for i in range(4)]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment; returns results, or the rejection as the result."""
    results: list[Any] = [None] * len(acts)
    line = threading.Barrier(len(acts))

    def run(i: int, act: Callable[[], Any]) -> None:
        line.wait()
        try:
            results[i] = act()
        except WrongState as late:
            results[i] = late

    threads = [threading.Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_four_people_who_complete_the_same_task_one_wins_and_three_read_who(library: Harness) -> None:
    for round_number in range(8):
        case = library.start("lending", branch="north", book=f"B{round_number}", librarian="ada")
        task_id = case.task("hand_out").id

        def complete(actor: Actor, task_id: int = task_id) -> Callable[[], Any]:
            command = CompleteTask(task_id, {"reader": "1234"}, submission_id=actor.name)
            return lambda: library.engine.execute(command, actor)

        results = at_once(*[complete(p) for p in PEOPLE])
        late = [r for r in results if isinstance(r, WrongState)]
        assert len(late) == 3
        winner = next(p.name for p, r in zip(PEOPLE, results, strict=True) if not isinstance(r, WrongState))
        assert {r.by for r in late} == {winner}
        assert Counter(case.trace())["hand_out"] == 1


def test_the_same_submission_sent_many_times_at_once_is_one_transition(library: Harness) -> None:
    case = library.start("lending", branch="north", book="Faust", librarian="ada")
    command = CompleteTask(case.task("hand_out").id, {"reader": "1234"}, submission_id="once")
    results = at_once(*[lambda: library.engine.execute(command, SYSTEM)] * 12)
    assert [r.instance_id for r in results] == [case.id] * 12
    assert case.trace().count("hand_out") == 1


def test_a_message_and_a_timer_that_race_move_the_case_once(library: Harness) -> None:
    for round_number in range(6):
        book = f"R{round_number}"
        case = library.start("lending", branch="north", book=book, librarian="ada")
        case.complete("hand_out", reader="1234")
        library.now = library.now.replace(month=library.now.month + 1)
        results = at_once(
            lambda case=case: library.engine.execute(FireDueTimers(case.id), SYSTEM),
            lambda case=case, book=book: case.send("returned", correlation={"book": book}, condition="good"),
        )
        assert not any(isinstance(r, WrongState) for r in results)
        library.settle()
        assert len(case.open_tasks()) == 1
    with library.engine.reading() as session:
        assert examine(session, library.engine.definitions, library.now) == []
