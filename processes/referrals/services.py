"""The specialist services and what each of them offers (Fachkonzept A.6.2)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.phrases import Phrase


@dataclass(frozen=True)
class Service:
    """`is_medical`: results are protected and, beyond availability and capacity, the client must consent."""

    code: str
    label: str
    offers: dict[str, str]
    is_medical: bool = False


SERVICES = {
    service.code: service
    for service in (
        Service(
            "AED",
            Phrase("Ärztlicher Dienst"),
            {
                "AED_BERATUNG": Phrase("Sozialmedizinische Beratung"),
                "AED_GUTACHTEN": Phrase("Gutachten; die Form wählt der Ärztliche Dienst"),
            },
            is_medical=True,
        ),
        Service(
            "BPS",
            Phrase("Berufspsychologischer Service"),
            {
                "BPS_AUSWAHL": Phrase("Begutachtend: Auswahlbegutachtung"),
                "BPS_BEGUTACHTUNG": Phrase("Begutachtend: Begutachtung"),
                "BPS_SINNE": Phrase("Begutachtend: Begutachtung hochgradig Sinnesbeeinträchtigter"),
                "BPS_SFBT": Phrase("Begutachtend: SFBT"),
                "BPS_BERATUNG": Phrase("Beratend: psychologische Beratung"),
                "BPS_FALLBESPRECHUNG": Phrase("Unterstützend: Fallbesprechung"),
                "BPS_FALLBEARBEITUNG": Phrase("Unterstützend: gemeinsame Fallbearbeitung"),
                "BPS_BWT": Phrase("Standardisiert: Berufswahltest"),
                "BPS_K1": Phrase("Kompetenzen: K1 Überblick"),
                "BPS_K2": Phrase("Kompetenzen: K2 Auffassungsgabe"),
                "BPS_K3": Phrase("Kompetenzen: K3 Leistungsorientierung"),
                "BPS_K4": Phrase("Kompetenzen: K4 Assessment Center"),
                "BPS_DEUTSCH": Phrase("Sprache: Deutsch-Test"),
            },
            is_medical=True,
        ),
        Service(
            "TBD",
            Phrase("Technischer Beratungsdienst"),
            {
                "TBD_FALL": "Fallbesprechung",
                "TBD_TEAM": "Teamberatung",
                "TBD_SCHULUNG": "Schulung",
                "TBD_ARBEITSPLATZ": "Arbeitsplatzanalyse",
                "TBD_GUTACHTEN": Phrase("Fachtechnische Stellungnahme"),
            },
        ),
        Service(
            "AGS",
            "Arbeitgeber-Service",
            {
                "AGS_RUNDE": Phrase("Bewerber- und Stellenrunde"),
                "AGS_ANFRAGE": Phrase("Anfrage zu einer schwer besetzbaren Stelle"),
                "AGS_UEBERGABE": Phrase("Persönliche Übergabe einer geeigneten Person"),
                "AGS_BERUF": Phrase("Austausch über Berufe"),
                "AGS_REHA": Phrase("Format für Rehabilitation und Behinderung"),
                "AGS_MARKT": "Marktspiegel",
                "AGS_TEAM": Phrase("Runde der Teamleitungen"),
            },
        ),
        Service(
            "ZAV",
            Phrase("Zentrale Auslands- und Fachvermittlung"),
            {
                "ZAV_INTERNATIONAL": Phrase("Internationaler Personalservice"),
                "ZAV_MANAGEMENT": "Managementvermittlung",
                "ZAV_KUENSTLER": Phrase("Künstlervermittlung"),
                "ZAV_SBAKADEMIKER": Phrase("Schwerbehinderte Akademikerinnen und Akademiker"),
            },
        ),
        Service(
            "BIZ",
            "Berufsinformationszentrum",
            {
                "BIZ_INFORMATION": Phrase("Sich über Berufe informieren"),
                "BIZ_SUCHE": Phrase("Stellen suchen"),
                "BIZ_UNTERLAGEN": Phrase("Bewerbungsunterlagen erstellen"),
            },
        ),
        Service(
            "LOCAL",
            Phrase("Örtlicher ärztlicher oder psychologischer Dienst"),
            {
                "LOCAL_MEDIZIN": Phrase("Ärztliche Begutachtung"),
                "LOCAL_PSYCHOLOGIE": Phrase("Psychologische Begutachtung"),
            },
            is_medical=True,
        ),
    )
}

#: Offers that hand the profile of the person on to others, which takes their consent (Fachkonzept A.1.8, A.6.2;
#: which offers these are is a value of the product).
PASSES_PROFILE_ON = frozenset(
    {
        "AGS_RUNDE",
        "AGS_UEBERGABE",
        "ZAV_INTERNATIONAL",
        "ZAV_MANAGEMENT",
        "ZAV_KUENSTLER",
        "ZAV_SBAKADEMIKER",
    }
)

#: Questions for which no consent is needed (§ 32 SGB III).
WITHOUT_CONSENT = frozenset({"AVAILABILITY", "CAPACITY"})


def service_label(code: str) -> str:
    """The name of a service, the code for one that is not listed any more."""
    found = SERVICES.get(code)
    return found.label if found else code


def offer_label(service: str, offer: str) -> str:
    found = SERVICES.get(service)
    return found.offers.get(offer, offer) if found else offer
