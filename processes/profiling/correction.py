"""The texts of a released sheet: each is corrected where it stands, nothing else changes (Fachkonzept A.1.9).

Judgements (needs, prognosis, segment) are no corrections: a serious later change goes into a new sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.phrases import Phrase
from models.casework import NeedAssessment, NeedStatus, ProfilingSheet
from processes.catalogues import needs_catalogue
from processes.profiling.consent_mask import ConsentMask

#: Message for a text without which a closed sheet is not complete.
MISSING = Phrase("Dieser Text gehört zu einem abgeschlossenen Bogen. Schreiben Sie, was stattdessen gilt.")


@dataclass(frozen=True)
class SheetText:
    """One text: what it is called, the row and attribute it lives in, whether the sheet is incomplete without it."""

    label: str
    holder: Any
    attribute: str
    is_required: bool = False

    @property
    def text(self) -> str:
        return str(getattr(self.holder, self.attribute))


def texts_of(sheet: ProfilingSheet) -> list[SheetText]:
    """All texts that are not empty, in the order of the forms."""
    catalogue = needs_catalogue(sheet.needs_catalogue)
    found = [
        SheetText(Phrase("Wunsch der Kundin oder des Kunden"), sheet, "client_wish"),
        SheetText(Phrase("Herkunft übernommener Feststellungen"), sheet, "adopted_from"),
        SheetText(Phrase("Erläuterung zur Freistellung"), sheet, "exemption_note", is_required=True),
    ]
    for occupation in sheet.occupations:
        name = "Zielberuf" if occupation.rank == 1 else Phrase("Alternative zum Zielberuf")
        found.append(SheetText(name, occupation, "title", is_required=True))
        found.append(
            SheetText(Phrase("Prüfung der Neuorientierung"), occupation, "reorientation_note", is_required=True)
        )
    found += [SheetText(Phrase("Stärke {n}", n=n), one, "name") for n, one in enumerate(sheet.competences, start=1)]
    for need in sheet.needs:
        must = need.status is NeedStatus.UNDER_CLARIFICATION
        found.append(
            SheetText(
                Phrase("Bemerkung zu {need}", need=catalogue.need_label(need.need)), need, "remark", is_required=must
            )
        )
    for comment in sheet.comments:
        group = catalogue.key_groups.get(comment.key_group.value, comment.key_group.value)
        found.append(SheetText(Phrase("Kommentar zu {group}", group=group), comment, "comment"))
    found += [
        SheetText(Phrase("Erläuterung zum Arbeitsmarkt"), sheet, "labour_market_note"),
        SheetText("Fazit", sheet, "conclusion", is_required=True),
        SheetText(Phrase("Anzeichen zur Leistungsfähigkeit"), sheet, "capacity_evidence"),
        SheetText(Phrase("Anzeichen zu Motivation und Rahmenbedingungen"), sheet, "motivation_evidence"),
        SheetText(Phrase("Anzeichen zur Qualifikation"), sheet, "qualification_evidence"),
        SheetText(Phrase("Begründung des Segments"), sheet, "override_reason", is_required=True),
    ]
    return [one for one in found if one.text.strip()]


def correction_errors(sheet: ProfilingSheet, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Form `bogen_berichtigen.form`: what a closed sheet must say is not left empty, and one strength remains."""
    texts = texts_of(sheet)
    errors: dict[str, str] = {
        f"texte.{number}.text": MISSING
        for number, (one, given) in enumerate(zip(texts, rows, strict=False))
        if one.is_required and not _given(given)
    }
    strengths = [
        (number, bool(_given(given)))
        for number, (one, given) in enumerate(zip(texts, rows, strict=False))
        if one.holder in sheet.competences
    ]
    if strengths and not any(is_kept for _number, is_kept in strengths):
        errors[f"texte.{strengths[0][0]}.text"] = Phrase("Mindestens eine Stärke bleibt auf dem Bogen.")
    return errors


def shown_text(one: SheetText, mask: ConsentMask) -> str:
    """The text as people read it: masked where its consent was withdrawn (A.1.8)."""
    return mask.remark(one.holder) if isinstance(one.holder, NeedAssessment) else one.text


def correct(sheet: ProfilingSheet, rows: Sequence[Mapping[str, Any]], mask: ConsentMask) -> int:
    """Write the rows of the form, which stand in the order of the texts. Returns how many texts have changed.

    A masked text stays as it is: whoever corrects has not read it.
    """
    changed = 0
    for one, given in zip(texts_of(sheet), rows, strict=True):
        text = _given(given)
        if text == one.text or shown_text(one, mask) != one.text:
            continue
        changed += 1
        if one.holder in sheet.competences and not text:
            sheet.competences.remove(one.holder)
        else:
            setattr(one.holder, one.attribute, text)
    return changed


def _given(row: Mapping[str, Any]) -> str:
    return (row.get("text") or "").strip()
