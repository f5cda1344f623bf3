"""Decision tables: columns and rules to closures, and how matching rules become the output (DMN 1.5, chapter 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.dmn.elements import DecisionTable, InputClause, LiteralExpression, OutputClause, Rule
from engine.dmn.evaluation import Evaluation
from engine.dmn.explanation import json_value
from engine.dmn.hit_policies import Hit, answer
from engine.feel.text import display

if TYPE_CHECKING:
    from engine.dmn.compiling import Compiler, Run, Scope, Test


@dataclass(frozen=True)
class _Column:
    clause: InputClause
    value: Run
    allowed: Test


@dataclass(frozen=True)
class _Row:
    rule: Rule
    tests: list[Test]
    outputs: list[tuple[str, Run]]


def compile_table(compiler: Compiler, table: DecisionTable, names: frozenset[str]) -> Run:
    """A closure that evaluates the table and notes how it came to its output."""
    columns = [_column(compiler, clause, names) for clause in table.inputs]
    keys = output_keys(table)
    # What a cell tests may be named in it as `?`, and each column also sees the scope of the table.
    cell_names = names | {"?"}
    rows = [
        _Row(
            rule,
            [compiler.tests(cell, cell_names) for cell in rule.inputs],
            [
                (key, compiler.typed(compiler.expression(cell, names), clause.type_ref, clause.id))
                for key, clause, cell in zip(keys, table.outputs, rule.outputs, strict=True)
            ],
        )
        for rule in table.rules
    ]
    order = {
        key: _output_order(compiler, clause, table, names) for key, clause in zip(keys, table.outputs, strict=True)
    }
    default = _default(compiler, table, keys, names)

    def evaluate(scope: Scope, evaluation: Evaluation) -> Any:
        values = [column.value(scope, evaluation) for column in columns]
        record = _record(table, values)
        evaluation.table(record)
        if not _all_allowed(columns, values, scope, evaluation):
            return None
        hits = []
        for row in rows:
            if all(test(value, scope, evaluation) for test, value in zip(row.tests, values, strict=True)):
                hits.append(Hit(row.rule, {key: run(scope, evaluation) for key, run in row.outputs}))
                if table.hit_policy.value == "FIRST":
                    break
        record["rules"] = [_matched(hit.rule) for hit in hits]
        ranks = {key: run(scope, evaluation) for key, run in order.items()}
        output = answer(table, hits, ranks, evaluation) if hits else default(scope, evaluation)
        record["output"] = json_value(output)
        return output

    return evaluate


def output_keys(table: DecisionTable) -> list[str]:
    """The name of each output column; a single column needs none."""
    return [clause.name or clause.label or f"output {number}" for number, clause in enumerate(table.outputs, start=1)]


def _column(compiler: Compiler, clause: InputClause, names: frozenset[str]) -> _Column:
    value = compiler.typed(
        compiler.expression(clause.expression, names), clause.expression.type_ref, clause.expression.id
    )
    allowed = compiler.tests(clause.values or _EMPTY, names)
    return _Column(clause, value, allowed)


_EMPTY = LiteralExpression(None, None, "")


def _all_allowed(columns: list[_Column], values: list[Any], scope: Scope, evaluation: Evaluation) -> bool:
    # A missing value is no wrong value: rules that ignore the column may still match.
    for column, value in zip(columns, values, strict=True):
        if value is not None and not column.allowed(value, scope, evaluation):
            shown, text = display(value), column.clause.expression.text
            allowed = column.clause.values.text if column.clause.values else ""
            evaluation.reason(f"{text} is {shown}, allowed is {allowed}", f"{text} ist {shown}, erlaubt ist {allowed}")
            return False
    return True


def _output_order(
    compiler: Compiler, clause: OutputClause, table: DecisionTable, names: frozenset[str]
) -> Callable[[Scope, Evaluation], list[Any]]:
    """The output values of a column in their written order, which PRIORITY and OUTPUT ORDER rank by."""
    written = clause.values
    if written is None or not written.text:
        text = compiler.types.allowed_text(clause.type_ref or (table.type_ref if len(table.outputs) == 1 else None))
        written = None if text is None else LiteralExpression(clause.id, None, text)
    if written is None or table.hit_policy.value not in ("PRIORITY", "OUTPUT ORDER"):
        return lambda scope, evaluation: []
    values = compiler.expression(LiteralExpression(written.id, None, f"[{written.text}]"), names)
    return lambda scope, evaluation: values(scope, evaluation) or []


def _default(compiler: Compiler, table: DecisionTable, keys: list[str], names: frozenset[str]) -> Run:
    defaults = [
        (key, compiler.typed(compiler.expression(clause.default or _EMPTY, names), clause.type_ref, clause.id))
        for key, clause in zip(keys, table.outputs, strict=True)
    ]
    declared = any(clause.default is not None for clause in table.outputs)

    def default(scope: Scope, evaluation: Evaluation) -> Any:
        if not declared:
            evaluation.reason("no rule matches", "Keine Regel trifft zu")
            return None
        built = {key: run(scope, evaluation) for key, run in defaults}
        output = next(iter(built.values())) if len(built) == 1 else built
        return output if table.hit_policy.single or table.aggregation else _as_list(output)

    return default


def _as_list(output: Any) -> Any:
    return output if isinstance(output, list) else [output]


def _record(table: DecisionTable, values: list[Any]) -> dict[str, Any]:
    return {
        "id": table.id,
        "hit_policy": table.hit_policy.value,
        "inputs": [
            {
                "label": clause.label or clause.expression.text,
                "expression": clause.expression.text,
                "value": json_value(value),
            }
            for clause, value in zip(table.inputs, values, strict=True)
        ],
        "rules": [],
        "output": None,
    }


def _matched(rule: Rule) -> Mapping[str, Any]:
    return {
        "number": rule.number,
        "id": rule.id,
        "inputs": [cell.text or "-" for cell in rule.inputs],
        "outputs": [cell.text for cell in rule.outputs],
        "annotations": dict(rule.annotations),
    }
