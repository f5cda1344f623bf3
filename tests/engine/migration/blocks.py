"""Random block-structured models that can be drawn, walked without knowing tokens, and edited as a designer would.

A block is a step (user task, perhaps with a reminder and a time limit on its border), a pause (timer), a sequence,
parallel, inclusive or exclusive branches, a loop, a sub-process, a multi-instance sub-process or a called process.
Blocks keep their number when the model is edited, whatever becomes of the ids of their elements.
"""

from __future__ import annotations

import copy
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BRANCHING = ("and", "or", "xor")
#: Blocks with a scope or a memory that nothing can be moved into or out of.
WALLS = ("loop", "mi", "call")


@dataclass(eq=False)
class Block:
    """`parts` and their `tags` belong together; `count` is turns or instances; days are those of timers."""

    kind: str
    number: int
    parts: list[Block] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    count: int = 1
    sequential: bool = True
    remind: int | None = None
    limit: int | None = None
    alias: str = ""

    @property
    def key(self) -> str:
        return f"{self.alias}{self.number}"

    def everything(self) -> Iterator[Block]:
        yield self
        for part in self.parts:
            yield from part.everything()


class Maker:
    """Makes and edits models. `chance` decides everything."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.numbers = itertools.count(1)

    # ------------------------------------------------------------------ making
    def model(self) -> Block:
        return self.several("seq", self.chance.randint(3, 7), quiet=False)

    def several(self, kind: str, leaves: int, *, quiet: bool) -> Block:
        count = max(2, min(3, leaves))
        sizes = [leaves // count + (index < leaves % count) for index in range(count)]
        block = Block(kind, next(self.numbers), [self.block(max(1, size), quiet=quiet) for size in sizes])
        block.tags = [next(self.numbers) for _ in block.parts]
        return block

    def block(self, leaves: int, *, quiet: bool) -> Block:
        """`quiet`: runs side by side with itself, so that a loop's counter would be shared."""
        if leaves == 1 and self.chance.random() < 0.75:
            return self.leaf()
        kinds = ["seq", "and", "or", "xor", "sub", "mi", "call"] + ([] if quiet else ["loop"])
        kind = self.chance.choice(kinds)
        if kind in ("sub", "call", "loop", "mi"):
            sequential = self.chance.random() < 0.5
            inner = self.block(max(1, leaves - 1), quiet=quiet or (kind == "mi" and not sequential))
            count = self.chance.randint(1, 3)
            return Block(kind, next(self.numbers), [inner], [next(self.numbers)], count, sequential)
        return self.several(kind, max(2, leaves), quiet=quiet)

    def leaf(self) -> Block:
        if self.chance.random() < 0.2:
            return Block("pause", next(self.numbers), count=self.chance.randint(1, 9))
        block = Block("step", next(self.numbers))
        if self.chance.random() < 0.35:
            block.remind = self.chance.randint(1, 20)
        if self.chance.random() < 0.25:
            block.limit = self.chance.randint(5, 30)
        return block

    def variables(self, model: Block) -> dict[str, Any]:
        """What decides at the gateways."""
        found: dict[str, Any] = {}
        for block in model.everything():
            if block.kind == "xor":
                found[f"x{block.number}"] = self.chance.choice(block.tags)
            if block.kind == "or":
                found |= {f"o{block.number}_{tag}": self.chance.random() < 0.6 for tag in block.tags}
        return found

    # ------------------------------------------------------------------ editing
    def edited(self, model: Block) -> Block:
        """A copy with some changes."""
        new = copy.deepcopy(model)
        for _ in range(self.chance.randint(1, 3)):
            getattr(self, self.chance.choice(EDITS))(new)
        return new

    def _places(self, model: Block) -> list[tuple[Block, int]]:
        return [(block, index) for block in model.everything() for index in range(len(block.parts))]

    def insert(self, model: Block) -> None:
        block, index = self.chance.choice(self._places(model))
        if block.kind == "seq":
            block.parts.insert(index, self.leaf())
            block.tags.insert(index, next(self.numbers))
        else:
            pair = [block.parts[index], self.leaf()]
            self.chance.shuffle(pair)
            block.parts[index] = Block("seq", next(self.numbers), pair, [next(self.numbers), next(self.numbers)])

    def remove(self, model: Block) -> None:
        can = [
            (b, i)
            for b, i in self._places(model)
            if len(b.parts) > (2 if b.kind in BRANCHING else 1) and b.kind not in WALLS
        ]
        if can:
            block, index = self.chance.choice(can)
            del block.parts[index], block.tags[index]

    def rename(self, model: Block) -> None:
        named = [b for b in model.everything() if b.kind in ("step", "sub", "mi", "call")]
        if named:
            self.chance.choice(named).alias = f"n{next(self.numbers)}_"

    def wrap(self, model: Block) -> None:
        block, index = self.chance.choice(self._places(model))
        block.parts[index] = Block("sub", next(self.numbers), [block.parts[index]], [next(self.numbers)])

    def unwrap(self, model: Block) -> None:
        subs = [(b, i) for b, i in self._places(model) if b.parts[i].kind == "sub"]
        if subs:
            block, index = self.chance.choice(subs)
            block.parts[index] = block.parts[index].parts[0]

    def swap(self, model: Block) -> None:
        rows = [b for b in model.everything() if b.kind == "seq" and len(b.parts) > 1]
        if rows:
            row = self.chance.choice(rows)
            one, two = self.chance.sample(range(len(row.parts)), 2)
            row.parts[one], row.parts[two] = row.parts[two], row.parts[one]
            row.tags[one], row.tags[two] = row.tags[two], row.tags[one]

    def branch(self, model: Block) -> None:
        splits = [b for b in model.everything() if b.kind in BRANCHING]
        if splits:
            split = self.chance.choice(splits)
            at = self.chance.randrange(len(split.parts))
            split.parts.insert(at, self.leaf())
            split.tags.insert(at, next(self.numbers))

    def beside(self, model: Block) -> None:
        block, index = self.chance.choice(self._places(model))
        pair = [block.parts[index], self.leaf()]
        block.parts[index] = Block("and", next(self.numbers), pair, [next(self.numbers), next(self.numbers)])

    def move(self, model: Block) -> None:
        """A leaf from one row to another with the same walls around it."""
        rows = [b for b in model.everything() if b.kind == "seq"]
        taken = [(b, i) for b in rows if len(b.parts) > 1 for i, p in enumerate(b.parts) if not p.parts]
        if not taken:
            return
        row, index = self.chance.choice(taken)
        others = [b for b in rows if walls(model, b) == walls(model, row)]
        leaf, tag = row.parts.pop(index), row.tags.pop(index)
        other = self.chance.choice(others)
        at = self.chance.randint(0, len(other.parts))
        other.parts.insert(at, leaf)
        other.tags.insert(at, tag)

    def timers(self, model: Block) -> None:
        steps = [b for b in model.everything() if b.kind == "step"]
        pauses = [b for b in model.everything() if b.kind == "pause"]
        if pauses and self.chance.random() < 0.3:
            self.chance.choice(pauses).count = self.chance.randint(1, 9)
        elif steps:
            step = self.chance.choice(steps)
            if self.chance.random() < 0.5:
                step.remind = self.chance.choice([None, 2, 12])
            else:
                step.limit = self.chance.choice([None, 8, 25])


EDITS = (
    "insert",
    "insert",
    "remove",
    "rename",
    "rename",
    "wrap",
    "unwrap",
    "swap",
    "branch",
    "beside",
    "move",
    "timers",
)


def around(model: Block, wanted: Block) -> list[Block]:
    """The blocks a block lies in, outermost first; empty also if it is not there."""

    def search(block: Block, outer: list[Block]) -> list[Block] | None:
        if block is wanted:
            return outer
        for part in block.parts:
            found = search(part, [*outer, block])
            if found is not None:
                return found
        return None

    return search(model, []) or []


def walls(model: Block, wanted: Block) -> list[int]:
    """The numbers of the walls around a block."""
    return [block.number for block in around(model, wanted) if block.kind in WALLS]


# ---------------------------------------------------------------------- drawing
class Drawing:
    """The text of a model for `drawing.draw`: `lines` of the process, `processes` it calls."""

    def __init__(self, model: Block) -> None:
        self.lines: list[str] = []
        self.processes: list[str] = []
        first, last = self.block(model)
        self.lines += ['<startEvent id="start"/><endEvent id="stop"/>', f"start -> {first}", f"{last} -> stop"]

    @property
    def body(self) -> str:
        return "\n".join(self.lines) + "\n"

    def block(self, block: Block) -> tuple[str, str]:
        return getattr(self, f"_{block.kind}")(block)  # type: ignore[no-any-return]

    def _inside(self, block: Block) -> str:
        outer, self.lines = self.lines, []
        first, last = self.block(block.parts[0])
        n = block.number
        inner = f'<startEvent id="b{n}"/><endEvent id="f{n}"/>\nb{n} -> {first}\n{last} -> f{n}\n'
        inner += "\n".join(self.lines) + "\n"
        self.lines = outer
        return inner

    def _step(self, block: Block) -> tuple[str, str]:
        task, n = f"t{block.key}", block.key
        self.lines.append(f'<userTask id="{task}" name="Schritt {block.number}"/>')
        if block.remind is not None:
            self._timer(f"r{n}", f"Erinnerung {block.number}", task, block.remind, "false")
            self.lines += [f'<endEvent id="er{n}"/>', f"r{n} -> er{n}"]
        if block.limit is None:
            return task, task
        self._timer(f"l{n}", f"Frist {block.number}", task, block.limit, "true")
        self.lines += [
            f'<userTask id="u{n}" name="Versäumt {block.number}"/><exclusiveGateway id="m{n}"/>',
            f"l{n} -> u{n} -> m{n}",
            f"{task} -> m{n}",
        ]
        return task, f"m{n}"

    def _timer(self, timer: str, name: str, task: str, days: int, interrupting: str) -> None:
        self.lines.append(
            f'<boundaryEvent id="{timer}" name="{name}" attachedToRef="{task}" cancelActivity="{interrupting}">'
            f"<timerEventDefinition><timeDuration>P{days}D</timeDuration></timerEventDefinition></boundaryEvent>"
        )

    def _pause(self, block: Block) -> tuple[str, str]:
        self.lines.append(
            f'<intermediateCatchEvent id="w{block.number}"><timerEventDefinition><timeDuration>P{block.count}D'
            "</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        )
        return f"w{block.number}", f"w{block.number}"

    def _seq(self, block: Block) -> tuple[str, str]:
        ends = [self.block(part) for part in block.parts]
        self.lines += [f"{one[1]} -> {two[0]}" for one, two in itertools.pairwise(ends)]
        return ends[0][0], ends[-1][1]

    def _branches(self, block: Block, gateway: str, conditions: list[str], default: bool) -> tuple[str, str]:
        split, join = f"s{block.number}", f"j{block.number}"
        other = ""
        for index, part in enumerate(block.parts):
            first, last = self.block(part)
            condition = conditions[index] if conditions else ""
            if default and index == len(block.parts) - 1:
                other, condition = f' default="{split}_{first}"', ""
            self.lines += [f"{split} -> {first}" + (f" [{condition}]" if condition else ""), f"{last} -> {join}"]
        self.lines += [f'<{gateway} id="{split}"{other}/>', f'<{gateway} id="{join}"/>']
        return split, join

    def _and(self, block: Block) -> tuple[str, str]:
        return self._branches(block, "parallelGateway", [], False)

    def _xor(self, block: Block) -> tuple[str, str]:
        conditions = [f"x{block.number} = {tag}" for tag in block.tags]
        return self._branches(block, "exclusiveGateway", conditions, True)

    def _or(self, block: Block) -> tuple[str, str]:
        names = [f"o{block.number}_{tag} = true" for tag in block.tags]
        names[-1] += f" or not({' or '.join(f'({name})' for name in names)})"
        return self._branches(block, "inclusiveGateway", names, False)

    def _loop(self, block: Block) -> tuple[str, str]:
        first, last = self.block(block.parts[0])
        n = block.number
        script = '<scriptTask id="{}" scriptFormat="feel"><script>{{c{}: {}}}</script></scriptTask>'
        self.lines += [
            script.format(f"z{n}", n, "0"),
            script.format(f"c{n}", n, f"c{n} + 1"),
            f'<exclusiveGateway id="e{n}"/><exclusiveGateway id="a{n}" default="a{n}_o{n}"/><task id="o{n}"/>',
            f"z{n} -> e{n} -> {first}",
            f"{last} -> c{n} -> a{n}",
            f"a{n} -> e{n} [c{n} < {block.count}]",
            f"a{n} -> o{n}",
        ]
        return f"z{n}", f"o{n}"

    def _sub(self, block: Block) -> tuple[str, str]:
        self.lines.append(
            f'<subProcess id="p{block.key}" name="Teil {block.number}">{self._inside(block)}</subProcess>'
        )
        return f"p{block.key}", f"p{block.key}"

    def _mi(self, block: Block) -> tuple[str, str]:
        marker = (
            f'<multiInstanceLoopCharacteristics isSequential="{str(block.sequential).lower()}">'
            f"<loopCardinality>{block.count}</loopCardinality></multiInstanceLoopCharacteristics>"
        )
        self.lines.append(
            f'<subProcess id="p{block.key}" name="Mehrfach {block.number}">{marker}{self._inside(block)}</subProcess>'
        )
        return f"p{block.key}", f"p{block.key}"

    def _call(self, block: Block) -> tuple[str, str]:
        key = f"Q{block.number}"
        self.processes.append(f'<process id="{key}" isExecutable="true">{self._inside(block)}</process>')
        # Only what the gateways inside need goes in, and nothing comes back: counters of loops elsewhere are theirs.
        needed = [f"x{b.number}" for b in block.everything() if b.kind == "xor"]
        needed += [f"o{b.number}_{tag}" for b in block.everything() if b.kind == "or" for tag in b.tags]
        inputs = "".join(f'<pw:input source="= {name}" target="{name}"/>' for name in needed)
        self.lines.append(
            f'<callActivity id="k{block.key}" name="Aufruf {block.number}" calledElement="{key}"><extensionElements>'
            f'<pw:ioMapping><pw:input source="1" target="eins"/>{inputs}</pw:ioMapping>'
            "</extensionElements></callActivity>"
        )
        return f"k{block.key}", f"k{block.key}"
