"""The profiling form on paper, for legal proceedings: printed by the specialist support only (Fachkonzept A.1.9)."""

from __future__ import annotations

from datetime import date

from engine.calendar import berlin_date
from models.casework import Case, ProfilingSheet
from processes.profiling.consent_mask import ConsentMask
from processes.profiling.snapshot import content_of
from processes.profiling.telling import tell
from web.documents.record_pdf import record_document
from web.formatters import german_day


def sheet_pdf(case: Case, sheet: ProfilingSheet, mask: ConsentMask, today: date, office: tuple[str, str]) -> bytes:
    """What the sheet says today, without what its consent was withdrawn for.

    German whatever language the person at the screen reads.
    """
    parts = tell(mask.content(content_of(sheet)))
    sections = [{"title": part.title, "paragraphs": [], "items": list(part.lines)} for part in parts]
    facts = [
        ("Angelegt", german_day(berlin_date(sheet.created_at))),
        ("Abgeschlossen", german_day(berlin_date(sheet.closed_at)) if sheet.closed_at else "noch nicht"),
        ("Gedruckt", german_day(today)),
    ]
    return record_document("Profilingbogen", "Standortbestimmung", case, office, facts, sections)
