"""The agreement on paper: PDF/UA-1, made by typst from package files alone.

BITV 2.0 covers documents too, so the standard is enforced by the compiler: what cannot be tagged does not compile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.casework import Agreement, AgreementDuty, AgreementState, Case, DutySide
from web.documents.record_pdf import compile_document
from web.formatters import format_day
from web.labels import agreement_label, goal_label, label, strategy_label

#: Sections of free text in the order of § 15 (2) SGB II: title → attribute of the agreement.
_TEXTS = (
    ("Persönliches Angebot", "personal_offer"),
    ("Berufe, Tätigkeiten und Bereiche für die Vermittlung", "target_fields"),
    ("In Betracht kommende Leistungen", "benefits"),
    ("Einbezogene weitere Träger", "other_providers"),
)
_SIDES = (
    ("Was das Jobcenter tut", DutySide.PROVIDER),
    ("Was die Kundin oder der Kunde tut", DutySide.CLIENT),
    ("Was Dritte tun", DutySide.THIRD_PARTY),
)
_DRAFTS = (AgreementState.DRAFT, AgreementState.DISCUSSED)


def agreement_pdf(agreement: Agreement, case: Case, office_name: str, office_address: str) -> bytes:
    """The bytes of a tagged PDF/UA-1. The agreement comes with duties, strategies and goal loaded."""
    return compile_document(document_of(agreement, case, office_name, office_address))


def document_of(agreement: Agreement, case: Case, office_name: str, office_address: str) -> dict[str, Any]:
    """All texts of the document, German whatever language the person at the screen reads."""
    person = case.person
    return {
        "title": agreement_label(agreement.type),
        "subtitle": f"nach {agreement.law}",
        "office": office_name,
        "office_address": office_address,
        "case_number": case.case_number,
        "page_label": "Seite",
        "client_lines": _lines(
            person.full_name,
            person.street,
            f"{person.postal_code} {person.city}".strip(),
            f"Kundennummer {person.customer_no}",
        ),
        "draft_notice": "Entwurf – noch nicht geschlossen" if agreement.state in _DRAFTS else "",
        "facts": _facts(agreement, case),
        "sections": list(_sections(agreement)),
        "signatures": _signatures(agreement, person.full_name, case.caseworker.display_name),
    }


def _lines(*lines: str) -> list[str]:
    return [line for line in lines if line]


def _facts(agreement: Agreement, case: Case) -> list[tuple[str, str]]:
    rows = [
        ("Geschlossen am", agreement.concluded_on),
        ("Gültig ab", agreement.valid_from),
        ("Gemeinsame Überprüfung spätestens am", agreement.review_due),
        ("Gültig bis", agreement.valid_to),
    ]
    facts = [(term, format_day(day)) for term, day in rows if day is not None]
    return [*facts, ("Ihre Ansprechperson", case.caseworker.display_name)]


def _sections(agreement: Agreement) -> Sequence[dict[str, Any]]:
    sections = []
    if agreement.goal is not None:
        goal = f"{goal_label(agreement.goal.option)}, zu erreichen bis {format_day(agreement.goal.target_date)}"
        sections.append(_section("Gemeinsames Ziel", [goal, agreement.goal.description]))
    sections += [_section(title, getattr(agreement, name).split("\n")) for title, name in _TEXTS]
    sections.append(_section("Schritte zum Ziel", [], [_strategy(s) for s in agreement.strategies]))
    for title, side in _SIDES:
        sections.append(_section(title, [], [_duty(d) for d in agreement.duties if d.side is side]))
    sections.append(_section("Rechtsfolgen", agreement.legal_notice.split("\n")))
    return [section for section in sections if section["paragraphs"] or section["items"]]


def _section(title: str, paragraphs: Sequence[str], items: Sequence[str] = ()) -> dict[str, Any]:
    return {"title": title, "paragraphs": [p.strip() for p in paragraphs if p.strip()], "items": list(items)}


def _strategy(strategy: Any) -> str:
    window = f"{format_day(strategy.window_from)} bis {format_day(strategy.window_to)}"
    aim = f". Zwischenziel: {strategy.intermediate_goal}" if strategy.intermediate_goal else ""
    return f"{strategy_label(strategy.code)}, {window}{aim}"


def _duty(duty: AgreementDuty) -> str:
    parts = [duty.what]
    if duty.count:
        parts.append(f"{duty.count}-mal je {duty.period}" if duty.period else f"{duty.count}-mal")
    if duty.proof_form:
        parts.append(f"Nachweis: {duty.proof_form}")
    if duty.due_on:
        parts.append(f"bis {format_day(duty.due_on)}")
    if duty.result:
        parts.append(str(label(duty.result)))
    # sentences that people end with a full stop become parts of one
    return ", ".join(part.strip().rstrip(".") for part in parts)


def _signatures(agreement: Agreement, client: str, caseworker: str) -> list[str]:
    """Signed days where they are recorded, lines to sign where a type asks for signatures and they are missing."""
    from processes.catalogues import agreement_types

    kind = agreement_types().get(agreement.type)
    wanted = kind.signatures if kind else frozenset()
    lines = []
    for who, name, signed in (
        ("CLIENT", client, agreement.signed_client_on),
        ("STAFF", caseworker, agreement.signed_staff_on),
    ):
        if signed:
            lines.append(f"Unterschrieben von {name} am {format_day(signed)}")
        elif who in wanted:
            lines.append(f"Ort, Datum, Unterschrift {name}: ______________________________")
    return lines
