"""An interpreter of blocks with events, written from what the blocks mean: it knows neither tokens nor the engine.

A block is a task, a sequence, parallel branches or a loop; a sub-process that an event on its border or an event
sub-process ends or accompanies; an activity with several instances; a task that may fail and what catches it; a
transaction that may be cancelled; a task that undoes everything completed in its scope. All tasks can be undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: ("task",), ("seq", blocks), ("and", blocks), ("loop", turns, block), ("border", interrupting, block, handler),
#: ("inner", interrupting, block, handler), ("many", sequential, count, block), ("fail", does), ("catch", block),
#: ("tx", cancels, block), ("undo",)
Block = tuple[Any, ...]


class Failed(Exception):
    """A task of the diagram ends in an error."""


@dataclass
class Home:
    """A scope: what was completed in it, and what runs beside its main way."""

    done: list[Any] = field(default_factory=list)
    beside: list[Walk] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    #: from an event sub-process the scope around it is undone
    around: Home | None = None

    def inner(self, *, event: bool) -> Home:
        return Home(undone=self.undone, around=self if event else None)

    def undo(self) -> None:
        """Everything completed is undone, last first."""
        if self.around is not None:
            self.around.undo()
            return
        while self.done:
            self._undo(self.done.pop())

    def _undo(self, record: Any) -> None:
        if isinstance(record, str):
            self.undone.append(record)
            return
        while record:
            self._undo(record.pop())


class Walk:
    """A running block."""

    def open(self) -> Iterator[str]:
        raise NotImplementedError

    def listening(self) -> Iterator[str]:
        yield from ()

    def complete(self, task: str) -> bool:
        """Complete an open task; True if the block is then over."""
        raise NotImplementedError

    def fire(self, event: str) -> bool:
        """An event has come for everybody who listens; True if the block is then over."""
        return False


@dataclass
class Task(Walk):
    name: str
    home: Home
    kind: str = "task"

    def open(self) -> Iterator[str]:
        yield self.name

    def complete(self, task: str) -> bool:
        self.home.done.append(self.name)
        if self.kind == "fail":
            raise Failed
        if self.kind == "undo":
            self.home.undo()
        return True


@dataclass
class Together(Walk):
    parts: list[Walk]

    def open(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.open()

    def listening(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.listening()

    def complete(self, task: str) -> bool:
        part = next(part for part in self.parts if task in part.open())
        if part.complete(task):
            self.parts.remove(part)
        return not self.parts

    def fire(self, event: str) -> bool:
        for part in [p for p in self.parts if event in p.listening()]:
            if part.fire(event):
                self.parts.remove(part)
        return not self.parts


@dataclass
class Following(Walk):
    blocks: list[tuple[Block, str]]
    home: Home
    now: Walk = field(init=False)

    def __post_init__(self) -> None:
        self.now = begin(*self.blocks.pop(0), self.home)

    def open(self) -> Iterator[str]:
        yield from self.now.open()

    def listening(self) -> Iterator[str]:
        yield from self.now.listening()

    def complete(self, task: str) -> bool:
        return self._next(self.now.complete(task))

    def fire(self, event: str) -> bool:
        return self._next(self.now.fire(event))

    def _next(self, over: bool) -> bool:
        if over and self.blocks:
            self.now = begin(*self.blocks.pop(0), self.home)
            return False
        return over


@dataclass
class Sub(Walk):
    """A sub-process, over when nothing runs in it. `cancels`: what happens when its main way is over."""

    block: Block
    name: str
    around: Home
    handler: Block | None = None
    interrupting: bool = False
    cancels: bool = False
    event: bool = False
    ended: bool = False

    def __post_init__(self) -> None:
        self.home = self.around.inner(event=self.event)
        self.main: Walk | None = begin(self.block, self.name, self.home)
        self.interrupted = False

    def _running(self) -> list[Walk]:
        return ([self.main] if self.main else []) + self.home.beside

    def open(self) -> Iterator[str]:
        for walk in self._running():
            yield from walk.open()

    def listening(self) -> Iterator[str]:
        if self.handler is not None and not self.interrupted:
            yield f"e{self.name}"
        for walk in self._running():
            yield from walk.listening()

    def complete(self, task: str) -> bool:
        walk = next(walk for walk in self._running() if task in walk.open())
        self._ended(walk, walk.complete(task))
        return self._over()

    def fire(self, event: str) -> bool:
        listens = event == f"e{self.name}" and self.handler is not None and not self.interrupted
        for walk in [w for w in self._running() if event in w.listening()]:
            if walk in self._running():
                self._ended(walk, walk.fire(event))
        if listens and self.handler is not None:
            if self.interrupting:
                self.main, self.home.beside, self.interrupted = None, [], True
            self.home.beside.append(Sub(self.handler, f"{self.name}k", self.home, event=True))
        return self._over()

    def _ended(self, walk: Walk, over: bool) -> None:
        if not over:
            return
        if walk is self.main:
            self.main = None
            if self.cancels:
                self.home.beside = []
                self.home.undo()
                self.ended = True
        else:
            self.home.beside.remove(walk)

    def _over(self) -> bool:
        if self._running():
            return False
        if self.home.done and not self.ended:
            self.around.done.append(self.home.done)
        return True


@dataclass
class Guarded(Walk):
    """A sub-process and what comes instead of it or beside it."""

    kind: str
    inside: Sub
    handler: Block
    name: str
    home: Home
    interrupting: bool = True
    instead: Walk | None = None

    def open(self) -> Iterator[str]:
        yield from (self.instead or self.inside).open()

    def listening(self) -> Iterator[str]:
        if self.kind == "border" and self.instead is None:
            yield f"b{self.name}"
        yield from (self.instead or self.inside).listening()

    def complete(self, task: str) -> bool:
        if self.instead is not None:
            return self.instead.complete(task)
        try:
            over = self.inside.complete(task)
        except Failed:
            if self.kind != "catch":
                raise
            return self._replace()
        return self._replace() if over and self.inside.ended else over

    def fire(self, event: str) -> bool:
        if self.instead is not None:
            return self.instead.fire(event)
        if self.kind == "border" and event == f"b{self.name}":
            if self.interrupting:
                return self._replace()
            self.home.beside.append(begin(self.handler, f"{self.name}h", self.home))
            return False
        return self.inside.fire(event)

    def _replace(self) -> bool:
        self.instead = begin(self.handler, f"{self.name}h", self.home)
        return False


def begin(block: Block, name: str, home: Home) -> Walk:
    """The running form of a block; `name` is its place in the tree."""
    kind, inner = block[0], f"{name}_0"
    if kind in ("task", "undo"):
        return Task(f"t{name}", home, kind)
    if kind == "fail":
        return Task(f"t{name}", home, "fail" if block[1] else "task")
    if kind == "loop":
        return Following([(block[2], inner)] * block[1], home)
    if kind == "inner":
        return Sub(block[2], inner, home, handler=block[3], interrupting=block[1])
    if kind == "border":
        return Guarded("border", Sub(block[2], inner, home), block[3], name, home, block[1])
    if kind == "catch":
        return Guarded("catch", Sub(block[1], inner, home), ("task",), name, home)
    if kind == "tx":
        return Guarded("tx", Sub(block[2], inner, home, cancels=block[1]), ("task",), name, home)
    if kind == "many":
        if block[1]:
            return Instances(block[3], inner, home, block[2])
        return Together([Sub(block[3], inner, home) for _ in range(block[2])])
    parts = [(part, f"{name}_{index}") for index, part in enumerate(block[1])]
    return Following(parts, home) if kind == "seq" else Together([begin(*part, home) for part in parts])


@dataclass
class Instances(Walk):
    """Sub-processes one after another."""

    block: Block
    name: str
    home: Home
    left: int

    def __post_init__(self) -> None:
        self.now = Sub(self.block, self.name, self.home)

    def open(self) -> Iterator[str]:
        yield from self.now.open()

    def listening(self) -> Iterator[str]:
        yield from self.now.listening()

    def complete(self, task: str) -> bool:
        return self._next(self.now.complete(task))

    def fire(self, event: str) -> bool:
        return self._next(self.now.fire(event))

    def _next(self, over: bool) -> bool:
        if over:
            self.left -= 1
            if self.left:
                self.now = Sub(self.block, self.name, self.home)
                return False
        return over
