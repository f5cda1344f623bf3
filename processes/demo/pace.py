"""When the people of the demo office get to a task: minutes after it opened, or working days, or never."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from engine.calendar import BERLIN, BusinessCalendar
from processes.demo.biographies import Biography
from processes.demo.question import Task

OPENS, CLOSES = time(8, 0), time(16, 30)

#: Steps of one talk, or of work done in one go: minutes from the opening of the task (from, to).
MINUTES = {
    "ausgang_festhalten": (3, 9),
    "gespraech_fuehren": (45, 70),
    "ausgangslage_klaeren": (10, 45),
    "standort_bestimmen": (10, 30),
    "strategie_waehlen": (5, 15),
    "plan_abstimmen": (5, 20),
    "umsetzung_beginnen": (5, 25),
    "termin_abstimmen": (2, 8),
    "zweites_gespraech_abstimmen": (2, 8),
    "folgegespraech_fuehren": (22, 46),
    "vermerk_schreiben": (5, 40),
}
#: Everything else: working days from the opening of the task (from, to).
DAYS = {
    "einladen": (0, 1),
    "bedarfe_erheben": (0, 1),
    "segment_festlegen": (0, 1),
    "ziel_vereinbaren": (0, 2),
    "vereinbarung_besprechen": (0, 3),
    "vereinbarung_festhalten": (0, 1),
    "vereinbarung_unterzeichnen": (0, 1),
    "veraenderung_bewerten": (0, 3),
    "angaben_ergaenzen": (0, 1),
    "kennzeichnung_festlegen": (0, 1),
    "arbeitsaufnahme_bewerten": (0, 2),
    "erneuerung_vorbereiten": (2, 8),
    "ueberpruefung_klaeren": (1, 4),
    "ende_vorbereiten": (1, 6),
    "strategie_entscheiden": (0, 4),
    "neu_einladen": (0, 1),
    "stellungnahme_aufnehmen": (3, 8),
    "grund_beurteilen": (1, 4),
    "folge_entscheiden": (1, 4),
    "verzug_klaeren": (0, 2),
    "verlegung_entscheiden": (0, 2),
}
USUAL = (0, 2)
#: Chance that office work of somebody at usual pace is put off, and by how many working days then.
PUT_OFF, PUT_OFF_DAYS = 0.025, (4, 12)
#: A renewal is put off more often, because nobody waits in the corridor for it.
RENEWAL_PUT_OFF, RENEWAL_PUT_OFF_DAYS = 0.12, (10, 18)
#: Half of the people who missed an appointment say nothing about it.
SILENT = 0.5


def moment_of_work(task: Task, person: Biography, calendar: BusinessCalendar) -> datetime | None:
    """When the task is done; None if nobody gets to it."""
    rng = task.chance(person)
    opened = task.created_at.astimezone(BERLIN)
    element = task.element_id
    if person.leaves(element, opened.date()):
        return None
    if element == "stellungnahme_aufnehmen" and rng.random() < SILENT:
        return None
    if element in MINUTES:
        return working_moment(opened + timedelta(minutes=rng.randint(*MINUTES[element])), calendar, rng)
    pace = person.caseworker.pace
    days = round(rng.randint(*DAYS.get(element, USUAL)) * pace)
    if element == "erneuerung_vorbereiten":
        if rng.random() < RENEWAL_PUT_OFF * pace:
            days += rng.randint(*RENEWAL_PUT_OFF_DAYS)
    elif rng.random() < PUT_OFF * pace * pace:
        days += rng.randint(*PUT_OFF_DAYS)
    if days == 0:
        return working_moment(opened + timedelta(minutes=rng.randint(10, 90)), calendar, rng)
    day = calendar.working_day_offset(opened.date(), days)
    return datetime.combine(day, OPENS, BERLIN) + timedelta(seconds=rng.randint(300, 8 * 3600))


def working_moment(moment: datetime, calendar: BusinessCalendar, rng: Random) -> datetime:
    """The moment itself during office hours, else early on the next working day."""
    local = moment.astimezone(BERLIN)
    if calendar.is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return local + timedelta(seconds=rng.randint(0, 59))
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    day = calendar.next_working_day(day)
    return datetime.combine(day, OPENS, BERLIN) + timedelta(seconds=rng.randint(60, 5400))
