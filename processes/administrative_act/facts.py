"""What the forms about administrative acts show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FormCall
from models.casework import ActOccasion, AdminAct
from processes.administrative_act import rules
from processes.administrative_act.occasions import act_rule
from processes.catalogues import AgreementType, agreement_type
from processes.records import row
from processes.wording import day_text

OCCASIONS = {
    ActOccasion.FAILURE: "Eine Vereinbarung kommt nicht zustande",
    ActOccasion.BREACH: "Ein Schritt der Vereinbarung ist nicht getan",
    ActOccasion.NO_SHOW: "Ein Termin ist ohne wichtigen Grund versäumt",
}
MODES = {
    "MAY": "Der Akt **kann** ergehen; Sie entscheiden nach Ermessen.",
    "SHOULD": "Der Akt **soll** ergehen; ein Absehen ist die begründete Ausnahme.",
    "MUST": "Der Akt **ergeht**; das Gesetz lässt keine Wahl.",
}


def draft_facts(call: FormCall) -> Mapping[str, Any]:
    """The act to be drafted; its occasion begins the reasons, samples of the office the notices, until written."""
    kind, seen = _kind(call), call.variables
    values: dict[str, Any] = {
        "ersatzakt_name": kind.label,
        "recht_text": f"{kind.law} (Rechtsstand {day_text(kind.as_of)})",
        "anlass_text": OCCASIONS[_occasion(call)],
        "rueckgabe": seen.get("freigabe_hinweis") or "",
        "doch_moeglich": _occasion(call) is ActOccasion.FAILURE,
        "inhalte": sorted({"EFFORTS_WHAT", "REASONS", *kind.required}),
        "belehrung_noetig": kind.legal_notice == "REQUIRED",
    }
    for field, text in (
        ("begruendung", seen.get("grund") or seen.get("grund_nicht_zustande") or ""),
        ("rechtsfolgenbelehrung", kind.notice_text),
        ("rechtsbehelf", kind.remedy_text if "REMEDY_NOTICE" in kind.required else ""),
    ):
        if not seen.get(field):
            values[field] = text
    return values


def draft_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    return rules.act_errors(_kind(call), values, berlin_date(call.now))


def choice_facts(call: FormCall) -> Mapping[str, Any]:
    """Whether the act is issued where the law leaves it open: what it is, why, and how far the choice goes."""
    kind = _kind(call)
    return {
        "ersatzakt_name": kind.label,
        "recht_text": f"{kind.law} (Rechtsstand {day_text(kind.as_of)})",
        "anlass_text": f"{OCCASIONS[_occasion(call)]}. {call.variables.get('grund') or ''}".strip(),
        "modus_text": MODES[call.variables["modus"]],
        "ohne_vereinbarung": _occasion(call) is ActOccasion.FAILURE,
    }


def choice_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    has_failed = _occasion(call) is ActOccasion.FAILURE
    return rules.waiver_errors(values, has_failed=has_failed, today=berlin_date(call.now))


def approval_facts(call: FormCall) -> Mapping[str, Any]:
    act = row(call.session, AdminAct, call.variables["akt_id"])
    lines = [
        f"* Art: {agreement_type(act.type).label}",
        f"* Anlass: {OCCASIONS[act.occasion]}",
        f"* Bemühungen: {act.efforts}",
        f"* Häufigkeit: {act.frequency or 'ohne Angabe'}",
        f"* Nachweis: {act.proof_form or 'ohne Angabe'}, bis {day_text(act.proof_due) or 'offen'}",
        f"* Begründung: {act.reasons}",
        f"* Rechtsfolgen: {act.legal_notice or 'keine Belehrung'}",
        f"* Rechtsbehelf: {act.remedy_notice or 'keine Belehrung'}",
        f"* Entworfen von: {act.created_by}",
    ]
    return {"akt_uebersicht": "\n".join(lines)}


def approval_rule(call: FormCall, _values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    return rules.approval_errors(row(call.session, AdminAct, call.variables["akt_id"]).created_by, call.actor)


def issued_facts(call: FormCall) -> Mapping[str, Any]:
    """The issued act: what is to be done until when."""
    act = _issued(call)
    return {
        "akt_text": f"**{agreement_type(act.type).label}** vom {day_text(act.issued_on)}: {act.efforts}",
        "nachweis_text": f"Nachweis: {act.proof_form or 'ohne Angabe'}, bis {day_text(act.proof_due) or 'offen'}",
        "widerspruch_text": f"Widerspruch bis {day_text(act.objection_until)}" if act.objection_until else "",
    }


def sending_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    issued_on = _issued(call).issued_on
    today = berlin_date(call.now)
    return rules.sending_errors(values.get("versandt_am"), issued_on or today, today)


def _issued(call: FormCall) -> AdminAct:
    return row(call.session, AdminAct, call.variables["akt"])


def _occasion(call: FormCall) -> ActOccasion:
    return ActOccasion(call.variables.get("anlass") or ActOccasion.FAILURE)


def _kind(call: FormCall) -> AgreementType:
    """The type of the act; drafts of earlier diagrams know that of the agreement alone."""
    code = call.variables.get("akt_typ")
    if code is None:
        rule = act_rule(call.variables["typ"], _occasion(call).value, berlin_date(call.now))
        code = rule.act if rule is not None else call.variables["typ"]
    return agreement_type(code)
