"""The rules of a decision table against each other: overlaps, contradictions, gaps, dead and masked rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from engine.dmn.elements import DecisionTable, Definitions, HitPolicy, Rule
from engine.dmn.explanation import json_value
from engine.feel import FeelSyntaxError
from engine.feel.text import display
from engine.lint.finding import Finding, Severity
from engine.lint.table_cells import Cell, read_cell, samples
from engine.lint.table_columns import Column, columns_of
from engine.lint.table_coverage import Coverage, Dimension, TooLarge
from engine.lint.table_scopes import Place

#: Examples of gaps shown for one table; who closes these finds the next.
_GAPS = 5


def check_rules(file: Definitions, place: Place) -> Iterator[Finding]:
    """Everything about the rules of one table, examples included."""
    table = place.element
    if not isinstance(table, DecisionTable) or not table.rules:
        return
    columns = columns_of(file, table, place.spelled)
    cells = [[_cell(rule, number, place) for number in range(len(columns))] for rule in table.rules]
    # A missing value lies outside every declared domain, but it comes, and a rule may be there for it alone. So it
    # counts for what rules do to each other; only gaps are looked for among the declared values.
    coverage = Coverage(_dimensions(columns, cells, missing=True), len(table.rules))
    report = _Report(place.owner, table, columns)
    yield from _unsure(report, table, coverage)
    dead = {rule for rule in range(len(table.rules)) if coverage.unreachable(rule)}
    for rule in sorted(dead):
        yield report.finding(
            "table-unreachable",
            Severity.WARNING,
            (rule,),
            "kann nie zutreffen: eine Zelle lässt keinen erlaubten Wert zu",
            "can never match: a cell accepts none of the allowed values",
        )
    if table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
        yield from _overlaps(report, table, coverage)
    try:
        if table.hit_policy is HitPolicy.FIRST:
            yield from _masked(report, table, coverage, dead)
        if table.hit_policy.single and all(output.default is None for output in table.outputs):
            declared = Coverage(_dimensions(columns, cells, missing=False), len(table.rules))
            for example in declared.gaps(_GAPS):
                yield report.gap(example)
    except TooLarge:
        yield report.finding(
            "table-unchecked",
            Severity.HINT,
            (),
            "zu viele Kombinationen, Lücken und verdeckte Regeln wurden nicht vollständig geprüft",
            "too many combinations, gaps and masked rules were not checked completely",
        )


def _unsure(report: _Report, table: DecisionTable, coverage: Coverage) -> Iterator[Finding]:
    unsure = tuple(rule for rule in range(len(table.rules)) if coverage.unsure(rule))
    if unsure:
        yield report.finding(
            "table-unchecked",
            Severity.HINT,
            unsure,
            "hängt von mehr als den Werten der Spalten ab; Überschneidung und Lücken sind hier nicht prüfbar",
            "depends on more than the values of its columns; overlaps and gaps cannot be checked here",
        )


def _overlaps(report: _Report, table: DecisionTable, coverage: Coverage) -> Iterator[Finding]:
    for one, other in combinations(range(len(table.rules)), 2):
        example = coverage.overlap(one, other)
        if example is None:
            continue
        if table.hit_policy is HitPolicy.UNIQUE:
            yield report.finding(
                "table-overlap",
                Severity.ERROR,
                (one, other),
                "treffen gemeinsam zu, erlaubt ist nur eine Regel",
                "match together, but only one rule may",
                example,
            )
        elif _outputs(table.rules[one]) != _outputs(table.rules[other]):
            yield report.finding(
                "table-conflict",
                Severity.ERROR,
                (one, other),
                "treffen gemeinsam zu und widersprechen sich",
                "match together and contradict each other",
                example,
            )


def _outputs(rule: Rule) -> list[str]:
    return [cell.text for cell in rule.outputs]


def _masked(report: _Report, table: DecisionTable, coverage: Coverage, dead: set[int]) -> Iterator[Finding]:
    for rule in range(1, len(table.rules)):
        if rule not in dead and coverage.masked(rule):
            yield report.finding(
                "table-masked",
                Severity.WARNING,
                (rule,),
                "kommt nie zum Zug: frühere Regeln treffen immer schon zu",
                "never gets its turn: earlier rules always match first",
                next((found for one in range(rule) if (found := coverage.overlap(one, rule)) is not None), None),
            )


def _cell(rule: Rule, number: int, place: Place) -> Cell | None:
    try:
        return read_cell(rule.inputs[number].text, place.spelled)
    except FeelSyntaxError:
        return None


def _dimensions(columns: list[Column], cells: list[list[Cell | None]], *, missing: bool) -> list[Dimension]:
    """One dimension per input expression: two columns over the same expression always see the same value."""
    grouped: dict[str, list[int]] = {}
    for number, column in enumerate(columns):
        grouped.setdefault(column.expression, []).append(number)
    return [
        _dimension([columns[n] for n in group], [[row[n] for n in group] for row in cells], missing)
        for group in grouped.values()
    ]


def _dimension(columns: list[Column], rows: list[list[Cell | None]], missing: bool) -> Dimension:
    named = [value for row in rows for cell in row if cell is not None for value in cell.constants or ()]
    named += [value for column in columns for value in column.domain.constants or ()]
    found = samples(columns[0].kind, named, columns[0].domain)
    values = found or []
    if values and missing and None not in values:
        values = [*values, None]
    unsure = frozenset(
        rule
        for rule, row in enumerate(rows)
        if any(cell is None or cell.constants is None or (found is None and not cell.irrelevant) for cell in row)
    )
    accepts = [
        frozenset(
            index
            for index, value in enumerate(values)
            if rule in unsure or all(cell is not None and cell.accepts(value) for cell in row)
        )
        for rule, row in enumerate(rows)
    ]
    return Dimension(columns[0].expression, values, accepts, unsure)


class _Report:
    """Findings of one table."""

    def __init__(self, owner: str, table: DecisionTable, columns: list[Column]) -> None:
        self._owner = owner
        self._table = table
        self._titles = {column.expression: column.title for column in columns}

    def finding(
        self,
        code: str,
        severity: Severity,
        rules: tuple[int, ...],
        german: str,
        english: str,
        example: Mapping[str, Any] | None = None,
    ) -> Finding:
        """A finding about rules, counted from 0."""
        numbers = [self._table.rules[rule].number for rule in rules]
        detail: dict[str, object] = {"decision": self._owner, "rules": numbers}
        if numbers:
            detail["rule"] = numbers[0]
            listed = ", ".join(map(str, numbers))
            plural = len(numbers) > 1
            german = f"{'Regeln' if plural else 'Regel'} {listed}: {german}"
            english = f"{'rules' if plural else 'rule'} {listed}: {english}"
        if example is not None:
            detail["example"] = {key: json_value(value) for key, value in example.items()}
            german, english = (
                f"{german} ({self._shown(example, 'immer')})",
                f"{english} ({self._shown(example, 'always')})",
            )
        element_id = self._table.rules[rules[0]].id if len(rules) > 0 else None
        return Finding(
            code,
            severity,
            element_id or self._table.id,
            f"{self._owner}: {german}",
            f"{self._owner}: {english}",
            detail,
        )

    def gap(self, example: Mapping[str, Any]) -> Finding:
        """The finding about an input that no rule accepts."""
        return self.finding("table-gap", Severity.WARNING, (), "keine Regel trifft zu", "no rule matches", example)

    def _shown(self, example: Mapping[str, Any], always: str) -> str:
        parts = [f"{self._titles[key]} = {display(value)}" for key, value in example.items()]
        return ", ".join(parts) or always
