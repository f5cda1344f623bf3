"""What the forms about agreements show, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.calendar import BERLIN
from engine.formsupport import FormCall
from engine.phrases import Phrase, joined
from models.casework import Agreement, AgreementDuty, Case, DutySide
from processes.agreement.conclusion import draft_of, entries_of, setting_of, talks
from processes.agreement.plain import hard_to_read, plain_text
from processes.agreement.rules import closing_errors, content_errors, obstacles, review_due, should_be_there
from processes.catalogues import AgreementType, agreement_type, agreement_type_in_force, goal_catalogue
from processes.in_force import active_goal, catalogue_of, running_strategies, valid_agreement
from processes.records import case_by_number, office_calendar, row
from processes.wording import bullet_list, day_text

#: The form of the content keeps its fields under this name, that of the signatures under the other.
ENTRIES, CLOSING = "angaben", "abschluss"
#: The modal verb of the law in a sentence.
MODES = {"MAY": Phrase("kann ergehen"), "SHOULD": Phrase("soll ergehen"), "MUST": Phrase("ergeht")}
_TEXTS = ("persoenliches_angebot", "zielfelder", "leistungen", "andere_traeger", "rechtsfolgenbelehrung")
_NOTICE_WORDS = {
    "REQUIRED": Phrase("Die Belehrung über die Rechtsfolgen gehört dazu und ist ein eigenes Blatt."),
    "OFFICE_TEXT": Phrase("Die Belehrung über die Rechtsfolgen ist ein eigenes Blatt nach dem Muster des Jobcenters."),
    "OPTIONAL": Phrase("Die Belehrung über die Rechtsfolgen ist ein eigenes Blatt."),
    "FORBIDDEN": "",
}


def talk_facts(call: FormCall) -> dict[str, Any]:
    """Before content is written: type, day of the review, what stands in the way, what the review is to change."""
    case, kind, today = _case(call), _kind(call), _concluded_on(call)
    before = valid_agreement(call.session, case)
    return {
        "vereinbarungsart": kind.label,
        "pruefung_text": day_text(_due(call, kind)),
        "hindernisse_text": joined(" ", obstacles(kind, setting_of(call.session, case, today))),
        "ersatzakt_text": _act_text(kind),
        "hinweis_text": before.review_note if before is not None else "",
    }


def content_facts(call: FormCall) -> dict[str, Any]:
    """Type, goal and strategies of the agreement, and its content so far: prefilled, or as it was left."""
    case, kind = _case(call), _kind(call)
    goal, draft = active_goal(call.session, case), draft_of(call.session, case)
    before = valid_agreement(call.session, case)
    setting = setting_of(call.session, case, _concluded_on(call))
    shown = {*kind.required, *kind.should, *kind.optional, *(["CLARIFICATION"] if setting.occupation_is_open else [])}
    return {
        "typ_text": kind.label,
        "recht_text": Phrase("{law} (Rechtsstand {as_of})", law=kind.law, as_of=day_text(kind.as_of)),
        "pruefung_text": day_text(_due(call, kind)),
        "ziel_text": goal_catalogue().label(goal.option) if goal else Phrase("noch nicht festgelegt"),
        "strategien_text": bullet_list(_strategies(call, case), Phrase("Noch keine Strategie.")),
        "hindernisse_text": joined(" ", obstacles(kind, setting)),
        "hinweis_text": before.review_note if before is not None else "",
        "abschnitte": sorted(shown),
        "angebot_sichtbar": kind.kind == "PLAN",
        "rechtsfolgen": kind.legal_notice,
        "unterschrift_kunde": "CLIENT" in kind.signatures,
        "unterschrift_fachkraft": "STAFF" in kind.signatures,
        ENTRIES: _content_so_far(call, case, draft),
    }


def _content_so_far(call: FormCall, case: Case, draft: Agreement | None) -> dict[str, Any]:
    """As it was left; the day of the last talk is proposed, so that nobody is asked for it twice."""
    if draft is None:
        return {}
    held = talks(call.session, case)
    entries = entries_of(draft)
    return entries | {"besprochen_am": entries["besprochen_am"] or (held[1] if held else None)}


def earlier_facts(call: FormCall) -> dict[str, Any]:
    """Tasks of earlier diagrams know no draft: their texts come from the agreement before."""
    before = valid_agreement(call.session, _case(call))
    texts = entries_of(before) if before is not None else dict.fromkeys(_TEXTS, "")
    return {**content_facts(call), ENTRIES: {}, "bisher": {name: texts[name] for name in _TEXTS}}


def content_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """The gates of the type on its content, by field of the form; none on the way back to phase 3."""
    if values["plan_aendern"]:
        return {}
    setting = setting_of(call.session, _case(call), _concluded_on(call))
    return _placed(content_errors(_kind(call), values[ENTRIES], setting), ENTRIES)


def conclusion_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Content and signatures in one form, as tasks of earlier diagrams have it."""
    if values["plan_aendern"]:
        return {}
    kind, setting = _kind(call), setting_of(call.session, _case(call), _concluded_on(call))
    errors = content_errors(kind, values[ENTRIES], setting) | closing_errors(
        kind, values[ENTRIES], setting.concluded_on
    )
    return _placed(errors, ENTRIES)


def closing_facts(call: FormCall) -> dict[str, Any]:
    """What is to be signed, and what its type wants before it is in force (Fachkonzept H.3)."""
    draft = row(call.session, Agreement, call.variables["entwurf"])
    kind = agreement_type_in_force(draft.type, _concluded_on(call))
    given = entries_of(draft)
    text = plain_text(draft, draft.case)
    return {
        "typ_text": kind.label,
        "recht_text": Phrase("{law} (Rechtsstand {as_of})", law=kind.law, as_of=day_text(kind.as_of)),
        "pruefung_text": day_text(_due(call, kind)),
        "pflichten_traeger_text": bullet_list(_duties(draft, DutySide.PROVIDER), "Keine."),
        "pflichten_kunde_text": bullet_list(_duties(draft, DutySide.CLIENT), "Keine."),
        "sollinhalte_text": bullet_list(should_be_there(kind, given), ""),
        "mangel_text": joined(" ", _lacking(call, kind, given).values()),
        "lesbarkeit_text": bullet_list(hard_to_read(text), ""),
        "belehrung_text": _NOTICE_WORDS[kind.legal_notice] if draft.legal_notice else "",
        "unterschrift_kunde": "CLIENT" in kind.signatures | kind.may_sign,
        "unterschrift_fachkraft": "STAFF" in kind.signatures | kind.may_sign,
        "unterschrift_noetig": bool(kind.signatures),
        CLOSING: {"kurztext": draft.plain_text or text},
    }


def closing_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    """Nothing is asked of a draft that goes back; before it is in force, content and signatures meet the type."""
    if values["weiter"] != "IN_KRAFT":
        return {}
    draft = row(call.session, Agreement, call.variables["entwurf"])
    kind = agreement_type_in_force(draft.type, _concluded_on(call))
    errors = _placed(closing_errors(kind, values[CLOSING], _concluded_on(call)), CLOSING)
    lacking = _lacking(call, kind, entries_of(draft))
    if lacking:
        errors[""] = Phrase(
            "Am Inhalt fehlt noch etwas; wählen Sie „Inhalt ändern“. {list}", list=joined(" ", lacking.values())
        )
    return errors


def _lacking(call: FormCall, kind: AgreementType, given: Mapping[str, Any]) -> dict[str, str]:
    return content_errors(kind, given, setting_of(call.session, _case(call), _concluded_on(call)))


def _placed(errors: Mapping[str, str], group: str) -> dict[str, str]:
    return {f"{group}.{field}" if field else "": message for field, message in errors.items()}


def _due(call: FormCall, kind: AgreementType) -> date:
    months, second_interview = int(call.variables["pruefung_monate"]), call.variables.get("zweites_gespraech_am")
    calendar = office_calendar(call.session)
    return review_due(_concluded_on(call), months, calendar, second_interview, kind.end_of_life)


def _act_text(kind: AgreementType) -> str:
    """What follows if it does not come about, as the type says (on_failure, Fachkonzept H.3)."""
    rule = kind.acts.get("FAILURE")
    return (
        Phrase("{agreement_type} {modes}", agreement_type=agreement_type(rule.act).label, modes=MODES[rule.mode])
        if rule is not None
        else ""
    )


def review_facts(call: FormCall) -> dict[str, Any]:
    """The agreement under review with the duties of both sides."""
    found = row(call.session, Agreement, call.variables["vereinbarung"])
    return {
        "person": found.case.person.full_name,
        "fachkraft_text": found.case.caseworker.display_name,
        "typ_text": agreement_type(found.type).label,
        "geschlossen_text": day_text(found.concluded_on),
        "pruefung_text": day_text(found.review_due),
        "pflichten_traeger_text": bullet_list(_duties(found, DutySide.PROVIDER), "Keine."),
        "pflichten_kunde_text": bullet_list(_duties(found, DutySide.CLIENT), "Keine."),
    }


def _case(call: FormCall) -> Case:
    return case_by_number(call.session, call.variables["fall"])


def _kind(call: FormCall) -> AgreementType:
    return agreement_type_in_force(call.variables["typ"], _concluded_on(call))


def _concluded_on(call: FormCall) -> date:
    return call.now.astimezone(BERLIN).date()


def _strategies(call: FormCall, case: Case) -> list[str]:
    catalogue = catalogue_of(call.session, None)
    return [
        Phrase(
            "{strategy}, {window_from} bis {window_to}",
            strategy=catalogue.strategy_label(s.code),
            window_from=day_text(s.window_from),
            window_to=day_text(s.window_to),
        )
        for s in running_strategies(call.session, case)
    ]


def _duties(agreement: Agreement, side: DutySide) -> list[str]:
    return [duty_text(duty) for duty in agreement.duties if duty.side is side]


def duty_text(duty: AgreementDuty) -> str:
    """One line: what, how often, until when, proven how."""
    parts = [duty.what]
    if duty.count is not None:
        unit = duty.period if duty.period == "insgesamt" else Phrase("je {period}", period=duty.period)
        parts.append(Phrase("{count} Mal {unit}", count=duty.count, unit=unit))
    if duty.due_on is not None:
        parts.append(Phrase("bis {due_on}", due_on=day_text(duty.due_on)))
    if duty.proof_form:
        parts.append(Phrase("Nachweis: {proof_form}", proof_form=duty.proof_form))
    return joined("; ", parts)
