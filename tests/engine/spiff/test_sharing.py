"""One program serves all instances and threads, and is never changed by running."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from engine.spiff import Program
from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play
from tests.engine.spiff.test_circular import PROGRAM, lap

MIXED = """
<startEvent id="s"/><parallelGateway id="g"/>
<userTask id="a"><multiInstanceLoopCharacteristics pw:collection="namen" pw:elementVariable="name"
  pw:outputCollection="antworten" pw:outputElement="antwort"/></userTask>
<userTask id="b"/><parallelGateway id="j"/><userTask id="w"/>
<subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false">
  <conditionalEventDefinition><condition>alarm</condition></conditionalEventDefinition></startEvent><userTask id="c"/>
  hs -> c
</subProcess>
s -> g -> a -> j
g -> b -> j -> w
"""


def picture(runnable: Program) -> bytes:
    """Everything the specifications of a program hold, as bytes."""

    def plain(node: Any) -> Any:
        return (node.name, type(node).__name__, node.out and [f.id for f in node.out], node.incoming, node._inputs)

    return pickle.dumps({key: [plain(n) for n in spec.task_specs.values()] for key, spec in runnable.scopes.items()})


def test_threads_run_instances_of_one_program_without_disturbing_each_other() -> None:
    runnable = program(MIXED)
    before = picture(runnable)

    def one(number: int) -> Any:
        play = Play(runnable, {"namen": [f"{number}-{each}" for each in range(3)], "alarm": False})
        for answer in range(3):
            play.complete("a", antwort=number * 10 + answer)
        play.set(alarm=True)
        assert play.open == ["b", "c"]
        play.complete("b").complete("c")
        return play.data["antworten"], play.open

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(one, range(80)))
    assert results == [([n * 10, n * 10 + 1, n * 10 + 2], ["w"]) for n in range(80)]
    assert picture(runnable) == before


def test_running_leaves_the_specifications_as_they_were() -> None:
    before = picture(PROGRAM)
    play = Play(PROGRAM)
    for _ in range(3):
        lap(play)
    assert picture(PROGRAM) == before


def test_the_state_names_nothing_of_what_is_over_and_nothing_of_the_definition() -> None:
    play = Play(PROGRAM)
    fresh = len(play.run.dump())
    for _ in range(5):
        lap(play)
    assert len(play.run.dump()) < fresh + 120
    assert b"Gespr\xc3\xa4ch f\xc3\xbchren" not in play.run.dump()
