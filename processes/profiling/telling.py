"""A sheet in words, from its plain content: for revisions on a page and for the printed form. German, as forms are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.phrases import Phrase, joined
from processes.catalogues import NeedsCatalogue, needs_catalogue, needs_catalogues, segment_label
from processes.wording import day_text

EXEMPTIONS = {
    "a": Phrase("a) Ende der Arbeitslosigkeit oder Hilfebedürftigkeit steht fest"),
    "b": Phrase("b) Übergang in Rente nach Altregelung"),
    "c": Phrase("c) geminderte Leistungsfähigkeit (§ 145 SGB III)"),
    "d": Phrase("d) § 10 SGB II, kein Fortschritt bis zum nächsten Gespräch absehbar"),
}
BASES = {
    "STELLE": Phrase("Arbeitsstelle fest zugesagt"),
    "MUTTERSCHUTZ": Phrase("Mutterschutzfrist"),
    "RENTE": Phrase("Rente"),
    "WIEDEREINSTELLUNG": Phrase("Wiedereinstellung zugesagt"),
    "P252_SGB6": "§ 252 SGB VI",
    "P65_SGB2": Phrase("§ 65 Absatz 4 SGB II mit § 428 SGB III"),
    "P428_SGB3": "§ 428 SGB III",
    "P440_SGB3": Phrase("§ 440 SGB III mit § 237 SGB VI"),
    "P10_NR1": Phrase("§ 10 Absatz 1 Nummer 1 SGB II"),
    "P10_NR2": Phrase("§ 10 Absatz 1 Nummer 2 SGB II"),
    "P10_NR3": Phrase("§ 10 Absatz 1 Nummer 3 SGB II"),
    "P10_NR4": Phrase("§ 10 Absatz 1 Nummer 4 SGB II"),
    "P10_NR5": Phrase("§ 10 Absatz 1 Nummer 5 SGB II"),
}
_WORDS = {
    "CONFIRMED": Phrase("bestätigt"),
    "PROVISIONAL": Phrase("vorläufig"),
    "VOCATIONAL": Phrase("beruflich"),
    "CROSS": Phrase("übergreifend"),
    "BASIC": Phrase("Grundkenntnisse"),
    "ADVANCED": Phrase("erweiterte Kenntnisse"),
    "EXPERT": Phrase("Expertenkenntnisse"),
    "NOT_REVIEWED": Phrase("nicht geprüft"),
    "NOT_RELEVANT": Phrase("nicht relevant"),
    "UNDER_CLARIFICATION": Phrase("in Klärung"),
    "RELEVANT": Phrase("relevant"),
    "FAVOURABLE": Phrase("günstig"),
    "NEUTRAL": Phrase("neutral"),
    "UNFAVOURABLE": Phrase("ungünstig"),
    "NOT_NEEDED": Phrase("nicht nötig"),
    "LE12": Phrase("bis 12 Monate"),
    "GT12": Phrase("mehr als 12 Monate"),
    "KEINER": Phrase("nicht erwerbstätig"),
    "TEILWEISE": Phrase("teilweise erwerbstätig"),
    "INDIVIDUELL_VOLL": Phrase("erwerbstätig im individuell möglichen Umfang"),
    "VOLLZEIT": Phrase("Vollzeit, versicherungspflichtig"),
    "SELBSTAENDIG": Phrase("selbständig"),
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
        Told(Phrase("Freistellung"), tuple(_exemption(content))),
        Told(Phrase("Wunsch der Kundin oder des Kunden"), tuple(_filled(content, "client_wish"))),
        Told(Phrase("Übernommene Feststellungen"), tuple(_filled(content, "adopted_from"))),
        Told(Phrase("Zielberuf"), tuple(_occupations(content))),
        Told(Phrase("Stärken"), tuple(_competences(content))),
        Told(Phrase("Handlungsbedarfe"), tuple(_needs(content, catalogue))),
        Told(Phrase("Arbeitsmarkt"), tuple(_market(content))),
        Told(Phrase("Standortbestimmung"), tuple(_assessment(content, catalogue))),
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
        yield Phrase("gültig bis {fromisoformat}", fromisoformat=day_text(date.fromisoformat(until)))
    yield from _filled(content, "exemption_note")


def _occupations(content: Mapping[str, Any]) -> Iterator[str]:
    for rank, title, kldb, status, *more in content.get("occupations") or ():
        name = title if rank == 1 else Phrase("Alternative: {title}", title=title)
        yield joined(
            ", ", (part for part in (name, f"KldB {kldb}" if kldb else "", _WORDS.get(status, status)) if part)
        )
        _dkz, note, ruled_out = (*more, None, "", False)[:3]
        if note:
            yield Phrase("Neuorientierung geprüft: {note}", note=note)
        if ruled_out:
            yield Phrase("Die Gesundheit schließt den erlernten oder zuletzt ausgeübten Beruf aus.")


#: How well a group can change, in words.
_OUTLOOKS = {"GUT": Phrase("gut"), "BEGRENZT": Phrase("begrenzt"), "KAUM": Phrase("kaum")}


def _competences(content: Mapping[str, Any]) -> Iterator[str]:
    for name, kind, level in content.get("competences") or ():
        yield Phrase("{name} ({kind}, {level})", name=name, kind=_WORDS.get(kind, kind), level=_WORDS.get(level, level))


def _needs(content: Mapping[str, Any], catalogue: NeedsCatalogue) -> Iterator[str]:
    for need, (status, remark) in (content.get("needs") or {}).items():
        yield Phrase("{need}: {status}", need=catalogue.need_label(need), status=_WORDS.get(status, status)) + (
            Phrase(". {remark}", remark=remark) if remark else ""
        )
    for group, comment in (content.get("comments") or {}).items():
        if comment:
            yield Phrase(
                "Kommentar zu {group}: {comment}", group=catalogue.key_groups.get(group, group), comment=comment
            )


def _market(content: Mapping[str, Any]) -> Iterator[str]:
    if value := content.get("labour_market"):
        yield _WORDS.get(value, value)
    yield from _filled(content, "labour_market_note")


def _assessment(content: Mapping[str, Any], catalogue: NeedsCatalogue) -> Iterator[str]:
    yield from _filled(content, "conclusion")
    if extent := content.get("employment_extent"):
        yield Phrase("Erwerbsumfang: {extent}", extent=_WORDS.get(extent, extent))
    if (months := content.get("prognosis_months")) is not None:
        yield Phrase("Prognose: {months} Monate bis zur Integration", months=months)
    if lead := content.get("lead_up"):
        yield Phrase("Heranführung: {lead}", lead=_WORDS.get(lead, lead))
    if focus := content.get("focus_group"):
        dense = Phrase(", verdichtet") if content.get("is_densified") else ""
        yield Phrase("Schwerpunkt: {focus}{dense}", focus=catalogue.key_groups.get(focus, focus), dense=dense)
    levels = [content.get(f"{name}_level") for name in ("capacity", "motivation", "qualification")]
    if any(levels):
        names = (Phrase("Leistungsfähigkeit"), Phrase("Motivation und Rahmenbedingungen"), Phrase("Qualifikation"))
        yield Phrase(
            "Stufen: {levels}",
            levels=joined(", ", (name + f" {level}" for name, level in zip(names, levels, strict=True) if level)),
        )
        for title, group in zip(names, ("capacity", "motivation", "qualification"), strict=True):
            if outlook := content.get(f"{group}_outlook"):
                evidence = content.get(f"{group}_evidence")
                yield Phrase(
                    "{name}: {outlook} zu ändern.{evidence}",
                    name=title,
                    outlook=_OUTLOOKS[outlook],
                    evidence=f" {evidence}" if evidence else "",
                )
    for name, text in (("is_able", Phrase("Kann jetzt arbeiten")), ("is_willing", Phrase("Will jetzt arbeiten"))):
        if content.get(name) is not None:
            yield Phrase("{text}: {content}", text=text, content=Phrase("ja") if content[name] else Phrase("nein"))


def _segment(content: Mapping[str, Any]) -> Iterator[str]:
    scheme, segment = content.get("segment_scheme"), content.get("segment")
    if not segment:
        return
    yield segment_label(scheme, segment) + (Phrase(" (vorläufig)") if content.get("is_provisional") else "")
    suggestion = content.get("segment_suggestion")
    if suggestion != segment:
        yield Phrase(
            "Vorschlag: {segment}", segment=segment_label(scheme, suggestion) if suggestion else Phrase("keiner")
        )
        yield from _filled(content, "override_reason")
