"""How cases of the demo office run: where they stand on the day of the seed, and what has happened until then.

Elements are named by their ids in the diagrams. An element "left undone" is one nobody gets to before the day of the
seed: that is how overdue work comes about here, and in a real office.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.casework import ClientStatus

#: Days between two talks of people with each status: a little less than the office's contact policy allows.
GAPS = {
    ClientStatus.UNEMPLOYED: (22, 29),
    ClientStatus.JOB_SEEKING: (62, 85),
    ClientStatus.TRAINING_SEEKING: (62, 85),
    ClientStatus.OTHER: (120, 150),
}


@dataclass(frozen=True)
class Course:
    """`weight` is how many of 300 cases run like this; `ages` is how many days before the seed such a case is opened.

    `working_ages` counts working days instead. `misses` and `moves` are chances per appointment. `talk_today` asks
    for an appointment on the day of the seed. `ends` is "deregistered" or "integrated"; `change` says that something
    was reported some days before the seed.
    """

    name: str
    weight: int
    ages: tuple[int, int] = (0, 0)
    working_ages: tuple[int, int] | None = None
    status: ClientStatus = ClientStatus.UNEMPLOYED
    left_undone: frozenset[str] = frozenset()
    #: only elements opened in the last so many days are left undone; None: all
    undone_within: int | None = None
    misses: float = 0.04
    moves: float = 0.04
    talk_today: bool = False
    is_exempt: bool = False
    ends: str | None = None
    change: bool = False
    is_young: bool = False
    #: the appointment is missed that lies within so many days before the seed
    missed_within: int | None = None
    #: days from the seed to the end of the entitlement under SGB III, in turn: the case changes its legal circle
    change_of_circle: tuple[int, ...] = ()


def undone(*elements: str) -> frozenset[str]:
    return frozenset(elements)


_UNEMPLOYED, _SEEKING, _OTHER = ClientStatus.UNEMPLOYED, ClientStatus.JOB_SEEKING, ClientStatus.OTHER

#: The first courses of every office, however small: each shows something else.
FIRST = (
    "in Betreuung, heute zum Gespräch",
    "Erneuerung steht an",
    "Erneuerung eskaliert",
    "Einladung heute fällig",
    "Einladung überfällig",
    "Vereinbarung in Vorbereitung",
    "Termin versäumt",
    "abgemeldet",
    "Einladung bald fällig",
    "Profiling liegt lange",
    "Erstgespräch heute",
    "Handlungsbedarfe offen",
    "Gespräch nicht dokumentiert",
    "lange dabei",
    "Wechsel in das SGB II",
)

COURSES = (
    Course("Einladung heute fällig", 4, working_ages=(3, 3), left_undone=undone("einladen")),
    Course("Einladung überfällig", 2, working_ages=(5, 6), left_undone=undone("einladen")),
    Course("Einladung bald fällig", 4, working_ages=(1, 2), left_undone=undone("einladen")),
    Course("Erstgespräch steht bevor", 9, ages=(2, 6)),
    Course("Erstgespräch heute", 6, ages=(5, 8), talk_today=True),
    Course("Handlungsbedarfe offen", 8, ages=(13, 20), left_undone=undone("bedarfe_erheben")),
    Course("Profiling liegt lange", 3, ages=(30, 42), left_undone=undone("ausgangslage_klaeren", "standort_bestimmen")),
    Course("Segment offen", 4, ages=(14, 20), left_undone=undone("segment_festlegen")),
    Course("Ziel offen", 5, ages=(14, 22), left_undone=undone("ziel_vereinbaren")),
    Course("Strategie offen", 6, ages=(14, 24), left_undone=undone("strategie_waehlen", "plan_abstimmen")),
    Course("Vereinbarung in Vorbereitung", 8, ages=(12, 17), left_undone=undone("vereinbarung_besprechen")),
    Course("Vereinbarung zu schließen", 4, ages=(15, 22), left_undone=undone("vereinbarung_unterzeichnen")),
    Course("frisch vereinbart", 52, ages=(16, 46), talk_today=True),
    Course("in Betreuung", 30, ages=(46, 100)),
    Course("in Betreuung, heute zum Gespräch", 18, ages=(50, 110), talk_today=True),
    Course("arbeitsuchend", 28, ages=(60, 260), status=_SEEKING),
    Course("in Ausbildungssuche", 12, ages=(50, 200), status=ClientStatus.TRAINING_SEEKING, is_young=True),
    Course("beschäftigt mit Leistungen", 24, ages=(60, 330), status=_OTHER, talk_today=True),
    Course(
        "Erneuerung steht an", 8, ages=(178, 192), status=_OTHER, left_undone=undone("erneuerung_vorbereiten")
    ),
    Course(
        "Erneuerung eskaliert", 5, ages=(204, 212), status=_OTHER, misses=0, moves=0,
        left_undone=undone("erneuerung_vorbereiten", "ueberpruefung_klaeren"),
    ),
    Course("mehrfach erneuert", 6, ages=(420, 540), status=_OTHER),
    Course("lange dabei", 2, ages=(330, 540), talk_today=True),
    Course("Termin versäumt", 6, ages=(45, 70), missed_within=16,
           left_undone=undone("stellungnahme_aufnehmen", "grund_beurteilen"), undone_within=20),
    Course("Neu einzuladen", 3, ages=(45, 60), missed_within=9, left_undone=undone("neu_einladen")),
    Course("Gespräch nicht dokumentiert", 5, ages=(40, 60), left_undone=undone("vermerk_schreiben"), undone_within=12),
    Course("Ausgang offen", 4, ages=(40, 62), left_undone=undone("ausgang_festhalten"), undone_within=6),
    Course("Veränderung zu bewerten", 5, ages=(40, 90), change=True, left_undone=undone("veraenderung_bewerten")),
    Course("freigestellt", 8, ages=(30, 150), status=_OTHER, is_exempt=True),
    Course("Wechsel in das SGB II", 6, ages=(100, 130), misses=0, moves=0, change_of_circle=(12, -20, 70)),
    Course("abgemeldet", 9, ages=(60, 200), ends="deregistered"),
    Course("in Arbeit", 9, ages=(60, 160), ends="integrated"),
)  # fmt: skip


def courses(number: int) -> Iterator[Course]:
    """The course of each of `number` cases: the first ones as listed, then each course as often as its weight asks.

    The order is mixed, so that any number of cases is a fair sample.
    """
    by_name = {course.name: course for course in COURSES}
    given = dict.fromkeys(by_name, 0)
    total = sum(course.weight for course in COURSES)
    for place in range(number):
        if place < len(FIRST):
            name = FIRST[place]
        else:
            name = max(by_name, key=lambda n: by_name[n].weight * (place + 1) / total - given[n])
        given[name] += 1
        yield by_name[name]
