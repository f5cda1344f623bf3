"""Rules of administrative acts: what must be in one, who may approve it, when it counts as notified. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.calendar import BusinessCalendar, Duration
from engine.phrases import Phrase
from processes.catalogues import AgreementType
from processes.wording import day_text

#: Longest time a case may be without an agreement for a stated reason, in days (value of the product).
LONGEST_WITHOUT_DAYS = 183

#: What the catalogue can require of an act: code → (field of the form, what to say if it is empty).
CONTENTS = {
    "EFFORTS_WHAT": ("bemuehungen", Phrase("Beschreiben Sie, was die Person tun muss.")),
    "EFFORTS_FREQUENCY": ("haeufigkeit", Phrase("Geben Sie an, wie oft.")),
    "PROOF_FORM": ("nachweis_form", Phrase("Geben Sie an, in welcher Form der Nachweis zu führen ist.")),
    "PROOF_DEADLINE": ("nachweis_bis", Phrase("Geben Sie an, bis wann der Nachweis vorliegen muss.")),
    "REASONS": ("begruendung", Phrase("Begründen Sie den Akt.")),
    "REMEDY_NOTICE": ("rechtsbehelf", Phrase("Der Akt braucht eine Rechtsbehelfsbelehrung.")),
}

#: What the catalogue requires where an existing plan must have been considered (§ 15a SGB II).
EXISTING_PLAN = "EXISTING_PLAN"
#: Letters the sentence has at least that says how it was considered.
SHORTEST_SENTENCE = 10


def act_errors(kind: AgreementType, values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Form `verpflichtung.form`: what the act lacks by its type (Fachkonzept H.3, § 15a SGB II).

    Every act names what is to be done and why; the proof falls due after today, so that the duty can be met.
    """
    if values.get("doch_vereinbart"):
        return {}
    errors: dict[str, str] = {}
    for code in dict.fromkeys(("EFFORTS_WHAT", "REASONS", *kind.required)):
        if code == EXISTING_PLAN:
            continue  # it depends on the file: `plan_errors`
        field, message = CONTENTS[code]
        if _is_empty(values.get(field)):
            errors[field] = message
    if kind.legal_notice == "REQUIRED" and _is_empty(values.get("rechtsfolgenbelehrung")):
        errors["rechtsfolgenbelehrung"] = Phrase(
            "„{kind}“ braucht eine Belehrung über die Rechtsfolgen.", kind=kind.label
        )
    day = values.get("nachweis_bis")
    if isinstance(day, date) and day <= today:
        errors["nachweis_bis"] = Phrase("Die Frist für den Nachweis liegt nach dem heutigen Tag.")
    return errors


def plan_errors(kind: AgreementType, values: Mapping[str, Any], plan_of: date | None) -> dict[str, str]:
    """Form `verpflichtung.form`: the act has considered an existing plan, or there is none (Fachkonzept H.2, § 15a
    SGB II). `plan_of` is the day the agreement in force was concluded, None without one.

    Forms of earlier versions do not ask: without the field in `values` nothing is refused.
    """
    asked = EXISTING_PLAN in kind.required and "plan_beruecksichtigt" in values
    if not asked or values.get("doch_vereinbart"):
        return {}
    answer = values["plan_beruecksichtigt"]
    if answer is None:
        return {
            "plan_beruecksichtigt": Phrase(
                "Ein bestehender Plan muss berücksichtigt sein: Antworten Sie mit „Ja“ oder „Es gibt keinen Plan“."
            )
        }
    if answer == "KEIN_PLAN" and plan_of is not None:
        return {
            "plan_beruecksichtigt": Phrase(
                "Es gilt ein Plan vom {concluded_on}; der Akt muss ihn berücksichtigen.", concluded_on=day_text(plan_of)
            )
        }
    if answer == "JA" and len(str(values.get("plan_wie") or "").strip()) < SHORTEST_SENTENCE:
        return {"plan_wie": Phrase("Sagen Sie in einem Satz, wie der Plan berücksichtigt ist.")}
    return {}


def plan_sentence(answer: str | None, how: str) -> str:
    """What the reasons of the act say about an existing plan; empty where nobody was asked."""
    if answer == "JA":
        return Phrase("So ist der bestehende Plan berücksichtigt: {how}", how=how.strip())
    return Phrase("Es gibt keinen Plan, der zu berücksichtigen wäre.") if answer == "KEIN_PLAN" else ""


def approval_errors(author: str, approver: str) -> dict[str, str]:
    """Form `freigabe.form`: whoever drafted an act does not approve it (four eyes, Fachkonzept H.3).

    An empty `approver` means that nobody decides yet. The author may return an own draft as little as approve it.
    """
    if author == approver:
        return {
            "freigabe": Phrase("Über den Entwurf entscheidet eine zweite Person, nicht die, die ihn geschrieben hat.")
        }
    return {}


def waiver_errors(values: Mapping[str, Any], *, has_failed: bool, today: date) -> dict[str, str]:
    """Form `akt_entscheiden.form`: whoever refrains from an act says why; a case without an agreement says until when.

    Source: Fachkonzept H.3 (kann, soll).
    """
    if values.get("erlass") is not False or not has_failed:
        return {}
    until = values.get("ohne_bis")
    if until is None:
        return {"ohne_bis": Phrase("Geben Sie an, bis wann der Fall ohne Vereinbarung bleibt.")}
    if until <= today:
        return {"ohne_bis": Phrase("Dieser Tag liegt nach dem heutigen Tag.")}
    latest = today + timedelta(days=LONGEST_WITHOUT_DAYS)
    return {"ohne_bis": Phrase("Spätestens am {latest} wird neu entschieden.", latest=latest)} if until > latest else {}


def sending_errors(sent_on: date | None, issued_on: date, today: date) -> dict[str, str]:
    """Form `bekanntgabe.form`: sent after it was issued, and not in the future (T38)."""
    if sent_on is None:
        return {}
    if sent_on < issued_on:
        return {
            "versandt_am": Phrase(
                "Erlassen ist der Akt am {issued_on}; vorher kann er nicht versandt sein.", issued_on=issued_on
            )
        }
    if sent_on > today:
        return {"versandt_am": Phrase("Der Tag liegt in der Zukunft.")}
    return {}


def notified_on(sent_on: date, way: str, notice_days: int | None) -> date:
    """The day an act counts as notified (§ 37 (2) SGB X): `notice_days` after it was sent by post or electronically,
    also if that day is no working day; the day itself if it was handed over in person or the law names no days."""
    return sent_on if way == "persönlich" or notice_days is None else sent_on + timedelta(days=notice_days)


def objection_until(notified: date, months: int | None, calendar: BusinessCalendar) -> date | None:
    """The last day to object (T38): a month from the notification, which itself never moves to a working day.

    The month of § 84 SGG is a period, so its end moves to the next working day (§ 64 (3) SGG).
    """
    return calendar.period_end(notified, Duration(months=months)) if months is not None else None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
