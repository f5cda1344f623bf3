"""Which subsidy an entry has: read from the measure assignments of its case (Fachkonzept C.4, C.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from engine.phrases import Phrase, joined
from models.casework import EmploymentRecord, MeasureAssignment, MeasureState, Subsidy
from processes.catalogues import product
from processes.measures.files import measures_of
from processes.wording import day_text

SUBSIDY_NAMES = {
    Subsidy.NONE: Phrase("keine"),
    Subsidy.WAGE_SUBSIDY: Phrase("Eingliederungszuschuss (EGZ)"),
    Subsidy.ENTRY_GRANT_16B: Phrase("Einstiegsgeld (§ 16b)"),
    Subsidy.LONG_TERM_16E: Phrase("Eingliederung von Langzeitarbeitslosen (§ 16e)"),
    Subsidy.PARTICIPATION_16I: Phrase("Teilhabe am Arbeitsmarkt (§ 16i)"),
}
#: A measure that was only asked for, declined or never begun pays nothing.
_GRANTED = frozenset({MeasureState.ASSIGNED, MeasureState.RUNNING, MeasureState.ENDED, MeasureState.ABORTED})


def subsidies_of(session: Session, record: EmploymentRecord) -> dict[Subsidy, MeasureAssignment]:
    """Subsidies assigned for days of this entry, the newest assignment of each, newest first."""
    return subsidies_among(measures_of(session, record.case), record)


def subsidies_among(
    measures: Iterable[MeasureAssignment], record: EmploymentRecord
) -> dict[Subsidy, MeasureAssignment]:
    """The same from the measures of the entry's case, newest first."""
    found: dict[Subsidy, MeasureAssignment] = {}
    for measure in measures:
        code = product(measure.catalogue, measure.product).subsidy
        if code is not None and measure.state in _GRANTED and _is_for(measure, record):
            found.setdefault(Subsidy(code), measure)
    return found


def _is_for(measure: MeasureAssignment, record: EmploymentRecord) -> bool:
    """They have a day in common, and no two employers of the list stand against it."""
    if measure.provider_id and record.provider_id and measure.provider_id != record.provider_id:
        return False
    last = measure.left_on or measure.ends_on
    return last >= record.started_on and measure.starts_on <= (record.ended_on or date.max)


def assignment_text(measure: MeasureAssignment) -> str:
    """For example "Teilhabe am Arbeitsmarkt im Bauhof, 01.09.2026 bis 31.08.2028"."""
    return Phrase(
        "{title}, {starts_on} bis {last}",
        title=measure.title,
        starts_on=day_text(measure.starts_on),
        last=day_text(measure.left_on or measure.ends_on),
    )


def contradiction(record: EmploymentRecord, assigned: Mapping[Subsidy, MeasureAssignment]) -> str:
    """What a kept entry says against the subsidies assigned for it, in words; empty if they agree (C.4)."""
    if record.completed_at is None:
        return ""
    if record.subsidy in assigned or (record.subsidy is Subsidy.NONE and not assigned):
        return ""
    if not assigned:
        return Phrase(
            "Keine Maßnahmezuweisung trägt diese Förderung. Weisen Sie sie zu, oder berichtigen Sie den Eintrag."
        )
    return Phrase(
        "Zugewiesen ist: {assignment}. Berichtigen Sie den Eintrag, damit er die Förderung liest.",
        assignment=joined("; ", (assignment_text(measure) for measure in assigned.values())),
    )
