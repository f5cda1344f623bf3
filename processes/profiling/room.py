"""What profiling registers with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from models.casework import LegalCircle, ProfilingSheet
from processes.catalogues import needs_catalogue, segment_label, segment_scheme
from processes.in_force import catalogue_of, running_strategies
from processes.profiling import handlers as do
from processes.profiling import occupations
from processes.profiling import rules as check
from processes.profiling.consent_mask import consent_mask
from processes.profiling.consents import consent_only_needs, has_consent, refused_consent
from processes.profiling.correction import correction_errors, shown_text, texts_of
from processes.profiling.endings import ended_since, endings_text
from processes.profiling.sheets import scheme_values
from processes.records import office_settings, row
from processes.wording import day_text


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    handlers.inside("profiling.bogen_oeffnen", do.open_sheet)
    handlers.inside("profiling.bogen_nachsehen", do.look_after)
    handlers.inside("profiling.auswerten", do.evaluate)
    handlers.inside("profiling.bogen_abschliessen", do.close_sheet)
    handlers.inside("profiling.bogen_berichtigen", do.close_again)
    facts["ausgangslage.form"] = _situation
    facts["handlungsbedarfe.form"] = _needs
    facts["standortbestimmung.form"] = _assessment
    facts["segment.form"] = _segment
    facts["bogen_offen.form"] = lambda call: {"offen_seit_text": day_text(berlin_date(_sheet(call).created_at))}
    facts["bogen_berichtigen.form"] = _correction
    rules["ausgangslage.form"] = _situation_rule
    rules["handlungsbedarfe.form"] = _needs_rule
    rules["standortbestimmung.form"] = lambda call, values, _c: check.assessment_errors(values, _groups(call))
    rules["segment.form"] = _segment_rule
    rules["bogen_berichtigen.form"] = lambda call, values, _c: correction_errors(_sheet(call), values["texte"])


def _sheet(call: FormCall) -> ProfilingSheet:
    return row(call.session, ProfilingSheet, call.variables["bogen_id"])


def _situation(call: FormCall) -> Mapping[str, Any]:
    """What the sheet took over from the last one: first values of the form, None where it says nothing.

    Every field is named, so that nothing remains of a sheet that was discarded meanwhile.
    """
    sheet = _sheet(call)
    values: dict[str, Any] = {
        "freistellungsgrund": None,
        "zielberuf_klaeren_tage": office_settings(call.session).target_occupation_review_days,
        "erwerbsumfang": sheet.employment_extent,
        "hilfebeduerftig": sheet.is_needy,
        "kundenwunsch": sheet.client_wish or None,
        "uebernommen": bool(sheet.adopted_from),
        "uebernommen_von": sheet.adopted_from or None,
        "neuorientierung_geprueft": None,
        "neuorientierung_notiz": None,
        "zielberuf_status": None,
        "gesundheit_schliesst_aus": None,
        "kompetenzen": [
            {"bezeichnung": c.name, "art": c.kind.value, "stufe": c.level.value} for c in sheet.competences
        ],
    }
    for name, rank in (("zielberuf", 1), ("alternative", 2)):
        found = next((o for o in sheet.occupations if o.rank == rank), None)
        values |= {f"{name}_titel": found.title if found else None, f"{name}_kldb": found.kldb if found else None}
        if found is not None and rank == 1:
            values |= {
                "zielberuf_status": found.status.value,
                "neuorientierung_geprueft": found.is_reorientation_checked,
                "neuorientierung_notiz": found.reorientation_note,
                "gesundheit_schliesst_aus": found.is_ruled_out_by_health,
            }
    return values


def _situation_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    errors = check.situation_errors(values, berlin_date(call.now))
    if values.get("freistellungsgrund") is not None:
        return errors
    session, is_filled = call.session, occupations.is_register_filled(call.session)
    register = check.Register(
        kldb_of=lambda title: occupations.kldb_of(session, title),
        knows=lambda code: not is_filled or occupations.is_known_code(session, code),
    )
    return errors | check.register_errors(values, register)


def _needs(call: FormCall) -> Mapping[str, Any]:
    sheet = _sheet(call)
    catalogue = needs_catalogue(sheet.needs_catalogue)
    values: dict[str, Any] = dict.fromkeys(f"{part}_{need}" for need in catalogue.needs for part in _NEED_FIELDS)
    values |= {f"kommentar_{group}": None for group in catalogue.key_groups}
    for need in sheet.needs:
        if need.status.value != "NOT_REVIEWED":
            values[f"bedarf_{need.need}"] = need.status.value
        values[f"bemerkung_{need.need}"] = need.remark
    values |= {f"kommentar_{c.key_group.value}": c.comment for c in sheet.comments}
    values["arbeitsmarkt"] = sheet.labour_market.value if sheet.labour_market else None
    values["arbeitsmarkt_notiz"] = sheet.labour_market_note or None
    locked = sorted(_locked(call, sheet))
    values["sperre_text"] = refused_consent(call.session, sheet.case)
    values["gesperrt"] = locked
    values["gesperrt_text"] = ", ".join(catalogue.need_label(need) for need in locked)
    return values


#: Fields of one need in `handlungsbedarfe.form`.
_NEED_FIELDS = ("bedarf", "bemerkung")


def _needs_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    sheet = _sheet(call)
    return check.needs_errors(values, needs_catalogue(sheet.needs_catalogue).needs, _locked(call, sheet))


def _locked(call: FormCall, sheet: ProfilingSheet) -> frozenset[str]:
    """Needs whose remark is locked now, because somebody refused (A.1.8)."""
    return consent_only_needs(call.session) if refused_consent(call.session, sheet.case) else frozenset()


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
    source = call.session.get(ProfilingSheet, sheet.cloned_from_id) if sheet.cloned_from_id else None
    ended = ended_since(call.session, sheet.case, source.closed_at) if source else []
    return {
        "relevante_bedarfe": ", ".join(relevant) or "keine",
        "beendete_strategien": endings_text(catalogue_of(call.session, sheet), ended),
        "fazit": sheet.conclusion,
        "prognose_monate": sheet.prognosis_months,
        "vorlauf_prognose": sheet.lead_up.value if sheet.lead_up else None,
        "schwerpunkt": sheet.focus_group.value if sheet.focus_group else None,
        "verdichtung": sheet.is_densified,
        "fbw": sheet.is_long_for_training,
        "absolvent": sheet.is_graduate,
        "moeglichkeiten_ausgeschoepft": sheet.is_exhausted,
        **scheme_values(sheet),
    }


def _segment(call: FormCall) -> Mapping[str, Any]:
    scheme = segment_scheme(call.variables["schema"])
    suggestion = call.variables.get("vorschlag")
    allowed = _allowed(call)
    return {
        "segmente": [{"label": s.label, "value": s.code} for s in scheme.segments.values()],
        "vorschlag_name": segment_label(scheme.code, suggestion) if suggestion else None,
        "zulaessig_text": ", ".join(segment_label(scheme.code, code) for code in allowed) if allowed else None,
        "bedarfe_ohne_strategie": ", ".join(_unserved(call)),
        "segment": None,
        "segment_begruendung": None,
        "einverstaendnis_am": None,
        "einverstaendnis": "liegt_vor" if has_consent(call.session, _sheet(call).case) else None,
    }


def _allowed(call: FormCall) -> list[str] | None:
    """Support levels up to the cap; None in schemes without one and for people who are exempt."""
    if call.variables["schema"] != "BETREUUNGSSTUFE_BA" or _sheet(call).exemption_reason is not None:
        return None
    return list(call.variables.get("zulaessige_stufen") or [])


def _unserved(call: FormCall) -> list[str]:
    """Names of the relevant needs that no strategy serves so far (ST-1: closing the profile warns)."""
    sheet = _sheet(call)
    if sheet.exemption_reason is not None:
        return []
    catalogue = needs_catalogue(sheet.needs_catalogue)
    served = {strategy.need for strategy in running_strategies(call.session, sheet.case)}
    relevant = (need for need, status in _entered(call).items() if status == "RELEVANT")
    return [catalogue.need_label(need) for need in relevant if need not in served]


def _segment_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    sheet = _sheet(call)
    about = check.SegmentCase(
        suggestion=call.variables.get("vorschlag"),
        is_sgb2=sheet.case.legal_circle is LegalCircle.SGB2,
        is_exempt=sheet.exemption_reason is not None,
        has_consent=has_consent(call.session, sheet.case),
        allowed=_allowed(call),
    )
    return check.segment_errors(values, about) | check.declaration_errors(values, berlin_date(call.now))


def _correction(call: FormCall) -> Mapping[str, Any]:
    sheet = _sheet(call)
    mask = consent_mask(call.session, sheet.case)
    return {
        "bogen_vom_text": day_text(berlin_date(sheet.created_at)),
        "freigabe_grund": sheet.release_reason,
        "fassungen_loeschen": sheet.erases_earlier,
        "texte": [{"feld": one.label, "text": shown_text(one, mask)} for one in texts_of(sheet)],
    }
