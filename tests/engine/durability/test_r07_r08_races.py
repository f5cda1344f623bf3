"""R7: one form sent fifty times at once is one transition and fifty equal answers.
R8: two people complete the same task, while its deadline fires: exactly one wins, and the others read who and when."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.commands.complete_task import CompletedTask, CompleteTask
from engine.commands.fire_due_timers import FireDueTimers
from engine.errors import WrongState
from engine.testing import Harness
from tests.engine.durability.ledger import Ledger, check_all
from tests.engine.durability.release_database import DIAGRAMS
from tests.engine.durability.scale import measured, scale

pytestmark = pytest.mark.chaos

SUBMITS = 50
CLERKS = [Actor(name, frozenset({"task.complete"}), groups=frozenset({"desk"})) for name in ("ada", "bob")]


@pytest.fixture
def desk(harness: Harness) -> Harness:
    harness.deploy(DIAGRAMS / "deadline.bpmn")
    return harness


class Racers:
    """Threads that begin at the same moment, again and again."""

    def __init__(self, count: int) -> None:
        self.pool, self.count = ThreadPoolExecutor(count), count

    def race(self, *acts: Callable[[], Any]) -> list[Any]:
        """What each act returned, or the refusal it met. Any other error is raised."""
        line = threading.Barrier(self.count)

        def run(act: Callable[[], Any]) -> Any:
            line.wait()
            try:
                return act()
            except WrongState as refusal:
                return refusal

        return list(self.pool.map(run, acts))


def test_fifty_equal_submits_at_once_are_one_transition_and_fifty_equal_answers(desk: Harness) -> None:
    racers = Racers(SUBMITS)
    rounds = scale(2, 40)
    for number in range(rounds):
        case = desk.start("deadline")
        command = CompleteTask(case.task("answer").id, {"text": "yes"}, f"submission-{number}")
        answers = racers.race(*[lambda command=command: desk.engine.execute(command, CLERKS[0])] * SUBMITS)
        assert set(answers) == {CompletedTask(case.id, case.task("send").id)}
        assert case.trace().count("answer") == 1
        later = desk.engine.execute(command, CLERKS[0])
        assert later == answers[0], "the answer is the same long after"
    racers.pool.shutdown()
    check_all(desk)
    measured("R7 submits", f"{rounds} x {SUBMITS} on {desk.database.dialect.name}")


def test_two_people_and_a_deadline_race_for_one_task(desk: Harness) -> None:
    races, racers, ledger = scale(40, 5_000), Racers(3), Ledger()
    winners: Counter[str] = Counter()
    for number in range(races):
        case = desk.start("deadline")
        task_id = case.task("answer").id
        desk.now += timedelta(hours=1)
        commands = [CompleteTask(task_id, {}, f"{number}-{clerk.name}") for clerk in CLERKS]
        results = racers.race(
            *[
                lambda command=command, clerk=clerk: desk.engine.execute(command, clerk)
                for command, clerk in zip(commands, CLERKS, strict=True)
            ],
            lambda case=case: desk.engine.execute(FireDueTimers(case.id), SYSTEM),
        )
        winner = _winner(results)
        winners[winner] += 1
        if winner != "system":
            ledger.acknowledged.append(f"{number}-{winner}")
        for loser in (r for r in results if isinstance(r, WrongState)):
            assert (loser.by, loser.at) == (winner, desk.now)
        assert case.open_tasks() == (["apologise"] if winner == "system" else ["send"])
    racers.pool.shutdown()
    check_all(desk, ledger)
    measured("R8 races, won by", f"{dict(winners)} on {desk.database.dialect.name}")


def _winner(results: list[Any]) -> str:
    """Who moved the case: exactly one of the three. A worker that finds the row locked leaves it: nobody loses."""
    ada, bob, fired = results
    moved = [clerk.name for clerk, r in zip(CLERKS, (ada, bob), strict=True) if not isinstance(r, WrongState)]
    moved += ["system"] if fired else []
    assert len(moved) == 1, results
    return moved[0]
