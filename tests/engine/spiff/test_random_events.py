"""Random diagrams full of events behave as their blocks say: borders, event sub-processes, instances, undoing."""

from __future__ import annotations

import itertools
import random
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play
from tests.engine.spiff.walks import Block, Home, Sub

TASK = st.just(("task",))
#: What runs several times side by side: without inner scopes, so that it is clear which of equal tasks is meant.
FLAT = st.recursive(
    TASK,
    lambda inner: st.tuples(st.sampled_from(["seq", "and"]), st.lists(inner, min_size=2, max_size=3)),
    max_leaves=4,
)


def _more(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    yes_no, kinds = st.booleans(), st.sampled_from(["border", "inner"])
    return st.one_of(
        st.tuples(st.sampled_from(["seq", "and"]), st.lists(blocks, min_size=2, max_size=3)),
        st.tuples(st.just("loop"), st.integers(1, 3), blocks),
        st.tuples(kinds, st.just(True), blocks, blocks),
        st.tuples(kinds, st.just(False), blocks, FLAT),
        st.tuples(st.just("many"), st.just(True), st.integers(1, 3), blocks),
        st.tuples(st.just("many"), st.just(False), st.integers(1, 3), FLAT),
        st.tuples(st.just("catch"), blocks),
        st.tuples(st.just("tx"), yes_no, blocks),
    )


BLOCKS = st.recursive(
    st.one_of(TASK, st.just(("undo",)), st.tuples(st.just("fail"), st.booleans())), _more, max_leaves=9
)


class Draw:
    """Elements and flows of a block tree; `signals` are declared once for each event."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.signals: list[str] = []

    def block(self, block: Block, name: str) -> tuple[str, str]:
        """Draws a block; returns the ids of its first and last element."""
        return getattr(self, f"_{block[0]}")(block, name)  # type: ignore[no-any-return]

    def _signal(self, name: str) -> str:
        self.signals.append(f'<signal id="sig{name}" name="{name}"/>')
        return f'<signalEventDefinition signalRef="sig{name}"/>'

    def _task(self, block: Block, name: str) -> tuple[str, str]:
        self.lines.append(
            f'<userTask id="t{name}"/><boundaryEvent id="cb{name}" attachedToRef="t{name}"><compensateEventDefinition/>'
            f'</boundaryEvent><scriptTask id="cu{name}" isForCompensation="true" scriptFormat="feel"><script>'
            f'{{undone: append(undone, "t{name}")}}</script></scriptTask>'
            f'<association id="ca{name}" sourceRef="cb{name}" targetRef="cu{name}"/>'
        )
        return f"t{name}", f"t{name}"

    def _undo(self, block: Block, name: str) -> tuple[str, str]:
        first, last = self._task(block, name)
        self.lines += [
            f'<intermediateThrowEvent id="th{name}"><compensateEventDefinition/></intermediateThrowEvent>',
            f"{last} -> th{name}",
        ]
        return first, f"th{name}"

    def _fail(self, block: Block, name: str) -> tuple[str, str]:
        first, last = self._task(block, name)
        self.lines += [
            f'<exclusiveGateway id="x{name}" default="x{name}_ok{name}"/><task id="ok{name}"/>'
            f'<endEvent id="err{name}"><errorEventDefinition errorRef="E"/></endEvent>',
            f"{last} -> x{name} -> ok{name}",
            f"x{name} -> err{name} [{'true' if block[1] else 'false'}]",
        ]
        return first, f"ok{name}"

    def _seq(self, block: Block, name: str) -> tuple[str, str]:
        ends = [self.block(part, f"{name}_{index}") for index, part in enumerate(block[1])]
        self.lines += [f"{one[1]} -> {two[0]}" for one, two in itertools.pairwise(ends)]
        return ends[0][0], ends[-1][1]

    def _and(self, block: Block, name: str) -> tuple[str, str]:
        split, join = f"s{name}", f"j{name}"
        for index, part in enumerate(block[1]):
            first, last = self.block(part, f"{name}_{index}")
            self.lines += [f"{split} -> {first}", f"{last} -> {join}"]
        self.lines += [f'<parallelGateway id="{split}"/><parallelGateway id="{join}"/>']
        return split, join

    def _loop(self, block: Block, name: str) -> tuple[str, str]:
        first, last = self.block(block[2], f"{name}_0")
        counter = f"r{name}"
        self.lines += [
            f'<scriptTask id="z{name}" scriptFormat="feel"><script>{{{counter}: 0}}</script></scriptTask>'
            f'<scriptTask id="c{name}" scriptFormat="feel"><script>{{{counter}: {counter} + 1}}</script></scriptTask>'
            f'<exclusiveGateway id="m{name}"/><exclusiveGateway id="a{name}" default="a{name}_o{name}"/>'
            f'<task id="o{name}"/>',
            f"z{name} -> m{name} -> {first}",
            f"{last} -> c{name} -> a{name} -> o{name}",
            f"a{name} -> m{name} [{counter} < {block[1]}]",
        ]
        return f"z{name}", f"o{name}"

    def _scope(self, tag: str, block: Block, name: str, extra: str = "", attributes: str = "") -> str:
        """A sub-process around a block; `extra` stands beside the block in it."""
        outer, self.lines = self.lines, []
        first, last = self.block(block, name)
        inside = "\n".join(self.lines)
        self.lines = outer
        self.lines.append(
            f'<{tag} id="p{name}" {attributes}>{extra}<startEvent id="b{name}"/><endEvent id="f{name}"/>\n'
            f"b{name} -> {first}\n{last} -> f{name}\n{inside}\n</{tag}>"
        )
        return f"p{name}"

    def _handler(self, block: Block, name: str) -> str:
        """An event sub-process; only its text."""
        outer, self.lines = self.lines, []
        first, last = self.block(block[3], f"{name}k")
        inside = "\n".join(self.lines)
        self.lines = outer
        kind = "true" if block[1] else "false"
        return (
            f'<subProcess id="h{name}" triggeredByEvent="true"><startEvent id="hs{name}" isInterrupting="{kind}">'
            f'{self._signal(f"e{name}")}</startEvent><endEvent id="he{name}"/>\n'
            f"hs{name} -> {first}\n{last} -> he{name}\n{inside}\n</subProcess>"
        )

    def _inner(self, block: Block, name: str) -> tuple[str, str]:
        inner = f"{name}_0"
        place = self._scope("subProcess", block[2], inner, self._handler(block, inner))
        return place, place

    def _many(self, block: Block, name: str) -> tuple[str, str]:
        sequential = "true" if block[1] else "false"
        marker = (
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>{block[2]}'
            "</loopCardinality></multiInstanceLoopCharacteristics>"
        )
        place = self._scope("subProcess", block[3], f"{name}_0", marker)
        return place, place

    def _guarded(self, place: str, name: str, definition: str, handler: Block, joins: bool, kind: str = "") -> str:
        first, last = self.block(handler, f"{name}h")
        self.lines += [
            f'<boundaryEvent id="g{name}" attachedToRef="{place}" {kind}>{definition}</boundaryEvent>'
            f'<exclusiveGateway id="w{name}"/>' + ("" if joins else f'<endEvent id="v{name}"/>'),
            f"g{name} -> {first}",
            f"{last} -> " + (f"w{name}" if joins else f"v{name}"),
            f"{place} -> w{name}",
        ]
        return f"w{name}"

    def _border(self, block: Block, name: str) -> tuple[str, str]:
        place = self._scope("subProcess", block[2], f"{name}_0")
        kind = "" if block[1] else 'cancelActivity="false"'
        return place, self._guarded(place, name, self._signal(f"b{name}"), block[3], block[1], kind)

    def _catch(self, block: Block, name: str) -> tuple[str, str]:
        place = self._scope("subProcess", block[1], f"{name}_0")
        return place, self._guarded(place, name, '<errorEventDefinition errorRef="E"/>', ("task",), True)

    def _tx(self, block: Block, name: str) -> tuple[str, str]:
        inner = f"{name}_0"
        place = self._scope("transaction", block[2], inner)
        if block[1]:
            plain = f'<endEvent id="f{inner}"/>'
            self.lines[-1] = self.lines[-1].replace(plain, plain[:-2] + "><cancelEventDefinition/></endEvent>")
        return place, self._guarded(place, name, "<cancelEventDefinition/>", ("task",), True)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(BLOCKS, st.randoms(use_true_random=False))
def test_a_random_diagram_with_events_behaves_as_its_blocks_say(block: Block, chance: random.Random) -> None:
    drawing, whole = Draw(), ("catch", block)
    first, last = drawing.block(whole, "0")
    body = "\n".join(['<startEvent id="start"/><endEvent id="stop"/>', f"start -> {first}", f"{last} -> stop"])
    shared = '<error id="E" errorCode="E"/>' + "".join(drawing.signals)
    play = Play(program(f"{body}\n" + "\n".join(drawing.lines) + "\n", shared=shared), {"undone": []})
    walk, over = Sub(whole, "0", Home()), False
    acts = 0
    while not over:
        assert Counter(play.open) == Counter(walk.open())
        assert {each.partition(":")[2] for each in play.listening} == set(walk.listening())
        assert play.incidents == []
        assert play.data["undone"] == walk.home.undone
        # Events that do not interrupt may come again and again: after a while only tasks are completed.
        choices = sorted(set(walk.open())) + (sorted(set(walk.listening())) if acts < 12 else [])
        act, acts = chance.choice(choices), acts + 1
        if act in set(walk.open()):
            play.complete(act)
            over = walk.complete(act)
        else:
            play.signal(act)
            over = walk.fire(act)
    assert play.done
    assert play.data["undone"] == walk.home.undone
