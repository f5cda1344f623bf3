"""Target occupations of the demo clients, with the strengths that go with them. Codes are those of KldB 2010."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Occupation:
    """`strengths` are (name, kind, level) as in form `ausgangslage.form`; `employers` is who hires such people."""

    title: str
    kldb: str
    strengths: tuple[tuple[str, str, str], ...]
    employers: str


def _vocational(*names: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, "VOCATIONAL", "ADVANCED" if place == 0 else "BASIC") for place, name in enumerate(names))


_RELIABLE = ("Zuverlässigkeit", "CROSS", "ADVANCED")
_TEAM = ("Teamfähigkeit", "CROSS", "ADVANCED")
_CLIENTS = ("Umgang mit Kundinnen und Kunden", "CROSS", "ADVANCED")
_CARE = ("Einfühlungsvermögen", "CROSS", "EXPERT")

OCCUPATIONS = (
    Occupation(
        "Fachkraft für Lagerlogistik", "51312", (*_vocational("Kommissionierung", "Gabelstapler"), _RELIABLE),
        "Logistikbetriebe im Gewerbegebiet Nord",
    ),
    Occupation("Lagerhelferin oder Lagerhelfer", "51311", (*_vocational("Verpacken"), _RELIABLE), "Versandlager"),
    Occupation(
        "Verkäuferin oder Verkäufer", "62102", (*_vocational("Kassieren", "Warenpflege"), _CLIENTS),
        "Einzelhandel und Lebensmittelmärkte",
    ),
    Occupation(
        "Altenpflegehelferin oder Altenpflegehelfer", "82101", (*_vocational("Grundpflege"), _CARE),
        "Pflegeeinrichtungen und ambulante Dienste",
    ),
    Occupation(
        "Reinigungskraft", "54101", (*_vocational("Unterhaltsreinigung"), _RELIABLE),
        "Gebäudedienste, Schulen und Kliniken",
    ),
    Occupation(
        "Köchin oder Koch", "29302", (*_vocational("Warme Küche", "Hygiene nach HACCP"), _TEAM),
        "Gaststätten, Kantinen und Großküchen",
    ),
    Occupation(
        "Servicekraft in der Gastronomie", "63302", (*_vocational("Bedienung"), _CLIENTS), "Hotels und Gaststätten"
    ),
    Occupation(
        "Berufskraftfahrerin oder Berufskraftfahrer", "52122",
        (*_vocational("Führerschein Klasse C", "Ladungssicherung"), _RELIABLE), "Speditionen und Lieferdienste",
    ),
    Occupation(
        "Kauffrau oder Kaufmann für Büromanagement", "71402",
        (*_vocational("Textverarbeitung", "Rechnungswesen"), _TEAM), "Handwerksbetriebe, Praxen und Verwaltungen",
    ),
    Occupation(
        "Industriemechanikerin oder Industriemechaniker", "25102",
        (*_vocational("Drehen und Fräsen", "Technische Zeichnungen lesen"), _RELIABLE), "Maschinenbaubetriebe",
    ),
    Occupation(
        "Elektronikerin oder Elektroniker für Gebäudetechnik", "26212",
        (*_vocational("Elektroinstallation", "Messen und Prüfen"), _TEAM), "Elektrobetriebe",
    ),
    Occupation(
        "Malerin oder Maler und Lackierer", "33212", (*_vocational("Innenanstrich", "Tapezieren"), _RELIABLE),
        "Malerbetriebe",
    ),
    Occupation(
        "Erzieherin oder Erzieher", "83112", (*_vocational("Elementarpädagogik"), _CARE), "Kindertagesstätten"
    ),
    Occupation(
        "Medizinische Fachangestellte", "81102", (*_vocational("Praxisorganisation", "Blutabnahme"), _CARE),
        "Arztpraxen und Ambulanzen",
    ),
    Occupation("Friseurin oder Friseur", "82312", (*_vocational("Haarschnitt", "Farbe"), _CLIENTS), "Friseursalons"),
    Occupation(
        "Landschaftsgärtnerin oder Landschaftsgärtner", "12142",
        (*_vocational("Pflasterarbeiten", "Gehölzschnitt"), _RELIABLE), "Garten- und Landschaftsbau",
    ),
    Occupation(
        "Helferin oder Helfer in der Metallbearbeitung", "24201", (*_vocational("Entgraten"), _RELIABLE),
        "Metallbaubetriebe",
    ),
    Occupation(
        "Beraterin oder Berater im Kundendialog", "92122", (*_vocational("Telefonie"), _CLIENTS), "Servicecenter"
    ),
    Occupation(
        "Servicekraft für Schutz und Sicherheit", "53112", (*_vocational("Sachkunde nach § 34a GewO"), _RELIABLE),
        "Sicherheitsdienste",
    ),
    Occupation(
        "Fachinformatikerin oder Fachinformatiker", "43102", (*_vocational("Netzwerke", "Anwendersupport"), _TEAM),
        "Systemhäuser und Stadtwerke",
    ),
)  # fmt: skip
