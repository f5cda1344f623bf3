"""`sort` with a function that says which of two elements comes first (DMN 1.5, table 78)."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import pairwise
from typing import Any

from engine.feel.builtin import built_in
from engine.feel.compare import place
from engine.feel.invoke import invoke
from engine.feel.run import Run


@built_in("sort(list: list, precedes?: function)")
def sort(run: Run, items: list[Any], precedes: Any) -> list[Any] | None:
    """The list in order: stable, and natural order without a function; null if that order does not exist."""
    run.sized_list(len(items))
    if precedes is None:
        for before, after in pairwise(items):
            if place(run, before, after) is None:
                return run.null("compare", before, after)

        def natural(one: Any, other: Any) -> int:
            run.charge()
            return place(run, one, other) or 0

        return sorted(items, key=cmp_to_key(natural))

    def by_function(one: Any, other: Any) -> int:
        if invoke(run, precedes, [one, other]) is True:
            return -1
        return 1 if invoke(run, precedes, [other, one]) is True else 0

    return sorted(items, key=cmp_to_key(by_function))
