"""What a decision answers: its value, and the way to it in a form that can be stored and shown to people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.values import FUNCTION, RANGE, kind


@dataclass(frozen=True)
class DecisionResult:
    """The answer to one question.

    `value` is a FEEL value (numbers are `Decimal`, lists `list`, contexts `dict`).

    `explanation` is JSON: one entry per decision, business knowledge model and decision service that was evaluated,
    each below what it needed:

    * `kind` ("decision", "knowledge" or "service"), `id`, `name`, `inputs` (name to value), `output`
    * `tables`: for each decision table `id`, `hit_policy`, `inputs` (per column `label`, `expression`, `value`),
      `rules` (per matching rule `number` from 1, `id`, `inputs` and `outputs` as written per column, `annotations`),
      `output`
    * `reasons`: why a value is null, each in `de` and `en`
    """

    value: Any
    explanation: list[dict[str, Any]]


def matched_rules(explanation: list[dict[str, Any]]) -> dict[str, list[int]]:
    """The numbers (from 1) of the rules that matched, by id of the decision: what may be kept without any input."""
    return {
        entry["id"]: [rule["number"] for table in entry["tables"] for rule in table["rules"]] for entry in explanation
    }


def json_value(value: Any) -> Any:
    """A FEEL value as JSON for people to read: dates, times and durations as FEEL writes them."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and abs(value) < 10**15
        return int(value) if whole else float(value)
    if isinstance(value, list):
        return [json_value(item) for item in value]
    if isinstance(value, dict):
        return {key: json_value(item) for key, item in value.items()}
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if kind(value) == RANGE:
        low, high = (json_value(end) for end in (value.low, value.high))
        return f"{'[' if value.low_included else '('}{low}..{high}{']' if value.high_included else ')'}"
    if kind(value) == FUNCTION:
        return f"function({', '.join(getattr(value, 'parameters', ()))})"
    return str(value)
