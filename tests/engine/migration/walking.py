"""Walking a model block by block, and saying what becomes of a walk when the model is edited. Knows no tokens."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.calendar import BERLIN
from tests.engine.migration.blocks import Block, around, walls

AGES = itertools.count()


class Impossible(Exception):
    """The edited model has no place for the walk."""


def later(now: datetime, days: int) -> datetime:
    """Days are those of the calendar in Berlin."""
    local = now.astimezone(BERLIN).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=BERLIN).astimezone(UTC)


@dataclass(eq=False)
class State:
    """Where a walk stands in one block. `inner` are the running parts by tag, `done` those that are over.

    Of a leaf: `late` after its limit, `timers` with the due moments of what has not fired, by prefix of the id.
    """

    block: Block
    inner: dict[int, State] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    turn: int = 1
    late: bool = False
    timers: dict[str, datetime] = field(default_factory=dict)
    #: of two open tasks of one element, the one that was opened first is completed first
    age: int = field(default_factory=lambda: next(AGES))

    def leaves(self) -> Iterator[State]:
        if not self.block.parts:
            yield self
        for part in self.inner.values():
            yield from part.leaves()

    def states(self) -> Iterator[State]:
        yield self
        for part in self.inner.values():
            yield from part.states()


class Walk:
    """One case. `top` is None when it is over."""

    def __init__(self, model: Block, variables: Mapping[str, Any], now: datetime) -> None:
        self.model, self.variables, self.now = model, variables, now
        self.top: State | None = self._begin(model)

    # ------------------------------------------------------------------ what can be seen
    def open_tasks(self) -> list[str]:
        if self.top is None:
            return []
        steps = [s for s in self.top.leaves() if s.block.kind == "step"]
        return sorted(("u" if s.late else "t") + s.block.key for s in steps)

    def timers(self) -> list[tuple[str, datetime]]:
        if self.top is None:
            return []
        return sorted(
            (prefix + (s.block.key if prefix != "w" else str(s.block.number)), due)
            for s in self.top.leaves()
            for prefix, due in s.timers.items()
        )

    # ------------------------------------------------------------------ what can happen
    def complete(self, task: str) -> None:
        assert self.top is not None
        steps = [s for s in self.top.leaves() if s.block.kind == "step"]
        named = [s for s in steps if ("u" if s.late else "t") + s.block.key == task]
        self._over(min(named, key=lambda each: each.age))

    def travel(self, moment: datetime) -> None:
        """Let everything happen that comes due up to a moment; of what is due together, the older first."""
        while self.top is not None:
            due = [(at, s, prefix) for s in self.top.leaves() for prefix, at in s.timers.items() if at <= moment]
            if not due:
                break
            at, leaf, prefix = min(due, key=lambda each: (each[0], each[1].age))
            self.now = max(self.now, at)
            del leaf.timers[prefix]
            if prefix == "w":
                self._over(leaf)
            elif prefix == "l":
                leaf.late, leaf.timers, leaf.age = True, {}, next(AGES)
        self.now = moment

    # ------------------------------------------------------------------ inside
    def _begin(self, block: Block) -> State:
        state = State(block)
        if not block.parts:
            arm(state, self.now)
        elif block.kind == "and":
            state.inner = {tag: self._begin(part) for tag, part in zip(block.tags, block.parts, strict=True)}
        elif block.kind == "or":
            chosen = [t for t in block.tags if self.variables.get(f"o{block.number}_{t}")] or block.tags[-1:]
            parts = dict(zip(block.tags, block.parts, strict=True))
            state.inner = {tag: self._begin(parts[tag]) for tag in chosen}
        elif block.kind == "xor":
            chosen_tag = self.variables.get(f"x{block.number}")
            tag = chosen_tag if chosen_tag in block.tags else block.tags[-1]
            state.inner = {tag: self._begin(block.parts[block.tags.index(tag)])}
        elif block.kind == "mi" and not block.sequential:
            state.inner = {index: self._begin(block.parts[0]) for index in range(block.count)}
        else:
            state.inner = {block.tags[0]: self._begin(block.parts[0])}
        return state

    def _over(self, leaf: State) -> None:
        assert self.top is not None
        if self._ended(self.top, leaf):
            self.top = None

    def _ended(self, state: State, leaf: State) -> bool:
        """True if the block is over because the leaf is."""
        if state is leaf:
            return True
        tag = next(t for t, part in state.inner.items() if any(each is leaf for each in part.leaves()))
        if not self._ended(state.inner[tag], leaf):
            return False
        del state.inner[tag]
        state.done.add(tag)
        block = state.block
        if block.kind == "seq":
            index = block.tags.index(tag) + 1
            if index == len(block.parts):
                return True
            state.inner = {block.tags[index]: self._begin(block.parts[index])}
            return False
        if (block.kind == "loop" or (block.kind == "mi" and block.sequential)) and state.turn < block.count:
            state.turn += 1
            state.inner = {tag: self._begin(block.parts[0])}
            return False
        return not state.inner


def arm(leaf: State, now: datetime) -> None:
    """The timers of a leaf that is reached now."""
    for prefix, days in drawn_timers(leaf).items():
        leaf.timers[prefix] = later(now, days)


def drawn_timers(leaf: State) -> dict[str, int]:
    """The timers drawn at a leaf, in days."""
    block = leaf.block
    if block.kind == "pause":
        return {"w": block.count}
    found = {"r": block.remind, "l": block.limit}
    return {} if leaf.late else {prefix: days for prefix, days in found.items() if days is not None}


# ---------------------------------------------------------------------- editing beneath a walk
class Transfer:
    """What becomes of a walk when its model is edited: the same steps, at their places in the edited model."""

    def __init__(self, walk: Walk, model: Block) -> None:
        assert walk.top is not None
        self.walk, self.model, self.now = walk, model, walk.now
        self.old = {block.number: block for block in walk.model.everything()}
        self.new = {block.number: block for block in model.everything()}

    def walked(self) -> Walk:
        """The walk in the edited model. Raises Impossible."""
        top = self.walk.top
        assert top is not None
        for state in top.states():
            self._check(state)
        walk = Walk.__new__(Walk)
        walk.model, walk.variables, walk.now = self.model, self.walk.variables, self.now
        walk.top = self._build(self.model, [top])
        return walk

    def _check(self, state: State) -> None:
        block = self.new.get(state.block.number)
        if block is None:
            if state.block.kind in ("seq", "sub"):
                return
            raise Impossible
        if walls(self.walk.model, state.block) != walls(self.model, block):
            raise Impossible
        stays = [b.number for b in around(self.walk.model, state.block) if b.kind == "sub" and b.number in self.new]
        inside = [b.number for b in around(self.model, block) if b.kind == "sub"]
        if [number for number in inside if number in stays] != stays:
            raise Impossible
        if state.late and block.limit is None:
            raise Impossible

    def _build(self, block: Block, states: list[State]) -> State:
        """The state of an edited block that holds what is running in `states`; never called for nothing."""
        known = next((s for each in states for s in each.states() if s.block.number == block.number), None)
        if not block.parts:
            assert known is not None
            return self._leaf(block, known)
        state = State(block)
        if known is not None:
            state.turn = known.turn
        if block.kind in ("mi", "call", "loop"):
            assert known is not None
            state.done = set(known.done)
            state.inner = {tag: self._build(block.parts[0], [part]) for tag, part in known.inner.items()}
            return state
        active = {tag: part for tag, part in zip(block.tags, block.parts, strict=True) if self._running(part, states)}
        if block.kind in ("seq", "sub", "xor") and len(active) != 1:
            raise Impossible
        if block.kind == "sub" and known is not None and self._strangers(block, known, states):
            raise Impossible
        if block.kind in ("and", "or"):
            waiting = known.done if known is not None else set()
            if waiting & set(active) or waiting - set(block.tags):
                raise Impossible
            if block.kind == "and" and set(block.tags) - set(active) - waiting:
                raise Impossible
            state.done = set(waiting)
        state.inner = {tag: self._build(part, states) for tag, part in active.items()}
        return state

    def _leaf(self, block: Block, known: State) -> State:
        leaf = State(block, late=known.late, age=known.age)
        was, drawn = drawn_timers(known), drawn_timers(leaf)
        for prefix, days in drawn.items():
            if prefix not in was:
                leaf.timers[prefix] = later(self.now, days)
            elif prefix in known.timers:
                leaf.timers[prefix] = known.timers[prefix]
        return leaf

    def _running(self, block: Block, states: list[State]) -> bool:
        """True if something of a block runs: a leaf, or a gateway in it where a finished branch waits."""
        numbers = {b.number for b in block.everything()}
        return any(
            s.block.number in numbers and (not s.block.parts or (s.block.kind in ("and", "or") and s.done))
            for each in states
            for s in each.states()
        )

    def _strangers(self, block: Block, known: State, states: list[State]) -> bool:
        numbers = {b.number for b in block.everything()}
        own = set(map(id, known.leaves()))
        return any(leaf.block.number in numbers and id(leaf) not in own for each in states for leaf in each.leaves())
