"""The employment record of a client on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.casework import Case, EmploymentRecord
from processes.employment.facts import CATEGORY_NAMES, month_text
from web.documents.record_pdf import record_document
from web.formatters import german_day


def employment_pdf(case: Case, entries: Sequence[EmploymentRecord], today: date, office: tuple[str, str]) -> bytes:
    """All entries with marking and count, newest first. German whatever language the person at the screen reads."""
    sections = [{"title": entry.title, "paragraphs": [], "items": lines_of(entry)} for entry in entries]
    if not sections:
        sections = [{"title": "Einträge", "paragraphs": ["Es gibt keine Einträge."], "items": []}]
    facts = [("Stand", german_day(today)), ("Ansprechperson", case.caseworker.display_name)]
    title, subtitle = "Beteiligung am Erwerbsleben", "Einträge mit Kennzeichnung"
    return record_document(title, subtitle, case, office, facts, sections)


def lines_of(entry: EmploymentRecord) -> list[str]:
    """One line per thing that is known about the entry."""
    until = f" bis {german_day(entry.ended_on)}" if entry.ended_on else ""
    fixed = ", befristet" if entry.is_fixed_term else ""
    lines = [
        f"Kategorie: {CATEGORY_NAMES[entry.category.value]}",
        f"Zeitraum: ab {german_day(entry.started_on)}{until}{fixed}",
    ]
    if entry.employer:
        number = f", Betriebsnummer {entry.establishment_no}" if entry.establishment_no else ""
        lines.append(f"Arbeitgeber: {entry.employer}{number}")
    if entry.occupation:
        lines.append(f"Beruf: {entry.occupation}" + (f" ({entry.occupation_code})" if entry.occupation_code else ""))
    if entry.weekly_hours:
        lines.append(f"Stunden in der Woche: {entry.weekly_hours}")
    if entry.completed_at:
        lines.append("Kennzeichnung: " + ("Integration" if entry.marking.value == "INTEGRATION" else "Lebenslauf"))
        month = f" ({month_text(entry.counted_month)})" if entry.counted_month else ""
        lines.append(f"Zählung{month}: {' '.join(entry.count_reason.splitlines())}")
    if entry.after_care:
        lines.append(f"Nachbetreuung bis {german_day(entry.after_care_until)}: {entry.after_care_reason}")
    return lines
