"""Boolean functions and `is` (DMN 1.5, tables 74 and 76)."""

from __future__ import annotations

from typing import Any

from engine.feel.builtin import built_in
from engine.feel.compare import equal
from engine.feel.run import Run
from engine.feel.temporal import zone_name
from engine.feel.values import DATE_TIME, TIME, kind


@built_in("not(negand: Any)")
def negation(run: Run, negand: Any) -> bool | None:
    """The opposite of a boolean, null for everything else."""
    if type(negand) is bool:
        return not negand
    return None if negand is None else run.null("argument", "not", "negand", negand)


@built_in("is(value1?: Any, value2?: Any)")
def identical(run: Run, value1: Any, value2: Any) -> bool:
    """Whether both are the same element of the semantic domain: same kind, same zone, same value."""
    if kind(value1) != kind(value2):
        return False
    if kind(value1) in (TIME, DATE_TIME) and zone_name(value1.tzinfo) != zone_name(value2.tzinfo):
        return False
    return equal(run, value1, value2) is True
