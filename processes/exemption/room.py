"""Registers what the diagram and the form of an exemption from profiling need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from engine.phrases import Phrase, Prose, joined
from models.casework import ProfilingSheet
from processes.exemption import handlers as do
from processes.exemption.rules import REASONS, check_errors
from processes.records import row
from processes.wording import day_text


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `freistellung.…`; facts and rule of `freistellung_pruefen.form`."""
    handlers.inside("freistellung.beginnen", do.begin)
    handlers.inside("freistellung.stand", do.look)
    handlers.inside("freistellung.entscheiden", do.decide)
    facts["freistellung_pruefen.form"] = _facts
    rules["freistellung_pruefen.form"] = lambda call, values, _c: check_errors(
        values, _sheet(call).exemption_reason or "", berlin_date(call.now)
    )


def _sheet(call: FormCall) -> ProfilingSheet:
    return row(call.session, ProfilingSheet, call.variables["bogen_id"])


def _facts(call: FormCall) -> Mapping[str, Any]:
    sheet = _sheet(call)
    parts = [
        Prose(
            "**{name}**: freigestellt bis {pruefen_am}.",
            name=sheet.case.person.full_name,
            pruefen_am=day_text(call.variables["pruefen_am"]),
        ),
        Phrase("Grund: {reasons}.", reasons=REASONS[sheet.exemption_reason or "a"]),
        sheet.exemption_note,
    ]
    return {"freistellung_text": joined(" ", (part for part in parts if part))}
