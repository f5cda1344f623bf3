"""An instance that moved into another drawing of its model behaves like its twin that stayed: whatever is waited for.

Messages, signals, timers, cycles, conditions, jobs, event and complex gateways, ad-hoc work, event sub-processes,
compensation, transactions, calls, several runs: the twin that stays says what is right, so nothing is foretold twice.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from engine.commands.cancel_instance import CancelInstance
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.migrate_instance import MigrateInstance
from engine.commands.migration_batches import StartMigration, UndoMigration
from engine.doctor import examine
from engine.handlers import OutsideCall
from engine.lint.finding import Severity
from engine.migration.check import check_plan
from engine.migration.joins import flows_into_joins
from engine.migration.kinds import drawn_nodes
from engine.migration.plan import Entry, MigrationPlan, Reason
from engine.migration.preview import all_waits, foresee, kind_of
from engine.migration.suggest import process_of, suggest
from engine.queries import subscriptions
from engine.spiff import Program, build_program, check_model, read_model
from engine.testing import Case, Harness
from engine.waits import Wait
from models.runtime import Instance
from tests.engine.migration.twins import NEW, drawn, edited, other, random_block, renamed
from tests.engine.spiff.drawing import FUNCTIONS
from tests.engine.spiff.play import Play, resumed

#: After so many acts only what ends things is done: events that do not interrupt may come again and again.
EVENTFUL = 25


def program(text: str) -> Program:
    model = read_model("twin.bpmn", text.encode())
    findings = check_model(model, functions=FUNCTIONS, known_handlers={"print"})
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    return build_program(model, "P", {info.key: model for info in model.processes})


def plan_by_hand(source: Program) -> MigrationPlan:
    """Every element becomes the one of its other name."""
    entries = []
    for key in source.sources:
        drawing = process_of(source, key)
        names = [*drawn_nodes(drawing), *flows_into_joins(drawing)]
        entries += [Entry(key, name, other(key), other(name), Reason.HAND) for name in names]
    return MigrationPlan("P", "P", tuple(entries))


def seen(play: Play, rename: Callable[[str], str] = str) -> list[tuple[Any, ...]]:
    """Everything an instance waits for, but for what is drawn newly."""
    waits = [w for w in all_waits(play.waits) if not w.element_id.startswith(NEW)]
    return sorted((kind_of(w), rename(w.element_id), w.token, *_details(w)) for w in waits)


def _details(wait: Wait) -> list[str]:
    names = ("due_at", "interrupting", "name", "correlation_key", "handler", "error_class")
    return [str(getattr(wait, name, "")) for name in names]


def without_tokens(waits: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """New tokens have ids of their own in each twin."""
    return sorted((*w[:2], *w[3:]) for w in waits)


Act = tuple[str, str, int]


def acts(play: Play) -> list[Act]:
    """What could happen next: kind, element and which of several equal ones, in the order they arrived."""
    found: list[Act] = []
    for wait in all_waits(play.waits):
        if kind_of(wait) != "incident" and not wait.element_id.startswith(NEW):
            alike = sum(each[:2] == (kind_of(wait), wait.element_id) for each in found)
            found.append((kind_of(wait), wait.element_id, alike))
    return found + [("condition", name, 0) for name, value in play.data.items() if value is False]


def do(play: Play, act: Act) -> None:
    kind, name, index = act
    if kind == "condition":
        play.set(**{name: True})
        return
    wait = [w for w in all_waits(play.waits) if (kind_of(w), w.element_id) == (kind, name)][index]
    if kind == "task":
        play.complete_token(wait.token)
    elif kind == "timer":
        first = min(timer.due_at for timer in play.waits.timers)
        play.travel(seconds=max(0.0, (first - play.now).total_seconds()))
    else:
        if kind == "job":
            play.run.complete_job(wait.token, {})
        else:
            play.run.deliver(wait.token, wait.element_id, {})
        play._keep()


def play_some(play: Play, chance: random.Random) -> None:
    for _ in range(chance.choice((0, 1, 2, 3, 4, 6, 9))):
        if play.status == "active" and not play.incidents and (choices := acts(play)):
            do(play, chance.choice(choices))


def play_on(play: Play, twin: Play, rename: Callable[[str], str], chance: random.Random) -> None:
    """Both to the end, side by side."""
    play.steps.clear()
    for number in range(60):
        choices = [a for a in acts(play) if number < EVENTFUL or a[0] not in ("message", "signal")] or acts(play)
        if play.status != "active" or not choices:
            break
        kind, name, index = act = chance.choice(choices)
        do(play, act)
        do(twin, (kind, name if kind == "condition" else rename(name), index))
        assert without_tokens(seen(play, rename)) == without_tokens(seen(twin)), act
        assert (play.data, play.status) == (twin.data, twin.status)
        trace = [element for element in twin.trace if not element.startswith(NEW)]
        assert sorted(map(rename, play.trace)) == sorted(trace)


def play_twins(seed: int) -> str:
    chance = random.Random(seed)
    text, variables = drawn(random_block(chance, chance.randint(3, 14)))
    model = program(text)
    play = Play(model, {"undone": [], "fall": "F", **variables})
    play_some(play, chance)
    if play.status != "active":
        return "ended"
    raw, by_name = play.run.dump(), chance.random() < 0.5
    rename = other if by_name else str
    target = program(renamed(text) if by_name else edited(text, chance))
    plan = plan_by_hand(model) if by_name else suggest(model, target)
    assert [f for f in check_plan(plan, model, target) if f.severity is Severity.ERROR] == []
    moved = foresee(model, raw, target, plan, play.environment())
    assert (moved.preview.ended, moved.preview.goes_on) == ((), ())
    assert all(begun.place.element.startswith(NEW) for begun in moved.preview.begun)
    twin = resumed(target, moved.run.dump(), play.now)
    assert (seen(twin), twin.data) == (seen(play, rename), play.data)
    play_on(play, twin, rename, chance)
    return "moved"


def play_many(first: int, models: int, play: Callable[[int], str]) -> Counter[str]:
    told: Counter[str] = Counter()
    for seed in range(first, first + models):
        try:
            told[play(seed)] += 1
        except BaseException:
            print(f"seed {seed}")  # noqa: T201 - names the model that failed
            raise
    return told


def test_whatever_an_instance_waits_for_goes_on_like_in_its_twin_that_stayed() -> None:
    assert play_many(1, 30, play_twins)["moved"] > 15


# ---------------------------------------------------------------------- with rows
def step(h: Harness, case: Case, chance: random.Random) -> None:
    """Somebody completes a task, a message or signal comes, or time passes."""
    with h.engine.reading() as session:
        waits = [(s.kind, s.name, s.correlation_key) for s in subscriptions(session, case.id)]
    choices: list[Any] = [*case.tasks(), *waits, None]
    chosen = chance.choice(choices)
    if chosen is None:
        h.travel(days=chance.randint(1, 4))
    elif not isinstance(chosen, tuple):
        h.engine.execute(CompleteTask(chosen.id, {}), h.actor)
    elif chosen[0] == "signal":
        h.signal(chosen[1])
    else:
        h.engine.execute(CorrelateMessage(chosen[1], chosen[2], {}), h.actor)
    h.settle()


def healthy(h: Harness) -> None:
    with h.engine.reading() as session:
        assert examine(session, h.engine.definitions, h.now) == []


def stored(h: Harness, case: Case) -> tuple[Any, ...]:
    with h.engine.reading() as session:
        row = session.get_one(Instance, case.id)
        rows = [(s.kind, s.name, s.element_id, s.token) for s in subscriptions(session, case.id)]
    return row.definition_id, row.state, row.status, [(t.id, t.element_id) for t in case.tasks()], sorted(rows)


class Office:
    """One database for many models; its printer may be jammed."""

    def __init__(self) -> None:
        self.h, self.jammed = Harness(), False
        self.h.engine.handlers.outside("print", self.printed)

    def printed(self, _call: OutsideCall) -> dict[str, Any]:
        if self.jammed:
            raise OSError("no paper")
        return {}

    def play(self, seed: int) -> str:
        h, chance = self.h, random.Random(seed)
        text, variables = drawn(random_block(chance, chance.randint(3, 12)))
        self.jammed = chance.random() < 0.5
        h.deploy(text.encode())
        case = h.start("P", undone=[], fall=f"F{seed}", **variables)
        for _ in range(chance.randint(0, 6)):
            if case.status == "active":
                step(h, case, chance)
        if case.status != "active":
            return "ended"
        h.deploy(edited(text, chance).encode())
        source, target = case._process, h.version("P")
        plan, before = h.plan(source, target), stored(h, case)
        foretold = case.preview_migration(plan=plan)
        batch = h.engine.execute(StartMigration(source.id, target.id, plan, "Neue Fassung"), h.actor)
        h.settle()
        assert case.version == target.version
        healthy(h)
        h.engine.execute(UndoMigration(batch, "Doch nicht"), h.actor)
        h.settle()
        assert stored(h, case) == before
        assert h.engine.execute(MigrateInstance(case.id, plan, target.id), h.actor) == foretold
        for _ in range(6):
            if case.status == "active":
                step(h, case, chance)
        healthy(h)
        if case.status == "active":
            h.engine.execute(CancelInstance(case.id, "Test"), h.actor)
        return "moved"


def test_rows_move_and_come_back_with_whatever_an_instance_waits_for() -> None:
    office = Office()
    assert play_many(1, 6, office.play)["moved"] > 3
    office.h.close()


@pytest.mark.chaos
@pytest.mark.skipif(os.environ.get("PHASENWERK_LONG") != "1", reason="the long form")
def test_thousands_of_twins() -> None:
    assert play_many(100_000, 4_000, play_twins)["moved"] > 2_000
    assert play_many(100_000, 300, Office().play)["moved"] > 100
