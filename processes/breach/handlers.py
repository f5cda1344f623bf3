"""What the service tasks of this room do in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.calendar import berlin_date
from engine.handlers import InsideCall
from engine.phrases import Phrase, remark
from models.casework import BreachOfDuty, IncapacityForWork, PlacementStop
from processes.administrative_act.occasions import after_breach
from processes.appointment.rules import hearing_until
from processes.breach.reading import duties_during
from processes.breach.rules import CONSEQUENCES, reduction
from processes.records import office_settings, row
from processes.wording import day_text, notice_text


def hear(call: InsideCall) -> Mapping[str, Any]:
    """`pflichtverletzung.anhoeren`: inputs pflichtverletzung, angehoert_am → anhoerung_bis (§ 24 SGB X)."""
    breach = _breach(call)
    days = office_settings(call.session).hearing_days
    breach.hearing_until = hearing_until(call.inputs["angehoert_am"], days, call.calendar)
    return {"anhoerung_bis": breach.hearing_until}


def judge(call: InsideCall) -> Mapping[str, Any]:
    """`pflichtverletzung.beurteilen`: statement, important reason, notice of consequences, hardship, reasons.

    Returns ersatzakte: the act that the type of the agreement names for a breach (on_breach, Fachkonzept H.3), if any.
    """
    given, breach = call.inputs, _breach(call)
    breach.client_statement = given.get("stellungnahme") or ""
    breach.has_important_reason = bool(given["wichtiger_grund"])
    if not breach.has_important_reason:
        breach.was_informed, breach.is_hardship = bool(given["belehrt"]), bool(given["haerte"])
    breach.judgement = given["grund_beurteilung"]
    breach.judged_by, breach.judged_on = call.actor, berlin_date(call.now)
    if breach.has_important_reason:
        return {"ersatzakte": []}
    return {"ersatzakte": after_breach(call.session, breach, berlin_date(call.now))}


def decide(call: InsideCall) -> Mapping[str, Any]:
    """`pflichtverletzung.folge`: what a person decided (T33, T35) → minderung_von, minderung_bis (null without)."""
    given, breach, today = call.inputs, _breach(call), berlin_date(call.now)
    breach.consequence = remark(CONSEQUENCES[given["folge"]].label, given["begruendung"])
    breach.decided_by, breach.decided_on = call.actor, today
    reduced = reduction(given["folge"], today)
    if reduced is not None:
        breach.reduced_from, breach.reduced_until = reduced
    return {"minderung_von": breach.reduced_from, "minderung_bis": breach.reduced_until}


def lapse(call: InsideCall) -> None:
    """`pflichtverletzung.frist_abgelaufen`: six months are over, nothing may be found any more (T33)."""
    breach = _breach(call)
    breach.lapsed_on = berlin_date(call.now)
    breach.consequence = Phrase("Keine Feststellung: Die Frist von sechs Monaten ist abgelaufen.")


def keep_notice(call: InsideCall) -> None:
    """`minderung.bescheid`, `folgenpruefung.bescheid`: what the benefit unit did, by whom and when (T33).

    Inputs pflichtverletzung, bescheid (an answer of `notice_text`), bescheid_am, bescheid_grund (unless issued).
    Source of the notice: § 31b (1) SGB II; § 65a SGB II for earlier law, § 159 SGB III.
    """
    given, breach = call.inputs, _breach(call)
    breach.benefit_unit_result = notice_text(given["bescheid"], given.get("bescheid_grund"))
    breach.benefit_unit_decided_on, breach.benefit_unit_decided_by = given["bescheid_am"], call.actor


def accompany(call: InsideCall) -> None:
    """`minderung.vermerken`: when the benefit unit was told, counselling offered, whether it ends early (T33)."""
    given, breach = call.inputs, _breach(call)
    breach.benefit_unit_told_on, breach.counselled_on = given["unterrichtet_am"], given.get("beratung_am")
    if given.get("aufheben"):
        breach.lifted_reason = given["grund_aufhebung"]
        if given.get("aufhebung_am"):
            breach.benefit_unit_result = Phrase(
                "{result}; aufgehoben mit Bescheid vom {day}",
                result=breach.benefit_unit_result,
                day=day_text(given["aufhebung_am"]),
            )


def certify(call: InsideCall) -> None:
    """`arbeitsunfaehigkeit.nachweis`: the certificate and its last day."""
    found = row(call.session, IncapacityForWork, call.inputs["arbeitsunfaehigkeit"])
    found.certified_on, found.until = call.inputs.get("nachweis_am"), call.inputs["krank_bis"]


def postpone(call: InsideCall) -> None:
    """`arbeitsunfaehigkeit.pflichten`: the new days; the rows of the form stand in the order of the duties."""
    found = row(call.session, IncapacityForWork, call.inputs["arbeitsunfaehigkeit"])
    answers = call.inputs.get("pflichten") or []
    for duty, answer in zip(duties_during(call.session, found), answers, strict=True):
        duty.due_on = answer["neu_bis"]


def offer_again(call: InsideCall) -> None:
    """`vermittlung.wieder`: whether the person claims placement again after twelve weeks (T31)."""
    found = row(call.session, PlacementStop, call.inputs["einstellung"])
    found.offered_again_on, found.is_claimed_again = berlin_date(call.now), bool(call.inputs["wieder_verlangt"])


def _breach(call: InsideCall) -> BreachOfDuty:
    return row(call.session, BreachOfDuty, call.inputs["pflichtverletzung"])
