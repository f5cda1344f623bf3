"""Columns of a decision table as they are declared: title, kind of values, allowed values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.dmn.elements import DecisionTable, Definitions
from engine.feel import FeelSyntaxError
from engine.lint.table_cells import IRRELEVANT, Cell, read_cell
from engine.lint.table_scopes import Declared, declared, declared_of_name


@dataclass(frozen=True)
class Column:
    """One column; `domain` accepts the declared values, `IRRELEVANT` if none are declared."""

    title: str
    expression: str
    kind: str | None
    domain: Cell


def columns_of(file: Definitions, table: DecisionTable, names: Iterable[str]) -> list[Column]:
    """The condition columns. A column without a type has that of the input or decision it names."""
    columns = []
    for clause in table.inputs:
        said = declared(file, clause.expression.type_ref)
        if said.kind is None:
            said = declared_of_name(file, clause.expression.text)
        domain = _domain(clause.values.text if clause.values is not None else None, said, names)
        text = clause.expression.text
        columns.append(Column(clause.label or text, text, said.kind, domain))
    return columns


def outputs_of(file: Definitions, table: DecisionTable) -> list[Column]:
    """The result columns."""
    columns = []
    for number, clause in enumerate(table.outputs, start=1):
        said = declared(file, clause.type_ref)
        domain = _domain(clause.values.text if clause.values is not None else None, said, ())
        columns.append(Column(clause.label or clause.name or f"Ergebnis {number}", "", said.kind, domain))
    return columns


def _domain(written: str | None, said: Declared, names: Iterable[str]) -> Cell:
    text = written or said.allowed
    if not text:
        return IRRELEVANT
    try:
        cell = read_cell(text, names)
    except FeelSyntaxError:
        return IRRELEVANT
    return cell if cell.constants is not None else IRRELEVANT
