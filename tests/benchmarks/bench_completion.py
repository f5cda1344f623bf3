"""What a durable completion costs, beside the bare transaction and plain SpiffWorkflow on the same database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from engine.actor import Actor
from engine.commands.complete_task import CompleteTask
from engine.testing import Case, Harness
from models.runtime import Instance
from tests.benchmarks.bare import Bare
from tests.benchmarks.monthly import CIRCLE_TASKS, MONTHLY_TASKS, circle, monthly
from tests.benchmarks.plain import Plain
from tests.benchmarks.rows import Row, Samples
from tests.engine.core.counting import counted

#: Does the work: no right beyond the groups of the task, so that these are asked for as in the office.
CREW = Actor("ada", frozenset({"task.complete"}), frozenset({"crew", "watch", "night"}))


@dataclass(frozen=True)
class Sizes:
    """How long to measure. `oldest` is the lap compared with lap 10, `late` that of plain SpiffWorkflow."""

    laps: int = 150
    oldest: int = 2_000
    late: int = 90
    instances: int = 10


SMALL = Sizes(laps=20, oldest=60, late=30, instances=3)


def complete(harness: Harness, case: Case, element: str, samples: Samples) -> None:
    """One completion by a person, timed; finding the task is not part of it."""
    task_id = case.task(element).id
    command = CompleteTask(task_id, {}, f"submission {task_id}")
    with samples.one():
        harness.engine.execute(command, CREW)


def lap(harness: Harness, case: Case, samples: Samples, tasks: Sequence[str] = MONTHLY_TASKS) -> None:
    for element in tasks:
        complete(harness, case, element, samples)
    if tasks is MONTHLY_TASKS:
        pass_a_month(harness)


def pass_a_month(harness: Harness) -> None:
    harness.now += timedelta(days=32)
    while harness.worker.fire_due():
        pass


def rows(on: str, url: str, most: float, sizes: Sizes) -> Iterator[Row]:
    """`most` is how many bare transactions a completion may take."""
    harness = Harness(database=url)
    try:
        harness.deploy(monthly(), circle())
        yield from _completion(on, harness, most, sizes)
        yield from _plain(on, harness, sizes)
        yield from _ageing(on, harness, sizes)
    finally:
        harness.close()


def _completion(on: str, harness: Harness, most: float, sizes: Sizes) -> Iterator[Row]:
    bare, ours, case = Bare(harness.database), Samples(), harness.start("monthly")
    for number in range(sizes.laps + 5):
        if number == 5:  # by now every statement is prepared
            ours.forget()
            bare.samples.forget()
        for element in MONTHLY_TASKS:
            complete(harness, case, element, ours)
            bare.once()
        pass_a_month(harness)
    limit = f"bare transaction {bare.samples.median:.2f} ms"
    yield Row("durable completion, 30 nodes", on, ours.median, "ms", beside=limit)
    processor = f"processor time {ours.processor:.2f} / {bare.samples.processor:.2f} ms"
    yield Row(
        "  the same / bare transaction", on, ours.median / bare.samples.median, "×", at_most=most, beside=processor
    )
    yield Row("  95th percentile", on, ours.p95, "ms", beside=f"bare {bare.samples.p95:.2f} ms")
    statements, commits = [], []
    for element in MONTHLY_TASKS:
        command = CompleteTask(case.task(element).id)
        with counted(harness.database) as found:
            harness.engine.execute(command, CREW)
        statements.append(len(found.statements))
        commits.append(found.commits)
    yield Row("  statements, the most in a lap", on, max(statements), "", at_most=10)
    yield Row("  commits, the most in a lap", on, max(commits), "", at_most=1)


def _plain(on: str, harness: Harness, sizes: Sizes) -> Iterator[Row]:
    plain = Plain(harness.database)
    first, ours_first, late, ours_late = Samples(), Samples(), Samples(), Samples()
    for _ in range(sizes.instances):
        plain.fresh(0)
        plain.lap(first)
        lap(harness, harness.start("circle", laps=0), ours_first, CIRCLE_TASKS)
    plain.fresh(sizes.late - 3)
    case, unseen = harness.start("circle", laps=0), Samples()
    for _ in range(sizes.late - 3):
        lap(harness, case, unseen, CIRCLE_TASKS)
    for _ in range(3):
        plain.lap(late)
        lap(harness, case, ours_late, CIRCLE_TASKS)
    yield Row(
        "plain SpiffWorkflow / ours, lap 1",
        on,
        first.median / ours_first.median,
        "×",
        at_least=1,
        beside=_both(first, ours_first),
    )
    yield Row(
        f"plain SpiffWorkflow / ours, lap {sizes.late}",
        on,
        late.median / ours_late.median,
        "×",
        at_least=20,
        beside=_both(late, ours_late),
    )


def _both(one: Samples, other: Samples) -> str:
    return (
        f"{one.median:.2f} / {other.median:.2f} ms, "
        f"processor {one.processor:.2f} / {other.processor:.2f} ms ({one.processor / other.processor:.2f} ×)"
    )


def _ageing(on: str, harness: Harness, sizes: Sizes) -> Iterator[Row]:
    """An old instance and young ones go round in turns."""
    old, unseen, old_laps, young_laps = harness.start("monthly"), Samples(), Samples(), Samples()
    for _ in range(sizes.oldest - 40):
        lap(harness, old, unseen)
    for number in range(40):
        if number % 10 == 0:
            young = harness.start("monthly")
            harness.start("circle", laps=0)  # rows of the newest are appended, those of all others put in between
            for _ in range(5):
                lap(harness, young, unseen)
        lap(harness, old, old_laps)
        lap(harness, young, young_laps)
    state_old, state_young = _state(harness, old), _state(harness, young)
    yield Row(
        f"time of lap {sizes.oldest} / lap 10",
        on,
        old_laps.median / young_laps.median,
        "×",
        at_most=1.2,
        beside=_both(old_laps, young_laps),
    )
    yield Row(
        f"state of lap {sizes.oldest} / lap 10",
        on,
        state_old / state_young,
        "×",
        at_most=1.2,
        beside=f"{state_old} / {state_young} bytes",
    )


def _state(harness: Harness, case: Case) -> int:
    with harness.engine.reading() as session:
        row = session.get(Instance, case.id)
        assert row is not None
        return len(row.state)
