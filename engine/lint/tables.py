"""What designers should know about their decision tables before they are used: located findings in two languages.

Checked for every table of a DMN file, also inside contexts and business knowledge models: cells that are not FEEL,
unknown names, types that do not fit the column, values outside the declared ones; overlapping rules under UNIQUE and
contradicting ones under ANY, gaps over the declared inputs, rules that can never match and rules that earlier ones
mask under FIRST. Tables that answer with a list (COLLECT, RULE ORDER, OUTPUT ORDER) have no gaps: that nothing
applies is an answer there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.dmn import DmnError, DmnExpressionError, Model
from engine.dmn.elements import DecisionTable
from engine.dmn.reading import read_definitions
from engine.feel import FeelFunction
from engine.lint.finding import Finding, Severity
from engine.lint.table_expressions import ExpressionCheck
from engine.lint.table_rules import check_rules
from engine.lint.table_scopes import places


def lint_tables(
    data: bytes,
    imports: Mapping[str, bytes] | None = None,
    *,
    functions: Mapping[str, FeelFunction] | None = None,
) -> tuple[Finding, ...]:
    """The findings of a DMN file, in the order of the file; arguments as for `Model.from_xml`.

    Never raises for a bad file: that is a finding, too.
    """
    sources, added = imports or {}, functions or {}
    try:
        file = read_definitions(data)
    except DmnError as error:
        return (_of_error("dmn-file", error),)
    findings: list[Finding] = []
    seen: set[str] = set()
    for place in places(file, sources, added.keys()):
        check = ExpressionCheck(file, place)
        findings.extend(check.findings())
        seen |= check.broken
        if isinstance(place.element, DecisionTable):
            findings.extend(check_rules(file, place))
    return (*findings, *_of_model(data, sources, added, seen))


def _of_model(
    data: bytes, imports: Mapping[str, bytes], functions: Mapping[str, FeelFunction], seen: set[str]
) -> Iterator[Finding]:
    """What only the whole model shows: missing references, circles, unknown types, bad allowed values."""
    try:
        problems = Model.from_xml(data, imports, functions=functions).problems
    except DmnError as error:
        yield _of_error("dmn-model", error)
        return
    for problem in problems:
        if not (isinstance(problem, DmnExpressionError) and problem.text in seen):
            yield _of_error("dmn-model", problem)


def _of_error(code: str, error: DmnError) -> Finding:
    return Finding(code, Severity.ERROR, error.element_id, error.message_de, error.message_en)
