"""What the forms about administrative acts show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FormCall
from engine.phrases import Phrase, Prose, joined
from models.casework import ActOccasion, AdminAct, Agreement
from processes.administrative_act import rules
from processes.administrative_act.occasions import act_rule
from processes.catalogues import AgreementType, agreement_type
from processes.in_force import valid_agreement
from processes.records import case_by_number, row
from processes.wording import day_text

OCCASIONS = {
    ActOccasion.FAILURE: Phrase("Eine Vereinbarung kommt nicht zustande"),
    ActOccasion.BREACH: Phrase("Ein Schritt der Vereinbarung ist nicht getan"),
    ActOccasion.NO_SHOW: Phrase("Ein Termin ist ohne wichtigen Grund versäumt"),
}
MODES = {
    "MAY": Prose("Der Akt **kann** ergehen; Sie entscheiden nach Ermessen."),
    "SHOULD": Prose("Der Akt **soll** ergehen; ein Absehen ist die begründete Ausnahme."),
    "MUST": Prose("Der Akt **ergeht**; das Gesetz lässt keine Wahl."),
}


def draft_facts(call: FormCall) -> Mapping[str, Any]:
    """The act to be drafted; its occasion begins the reasons, samples of the office the notices, until written."""
    kind, seen = _kind(call), call.variables
    values: dict[str, Any] = {
        "ersatzakt_name": kind.label,
        "recht_text": Phrase("{law} (Rechtsstand {as_of})", law=kind.law, as_of=day_text(kind.as_of)),
        "anlass_text": OCCASIONS[_occasion(call)],
        "rueckgabe": seen.get("freigabe_hinweis") or "",
        "doch_moeglich": _occasion(call) is ActOccasion.FAILURE,
        "plan_gilt": _plan(call) is not None,
        "plan_text": _plan_text(call),
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
    kind, plan = _kind(call), _plan(call)
    return rules.act_errors(kind, values, berlin_date(call.now)) | rules.plan_errors(
        kind, values, plan.concluded_on if plan is not None else None
    )


def choice_facts(call: FormCall) -> Mapping[str, Any]:
    """Whether the act is issued where the law leaves it open: what it is, why, and how far the choice goes."""
    kind = _kind(call)
    return {
        "ersatzakt_name": kind.label,
        "recht_text": Phrase("{law} (Rechtsstand {as_of})", law=kind.law, as_of=day_text(kind.as_of)),
        "anlass_text": Phrase(
            "{occasions}. {value}", occasions=OCCASIONS[_occasion(call)], value=call.variables.get("grund") or ""
        ).strip(),
        "modus_text": MODES[call.variables["modus"]],
        "ohne_vereinbarung": _occasion(call) is ActOccasion.FAILURE,
    }


def choice_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    has_failed = _occasion(call) is ActOccasion.FAILURE
    return rules.waiver_errors(values, has_failed=has_failed, today=berlin_date(call.now))


def approval_facts(call: FormCall) -> Mapping[str, Any]:
    act = row(call.session, AdminAct, call.variables["akt_id"])
    lines = [
        Prose("* Art: {agreement_type}", agreement_type=agreement_type(act.type).label),
        Prose("* Anlass: {occasions}", occasions=OCCASIONS[act.occasion]),
        Prose("* Bemühungen: {efforts}", efforts=act.efforts),
        Prose("* Häufigkeit: {frequency}", frequency=act.frequency or Phrase("ohne Angabe")),
        Prose(
            "* Nachweis: {proof_form}, bis {proof_due}",
            proof_form=act.proof_form or Phrase("ohne Angabe"),
            proof_due=day_text(act.proof_due) or Phrase("offen"),
        ),
        Prose("* Begründung: {reasons}", reasons=act.reasons),
        Prose("* Rechtsfolgen: {legal_notice}", legal_notice=act.legal_notice or Phrase("keine Belehrung")),
        Prose("* Rechtsbehelf: {remedy_notice}", remedy_notice=act.remedy_notice or Phrase("keine Belehrung")),
        Prose("* Entworfen von: {created_by}", created_by=act.created_by),
    ]
    return {"akt_uebersicht": joined("\n", lines)}


def approval_rule(call: FormCall, _values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    return rules.approval_errors(row(call.session, AdminAct, call.variables["akt_id"]).created_by, call.actor)


def issued_facts(call: FormCall) -> Mapping[str, Any]:
    """The issued act: what is to be done until when."""
    act = _issued(call)
    return {
        "akt_text": Prose(
            "**{agreement_type}** vom {issued_on}: {efforts}",
            agreement_type=agreement_type(act.type).label,
            issued_on=day_text(act.issued_on),
            efforts=act.efforts,
        ),
        "nachweis_text": Phrase(
            "Nachweis: {proof_form}, bis {proof_due}",
            proof_form=act.proof_form or Phrase("ohne Angabe"),
            proof_due=day_text(act.proof_due) or Phrase("offen"),
        ),
        "widerspruch_text": Phrase("Widerspruch bis {objection_until}", objection_until=day_text(act.objection_until))
        if act.objection_until
        else "",
    }


def sending_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    issued_on = _issued(call).issued_on
    today = berlin_date(call.now)
    return rules.sending_errors(values.get("versandt_am"), issued_on or today, today)


def _issued(call: FormCall) -> AdminAct:
    return row(call.session, AdminAct, call.variables["akt"])


def _occasion(call: FormCall) -> ActOccasion:
    return ActOccasion(call.variables.get("anlass") or ActOccasion.FAILURE)


def _plan(call: FormCall) -> Agreement | None:
    return valid_agreement(call.session, case_by_number(call.session, call.variables["fall"]))


def _plan_text(call: FormCall) -> str:
    plan = _plan(call)
    if plan is None:
        return Phrase("Zurzeit gilt kein Plan.")
    return Phrase(
        "Es gilt: {agreement_type} vom {concluded_on}.",
        agreement_type=agreement_type(plan.type).label,
        concluded_on=day_text(plan.concluded_on),
    )


def _kind(call: FormCall) -> AgreementType:
    """The type of the act; drafts of earlier diagrams know that of the agreement alone."""
    code = call.variables.get("akt_typ")
    if code is None:
        rule = act_rule(call.variables["typ"], _occasion(call).value, berlin_date(call.now))
        code = rule.act if rule is not None else call.variables["typ"]
    return agreement_type(code)
