"""A small office with one case, its clock in the hands of the test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import SYSTEM, Actor
from engine.calendar import BERLIN, BusinessCalendar
from engine.commands.complete_task import CompleteTask
from engine.commands.correlate_message import CorrelateMessage
from engine.formsupport import FormCall, FormSupport
from engine.handlers import HandlerRegistry
from engine.testing import Case, Harness
from engine.values import decode
from models import casework as cw
from models.base import Base
from models.identity import Role, Team, User
from models.runtime import BufferedMessage, TaskCandidate
from processes.access import PERMISSIONS
from processes.administrative_act import room as administrative_act
from processes.agreement import room as agreement
from processes.appointment import room as appointment
from processes.appointment.commands import AgreeAppointment
from processes.breach import room as breach
from processes.strategy_window import room as strategy_window
from tests.templates import copy_of

HERE = Path(__file__).parent
FOLDERS = ("administrative_act", "agreement", "appointment", "breach", "strategy_window")
PROCESSES = HERE.parents[2] / "processes"
FALL = "F-2026-000001"
#: What the form of the signatures asks.
CLOSING = ("unterschrift_kunde_am", "unterschrift_fachkraft_am", "ausgehaendigt_am", "ausgehaendigt_wie")
FACHKRAFT = Actor("a.berg", PERMISSIONS[Role.CASEWORKER], frozenset({"fachkraft:nord"}))
LEITUNG = Actor("t.lang", PERMISSIONS[Role.TEAM_LEAD], frozenset({"teamleitung:nord"}))
WHO = {"fall": FALL, "team": "nord", "fachkraft": "a.berg", "rechtskreis": "SGB2"}
#: A Wednesday of the law in force since 01.07.2026.
START = datetime(2026, 7, 15, 9, tzinfo=BERLIN)


class Office:
    """The rooms with clocks of their own, deployed on one database; `h` is the harness underneath."""

    def __init__(self, url: str, start: datetime = START, **settings: Any) -> None:
        handlers, facts, rules = HandlerRegistry(), {}, {}
        for room in (administrative_act, agreement, appointment, breach, strategy_window):
            room.register(handlers, facts, rules)

        def harness(database: sqlalchemy.Engine) -> Harness:
            support = FormSupport(facts, rules)
            return Harness(database, start, handlers=handlers, forms=support, calendar=BusinessCalendar("NW"))

        def furnish(database: sqlalchemy.Engine) -> None:
            Base.metadata.create_all(database)
            self.h = harness(database)
            with Session(database) as session, session.begin():
                self._people(session)
            folders = [PROCESSES / name for name in FOLDERS]
            self.h.deploy(*(p for f in folders for e in ("*.bpmn", "*.dmn", "*.form") for p in sorted(f.rglob(e))))
            self.h.deploy(HERE / "abschluss.bpmn")

        self.h = harness(copy_of(f"clocks {start.isoformat()}", url, furnish))
        with Session(self.h.database) as session, session.begin():
            office = session.get_one(cw.OfficeSettings, 1)
            for name, value in settings.items():
                setattr(office, name, value)

    def _people(self, session: Session) -> None:
        session.add(cw.OfficeSettings(id=1, name="Jobcenter Musterstadt", land="NW"))
        session.add(Team(id=1, key="nord", name="Team Nord"))
        for key, (username, name) in enumerate((("a.berg", "A. Berg"), ("t.lang", "T. Lang")), 1):
            session.add(User(id=key, username=username, display_name=name, password_hash="-"))
        born = date(1990, 5, 4)
        session.add(cw.Person(id=1, customer_no="K-10001", first_name="Ada", last_name="Muster", born_on=born))
        session.flush()
        session.add(
            cw.Case(
                id=1,
                case_number=FALL,
                person_id=1,
                legal_circle=cw.LegalCircle.SGB2,
                team_id=1,
                caseworker_id=1,
                state=cw.CaseState.PLANNED,
                segment="MARKT",
                segment_scheme="PROFILLAGE_BA",
                opened_on=self.today,
                opened_at=self.h.now,
            )
        )
        session.flush()
        ahead = self.today + timedelta(days=300)
        session.add(cw.Goal(id=1, case_id=1, option="G1_LOCAL", set_on=self.today, target_date=ahead, set_by="a.berg"))
        session.flush()
        who = {"case_id": 1, "written_at": self.h.now, "written_by": "a.berg"}
        session.add(
            cw.CounsellingNote(
                id=1,
                subject="Erstgespräch",
                talk_held=cw.TalkHeld.IN_PERSON,
                talk_on=self.today - timedelta(days=7),
                body="Besprochen.",
                **who,
            )
        )
        session.add(
            cw.ProfilingSheet(
                id=1,
                case_id=1,
                needs_catalogue="NEEDS_BA_2013",
                segment_scheme="PROFILLAGE_BA",
                created_at=self.h.now,
                created_by="a.berg",
                edited_at=self.h.now,
                occupations=[cw.TargetOccupation(title="Fachlagerist", status=cw.OccupationStatus.CONFIRMED)],
            )
        )
        self.add_strategy(session, id=1, window_from=self.today, window_to=self.today + timedelta(days=200))

    def add_strategy(self, session: Session, **values: Any) -> None:
        session.add(
            cw.Strategy(
                **{"case_id": 1, "goal_id": 1, "code": "ST_PLACEMENT", "chosen_at": self.h.now, "chosen_by": "a.berg"}
                | values
            )
        )

    @property
    def today(self) -> date:
        return self.h.now.astimezone(BERLIN).date()

    def go(self, day: date, hour: int = 8) -> None:
        """Let time pass until this hour of this day in Germany."""
        self.h.travel_to(datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN))

    def row(self, table: type[Any], key: int) -> Any:
        with Session(self.h.database, expire_on_commit=False) as session:
            return session.get(table, key)

    def rows(self, table: type[Any]) -> list[Any]:
        with Session(self.h.database) as session:
            return list(session.execute(select(table).order_by(table.id)).scalars())

    def told_case(self, name: str) -> list[dict[str, Any]]:
        """Payloads of messages to the case that nobody has heard yet."""
        with Session(self.h.database) as session:
            rows = session.execute(
                select(BufferedMessage)
                .where(BufferedMessage.name == name, BufferedMessage.correlation_key == FALL)
                .order_by(BufferedMessage.id)
            ).scalars()
            return [decode(row.payload) for row in rows]

    def send(self, name: str, key: str, **payload: Any) -> None:
        self.h.engine.execute(CorrelateMessage(name, key, payload, business_key=FALL), SYSTEM)
        self.h.settle()

    def run(self, command: Any, actor: Actor = FACHKRAFT) -> Any:
        result = self.h.engine.execute(command, actor)
        self.h.settle()
        return result

    def complete(self, case: Case, element: str, actor: Actor = FACHKRAFT, **values: Any) -> None:
        self.run(CompleteTask(case.task(element).id, values), actor)

    def groups(self, case: Case, element: str) -> list[str]:
        """The candidate groups of an open task."""
        with Session(self.h.database) as session:
            mine = select(TaskCandidate.group_name).where(TaskCandidate.task_id == case.task(element).id)
            return list(session.execute(mine).scalars())

    def shown(self, case: Case, form: str) -> Mapping[str, Any]:
        """What this form has to show in a process."""
        with Session(self.h.database) as session:
            call = FormCall(session, self.h.now, form, FALL, case.data)
            return self.h.engine.forms.context_of(call)

    def last(self, process: str) -> Case:
        return self.h.instances(process)[-1]

    # --- the three things with a clock --------------------------------------------------------------------------

    def conclude(self, typ: str = "KOP_2026", months: int = 6, **changes: Any) -> Case:
        """Conclude an agreement today through both forms; returns its process. Signatures go to the second form."""
        drafting = self.draft(typ, months)
        signed = {name: changes.pop(name) for name in CLOSING if name in changes}
        self.complete(drafting, "schliessen", angaben=self.entries(**changes))
        self.sign(drafting, **signed)
        assert drafting.incidents() == []
        return self.last("vereinbarung")

    def sign(self, drafting: Case, **changes: Any) -> None:
        today = self.today.isoformat()
        closing = {
            "ausgehaendigt_am": today,
            "ausgehaendigt_wie": "persönlich",
            "kurztext": "Das haben wir vereinbart.",
        }
        self.complete(drafting, "unterzeichnen", weiter="IN_KRAFT", abschluss=closing | changes)

    def draft(self, typ: str = "KOP_2026", months: int = 6) -> Case:
        variables = {**WHO, "typ": typ, "pruefung_monate": Decimal(months), "abschluss_am": self.today}
        return self.h.start("abschluss", business_key=FALL, **variables)

    def entries(self, **changes: Any) -> dict[str, Any]:
        """Complete entries for a Kooperationsplan of 2026 concluded today."""
        today, soon = self.today.isoformat(), (self.today + timedelta(days=14)).isoformat()
        return {
            "besprochen_am": today,
            "persoenliches_angebot": "Beratung alle vier Wochen",
            "zielfelder": "Lagerlogistik",
            "pflichten_traeger": [{"was": "Drei passende Stellen vorschlagen", "bis": soon}],
            "pflichten_kunde": [
                {
                    "was": "Bewerbungen schreiben und versenden",
                    "anzahl": "5",
                    "zeitraum": "Monat",
                    "nachweis": "Liste",
                    "bis": "",
                }
            ],
            "dritte": [],
        } | changes

    def appoint(self, begin: datetime, art: str = "FOLGEGESPRAECH") -> Case:
        """An appointment as a diagram agrees it; returns its process."""
        self.run(AgreeAppointment(FALL, art, begin.date(), begin.time(), place="Raum 2.14"))
        return self.last("termin")

    def choose(self, strategy: int, begin: date, end: date) -> Case:
        self.send("Strategie gewählt", str(strategy), **WHO, strategie=str(strategy), beginn=begin, ende=end)
        return self.last("handlungsstrategie")


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    """This hour of this day in Germany, as the database keeps it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)
