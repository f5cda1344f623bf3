"""A migration plan: which element of the version an instance runs in becomes which element of the other version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import orjson


class Reason(StrEnum):
    """Why an element was given its counterpart."""

    ID = "id"
    STRUCTURE = "structure"
    HAND = "hand"


@dataclass(frozen=True)
class Entry:
    """One element (activity, event, gateway, or flow into a join) and its counterpart; None: it has none.

    `process` is the process the element is drawn in: that of the instance, or one it calls. `into` is the process
    that takes its place. A called process that two callers replace differently has entries for each replacement.
    """

    process: str
    element: str
    into: str
    target: str | None
    reason: Reason | None


@dataclass(frozen=True)
class MigrationPlan:
    """`source` and `target` are the keys of the two processes; `entries` one per element and replacing process."""

    source: str
    target: str
    entries: tuple[Entry, ...]

    @cached_property
    def _targets(self) -> dict[tuple[str, str, str], str | None]:
        return {(entry.process, entry.element, entry.into): entry.target for entry in self.entries}

    def find(self, process: str, element: str, into: str) -> str | None:
        """The counterpart of an element, None if it has none."""
        return self._targets.get((process, element, into))

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The processes with those that take their place, the instance's own first."""
        found = dict.fromkeys([(self.source, self.target)])
        found.update(dict.fromkeys((entry.process, entry.into) for entry in self.entries))
        return tuple(found)

    def by_hand(
        self, element: str, target: str | None, *, process: str | None = None, into: str | None = None
    ) -> MigrationPlan:
        """The plan with another counterpart for one element (None: none). Without `process`, the instance's own.

        Whether the versions have these elements is for `check_plan` to say.
        """
        process, into = process or self.source, into or self.target
        hand = Entry(process, element, into, target, Reason.HAND)
        entries = [e for e in self.entries if (e.process, e.element, e.into) != (process, element, into)]
        return MigrationPlan(self.source, self.target, (*entries, hand))

    def overridden(self, targets: Mapping[str, str | None]) -> MigrationPlan:
        """The plan with several counterparts set by hand, by element id of the instance's own process."""
        plan = self
        for element, target in targets.items():
            plan = plan.by_hand(element, target)
        return plan

    @property
    def unmapped(self) -> tuple[Entry, ...]:
        """The elements without counterpart."""
        return tuple(entry for entry in self.entries if entry.target is None)

    @cached_property
    def id(self) -> str:
        """Sixteen hex digits that stand for what the plan says, for the history."""
        said = sorted((e.process, e.element, e.into, e.target or "") for e in self.entries)
        return hashlib.sha256(orjson.dumps([self.source, self.target, said])).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """A form that can be stored."""
        rows = [[e.process, e.element, e.into, e.target, e.reason] for e in self.entries]
        return {"source": self.source, "target": self.target, "entries": rows}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> MigrationPlan:
        """The plan that `to_json` described. Raises KeyError, ValueError."""
        return cls(stored["source"], stored["target"], tuple(_entries(stored["entries"])))


def _entries(rows: Iterable[Any]) -> Iterable[Entry]:
    for process, element, into, target, reason in rows:
        yield Entry(process, element, into, target, None if reason is None else Reason(reason))
