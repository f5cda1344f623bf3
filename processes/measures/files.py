"""Measures in the file: looked up by strategy and case, described for forms."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.phrases import Phrase, Prose, joined
from models.casework import (
    OPEN_MEASURES,
    Case,
    GraduateTalk,
    MeasureAssignment,
    Provider,
    ProviderStatus,
    Strategy,
)
from processes.measures.rules import GRADUATE_MANAGEMENT, lines
from processes.wording import day_text


def open_measures(session: Session, strategy: Strategy) -> list[MeasureAssignment]:
    """Measures of the strategy whose result is still missing: until then nobody decides it (ST-9)."""
    found = select(MeasureAssignment).where(
        MeasureAssignment.strategy_id == strategy.id, MeasureAssignment.state.in_(OPEN_MEASURES)
    )
    return list(session.execute(found.order_by(MeasureAssignment.id)).scalars())


def measures_of(session: Session, case: Case) -> list[MeasureAssignment]:
    """All measures of the case, newest first."""
    found = select(MeasureAssignment).where(MeasureAssignment.case_id == case.id)
    return list(session.execute(found.order_by(MeasureAssignment.id.desc())).scalars())


def graduate_strategy(session: Session, case: Case) -> Strategy | None:
    """The newest strategy "Absolventenmanagement" of the case."""
    found = select(Strategy).where(Strategy.case_id == case.id, Strategy.code == GRADUATE_MANAGEMENT)
    return session.execute(found.order_by(Strategy.id.desc()).limit(1)).scalar_one_or_none()


def provider_called(session: Session, text: str) -> tuple[Provider | None, str]:
    """The active provider with this establishment number or designation, and what is wrong with the text."""
    wanted = text.strip()
    if not wanted:
        return None, ""
    column = Provider.establishment_no if wanted.isdigit() else Provider.designation
    found = session.execute(select(Provider).where(column == wanted).limit(2)).scalars().all()
    if len(found) != 1:
        return (
            None,
            Phrase("Diesen Träger gibt es nicht.")
            if not found
            else Phrase("Mehrere heißen so; geben Sie die Betriebsnummer an."),
        )
    if found[0].status is not ProviderStatus.ACTIVE:
        return None, Phrase("{designation} ist nicht aktiv.", designation=found[0].designation)
    return found[0], ""


def measure_text(measure: MeasureAssignment) -> str:
    """For example "**Ada Muster**: Teilqualifizierung Lager, Bildungswerk, 01.09.2026 bis 26.02.2027"."""
    provider = Phrase(", {designation}", designation=measure.provider.designation) if measure.provider else ""
    window = Phrase(
        "{starts_on} bis {ends_on}", starts_on=day_text(measure.starts_on), ends_on=day_text(measure.ends_on)
    )
    return Prose(
        "**{name}**: {title}{provider}, {window}",
        name=measure.case.person.full_name,
        title=measure.title,
        provider=provider,
        window=window,
    )


def gained_competences(session: Session, case: Case, since: datetime | None) -> list[str]:
    """Competences and certificates that graduate talks have brought since the last assessment (T13)."""
    found = (
        select(GraduateTalk)
        .join(MeasureAssignment, MeasureAssignment.id == GraduateTalk.measure_id)
        .where(MeasureAssignment.case_id == case.id, GraduateTalk.number == 2)
        .order_by(GraduateTalk.id)
    )
    if since is not None:
        found = found.where(GraduateTalk.recorded_at >= since)
    talks = session.execute(found).scalars()
    return [line for talk in talks for line in [*lines(talk.competences), *lines(talk.certificates)]]


def earlier_text(measures: list[MeasureAssignment]) -> str | None:
    """The warning about earlier measures, or None: nobody is sent through the same thing twice unnoticed."""
    if not measures:
        return None
    said = [
        Prose(
            "* {title}, {starts_on} bis {left_on}",
            title=m.title,
            starts_on=day_text(m.starts_on),
            left_on=day_text(m.left_on or m.ends_on),
        )
        for m in measures
    ]
    return joined("\n\n", (Prose("**Frühere Maßnahmen**"), joined("\n", said)))


def month_text(month: date) -> str:
    return f"{month:%m/%Y}"
