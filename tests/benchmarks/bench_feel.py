"""What reading and evaluating expressions costs. Figures are medians of several batches, in microseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from engine.feel import compile_expression, compile_unary_tests
from engine.feel.expression import _expression
from tests.benchmarks.rows import Row

COMPARISON = "Alter < Grenze"
#: 40 characters, as designers write them on a gateway.
CONDITION = 'Alter < 25 and Status = "aktiv" and x>10'
SCOPE: dict[str, Any] = {
    "Alter": 24,
    "Grenze": 25,
    "Status": "aktiv",
    "x": 11,
    "Mail": "erika.mustermann@example.org",
    "Bedarfe": [{"Name": f"Bedarf {number}", "Rang": number % 7} for number in range(100)],
}


def microseconds(work: Callable[[], object], *, batches: int = 7, seconds: float = 0.02) -> float:
    """The median time of one call over batches of about `seconds` each."""
    start = time.perf_counter()
    work()
    repetitions = max(1, int(seconds / max(time.perf_counter() - start, 1e-7)))
    spent = []
    for _ in range(batches):
        start = time.perf_counter()
        for _ in range(repetitions):
            work()
        spent.append((time.perf_counter() - start) / repetitions)
    return statistics.median(spent) * 1e6


def rows() -> list[Row]:
    assert len(CONDITION) == 40

    def evaluating(text: str) -> Callable[[], object]:
        expression = compile_expression(text)
        return lambda: expression.evaluate(SCOPE)

    def read() -> None:
        _expression.cache_clear()
        compile_expression(CONDITION)

    cell = compile_unary_tests("[18..25), > 67")
    measures: list[tuple[str, Callable[[], object], float]] = [
        ("FEEL: compare two variables, compiled", evaluating(COMPARISON), 10),
        ("FEEL: the same through the cache", lambda: compile_expression(COMPARISON).evaluate(SCOPE), 10),
        ("FEEL: read a condition of 40 characters", read, 1000),
        ("FEEL: evaluate that condition", evaluating(CONDITION), 20),
        ("FEEL: a cell of a decision table", lambda: cell.matches(24, SCOPE), 20),
        ("FEEL: filter and sum 100 contexts", evaluating("sum(Bedarfe[Rang > 3].Rang)"), 500),
        ("FEEL: a date plus a month", evaluating('date("2026-01-31") + duration("P1M")'), 50),
        ("FEEL: a regular expression over 28 characters", evaluating(r'matches(Mail, "^[a-z.]+@[a-z]+\.org$")'), 200),
    ]
    return [Row(name, "", microseconds(work), "µs", at_most=most) for name, work, most in measures]
