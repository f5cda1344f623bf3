"""How a case is worked through, from the first interview to work taken up: the language of the process tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.complete_task import CompleteTask
from engine.formsupport import FormCall
from engine.queries import run_of
from engine.testing import Case as Instance
from models.casework import Case, EmploymentCategory
from models.runtime import TaskStatus, UserTask
from processes.bootstrap import HERE
from processes.catalogues import needs_catalogue
from processes.employment.commands import FirstMask, TakeUpWork
from processes.in_force import next_appointment
from processes.records import case_by_number

if TYPE_CHECKING:
    from tests.processes.jobcenter import Jobcenter

CASEWORKER = "f.kraft"
#: Needs judged relevant unless a test says otherwise.
NEEDS = ("Q2",)


class Client:
    """One case, worked on by its caseworker."""

    def __init__(self, office: Jobcenter, fall: str) -> None:
        self.office, self.fall = office, fall

    def tasks(self) -> list[UserTask]:
        with self.office.reading() as session:
            found = select(UserTask).where(UserTask.business_key == self.fall, UserTask.status == TaskStatus.OPEN)
            return list(session.execute(found.order_by(UserTask.id)).scalars())

    def open_tasks(self) -> list[str]:
        return [task.element_id for task in self.tasks()]

    def task(self, element_id: str) -> UserTask:
        for task in self.tasks():
            if task.element_id == element_id:
                return task
        raise AssertionError(f"no open task {element_id}; open are {self.open_tasks()}; {self.incidents()}")

    def complete(self, element_id: str, who: str = CASEWORKER, **values: Any) -> None:
        self.office.execute(CompleteTask(self.task(element_id).id, values), who)

    def instances(self, process: str, *, active: bool = True) -> list[Instance]:
        found = self.office.harness.instances(process)
        return [i for i in found if i._row.business_key == self.fall and (not active or i.status == "active")]

    def incidents(self) -> list[str]:
        keys = sorted({p.stem for p in HERE.rglob("*.bpmn")})
        return [
            f"{incident.element_id}: {incident.error_class}: {incident.message}"
            for key in keys
            for instance in self.instances(key)
            for incident in instance.incidents()
        ]

    @contextmanager
    def file(self) -> Iterator[tuple[Session, Case]]:
        with self.office.reading() as session:
            yield session, session.execute(select(Case).where(Case.case_number == self.fall)).unique().scalar_one()

    @property
    def state(self) -> str:
        with self.file() as (_, case):
            return case.state.value

    # ---- what a caseworker does -----------------------------------------------------------------------------------

    def agree_appointment(self, element_id: str, day: date, hour: int = 10) -> None:
        self.complete(element_id, **self.slot(day, hour))

    def hold_talk(self) -> None:
        """Go to the next appointment and record that it took place."""
        self._reach_talk()
        self.complete("ausgang_festhalten", ausgang="WAHRGENOMMEN")

    def go_on_to_talk(self) -> None:
        """From a closed sheet through goal, strategy and agreement into the next talk."""
        self.set_goal()
        self.choose_strategies("ST_FOREIGN_RECOGNITION")
        self.conclude()
        self.begin()
        self.agree_appointment("termin_abstimmen", self.office.workday(15))
        self.hold_talk()

    def miss_talk(self) -> None:
        """Go to the next appointment and record that nobody came."""
        self._reach_talk()
        self.complete("ausgang_festhalten", ausgang="VERSAEUMT")

    def slot(self, day: date, hour: int = 10) -> dict[str, Any]:
        return {"beginn_datum": day, "beginn_uhrzeit": time(hour), "dauer_minuten": 45, "ort": "Raum 12"}

    def _reach_talk(self) -> None:
        with self.office.reading() as session:
            coming = next_appointment(session, case_by_number(session, self.fall), self.office.now)
            assert coming is not None
            starts_at = coming.starts_at
        self.office.harness.travel_to(starts_at + timedelta(minutes=50))

    def first_interview(self, *, second: bool = False) -> None:
        self.agree_appointment("einladen", self.office.workday(3))
        self.hold_talk()
        self.complete(
            "gespraech_fuehren",
            gespraech_art="IN_PERSON",
            gespraech_am=self.office.today,
            anliegen="Sucht Arbeit nach Elternzeit.",
            einschaetzung="Gute Erfahrung im Verkauf.",
            zweites_gespraech=second,
        )

    def profiling(
        self,
        needs: Mapping[str, str] | tuple[str, ...] = NEEDS,
        *,
        months: int = 6,
        decide: str | None = None,
        **more: Any,
    ) -> None:
        self.assess(needs, months=months, **more)
        self.decide_segment(decide)

    def decide_segment(self, decide: str | None = None) -> None:
        """The suggestion, or another segment with a reason."""
        values: dict[str, Any] = {
            "ergebnis_besprochen": True,
            "einverstaendnis": "erteilt",
            "einverstaendnis_form": "WRITTEN",
        }
        if decide is not None:
            values |= {"segment": decide, "segment_begruendung": "Eigene Einschätzung nach dem Gespräch."}
        else:
            values["segment"] = self.suggestion()
        self.complete("segment_festlegen", **values)

    def assess(
        self,
        needs: Mapping[str, str] | tuple[str, ...] = NEEDS,
        *,
        months: int = 6,
        remarks: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        """Profiling up to the decision about the segment."""
        given = {"zielberuf_status": more.pop("occupation", "CONFIRMED"), "erwerbsumfang": more.pop("work", "KEINER")}
        self.complete("ausgangslage_klaeren", **self.situation(**given))
        self.assess_needs(needs, remarks)
        self.complete("standort_bestimmen", fazit="Auf gutem Weg.", prognose_monate=months, **more)

    def situation(self, **changes: Any) -> dict[str, Any]:
        """Values of the first form of profiling."""
        return {
            "zielberuf_titel": "Verkäuferin",
            "zielberuf_kldb": "62102",
            "zielberuf_status": "CONFIRMED",
            "neuorientierung_geprueft": True,
            "neuorientierung_notiz": "Kein Bedarf.",
            "erwerbsumfang": "KEINER",
            "hilfebeduerftig": True,
            "kundenwunsch": "Will wieder im Verkauf arbeiten.",
            "kompetenzen": [{"bezeichnung": "Kassieren", "art": "VOCATIONAL", "stufe": "ADVANCED"}],
            **changes,
        }

    def assess_needs(
        self, needs: Mapping[str, str] | tuple[str, ...] = NEEDS, remarks: Mapping[str, str] | None = None
    ) -> None:
        statuses = dict.fromkeys(needs_catalogue("NEEDS_BA_2013").needs, "NOT_RELEVANT")
        statuses |= needs if isinstance(needs, Mapping) else dict.fromkeys(needs, "RELEVANT")
        values = {f"bedarf_{need}": status for need, status in statuses.items()}
        values |= {f"bemerkung_{need}": remark for need, remark in (remarks or {}).items()}
        self.complete("bedarfe_erheben", **values)

    def suggestion(self) -> str:
        """What the decision table suggests in the open task."""
        return str(self.variables("segment_festlegen")["vorschlag"])

    def variables(self, element_id: str) -> dict[str, Any]:
        """What the token of an open task sees."""

        task = self.task(element_id)
        engine = self.office.harness.engine
        with self.office.reading() as session:
            run = run_of(session, engine.definitions, task.instance_id, self.office.now)
            return dict(run.scope_variables(task.token))

    def set_goal(self, option: str = "G1_LOCAL", days: int = 180, **answers: Any) -> None:
        self.complete(
            "ziel_vereinbaren",
            zieloption=option,
            ziel_beschreibung="Teilzeitstelle im Verkauf",
            zieldatum=self.office.today + timedelta(days=days),
            ziel_besprochen=True,
            **answers,
        )

    def choose_strategies(self, *codes: str, days: int = 90, **plan: Any) -> None:
        """One strategy per need in the order the tasks come; then the plan as a whole."""
        for code in codes:
            self.complete(
                "strategie_waehlen",
                strategie=code,
                fenster_von=self.office.today,
                fenster_bis=self.office.today + timedelta(days=days),
                zwischenziel="Erster Schritt getan",
            )
        self.complete("plan_abstimmen", **{"vermittlung_geprueft": True, **plan})

    def conclude(self, who: str = CASEWORKER) -> None:
        """Talk the agreement through, keep its content, sign it and hand it over."""
        self.complete("vereinbarung_besprechen", who, zustande=True)
        self.complete("vereinbarung_festhalten", who, angaben=self.entries())
        self.sign(who)

    def sign(self, who: str = CASEWORKER) -> None:
        asked = self.context("vereinbarung_unterzeichnen")
        names = {"unterschrift_kunde": "unterschrift_kunde_am", "unterschrift_fachkraft": "unterschrift_fachkraft_am"}
        signed = {field: self.office.today for fact, field in names.items() if asked[fact]}
        closing = {
            "ausgehaendigt_am": self.office.today,
            "ausgehaendigt_wie": "persönlich",
            "kurztext": asked["abschluss"]["kurztext"],
        }
        self.complete("vereinbarung_unterzeichnen", who, weiter="IN_KRAFT", abschluss=closing | signed)

    def entries(self, **changes: Any) -> dict[str, Any]:
        today, asked = self.office.today, self.context("vereinbarung_festhalten")
        return {
            "besprochen_am": today,
            "persoenliches_angebot": "Vermittlung in Teilzeit und Beratung alle vier Wochen",
            "zielfelder": "Verkauf",
            "klaerung": "Besucht zwei Betriebe und entscheidet sich" if "CLARIFICATION" in asked["abschnitte"] else "",
            "leistungen": "Bewerbungskosten aus dem Vermittlungsbudget",
            "rechtsfolgenbelehrung": asked["angaben"]["rechtsfolgenbelehrung"],
            "pflichten_traeger": [{"was": "Stellensuchlauf und Vorschläge", "bis": today + timedelta(days=14)}],
            "pflichten_kunde": [
                {
                    "was": "Fünf Bewerbungen schreiben",
                    "anzahl": 5,
                    "zeitraum": "Monat",
                    "nachweis": "Liste",
                    "bis": today + timedelta(days=30),
                }
            ],
            **changes,
        }

    def prepare_renewal(self) -> None:
        checked = ("zusagen_verglichen", "nachweise_ausgewertet", "rueckmeldungen_gesichtet")
        self.complete("erneuerung_vorbereiten", **dict.fromkeys(checked, True))

    def begin(self, *, search: bool = False) -> None:
        self.complete("umsetzung_beginnen", suchlaeufe_gestartet=search, unterlagen_ausgehaendigt=True)

    def first_round(
        self,
        needs: tuple[str, ...] = NEEDS,
        strategies: tuple[str, ...] = ("ST_FOREIGN_RECOGNITION",),
        *,
        months: int = 6,
        window: int = 90,
    ) -> None:
        """From the first interview to the first wait between talks."""
        self.first_interview()
        self.profiling(needs, months=months)
        self.set_goal()
        self.choose_strategies(*strategies, days=window)
        self.conclude()
        self.begin()
        self.agree_appointment("termin_abstimmen", self.office.workday(15))

    def follow_up(self, change: str = "nichts", **answers: Any) -> None:
        """All four contents of the talk, the next appointment and the note."""
        self.complete("folgegespraech_fuehren", **self.talk(change, **answers))
        note = self.context("vermerk_schreiben")["vermerk_text"]
        self.complete(
            "vermerk_schreiben",
            gespraech_art="IN_PERSON",
            gespraech_am=self.office.today,
            vermerk_betreff="Folgegespräch",
            vermerk_text=note,
        )

    def talk(self, change: str = "nichts", **answers: Any) -> dict[str, Any]:
        """Answers to all five steps of a follow-up talk that lead to this change; a talk that stands already stays."""
        shown = self.context("folgegespraech_fuehren")
        duties = shown.get("pflichten", [])
        return {
            "termin_bleibt": shown["termin_bleibt"] and "beginn_datum" not in answers,
            "pflichten": [{"pflicht": d["pflicht"], "ergebnis": "FULFILLED"} for d in duties],
            "abgleich_text": "Alles umgesetzt.",
            "profil_bestaetigt": change != "profil",
            "ziel_bestaetigt": change not in ("profil", "ziel"),
            "strategien_bestaetigt": change in ("nichts", "vereinbarung"),
            "aenderung": change,
            "ueberpruefung_text": "Besprochen.",
            "bewerbungen_text": "Drei Bewerbungen, ein Gespräch.",
            "schritte": [{"wer": "CLIENT", "was": "Zwei Bewerbungen schreiben", "bis": self.office.workday(10)}],
            "beginn_datum": self.office.workday(15),
            "beginn_uhrzeit": time(10),
            "dauer_minuten": 45,
            "ort": "Raum 12",
            **answers,
        }

    def take_up_work(self, **mask: Any) -> int:
        """Enter work that begins today unless told otherwise; returns the id of the entry."""
        given: dict[str, Any] = {
            "category": EmploymentCategory.INSURED,
            "title": "Verkäuferin, Kaufhaus",
            "started_on": self.office.today,
            "employer": "Kaufhaus",
        }
        record: int = self.office.execute(TakeUpWork(self.fall, FirstMask(**given | mask)))
        return record

    def complete_entry(self, marking: str = "INTEGRATION", **second_mask: Any) -> None:
        """Both guided tasks of the newest entry: second mask, marking."""
        details = {"beruf": "Verkäuferin", "hauptberuf": True, "wochenstunden": 20}
        self.complete("angaben_ergaenzen", **details | second_mask)
        found = {"gefunden": "VERMITTELT"} if marking == "INTEGRATION" else {}
        self.complete("kennzeichnung_festlegen", kennzeichnung=marking, **found)

    def context(self, element_id: str) -> dict[str, Any]:
        """Variables and facts, as the form of an open task sees them."""
        task, variables = self.task(element_id), self.variables(element_id)
        engine = self.office.harness.engine
        with self.office.reading() as session:
            form = engine.definitions.form(session, task.form_id or 0)
            return engine.forms.context_of(FormCall(session, self.office.now, form.key, self.fall, variables))
