"""From when to when a catalogue version holds, and reading its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

import orjson


class CatalogueError(LookupError):
    """Expected a catalogue version or entry with this code, or one valid on this day, but there is none."""


@dataclass(frozen=True)
class Validity:
    """Both days included; None is open."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Validity:
        first, last = entry.get("valid_from"), entry.get("valid_to")
        return cls(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def read(name: str) -> dict[str, Any]:
    """The content of a catalogue file of this package."""
    content: dict[str, Any] = orjson.loads(resources.files("processes.catalogues").joinpath(name).read_bytes())
    return content
