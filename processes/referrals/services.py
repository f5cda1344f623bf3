"""The specialist services and what each of them offers (Fachkonzept A.6.2)."""

from __future__ import annotations

from dataclasses import dataclass


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
            "Ärztlicher Dienst",
            {
                "AED_BERATUNG": "Sozialmedizinische Beratung",
                "AED_GUTACHTEN": "Gutachten; die Form wählt der Ärztliche Dienst",
            },
            is_medical=True,
        ),
        Service(
            "BPS",
            "Berufspsychologischer Service",
            {
                "BPS_AUSWAHL": "Begutachtend: Auswahlbegutachtung",
                "BPS_BEGUTACHTUNG": "Begutachtend: Begutachtung",
                "BPS_SINNE": "Begutachtend: Begutachtung hochgradig Sinnesbeeinträchtigter",
                "BPS_SFBT": "Begutachtend: SFBT",
                "BPS_BERATUNG": "Beratend: psychologische Beratung",
                "BPS_FALLBESPRECHUNG": "Unterstützend: Fallbesprechung",
                "BPS_FALLBEARBEITUNG": "Unterstützend: gemeinsame Fallbearbeitung",
                "BPS_BWT": "Standardisiert: Berufswahltest",
                "BPS_K1": "Kompetenzen: K1 Überblick",
                "BPS_K2": "Kompetenzen: K2 Auffassungsgabe",
                "BPS_K3": "Kompetenzen: K3 Leistungsorientierung",
                "BPS_K4": "Kompetenzen: K4 Assessment Center",
                "BPS_DEUTSCH": "Sprache: Deutsch-Test",
            },
            is_medical=True,
        ),
        Service(
            "TBD",
            "Technischer Beratungsdienst",
            {
                "TBD_FALL": "Fallbesprechung",
                "TBD_TEAM": "Teamberatung",
                "TBD_SCHULUNG": "Schulung",
                "TBD_ARBEITSPLATZ": "Arbeitsplatzanalyse",
                "TBD_GUTACHTEN": "Fachtechnische Stellungnahme",
            },
        ),
        Service(
            "AGS",
            "Arbeitgeber-Service",
            {
                "AGS_RUNDE": "Bewerber- und Stellenrunde",
                "AGS_ANFRAGE": "Anfrage zu einer schwer besetzbaren Stelle",
                "AGS_UEBERGABE": "Persönliche Übergabe einer geeigneten Person",
                "AGS_BERUF": "Austausch über Berufe",
                "AGS_REHA": "Format für Rehabilitation und Behinderung",
                "AGS_MARKT": "Marktspiegel",
                "AGS_TEAM": "Runde der Teamleitungen",
            },
        ),
        Service(
            "ZAV",
            "Zentrale Auslands- und Fachvermittlung",
            {
                "ZAV_INTERNATIONAL": "Internationaler Personalservice",
                "ZAV_MANAGEMENT": "Managementvermittlung",
                "ZAV_KUENSTLER": "Künstlervermittlung",
                "ZAV_SBAKADEMIKER": "Schwerbehinderte Akademikerinnen und Akademiker",
            },
        ),
        Service(
            "BIZ",
            "Berufsinformationszentrum",
            {
                "BIZ_INFORMATION": "Sich über Berufe informieren",
                "BIZ_SUCHE": "Stellen suchen",
                "BIZ_UNTERLAGEN": "Bewerbungsunterlagen erstellen",
            },
        ),
        Service(
            "LOCAL",
            "Örtlicher ärztlicher oder psychologischer Dienst",
            {"LOCAL_MEDIZIN": "Ärztliche Begutachtung", "LOCAL_PSYCHOLOGIE": "Psychologische Begutachtung"},
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
