"""Random block-structured diagrams behave as their blocks say: an interpreter of the blocks knows nothing of tokens.

A block is a user task, a sequence, an exclusive choice, parallel branches, inclusive branches, a loop of some turns, or
a sub-process. Each is drawn with the gateways BPMN has for it, and played next to an interpreter that walks the blocks.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.engine.spiff.drawing import program
from tests.engine.spiff.play import Play

#: A block as drawn by hypothesis: ("task",), ("seq", blocks), ("xor", choice, blocks), ("or", choices, blocks), …
Block = tuple[Any, ...]


def _several(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(blocks, min_size=2, max_size=3)
    return st.one_of(
        st.tuples(st.just("seq"), some),
        st.tuples(st.just("and"), some),
        st.tuples(st.just("xor"), st.integers(0, 2), some),
        st.tuples(st.just("or"), st.lists(st.booleans(), min_size=3, max_size=3), some),
        st.tuples(st.just("loop"), st.integers(1, 3), blocks),
        st.tuples(st.just("sub"), blocks),
    )


BLOCKS = st.recursive(st.just(("task",)), _several, max_leaves=10)


# ---------------------------------------------------------------------- the interpreter
class Walk:
    """A running block: the tasks open in it, and what happens when one is completed."""

    def open(self) -> Iterator[str]:
        raise NotImplementedError

    def complete(self, task: str) -> bool:
        """Complete an open task; True if the block is then over."""
        raise NotImplementedError


@dataclass
class Task(Walk):
    name: str

    def open(self) -> Iterator[str]:
        yield self.name

    def complete(self, task: str) -> bool:
        return True


@dataclass
class Together(Walk):
    """Branches side by side."""

    parts: list[Walk]

    def open(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.open()

    def complete(self, task: str) -> bool:
        part = next(part for part in self.parts if task in part.open())
        if part.complete(task):
            self.parts.remove(part)
        return not self.parts


@dataclass
class Following(Walk):
    """Blocks one after another, each begun when the one before it is over."""

    blocks: list[tuple[Block, str]]
    now: Walk = field(init=False)

    def __post_init__(self) -> None:
        self.now = begin(*self.blocks.pop(0))

    def open(self) -> Iterator[str]:
        yield from self.now.open()

    def complete(self, task: str) -> bool:
        if not self.now.complete(task):
            return False
        if not self.blocks:
            return True
        self.now = begin(*self.blocks.pop(0))
        return False


def begin(block: Block, name: str) -> Walk:
    """The running form of a block; `name` is its place in the tree."""
    kind = block[0]
    if kind == "task":
        return Task(f"t{name}")
    if kind == "sub":
        return begin(block[1], name + "_0")
    if kind == "loop":
        return Following([(block[2], name + "_0")] * block[1])
    parts = [(part, f"{name}_{index}") for index, part in enumerate(block[-1])]
    if kind == "seq":
        return Following(parts)
    if kind == "xor":
        return begin(*parts[block[1] % len(parts)])
    if kind == "or":
        chosen = [part for part, wanted in zip(parts, block[1], strict=False) if wanted]
        return Together([begin(*part) for part in chosen or parts[-1:]])
    return Together([begin(*part) for part in parts])


# ---------------------------------------------------------------------- the drawing
class Draw:
    """Elements, flows and start variables of a block tree."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.variables: dict[str, Any] = {}

    def block(self, block: Block, name: str) -> tuple[str, str]:
        """Draws a block; returns the ids of its first and last element."""
        return getattr(self, f"_{block[0]}")(block, name)  # type: ignore[no-any-return]

    def _task(self, block: Block, name: str) -> tuple[str, str]:
        self.lines.append(f'<userTask id="t{name}"/>')
        return f"t{name}", f"t{name}"

    def _seq(self, block: Block, name: str) -> tuple[str, str]:
        ends = [self.block(part, f"{name}_{index}") for index, part in enumerate(block[1])]
        self.lines += [f"{one[1]} -> {two[0]}" for one, two in itertools.pairwise(ends)]
        return ends[0][0], ends[-1][1]

    def _branches(self, block: Block, name: str, gateway: str, conditions: list[str]) -> tuple[str, str]:
        split, join = f"s{name}", f"j{name}"
        default = ""
        for index, part in enumerate(block[-1]):
            first, last = self.block(part, f"{name}_{index}")
            condition = conditions[index] if conditions else ""
            if conditions and index == len(block[-1]) - 1:
                default, condition = f' default="{split}_{first}"', ""
            self.lines += [f"{split} -> {first}" + (f" [{condition}]" if condition else ""), f"{last} -> {join}"]
        self.lines += [f'<{gateway} id="{split}"{default}/>', f'<{gateway} id="{join}"/>']
        return split, join

    def _and(self, block: Block, name: str) -> tuple[str, str]:
        return self._branches(block, name, "parallelGateway", [])

    def _xor(self, block: Block, name: str) -> tuple[str, str]:
        self.variables[f"x{name}"] = block[1] % len(block[-1])
        return self._branches(block, name, "exclusiveGateway", [f"x{name} = {i}" for i in range(len(block[-1]))])

    def _or(self, block: Block, name: str) -> tuple[str, str]:
        wanted = block[1][: len(block[-1])]
        self.variables[f"o{name}"] = wanted
        # The last branch is the default flow of an inclusive gateway: taken only if no other is.
        split, join = f"s{name}", f"j{name}"
        for index, part in enumerate(block[-1]):
            first, last = self.block(part, f"{name}_{index}")
            chosen = f"o{name}[{index + 1}]"
            if index == len(block[-1]) - 1:
                chosen += f" or not(o{name}[1]" + "".join(f" or o{name}[{i}]" for i in range(2, len(wanted))) + ")"
            self.lines += [f"{split} -> {first} [{chosen}]", f"{last} -> {join}"]
        self.lines += [f'<inclusiveGateway id="{split}"/>', f'<inclusiveGateway id="{join}"/>']
        return split, join

    def _loop(self, block: Block, name: str) -> tuple[str, str]:
        first, last = self.block(block[2], f"{name}_0")
        counter, entry, again, reset, count = f"r{name}", f"e{name}", f"a{name}", f"z{name}", f"c{name}"
        self.lines += [
            f'<scriptTask id="{reset}" scriptFormat="feel"><script>{{{counter}: 0}}</script></scriptTask>',
            f'<scriptTask id="{count}" scriptFormat="feel"><script>{{{counter}: {counter} + 1}}</script></scriptTask>',
            f'<exclusiveGateway id="{entry}"/><exclusiveGateway id="{again}" default="{again}_o{name}"/>',
            f'<task id="o{name}"/>',
            f"{reset} -> {entry} -> {first}",
            f"{last} -> {count} -> {again}",
            f"{again} -> {entry} [{counter} < {block[1]}]",
            f"{again} -> o{name}",
        ]
        return reset, f"o{name}"

    def _sub(self, block: Block, name: str) -> tuple[str, str]:
        outer, self.lines = self.lines, []
        first, last = self.block(block[1], f"{name}_0")
        inside = "\n".join(self.lines)
        self.lines = outer
        self.lines.append(
            f'<subProcess id="p{name}"><startEvent id="b{name}"/><endEvent id="f{name}"/>\n'
            f"b{name} -> {first}\n{last} -> f{name}\n{inside}\n</subProcess>"
        )
        return f"p{name}", f"p{name}"


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(BLOCKS, st.randoms(use_true_random=False))
def test_a_random_diagram_behaves_as_its_blocks_say(block: Block, chance: random.Random) -> None:
    drawing = Draw()
    first, last = drawing.block(block, "0")
    body = "\n".join(['<startEvent id="start"/><endEvent id="stop"/>', f"start -> {first}", f"{last} -> stop"])
    play = Play(program(f"{body}\n" + "\n".join(drawing.lines) + "\n"), drawing.variables)
    walk = begin(block, "0")
    over = False
    while not over:
        assert play.open == sorted(walk.open())
        assert play.incidents == []
        task = chance.choice(play.open)
        play.complete(task)
        over = walk.complete(task)
    assert play.done
