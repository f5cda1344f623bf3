"""What a benchmark reports: one measure with its target and, beside it, what it is compared with."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """`on` names the database. One of the bounds may be given; `beside` is the limit or comparison, in words."""

    measure: str
    on: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    beside: str = ""

    @property
    def target(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""

    @property
    def holds(self) -> bool | None:
        """None where nothing is demanded."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= self.at_least if self.at_least is not None else None


@dataclass
class Samples:
    """Milliseconds. Two of them filled in turns suffer the same load of the machine.

    `worked` is the time of the processor this process had for it: what a busy machine does not falsify.
    """

    taken: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        begin, work = time.perf_counter(), time.process_time()
        yield
        self.worked.append((time.process_time() - work) * 1000)
        self.taken.append((time.perf_counter() - begin) * 1000)

    def forget(self) -> None:
        """What was measured until now was only to get warm."""
        self.taken.clear()
        self.worked.clear()

    @property
    def processor(self) -> float:
        return statistics.median(self.worked)

    @property
    def worked_p95(self) -> float:
        return statistics.quantiles(self.worked, n=20)[18]

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.taken, n=20)[18]


def medians(work: Callable[[], object], times: int) -> float:
    """The median milliseconds of some repetitions."""
    samples = Samples()
    for _ in range(times):
        with samples.one():
            work()
    return samples.median
