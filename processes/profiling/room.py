"""What profiling registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from models.casework import ProfilingSheet
from processes.catalogues import needs_catalogue, segment_label, segment_scheme
from processes.profiling import handlers as do
from processes.profiling import rules as check
from processes.records import row
from processes.wording import day_text


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("profiling.bogen_oeffnen", do.open_sheet)
    handlers.inside("profiling.auswerten", do.evaluate)
    handlers.inside("profiling.bogen_abschliessen", do.close_sheet)
    facts["ausgangslage.form"] = _situation
    facts["handlungsbedarfe.form"] = _needs
    facts["standortbestimmung.form"] = _assessment
    facts["segment.form"] = _segment
    facts["bogen_offen.form"] = lambda call: {"offen_seit_text": day_text(berlin_date(_sheet(call).created_at))}
    rules["ausgangslage.form"] = lambda call, values, _c: check.situation_errors(values, berlin_date(call.now))
    rules["handlungsbedarfe.form"] = _needs_rule
    rules["standortbestimmung.form"] = lambda call, values, _c: check.assessment_errors(values, _groups(call))
    rules["segment.form"] = lambda call, values, _c: check.segment_errors(values, call.variables.get("vorschlag"))


def _sheet(call: FormCall) -> ProfilingSheet:
    return row(call.session, ProfilingSheet, call.variables["bogen_id"])


def _situation(call: FormCall) -> Mapping[str, Any]:
    """What the sheet took over from the last one: first values of the form."""
    sheet = _sheet(call)
    main = next((o for o in sheet.occupations if o.rank == 1), None)
    values: dict[str, Any] = {"erwerbsumfang": sheet.employment_extent, "hilfebeduerftig": sheet.is_needy}
    if main is not None:
        values |= {
            "zielberuf_titel": main.title,
            "zielberuf_kldb": main.kldb,
            "zielberuf_status": main.status.value,
            "neuorientierung_geprueft": main.is_reorientation_checked,
            "neuorientierung_notiz": main.reorientation_note,
        }
    if sheet.competences:
        values["kompetenzen"] = [
            {"bezeichnung": c.name, "art": c.kind.value, "stufe": c.level.value} for c in sheet.competences
        ]
    return {name: value for name, value in values.items() if value is not None}


def _needs(call: FormCall) -> Mapping[str, Any]:
    sheet = _sheet(call)
    values: dict[str, Any] = {}
    for need in sheet.needs:
        if need.status.value != "NOT_REVIEWED":
            values[f"bedarf_{need.need}"] = need.status.value
        values[f"bemerkung_{need.need}"] = need.remark
    values |= {f"kommentar_{c.key_group.value}": c.comment for c in sheet.comments}
    if sheet.labour_market is not None:
        values |= {"arbeitsmarkt": sheet.labour_market.value, "arbeitsmarkt_notiz": sheet.labour_market_note}
    return values


def _needs_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    return check.needs_errors(values, needs_catalogue(_sheet(call).needs_catalogue).needs)


def _entered(call: FormCall) -> dict[str, str]:
    """Need → status, as entered in the form before."""
    prefix = "bedarf_"
    return {n[len(prefix) :]: str(v) for n, v in call.variables.items() if n.startswith(prefix) and v is not None}


def _groups(call: FormCall) -> list[str]:
    return check.groups_with_needs(_entered(call))


def _assessment(call: FormCall) -> Mapping[str, Any]:
    sheet = _sheet(call)
    catalogue = needs_catalogue(sheet.needs_catalogue)
    relevant = [catalogue.need_label(need) for need, status in _entered(call).items() if status == "RELEVANT"]
    values: dict[str, Any] = {
        "relevante_bedarfe": ", ".join(relevant) or "keine",
        "fazit": sheet.conclusion,
        "prognose_monate": sheet.prognosis_months,
        "vorlauf_prognose": sheet.lead_up.value if sheet.lead_up else None,
        "schwerpunkt": sheet.focus_group.value if sheet.focus_group else None,
        "verdichtung": sheet.is_densified,
        "fbw": sheet.is_long_for_training,
        "absolvent": sheet.is_graduate,
    }
    return {name: value for name, value in values.items() if value is not None}


def _segment(call: FormCall) -> Mapping[str, Any]:
    scheme = segment_scheme(call.variables["schema"])
    suggestion = call.variables.get("vorschlag")
    return {
        "segmente": [{"label": s.label, "value": s.code} for s in scheme.segments.values()],
        "vorschlag_name": segment_label(scheme.code, suggestion) if suggestion else None,
    }
