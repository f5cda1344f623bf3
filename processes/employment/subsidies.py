"""Which subsidy an entry has: read from the measure assignments of its case (Fachkonzept C.4, C.5)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from engine.phrases import Phrase
from models.casework import EmploymentRecord, MeasureAssignment, MeasureState, Subsidy
from processes.measures.files import measures_of
from processes.wording import day_text

#: Products of the catalogue that subsidise work, and what the entry then says.
SUBSIDY_OF_PRODUCT = {
    "EGZ": Subsidy.WAGE_SUBSIDY,
    "EINSTIEGSGELD": Subsidy.ENTRY_GRANT_16B,
    "EVL_16E": Subsidy.LONG_TERM_16E,
    "TAAM_16I": Subsidy.PARTICIPATION_16I,
}
#: A measure that was only asked for, declined or never begun pays nothing.
_GRANTED = frozenset({MeasureState.ASSIGNED, MeasureState.RUNNING, MeasureState.ENDED, MeasureState.ABORTED})


def subsidies_of(session: Session, record: EmploymentRecord) -> dict[Subsidy, MeasureAssignment]:
    """Subsidies assigned for days of this entry, the newest assignment of each, newest first."""
    found: dict[Subsidy, MeasureAssignment] = {}
    for measure in measures_of(session, record.case):
        subsidy = SUBSIDY_OF_PRODUCT.get(measure.product)
        if subsidy is not None and measure.state in _GRANTED and _is_for(measure, record):
            found.setdefault(subsidy, measure)
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
