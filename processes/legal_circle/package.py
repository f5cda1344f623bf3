"""The hand-over package of a case: what the receiving side needs, and no more (Fachkonzept A.6.1; § 50 SGB II).

Remarks about needs, comments and notes stay behind: they may hold health data that only one side may process.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.phrases import Phrase, Prose, joined
from models.casework import (
    Agreement,
    Appointment,
    AppointmentState,
    Case,
    Consent,
    NeedStatus,
    ProfilingSheet,
)
from processes.agreement.facts import duty_text
from processes.catalogues import agreement_type, goal_catalogue, segment_label
from processes.in_force import active_goal, catalogue_of, last_closed_sheet, running_strategies, valid_agreement
from processes.wording import day_text, moment_text

#: One section of the document.
Section = dict[str, Any]

_SIDES = {"CLIENT": "Kundin oder Kunde", "PROVIDER": "Jobcenter", "THIRD_PARTY": "Dritte"}


def package_of(session: Session, case: Case, now: datetime) -> list[Section]:
    """Profile, goal, strategies, agreement, open appointments and consents as they are now."""
    sheet = last_closed_sheet(session, case)
    return [
        _section("Profil", _profile(session, case, sheet)),
        _section("Ziel", _goal(session, case)),
        _section("Strategien", _strategies(session, case, sheet)),
        _section("Vereinbarung", _agreement(valid_agreement(session, case))),
        _section("Offene Termine", _appointments(session, case, now)),
        _section("Einverständnisse", _consents(session, case)),
    ]


def digest_of(package: list[Section]) -> str:
    """SHA-256 over the package as stored, in hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(package)).hexdigest()


def package_text(package: list[Section]) -> str:
    """The package as Markdown, for the form of the receiving side."""
    parts = []
    for section in package:
        lines = [*section["paragraphs"], *(Prose("* {item}", item=Phrase(item)) for item in section["items"])]
        parts += [Prose("**{title}**", title=Phrase(section["title"])), joined("\n", lines)]
    return joined("\n\n", parts)


def _section(title: str, items: list[str]) -> Section:
    return {"title": title, "paragraphs": [] if items else ["Nichts zu übergeben."], "items": items}


def _profile(session: Session, case: Case, sheet: ProfilingSheet | None) -> list[str]:
    if sheet is None:
        return []
    catalogue = catalogue_of(session, sheet)
    items = [f"Zielberuf: {o.title} ({o.kldb})" if o.kldb else f"Zielberuf: {o.title}" for o in sheet.occupations]
    if segment := segment_label(sheet.segment_scheme, sheet.segment):
        items.append(f"Segment: {segment}")
    if sheet.prognosis_months is not None:
        items.append(f"Prognose: Integration in {sheet.prognosis_months} Monaten")
    items += [f"Stärke: {competence.name}" for competence in sheet.competences]
    items += [
        f"Handlungsbedarf: {catalogue.need_label(need.need)}"
        for need in sheet.needs
        if need.status is NeedStatus.RELEVANT
    ]
    if sheet.closed_at is not None:
        items.append(f"Profilingbogen vom {moment_text(sheet.closed_at)}")
    return items


def _goal(session: Session, case: Case) -> list[str]:
    goal = active_goal(session, case)
    if goal is None:
        return []
    return [f"{goal_catalogue().label(goal.option)} bis {day_text(goal.target_date)}", goal.description]


def _strategies(session: Session, case: Case, sheet: ProfilingSheet | None) -> list[str]:
    catalogue = catalogue_of(session, sheet)
    return [
        f"{catalogue.strategy_label(s.code)}, {day_text(s.window_from)} bis {day_text(s.window_to)}"
        + (f". Zwischenziel: {s.intermediate_goal}" if s.intermediate_goal else "")
        for s in running_strategies(session, case)
    ]


def _agreement(agreement: Agreement | None) -> list[str]:
    if agreement is None:
        return []
    head = f"{agreement_type(agreement.type).label} vom {day_text(agreement.concluded_on)}"
    items = [f"{head}, Überprüfung spätestens am {day_text(agreement.review_due)}"]
    return items + [f"{_SIDES[duty.side.value]}: {duty_text(duty)}" for duty in agreement.duties]


def _appointments(session: Session, case: Case, now: datetime) -> list[str]:
    coming = session.execute(
        select(Appointment)
        .where(
            Appointment.case_id == case.id,
            Appointment.state == AppointmentState.AGREED,
            Appointment.starts_at >= now,
        )
        .order_by(Appointment.starts_at)
    ).scalars()
    return [moment_text(a.starts_at) + (f", {a.place}" if a.place else "") for a in coming]


def _consents(session: Session, case: Case) -> list[str]:
    found = session.execute(select(Consent).where(Consent.case_id == case.id).order_by(Consent.id)).scalars()
    return [_consent(consent) for consent in found]


def _consent(consent: Consent) -> str:
    if consent.refused_on is not None:
        return f"{consent.purpose}: abgelehnt am {day_text(consent.refused_on)}"
    if consent.withdrawn_on is not None:
        return f"{consent.purpose}: widerrufen am {day_text(consent.withdrawn_on)}"
    return f"{consent.purpose}: erteilt am {day_text(consent.given_on)}"
