"""Random diagrams under random hands: what people do to tokens is refused as a whole or leaves a healthy instance."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.commands.add_token import AddToken
from engine.commands.add_turn import AddTurn
from engine.commands.complete_task import CompleteTask
from engine.commands.move_token import MoveToken
from engine.commands.remove_token import RemoveToken
from engine.commands.retry_incident import RetryIncident
from engine.doctor import examine
from engine.errors import EngineError, WrongState
from engine.places import TargetPlace, TokenPlace
from engine.queries import run_of
from engine.spiff import Run
from engine.testing import Case, Harness
from models.runtime import Instance
from tests.engine.spiff.drawing import draw
from tests.engine.spiff.test_random_models import BLOCKS, Block, Draw

#: More tokens than this are not added to, so that examples stay small.
MOST_TOKENS = 8

TIMER = "<timerEventDefinition><timeDuration>P{days}D</timeDuration></timerEventDefinition>"


class Decorated(Draw):
    """The block diagrams with what makes withdrawing and entering hard: timers, turns, failures, calls, events."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def _task(self, block: Block, name: str) -> tuple[str, str]:
        kind = self.chance.choice(["plain", "timed", "reminded", "many", "sequence", "fragile", "called"])
        task = f"t{name}"
        if kind == "fragile":
            self.lines.append(f'<serviceTask id="{task}" pw:handler="fragile"/>')
        elif kind == "called":
            self.lines.append(f'<callActivity id="{task}" calledElement="Q"/>')
        elif kind in ("many", "sequence"):
            sequential = "true" if kind == "sequence" else "false"
            self.lines.append(
                f'<userTask id="{task}"><multiInstanceLoopCharacteristics isSequential="{sequential}">'
                "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
            )
        else:
            self.lines.append(f'<userTask id="{task}"/>')
        if kind in ("timed", "reminded"):
            interrupting = "true" if kind == "timed" else "false"
            self.lines += [
                f'<boundaryEvent id="d{name}" attachedToRef="{task}" cancelActivity="{interrupting}">'
                + TIMER.format(days=self.chance.randint(1, 9))
                + "</boundaryEvent>",
                f'<userTask id="u{name}"/><endEvent id="v{name}"/>',
                f"d{name} -> u{name} -> v{name}",
            ]
        return task, task

    def _sub(self, block: Block, name: str) -> tuple[str, str]:
        first, last = super()._sub(block, name)
        interrupting = self.chance.choice(["true", "false"])
        event = (
            f'<subProcess id="e{name}" triggeredByEvent="true"><startEvent id="es{name}" '
            f'isInterrupting="{interrupting}">{TIMER.format(days=4)}</startEvent><userTask id="et{name}"/>\n'
            f"es{name} -> et{name}\n</subProcess></subProcess>"
        )
        self.lines[-1] = self.lines[-1].removesuffix("</subProcess>") + event
        return first, last


CALLED = """<process id="Q" isExecutable="true"><startEvent id="qs"/><userTask id="q1"/><userTask id="q2"/>
    qs -> q1 -> q2
</process>"""


class Hands:
    """One instance and everything that can be done to it."""

    def __init__(self, harness: Harness, case: Case, chance: random.Random) -> None:
        self.harness, self.case, self.chance = harness, case, chance

    def run(self) -> Run:
        with self.harness.engine.reading() as session:
            return run_of(session, self.harness.engine.definitions, self.case.id, self.harness.now)

    def state(self) -> tuple[bytes, int]:
        with self.harness.engine.reading() as session:
            row = session.execute(select(Instance.state, Instance.version).where(Instance.id == self.case.id)).one()
            return row.state, row.version

    def places(self) -> tuple[TokenPlace, ...]:
        return self.run().token_places()

    def complete(self) -> None:
        tasks = self.case.tasks()
        if tasks:
            self.harness.engine.execute(CompleteTask(self.chance.choice(tasks).id), SYSTEM)

    def travel(self) -> None:
        self.harness.travel(days=self.chance.randint(1, 5))

    def retry(self) -> None:
        incidents = self.case.incidents()
        if incidents:
            self.harness.engine.execute(RetryIncident(self.chance.choice(incidents).id), SYSTEM)

    def move(self) -> None:
        token = self.chance.choice(self.places()).token
        target = self._target(self.run().target_places(token))
        self.harness.engine.execute(MoveToken(self.case.id, token, target.element_id, "r", target.way), SYSTEM)

    def add(self) -> None:
        if len(self.places()) < MOST_TOKENS:
            target = self._target(self.run().target_places())
            self.harness.engine.execute(AddToken(self.case.id, target.element_id, "r", target.way), SYSTEM)

    def remove(self) -> None:
        token = self.chance.choice(self.places()).token
        self.harness.engine.execute(RemoveToken(self.case.id, token, "r"), SYSTEM)

    def turn(self) -> None:
        running = [place for place in self.places() if place.takes_turns]
        if running and len(self.places()) < MOST_TOKENS:
            chosen = self.chance.choice(running)
            self.harness.engine.execute(AddTurn(self.case.id, chosen.token, "r", chosen.item and "more"), SYSTEM)

    def _target(self, targets: tuple[TargetPlace, ...]) -> TargetPlace:
        return self.chance.choice(targets)

    def act(self) -> None:
        """One random act, refused as a whole or done."""
        acts: list[Callable[[], None]] = [self.complete, self.travel, self.retry, self.move, self.add, self.remove]
        acts.append(self.turn)
        before = self.state()
        refused: EngineError | None = None
        try:
            self.chance.choice(acts)()
        except EngineError as error:
            refused = error
        assert refused is None or self.state() == before
        assert not isinstance(refused, WrongState) or "deadlock" in str(refused)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(BLOCKS, st.randoms(use_true_random=False))
def test_random_hands_leave_a_healthy_instance(block: Block, chance: random.Random) -> None:
    drawing = Decorated(chance)
    first, last = drawing.block(block, "0")
    body = "\n".join(['<startEvent id="start"/><endEvent id="stop"/>', f"start -> {first}", f"{last} -> stop"])
    harness = Harness()

    def fragile(_inputs: Mapping[str, Any]) -> None:
        if chance.random() < 0.5:
            raise RuntimeError("broken")

    harness.register("fragile", fragile)
    harness.deploy(draw(f"{body}\n" + "\n".join(drawing.lines) + "\n", processes=CALLED))
    hands = Hands(harness, harness.start("P", **drawing.variables), chance)
    for _ in range(14):
        if hands.case.status != "active":
            break
        hands.act()
        with harness.engine.reading() as session:
            assert examine(session, harness.engine.definitions, harness.now) == []
        assert hands.run().dump() == hands.state()[0]
    harness.close()
