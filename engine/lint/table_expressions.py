"""The texts of decision tables and expressions one by one: FEEL at all, known names, fitting types and values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.dmn.elements import DecisionTable, Definitions, LiteralExpression
from engine.dmn.explanation import json_value
from engine.feel import FeelSyntaxError, compile_expression
from engine.feel.builtin import BUILT_INS
from engine.feel.reading import Reading
from engine.feel.values import kind
from engine.lint.constants import constant, invalid_temporals
from engine.lint.finding import Finding, Severity
from engine.lint.table_cells import Cell, empty_ranges, read_cell
from engine.lint.table_columns import Column, columns_of, outputs_of
from engine.lint.table_scopes import Place


class ExpressionCheck:
    """The texts of one place. `broken` holds those that are not FEEL, once `findings` has run."""

    def __init__(self, file: Definitions, place: Place) -> None:
        self._file = file
        self._place = place
        self._names = place.spelled
        self.broken: set[str] = set()

    def findings(self) -> Iterator[Finding]:
        """Everything about the texts of the place."""
        element = self._place.element
        if isinstance(element, LiteralExpression):
            yield from self._expression(element, None)
        else:
            yield from self._table(element)

    def _table(self, table: DecisionTable) -> Iterator[Finding]:
        if not table.rules:
            yield self._finding(
                "table-empty", Severity.WARNING, table.id, None, "Die Tabelle hat keine Regel", "the table has no rule"
            )
        for clause in table.inputs:
            yield from self._expression(clause.expression, None)
        for rule in table.rules:
            for column, cell in zip(columns_of(self._file, table, self._names), rule.inputs, strict=True):
                yield from self._input_cell(cell, column, rule.number)
            for column, cell in zip(outputs_of(self._file, table), rule.outputs, strict=True):
                yield from self._output_cell(cell, column, rule.number)

    def _input_cell(self, element: LiteralExpression, column: Column, rule: int) -> Iterator[Finding]:
        try:
            cell = read_cell(element.text, self._names)
        except FeelSyntaxError as error:
            yield self._syntax(element, error, rule)
            return
        if cell.tests is not None:
            yield from self._unknown(element, cell.tests.reading, rule)
            yield from self._invalid(element, cell.tests.tree, rule)
            for low, high in empty_ranges(cell.tests.tree):
                yield self._finding(
                    "table-range",
                    Severity.ERROR,
                    element.id,
                    rule,
                    f"{column.title}: der Bereich endet mit {json_value(high)}, bevor er mit {json_value(low)} beginnt",
                    f"{column.title}: the range ends at {json_value(high)} before it begins at {json_value(low)}",
                )
        for value in cell.constants or ():
            yield from self._value(element, value, column, rule)

    def _output_cell(self, element: LiteralExpression, column: Column, rule: int) -> Iterator[Finding]:
        if not element.text:
            yield self._finding(
                "table-output-missing",
                Severity.WARNING,
                element.id,
                rule,
                f"{column.title}: kein Ergebnis angegeben, es ist dann leer (null)",
                f"{column.title}: no output given, so it is null",
            )
            return
        yield from self._expression(element, rule)
        if element.text in self.broken:
            return
        is_constant, value = constant(compile_expression(element.text, names=self._names).tree)
        if is_constant:
            yield from self._value(element, value, column, rule, Severity.ERROR)

    def _value(
        self,
        element: LiteralExpression,
        value: Any,
        column: Column,
        rule: int,
        outside: Severity = Severity.WARNING,
    ) -> Iterator[Finding]:
        if value is None:
            return
        shown = json_value(value)
        if column.kind is not None and column.kind not in ("list", "context") and kind(value) != column.kind:
            yield self._finding(
                "table-type",
                Severity.ERROR,
                element.id,
                rule,
                f"{column.title}: {shown} ist {kind(value)}, erwartet wird {column.kind}",
                f"{column.title}: {shown} is a {kind(value)}, expected is {column.kind}",
            )
        elif _outside(column.domain, value):
            yield self._finding(
                "table-value",
                outside,
                element.id,
                rule,
                f"{column.title}: {shown} gehört nicht zu den erlaubten Werten",
                f"{column.title}: {shown} is not one of the allowed values",
            )

    def _expression(self, element: LiteralExpression, rule: int | None) -> Iterator[Finding]:
        if not element.text:
            return
        try:
            expression = compile_expression(element.text, names=self._names)
        except FeelSyntaxError as error:
            yield self._syntax(element, error, rule)
            return
        yield from self._unknown(element, expression.reading, rule)
        yield from self._invalid(element, expression.tree, rule)

    def _invalid(self, element: LiteralExpression, tree: Any, rule: int | None) -> Iterator[Finding]:
        for text in invalid_temporals(tree):
            yield self._finding(
                "table-date",
                Severity.ERROR,
                element.id,
                rule,
                f"„{text}“ ist kein Datum, keine Uhrzeit und keine Dauer",
                f"{text!r} is no date, time or duration",
            )

    def _syntax(self, element: LiteralExpression, error: FeelSyntaxError, rule: int | None) -> Finding:
        self.broken.add(element.text)
        return self._finding(
            "table-syntax",
            Severity.ERROR,
            element.id,
            rule,
            f"„{element.text}“: {error.message_de}",
            f"{element.text!r}: {error.message_en}",
        )

    def _unknown(self, element: LiteralExpression, reading: Reading, rule: int | None) -> Iterator[Finding]:
        if self._place.names is None:
            return
        unknown = sorted(
            (reading.variables | reading.functions) - self._place.names - self._place.functions - BUILT_INS.keys()
        )
        for name in unknown:
            yield self._finding(
                "table-unknown-name",
                Severity.ERROR,
                element.id,
                rule,
                f"Der Name „{name}“ ist hier nicht bekannt; Texte stehen in Anführungszeichen",
                f"the name '{name}' is not known here; texts are written in quotation marks",
            )

    def _finding(
        self, code: str, severity: Severity, element_id: str | None, rule: int | None, german: str, english: str
    ) -> Finding:
        detail: dict[str, object] = {"decision": self._place.owner}
        if rule is not None:
            detail["rule"] = rule
            german, english = f"Regel {rule}: {german}", f"rule {rule}: {english}"
        return Finding(
            code,
            severity,
            element_id or self._place.element.id,
            f"{self._place.owner}: {german}",
            f"{self._place.owner}: {english}",
            detail,
        )


def _outside(domain: Cell, value: Any) -> bool:
    return bool(domain.constants) and not domain.accepts(value)
