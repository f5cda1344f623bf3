"""The agreement on paper and what goes with it: short text, notice, act. PDF/UA-1, made by typst alone.

BITV 2.0 covers documents too, so the standard is enforced by the compiler: what cannot be tagged does not compile. The
notice of legal consequences and the short text in plain language are documents of their own (Fachkonzept A.4.1, H.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.casework import AdminAct, Agreement, AgreementDuty, AgreementState, Case, DutySide
from processes.agreement.plain import plain_text
from processes.agreement.sections import ORDER, SECTIONS, kept
from processes.catalogues import agreement_types
from web.documents.record_pdf import compile_document, record_document
from web.formatters import german_day
from web.labels import agreement_label, goal_label, label, strategy_label

_SIDES = (
    ("Was das Jobcenter tut", DutySide.PROVIDER),
    ("Was die Kundin oder der Kunde tut", DutySide.CLIENT),
    ("Was Dritte tun", DutySide.THIRD_PARTY),
)
_DRAFTS = (AgreementState.DRAFT, AgreementState.DISCUSSED)


def agreement_pdf(agreement: Agreement, case: Case, office_name: str, office_address: str) -> bytes:
    """The bytes of a tagged PDF/UA-1. The agreement comes with duties, strategies and goal loaded."""
    return compile_document(document_of(agreement, case, office_name, office_address))


def plain_pdf(agreement: Agreement, case: Case, office_name: str, office_address: str) -> bytes:
    """The short text in plain language (B1) as a document of its own."""
    text = agreement.plain_text or plain_text(agreement, case)
    title = f"{agreement_label(agreement.type)}: das Wichtigste in kurzer Form"
    sections = [_plain_section(part) for part in text.split("\n\n") if part.strip()]
    return record_document(title, "in einfacher Sprache", case, (office_name, office_address), [], sections)


def notice_pdf(agreement: Agreement, case: Case, office_name: str, office_address: str) -> bytes:
    """The notice of legal consequences as a document of its own."""
    subtitle = f"zum Papier „{agreement_label(agreement.type)}“{_of_day(agreement)} nach {agreement.law}"
    sections = [_section("", agreement.legal_notice.split("\n"))]
    office = (office_name, office_address)
    return record_document("Belehrung über die Rechtsfolgen", subtitle, case, office, _as_of(agreement.type), sections)


def act_pdf(act: AdminAct, case: Case, office_name: str, office_address: str) -> bytes:
    """An administrative act or request: what is to be done, why, what follows, and the remedy."""
    kind = agreement_types()[act.type]
    facts = [(term, german_day(day)) for term, day in (("Datum", act.issued_on),) if day is not None]
    what = [act.efforts, f"Wie oft: {act.frequency}" if act.frequency else ""]
    proof = ", ".join(
        part for part in (act.proof_form, f"bis {german_day(act.proof_due)}" if act.proof_due else "") if part
    )
    sections = [
        _section("Das müssen Sie tun", what),
        _section("So weisen Sie es nach", [proof]),
        _section("Begründung", act.reasons.split("\n")),
        _section("Rechtsfolgen", act.legal_notice.split("\n")),
        _section("Rechtsbehelfsbelehrung", act.remedy_notice.split("\n")),
    ]
    return record_document(
        kind.label,
        f"nach {kind.law}",
        case,
        (office_name, office_address),
        [*facts, *_as_of(act.type), ("Ihre Ansprechperson", case.caseworker.display_name)],
        [section for section in sections if section["paragraphs"]],
    )


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
        ("Besprochen am", agreement.discussed_on),
        ("Geschlossen am", agreement.concluded_on),
        ("Gültig ab", agreement.valid_from),
        ("Gemeinsame Überprüfung spätestens am", agreement.review_due),
        ("Gültig bis", agreement.valid_to),
    ]
    facts = [(term, german_day(day)) for term, day in rows if day is not None]
    return [*facts, *_as_of(agreement.type), ("Ihre Ansprechperson", case.caseworker.display_name)]


def _as_of(code: str) -> list[tuple[str, str]]:
    """The state of the law the type was written by (Fachkonzept H.2)."""
    kind = agreement_types().get(code)
    return [("Rechtsstand", german_day(kind.as_of))] if kind is not None else []


def _of_day(agreement: Agreement) -> str:
    return f" vom {german_day(agreement.concluded_on)}" if agreement.concluded_on else ""


def _sections(agreement: Agreement) -> Sequence[dict[str, Any]]:
    sections = []
    if agreement.goal is not None:
        goal = f"{goal_label(agreement.goal.option)}, zu erreichen bis {german_day(agreement.goal.target_date)}"
        sections.append(_section("Gemeinsames Ziel", [goal, agreement.goal.description]))
    sections += [_section(SECTIONS[code].title, kept(agreement, code).split("\n")) for code in ORDER]
    sections.append(_section("Schritte zum Ziel", [], [_strategy(s) for s in agreement.strategies]))
    for title, side in _SIDES:
        sections.append(_section(title, [], [_duty(d) for d in agreement.duties if d.side is side]))
    if agreement.legal_notice:
        sections.append(_section("Rechtsfolgen", ["Die Belehrung über die Rechtsfolgen ist ein eigenes Blatt."]))
    return [section for section in sections if section["paragraphs"] or section["items"]]


def _plain_section(part: str) -> dict[str, Any]:
    """A paragraph, or a list whose first line is its title."""
    lines = part.splitlines()
    items = [line.removeprefix("- ").strip() for line in lines if line.startswith("- ")]
    others = [line for line in lines if not line.startswith("- ")]
    if items and others:
        return _section(others[0].strip().rstrip(":"), others[1:], items)
    return _section("", others, items)


def _section(title: str, paragraphs: Sequence[str], items: Sequence[str] = ()) -> dict[str, Any]:
    return {"title": title, "paragraphs": [p.strip() for p in paragraphs if p.strip()], "items": list(items)}


def _strategy(strategy: Any) -> str:
    window = f"{german_day(strategy.window_from)} bis {german_day(strategy.window_to)}"
    aim = f". Zwischenziel: {strategy.intermediate_goal}" if strategy.intermediate_goal else ""
    return f"{strategy_label(strategy.code)}, {window}{aim}"


def _duty(duty: AgreementDuty) -> str:
    parts = [duty.what]
    if duty.count:
        parts.append(f"{duty.count}-mal je {duty.period}" if duty.period else f"{duty.count}-mal")
    if duty.proof_form:
        parts.append(f"Nachweis: {duty.proof_form}")
    if duty.due_on:
        parts.append(f"bis {german_day(duty.due_on)}")
    if duty.result:
        parts.append(str(label(duty.result)))
    # sentences that people end with a full stop become parts of one
    return ", ".join(part.strip().rstrip(".") for part in parts)


def _signatures(agreement: Agreement, client: str, caseworker: str) -> list[str]:
    """Signed days where they are recorded, lines to sign where a type asks for or allows signatures."""
    kind = agreement_types().get(agreement.type)
    wanted = kind.signatures | kind.may_sign if kind else frozenset[str]()
    lines = []
    for who, name, signed in (
        ("CLIENT", client, agreement.signed_client_on),
        ("STAFF", caseworker, agreement.signed_staff_on),
    ):
        if signed:
            lines.append(f"Unterschrieben von {name} am {german_day(signed)}")
        elif who in wanted:
            lines.append(f"Ort, Datum, Unterschrift {name}: ______________________________")
    return lines
