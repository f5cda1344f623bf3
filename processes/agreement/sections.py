"""The sections an agreement can have: code of the catalogue, field of the form, where it is kept, what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.phrases import Phrase
from models.casework import Agreement


@dataclass(frozen=True)
class Section:
    """`column` is the attribute of the agreement that holds the text; None: it is kept in `more_sections`."""

    code: str
    field: str
    title: str
    missing: str
    column: str | None = None


SECTIONS = {
    section.code: section
    for section in (
        Section(
            "PERSONAL_OFFER",
            "persoenliches_angebot",
            Phrase("Persönliches Angebot"),
            Phrase("Beschreiben Sie das persönliche Angebot des Jobcenters."),
            "personal_offer",
        ),
        Section(
            "TARGET_FIELDS",
            "zielfelder",
            Phrase("Berufe, Tätigkeiten und Bereiche für die Vermittlung"),
            Phrase("Nennen Sie Berufe, Tätigkeiten oder Bereiche der Vermittlung."),
            "target_fields",
        ),
        Section(
            "CLARIFICATION",
            "klaerung",
            Phrase("Was zum Zielberuf noch zu klären ist"),
            Phrase("Der Zielberuf ist noch offen: Beschreiben Sie, was die Person bis wann klärt."),
        ),
        Section(
            "BENEFITS",
            "leistungen",
            Phrase("In Betracht kommende Leistungen"),
            Phrase("Nennen Sie die Leistungen, die in Betracht kommen."),
            "benefits",
        ),
        Section(
            "ACTIVE_BENEFITS",
            "leistungen",
            Phrase("Leistungen der aktiven Arbeitsförderung"),
            Phrase("Nennen Sie die vorgesehenen Leistungen der aktiven Arbeitsförderung."),
            "benefits",
        ),
        Section(
            "LANGUAGE_COURSE",
            "sprachkurs",
            Phrase("Integrationskurs oder Berufssprachkurs"),
            Phrase("Beschreiben Sie den geplanten Sprachkurs."),
        ),
        Section(
            "OTHER_PROVIDERS",
            "andere_traeger",
            Phrase("Einbezogene weitere Träger"),
            Phrase("Beschreiben Sie, ob und wie andere Leistungsträger einbezogen werden."),
            "other_providers",
        ),
        Section(
            "REHAB_APPLICATION",
            "teilhabeantrag",
            Phrase("Schritte zu einem Antrag auf Leistungen zur Teilhabe"),
            Phrase("Beschreiben Sie die Schritte zum Antrag."),
        ),
        Section(
            "DISABILITY_NEEDS",
            "behinderung",
            Phrase("Bedarfe von Menschen mit Behinderungen"),
            Phrase("Beschreiben Sie, wie die Bedarfe berücksichtigt werden."),
        ),
        Section("HEALTH", "gesundheit", Phrase("Angebote zur Gesundheit"), Phrase("Beschreiben Sie das Angebot.")),
        Section(
            "HOUSEHOLD_BENEFITS",
            "haushalt",
            Phrase("Leistungen für Mitglieder der Bedarfsgemeinschaft"),
            Phrase("Beschreiben Sie die Leistungen."),
        ),
    )
}

#: Code and text of the sections an agreement shows, in the order of § 15 (2) SGB II.
ORDER = tuple(code for code in SECTIONS if code != "ACTIVE_BENEFITS")


def entered(given: Mapping[str, Any], code: str) -> str:
    """The text of a section as the form gave it."""
    return str(given.get(SECTIONS[code].field) or "").strip()


def kept(agreement: Agreement, code: str) -> str:
    """The text of a section as the agreement holds it."""
    section = SECTIONS[code]
    if section.column is not None:
        return str(getattr(agreement, section.column))
    return str((agreement.more_sections or {}).get(code, ""))


def keep(agreement: Agreement, given: Mapping[str, Any]) -> None:
    """Take the texts of all sections over from the form."""
    more = {}
    for code in ORDER:
        column, text = SECTIONS[code].column, entered(given, code)
        if column is not None:
            setattr(agreement, column, text)
        elif text:
            more[code] = text
    agreement.more_sections = more
