"""Overlaps, gaps and masked rules of a table whose cells are sets over a few samples per column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Sets of rules looked at before a search gives up; real tables need a few hundred.
_BUDGET = 20_000


class TooLarge(Exception):
    """The table has too many combinations to look at all of them."""


@dataclass(frozen=True)
class Dimension:
    """One input expression, perhaps in several columns: its samples, and per rule the samples it accepts.

    A rule whose cell looks at more than its value is `unsure`: it may accept any sample, or none.
    """

    expression: str
    samples: Sequence[Any]
    accepts: Sequence[frozenset[int]]
    unsure: frozenset[int] = frozenset()


@dataclass
class Coverage:
    """Questions about which rules accept which combinations of samples. Rules are counted from 0 here."""

    dimensions: Sequence[Dimension]
    rules: int
    _left: int = field(default=_BUDGET, init=False)

    def unsure(self, rule: int) -> bool:
        """Whether some cell of the rule looks at more than its value."""
        return any(rule in dimension.unsure for dimension in self.dimensions)

    def unreachable(self, rule: int) -> bool:
        """Whether some cell of the rule accepts nothing of its column's domain."""
        return any(
            dimension.samples and not dimension.accepts[rule] and rule not in dimension.unsure
            for dimension in self.dimensions
        )

    def overlap(self, one: int, other: int) -> dict[str, Any] | None:
        """An input that both rules accept, None if there certainly is none or it cannot be said."""
        example: dict[str, Any] = {}
        for dimension in self.dimensions:
            if one in dimension.unsure or other in dimension.unsure:
                return None
            common = dimension.accepts[one] & dimension.accepts[other]
            if dimension.samples and not common:
                return None
            if common and len(common) < len(dimension.samples):
                example[dimension.expression] = dimension.samples[min(common)]
        return example

    def gaps(self, limit: int) -> list[dict[str, Any]]:
        """Inputs that no rule accepts, at most `limit`, each from another corner of the table.

        A rule that is unsure counts as accepting, so that every gap reported is one. Raises `TooLarge`.
        """
        self._left = _BUDGET
        found: list[dict[str, Any]] = []
        for example in self._uncovered(0, frozenset(range(self.rules)), None, {}, set()):
            found.append(example)
            if len(found) == limit:
                break
        return found

    def masked(self, rule: int) -> bool:
        """Whether earlier rules accept everything the rule accepts. Raises `TooLarge`."""
        self._left = _BUDGET
        earlier = frozenset(number for number in range(rule) if not self.unsure(number))
        return not self.unsure(rule) and next(self._uncovered(0, earlier, rule, {}, set()), None) is None

    def _uncovered(
        self,
        index: int,
        active: frozenset[int],
        inside: int | None,
        example: dict[str, Any],
        covered: set[tuple[int, frozenset[int]]],
    ) -> Iterator[dict[str, Any]]:
        if not active:
            yield self._complete(index, inside, example)
            return
        if index == len(self.dimensions) or (index, active) in covered:
            return
        self._left -= 1
        if self._left < 0:
            raise TooLarge
        dimension = self.dimensions[index]
        empty = True
        for sample, remaining in self._branches(dimension, active, inside).values():
            inner = example if sample is None else {**example, dimension.expression: dimension.samples[sample]}
            for found in self._uncovered(index + 1, remaining, inside, inner, covered):
                empty = False
                yield found
        if empty:
            covered.add((index, active))

    def _branches(
        self, dimension: Dimension, active: frozenset[int], inside: int | None
    ) -> dict[frozenset[int], tuple[int | None, frozenset[int]]]:
        """For each set of rules that can remain, one sample that leaves exactly these."""
        if not dimension.samples:
            return {active: (None, active)}
        branches: dict[frozenset[int], tuple[int | None, frozenset[int]]] = {}
        for sample in range(len(dimension.samples)):
            if inside is not None and sample not in dimension.accepts[inside]:
                continue
            remaining = frozenset(
                rule for rule in active if rule in dimension.unsure or sample in dimension.accepts[rule]
            )
            branches.setdefault(remaining, (sample, remaining))
        return branches

    def _complete(self, index: int, inside: int | None, example: dict[str, Any]) -> dict[str, Any]:
        """The example with a value for the columns that did not matter any more."""
        rest = {}
        for dimension in self.dimensions[index:]:
            allowed = range(len(dimension.samples)) if inside is None else sorted(dimension.accepts[inside])
            if dimension.samples and allowed:
                rest[dimension.expression] = dimension.samples[allowed[0]]
        return {**example, **rest}
