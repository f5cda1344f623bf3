"""A sheet in words, from its plain content: for revisions on a page and for the printed form. German, as forms are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from processes.catalogues import NeedsCatalogue, needs_catalogue, needs_catalogues, segment_label
from processes.wording import day_text

EXEMPTIONS = {
    "a": "a) Ende der Arbeitslosigkeit oder Hilfebedürftigkeit steht fest",
    "b": "b) Übergang in Rente nach Altregelung",
    "c": "c) geminderte Leistungsfähigkeit (§ 145 SGB III)",
    "d": "d) § 10 SGB II, kein Fortschritt bis zum nächsten Gespräch absehbar",
}
BASES = {
    "STELLE": "Arbeitsstelle fest zugesagt",
    "MUTTERSCHUTZ": "Mutterschutzfrist",
    "RENTE": "Rente",
    "WIEDEREINSTELLUNG": "Wiedereinstellung zugesagt",
    "P252_SGB6": "§ 252 SGB VI",
    "P65_SGB2": "§ 65 Absatz 4 SGB II mit § 428 SGB III",
    "P428_SGB3": "§ 428 SGB III",
    "P440_SGB3": "§ 440 SGB III mit § 237 SGB VI",
    "P10_NR1": "§ 10 Absatz 1 Nummer 1 SGB II",
    "P10_NR2": "§ 10 Absatz 1 Nummer 2 SGB II",
    "P10_NR3": "§ 10 Absatz 1 Nummer 3 SGB II",
    "P10_NR4": "§ 10 Absatz 1 Nummer 4 SGB II",
    "P10_NR5": "§ 10 Absatz 1 Nummer 5 SGB II",
}
_WORDS = {
    "CONFIRMED": "bestätigt",
    "PROVISIONAL": "vorläufig",
    "VOCATIONAL": "beruflich",
    "CROSS": "übergreifend",
    "BASIC": "Grundkenntnisse",
    "ADVANCED": "erweiterte Kenntnisse",
    "EXPERT": "Expertenkenntnisse",
    "NOT_REVIEWED": "nicht geprüft",
    "NOT_RELEVANT": "nicht relevant",
    "UNDER_CLARIFICATION": "in Klärung",
    "RELEVANT": "relevant",
    "FAVOURABLE": "günstig",
    "NEUTRAL": "neutral",
    "UNFAVOURABLE": "ungünstig",
    "NOT_NEEDED": "nicht nötig",
    "LE12": "bis 12 Monate",
    "GT12": "mehr als 12 Monate",
    "KEINER": "nicht erwerbstätig",
    "TEILWEISE": "teilweise erwerbstätig",
    "INDIVIDUELL_VOLL": "erwerbstätig im individuell möglichen Umfang",
    "VOLLZEIT": "Vollzeit, versicherungspflichtig",
    "SELBSTAENDIG": "selbständig",
}


@dataclass(frozen=True)
class Told:
    """A part of the sheet with its lines."""

    title: str
    lines: tuple[str, ...]


def tell(content: Mapping[str, Any]) -> list[Told]:
    """The parts of the sheet that say something. `content` is what `snapshot.content_of` makes, of any edition."""
    catalogue = needs_catalogues().get(content.get("needs_catalogue") or "") or needs_catalogue("NEEDS_BA_2013")
    parts = [
        Told("Freistellung", tuple(_exemption(content))),
        Told("Wunsch der Kundin oder des Kunden", tuple(_filled(content, "client_wish"))),
        Told("Übernommene Feststellungen", tuple(_filled(content, "adopted_from"))),
        Told("Zielberuf", tuple(_occupations(content))),
        Told("Stärken", tuple(_competences(content))),
        Told("Handlungsbedarfe", tuple(_needs(content, catalogue))),
        Told("Arbeitsmarkt", tuple(_market(content))),
        Told("Standortbestimmung", tuple(_assessment(content, catalogue))),
        Told("Segment", tuple(_segment(content))),
    ]
    return [part for part in parts if part.lines]


def _filled(content: Mapping[str, Any], name: str) -> Iterator[str]:
    if content.get(name):
        yield str(content[name])


def _exemption(content: Mapping[str, Any]) -> Iterator[str]:
    reason = content.get("exemption_reason")
    if not reason:
        return
    yield EXEMPTIONS.get(reason, reason)
    if basis := content.get("exemption_basis"):
        yield BASES.get(basis, basis)
    if until := content.get("exempt_until"):
        yield f"gültig bis {day_text(date.fromisoformat(until))}"
    yield from _filled(content, "exemption_note")


def _occupations(content: Mapping[str, Any]) -> Iterator[str]:
    for rank, title, kldb, status, *more in content.get("occupations") or ():
        name = title if rank == 1 else f"Alternative: {title}"
        yield ", ".join(part for part in (name, f"KldB {kldb}" if kldb else "", _WORDS.get(status, status)) if part)
        _dkz, note, ruled_out = (*more, None, "", False)[:3]
        if note:
            yield f"Neuorientierung geprüft: {note}"
        if ruled_out:
            yield "Die Gesundheit schließt den erlernten oder zuletzt ausgeübten Beruf aus."


#: How well a group can change, in words.
_OUTLOOKS = {"GUT": "gut", "BEGRENZT": "begrenzt", "KAUM": "kaum"}


def _competences(content: Mapping[str, Any]) -> Iterator[str]:
    for name, kind, level in content.get("competences") or ():
        yield f"{name} ({_WORDS.get(kind, kind)}, {_WORDS.get(level, level)})"


def _needs(content: Mapping[str, Any], catalogue: NeedsCatalogue) -> Iterator[str]:
    for need, (status, remark) in (content.get("needs") or {}).items():
        yield f"{catalogue.need_label(need)}: {_WORDS.get(status, status)}" + (f". {remark}" if remark else "")
    for group, comment in (content.get("comments") or {}).items():
        if comment:
            yield f"Kommentar zu {catalogue.key_groups.get(group, group)}: {comment}"


def _market(content: Mapping[str, Any]) -> Iterator[str]:
    if value := content.get("labour_market"):
        yield str(_WORDS.get(value, value))
    yield from _filled(content, "labour_market_note")


def _assessment(content: Mapping[str, Any], catalogue: NeedsCatalogue) -> Iterator[str]:
    yield from _filled(content, "conclusion")
    if extent := content.get("employment_extent"):
        yield f"Erwerbsumfang: {_WORDS.get(extent, extent)}"
    if (months := content.get("prognosis_months")) is not None:
        yield f"Prognose: {months} Monate bis zur Integration"
    if lead := content.get("lead_up"):
        yield f"Heranführung: {_WORDS.get(lead, lead)}"
    if focus := content.get("focus_group"):
        dense = ", verdichtet" if content.get("is_densified") else ""
        yield f"Schwerpunkt: {catalogue.key_groups.get(focus, focus)}{dense}"
    levels = [content.get(f"{name}_level") for name in ("capacity", "motivation", "qualification")]
    if any(levels):
        names = ("Leistungsfähigkeit", "Motivation und Rahmenbedingungen", "Qualifikation")
        yield "Stufen: " + ", ".join(f"{name} {level}" for name, level in zip(names, levels, strict=True) if level)
        for name, group in zip(names, ("capacity", "motivation", "qualification"), strict=True):
            if outlook := content.get(f"{group}_outlook"):
                yield f"{name}: {_OUTLOOKS[outlook]} zu ändern. {content.get(f'{group}_evidence') or ''}".rstrip()
    for name, text in (("is_able", "Kann jetzt arbeiten"), ("is_willing", "Will jetzt arbeiten")):
        if content.get(name) is not None:
            yield f"{text}: {'ja' if content[name] else 'nein'}"


def _segment(content: Mapping[str, Any]) -> Iterator[str]:
    scheme, segment = content.get("segment_scheme"), content.get("segment")
    if not segment:
        return
    yield segment_label(scheme, segment) + (" (vorläufig)" if content.get("is_provisional") else "")
    suggestion = content.get("segment_suggestion")
    if suggestion != segment:
        yield f"Vorschlag: {segment_label(scheme, suggestion) if suggestion else 'keiner'}"
        yield from _filled(content, "override_reason")
