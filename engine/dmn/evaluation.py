"""One question to a model while it is answered: clock, limits, and what is noted for the explanation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from engine.dmn.errors import DmnLimitError
from engine.dmn.explanation import json_value
from engine.feel import Limits

#: Decisions and functions that wait for each other; a deeper nesting is a recursion that does not end.
MAX_DEPTH = 40
#: Boxed expressions and table cells evaluated for one question.
MAX_EVALUATIONS = 200_000
#: Steps kept in one explanation; nobody reads more, and a function used for sorting is called very often.
MAX_STEPS = 500
_MAX_REASONS = 50


class Evaluation:
    """The state of one question. It is made anew for each and never shared."""

    def __init__(self, now: dt.datetime | None, limits: Limits) -> None:
        self.now = now
        self.limits = limits
        self.steps: list[dict[str, Any]] = []
        self._open: list[dict[str, Any]] = []
        self._left = MAX_EVALUATIONS

    def charge(self) -> None:
        """One more expression is evaluated; raises `DmnLimitError` when there were too many."""
        self._left -= 1
        if self._left < 0:
            raise DmnLimitError(
                f"more than {MAX_EVALUATIONS} expressions were evaluated",
                f"Es wurden mehr als {MAX_EVALUATIONS} Ausdrücke ausgewertet",
            )

    def reason(self, message_en: str, message_de: str) -> None:
        """Note why the value at hand became null."""
        if self._open and len(self._open[-1]["reasons"]) < _MAX_REASONS:
            note = {"de": message_de, "en": message_en}
            if note not in self._open[-1]["reasons"]:
                self._open[-1]["reasons"].append(note)

    def table(self, record: dict[str, Any]) -> None:
        """Note how a decision table came to its output."""
        if self._open:
            self._open[-1]["tables"].append(record)

    @contextmanager
    def step(self, kind: str, id_: str | None, name: str, inputs: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Note everything that happens inside as one step; the caller sets `output`. Steps appear in the order in
        which they were finished, so that each stands below what it needed."""
        if len(self._open) >= MAX_DEPTH:
            raise DmnLimitError(
                f"decisions and functions call each other deeper than {MAX_DEPTH}",
                f"Entscheidungen und Funktionen rufen sich tiefer als {MAX_DEPTH} auf",
                element_id=id_,
            )
        record: dict[str, Any] = {
            "kind": kind,
            "id": id_,
            "name": name,
            "inputs": {key: json_value(value) for key, value in inputs.items()},
            "tables": [],
            "reasons": [],
            "output": None,
        }
        self._open.append(record)
        try:
            yield record
        finally:
            self._open.pop()
        if len(self.steps) < MAX_STEPS:
            self.steps.append(record)
