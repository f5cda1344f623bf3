"""From the rules that match to the output of a decision table (DMN 1.5, 8.2.10 and 8.2.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.dmn.elements import DecisionTable, HitPolicy, Rule
from engine.dmn.evaluation import Evaluation
from engine.feel import evaluate


@dataclass(frozen=True)
class Hit:
    """A matching rule and the values of its outputs by column."""

    rule: Rule
    outputs: Mapping[str, Any]

    @property
    def value(self) -> Any:
        """The single output, or a context of several."""
        return next(iter(self.outputs.values())) if len(self.outputs) == 1 else dict(self.outputs)


def answer(table: DecisionTable, hits: list[Hit], order: Mapping[str, list[Any]], evaluation: Evaluation) -> Any:
    """The output for at least one matching rule; `order` holds the output values of each column by priority."""
    match table.hit_policy:
        case HitPolicy.UNIQUE:
            return _unique(hits, evaluation)
        case HitPolicy.ANY:
            return _any(hits, evaluation)
        case HitPolicy.FIRST:
            return hits[0].value
        case HitPolicy.PRIORITY:
            return _by_priority(hits, order)[0].value
        case HitPolicy.OUTPUT_ORDER:
            return [hit.value for hit in _by_priority(hits, order)]
        case HitPolicy.RULE_ORDER:
            return [hit.value for hit in hits]
        case HitPolicy.COLLECT:
            return _collected(table, hits, evaluation)


def _numbers(hits: list[Hit]) -> str:
    return ", ".join(str(hit.rule.number) for hit in hits)


def _unique(hits: list[Hit], evaluation: Evaluation) -> Any:
    if len(hits) == 1:
        return hits[0].value
    evaluation.reason(
        f"only one rule may match, but {_numbers(hits)} do", f"Nur eine Regel darf zutreffen, es sind {_numbers(hits)}"
    )
    return None


def _same(one: Any, other: Any) -> bool:
    return (one is None and other is None) or evaluate("a = b", {"a": one, "b": other}) is True


def _any(hits: list[Hit], evaluation: Evaluation) -> Any:
    first = hits[0].value
    if all(_same(first, hit.value) for hit in hits[1:]):
        return first
    evaluation.reason(
        f"the matching rules {_numbers(hits)} do not agree",
        f"Die zutreffenden Regeln {_numbers(hits)} sind sich nicht einig",
    )
    return None


def _by_priority(hits: list[Hit], order: Mapping[str, list[Any]]) -> list[Hit]:
    """Highest priority first, compared column by column; a value that is not listed comes last."""

    def rank(hit: Hit) -> list[int]:
        return [_position(value, order[key]) for key, value in hit.outputs.items()]

    return sorted(hits, key=rank)


def _position(value: Any, values: list[Any]) -> int:
    for position, listed in enumerate(values):
        if _same(value, listed):
            return position
    return len(values)


def _collected(table: DecisionTable, hits: list[Hit], evaluation: Evaluation) -> Any:
    if table.aggregation is None:
        return [hit.value for hit in hits]
    if table.aggregation == "COUNT":
        return Decimal(len(hits))
    columns = list(hits[0].outputs)
    combined = {key: _aggregate(table.aggregation, [hit.outputs[key] for hit in hits], evaluation) for key in columns}
    return combined[columns[0]] if len(columns) == 1 else combined


def _aggregate(aggregation: str, values: list[Any], evaluation: Evaluation) -> Any:
    text = {"SUM": "sum(v)", "MIN": "min(v)", "MAX": "max(v)"}[aggregation]
    result = evaluate(text, {"v": values})
    if result is None:
        evaluation.reason(
            f"{aggregation} of the outputs has no result", f"{aggregation} der Ergebnisse ergibt keinen Wert"
        )
    return result
