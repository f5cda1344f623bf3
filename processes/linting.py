"""Checking shipped files without a database: everything they refer to must be among them."""

from __future__ import annotations

from engine.calendar import BusinessCalendar
from engine.calendar_functions import calendar_functions
from engine.deployment import read_bundle
from engine.lint.bpmn import check_model
from engine.lint.finding import Finding
from models.runtime import DefinitionKind
from processes.bootstrap import register_rooms


def lint_resources(resources: tuple[tuple[str, bytes], ...]) -> list[Finding]:
    """All findings on a set of files (name, content) that is deployed together."""
    handlers, _ = register_rooms()
    functions = calendar_functions(BusinessCalendar)
    bundle = read_bundle(resources, functions=functions)
    findings = list(bundle.findings)
    for handed in bundle.processes.values():
        findings += check_model(
            handed.source,
            known_handlers=frozenset(handlers),
            known_forms=bundle.keys(DefinitionKind.FORM),
            known_decisions=bundle.keys(DefinitionKind.DECISION),
            known_processes=bundle.keys(DefinitionKind.PROCESS),
            functions=functions,
        )
    return findings
