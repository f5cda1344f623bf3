"""A small office with every room and everything that ships, its clock in the hands of the test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import SYSTEM, Actor
from engine.calendar import BERLIN, BusinessCalendar
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_resources import DeployResources
from engine.testing import Case, Harness
from models import casework as cw
from models.identity import Team, User
from processes.bootstrap import register_rooms, shipped_models
from processes.integration.commands import NewClient, OpenCase

FACHKRAFT = Actor("a.berg", frozenset({"*"}), frozenset({"fachkraft:nord"}))
LEITUNG = Actor("t.lang", frozenset({"*"}), frozenset({"teamleitung:nord", "fachkraft:nord"}))
#: A Wednesday of the law in force since 01.07.2026.
START = datetime(2026, 7, 15, 9, tzinfo=BERLIN)
NEEDS = ("Q1", "Q2", "Q3", "Q4", "L1", "L2", "L3", "M1", "M2", "R1", "R2", "R3", "R4", "R5")


class Office:
    """Everything shipped, deployed on one database; `h` is the harness underneath."""

    def __init__(self, url: str, start: datetime = START, **settings: Any) -> None:
        handlers, forms = register_rooms()
        self.calendar = BusinessCalendar("NW")
        self.h = Harness(url, start, handlers=handlers, forms=forms, calendar=self.calendar)
        with Session(self.h.database) as session, session.begin():
            session.add(cw.OfficeSettings(id=1, name="Jobcenter Musterstadt", land="NW", **settings))
            session.add(Team(id=1, key="nord", name="Team Nord"))
            for key, (username, name) in enumerate((("a.berg", "A. Berg"), ("t.lang", "T. Lang")), 1):
                session.add(User(id=key, username=username, display_name=name, password_hash="-"))
        self.h.engine.execute(DeployResources(shipped_models()), SYSTEM)

    @property
    def today(self) -> date:
        return self.h.now.astimezone(BERLIN).date()

    def working_day(self, distance: int) -> date:
        """The working day so many days from today."""
        return self.calendar.working_day_offset(self.today, distance)

    def go(self, day: date, hour: int = 10) -> None:
        """Let time pass until this hour of this day in Germany."""
        self.h.travel_to(datetime.combine(day, time(hour), BERLIN))

    def run(self, command: Any, actor: Actor = FACHKRAFT) -> Any:
        result = self.h.engine.execute(command, actor)
        self.h.settle()
        return result

    def complete(self, case: Case, element: str, actor: Actor = FACHKRAFT, **values: Any) -> None:
        self.run(CompleteTask(case.task(element).id, values), actor)

    def rows(self, table: type[Any]) -> list[Any]:
        with Session(self.h.database) as session:
            return list(session.execute(select(table).order_by(table.id)).scalars())

    def last(self, process: str) -> Case:
        return self.h.instances(process)[-1]

    def troubles(self) -> list[str]:
        """Every open incident of the office, as text."""
        names = ("integrationsprozess", "termin", "meldeversaeumnis", "vereinbarung", "handlungsstrategie")
        return [f"{i.element_id}: {i.message}" for n in names for c in self.h.instances(n) for i in c.incidents()]

    # --- one case, phase by phase --------------------------------------------------------------------------------

    def open_case(self, circle: cw.LegalCircle = cw.LegalCircle.SGB2, **client: Any) -> Case:
        given = {"customer_no": "K-10001", "first_name": "Ada", "last_name": "Muster", "born_on": date(1990, 5, 4)}
        self.run(OpenCase(NewClient(**given | client), circle, "nord", "a.berg"))
        return self.last("integrationsprozess")

    def appointment_entries(self, day: date, hour: int = 9) -> dict[str, Any]:
        return {
            "beginn_datum": day.isoformat(),
            "beginn_uhrzeit": f"{hour:02}:00",
            "dauer_minuten": "45",
            "ort": "Raum 2.14",
        }

    def hold_appointment(self) -> None:
        """Let time pass until the next appointment and record that the talk takes place."""
        termin = self.last("termin")
        begins = termin.data["beginn"].astimezone(BERLIN)
        self.go(begins.date(), begins.hour + 1)
        self.complete(termin, "ausgang_festhalten", ausgang="WAHRGENOMMEN")

    def first_interview(self, case: Case) -> None:
        self.complete(case, "einladen", **self.appointment_entries(self.working_day(3)))
        self.hold_appointment()
        self.complete(
            case,
            "gespraech_fuehren",
            gespraech_art="IN_PERSON",
            gespraech_am=self.today.isoformat(),
            anliegen="Sucht Arbeit im Lager",
            einschaetzung="Gut aufgestellt",
        )

    def profile(self, case: Case, needs: Mapping[str, str] = {"R2": "Kein Führerschein"}, months: int = 6) -> None:  # noqa: B006
        self.complete(
            case,
            "ausgangslage_klaeren",
            zielberuf_titel="Fachlagerist",
            zielberuf_status="CONFIRMED",
            neuorientierung_geprueft="true",
            neuorientierung_notiz="Nicht nötig",
            erwerbsumfang="KEINER",
            hilfebeduerftig="true",
            kompetenzen=[{"bezeichnung": "Gabelstapler", "art": "VOCATIONAL", "stufe": "ADVANCED"}],
        )
        found = {f"bedarf_{n}": "RELEVANT" if n in needs else "NOT_RELEVANT" for n in NEEDS}
        self.complete(case, "bedarfe_erheben", **found, **{f"bemerkung_{n}": text for n, text in needs.items()})
        self.complete(case, "standort_bestimmen", fazit="Bald am Arbeitsmarkt", prognose_monate=str(months))
        suggestion = case.data.get("vorschlag")
        self.complete(
            case,
            "segment_festlegen",
            segment=suggestion or "AKTIVIERUNG",
            segment_begruendung="" if suggestion else "Mobilität",
            ergebnis_besprochen="true",
            einverstaendnis="erteilt",
            einverstaendnis_form="WRITTEN",
        )

    def set_goal(self, case: Case, option: str = "G1_LOCAL", days: int = 300) -> None:
        target = self.today + timedelta(days=days)
        self.complete(
            case,
            "ziel_vereinbaren",
            zieloption=option,
            ziel_beschreibung="Arbeit im Lager in der Region",
            zieldatum=target.isoformat(),
            ziel_besprochen="true",
        )

    def choose_strategies(self, case: Case) -> None:
        """A strategy for every need that has none; placement on top as the cross-cutting one of the first plan."""
        window = {"von": self.today.isoformat(), "bis": (self.today + timedelta(days=240)).isoformat()}
        while "strategie_waehlen" in case.open_tasks():
            self.complete(
                case,
                "strategie_waehlen",
                strategie="ST_MOBILITY",
                fenster_von=window["von"],
                fenster_bis=window["bis"],
                zwischenziel="Arbeitsort ist erreichbar",
            )
        placement = {"strategie": "ST_PLACEMENT", **window, "zwischenziel": "Drei Vorstellungsgespräche"}
        running = {s.code for s in self.rows(cw.Strategy) if s.state in cw.RUNNING_STRATEGIES}
        rows = [] if "ST_PLACEMENT" in running else [placement]
        self.complete(case, "plan_abstimmen", uebergreifende=rows, vermittlung_geprueft="true")

    def conclude(self, case: Case, **changes: Any) -> None:
        self.complete(case, "vereinbarung_besprechen", zustande="true")
        self.complete(case, "vereinbarung_festhalten", angaben=self.agreement_entries(**changes))

    def agreement_entries(self, **changes: Any) -> dict[str, Any]:
        """Complete entries for a Kooperationsplan of 2026 concluded today."""
        today, soon = self.today.isoformat(), (self.today + timedelta(days=14)).isoformat()
        return {
            "besprochen_am": today,
            "persoenliches_angebot": "Beratung alle vier Wochen",
            "zielfelder": "Lagerlogistik",
            "pflichten_traeger": [{"was": "Drei passende Stellen vorschlagen", "bis": soon}],
            "pflichten_kunde": [
                {"was": "Bewerbungen schreiben", "anzahl": "5", "zeitraum": "Monat", "nachweis": "Liste", "bis": ""}
            ],
            "dritte": [],
            "ausgehaendigt_am": today,
            "ausgehaendigt_wie": "persönlich",
        } | changes

    def implement(self, case: Case) -> None:
        """Begin what was agreed; agree the next appointment where none is left."""
        self.complete(case, "umsetzung_beginnen", suchlaeufe_gestartet="true", umsetzung_notiz="Suchlauf läuft")
        if "termin_abstimmen" in case.open_tasks():
            self.complete(case, "termin_abstimmen", **self.appointment_entries(self.working_day(20)))

    def to_first_agreement(self, **client: Any) -> Case:
        """A new case through all four phases; it then waits for the next appointment."""
        case = self.open_case(**client)
        self.first_interview(case)
        self.profile(case)
        self.set_goal(case)
        self.choose_strategies(case)
        self.conclude(case)
        self.implement(case)
        return case
