"""What people do to a case outside its tasks: open it, report changes, deregister."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import NotFound, ValuesRefused, WrongState
from engine.messages import correlate, start_process
from engine.phrases import Phrase
from models.casework import (
    ENDED_STATES,
    Case,
    CaseState,
    ClientStatus,
    LegalCircle,
    NumberCounter,
    Person,
    ReportedChange,
)
from models.identity import Team, User
from processes.integration.reset import beginning
from processes.next_talk import policy_facts
from processes.records import case_by_number

#: First part of case numbers: F for Fall.
SERIES = "F"
#: How long a message about a case waits while the case is busy with a talk or a phase.
PATIENCE = "P90D"
#: How identifying data of a client look, and what people read who typed something else.
WRITTEN_LIKE = {
    "customer_no": (
        re.compile(r"[0-9A-Za-z-]{5,40}"),
        Phrase("Die Kundennummer besteht aus mindestens fünf Ziffern und Buchstaben ohne Leerzeichen, wie 345M000123."),
    ),
    "postal_code": (re.compile(r"(\d{5})?"), Phrase("Die Postleitzahl hat fünf Ziffern.")),
    "phone": (re.compile(r"(\+?[\d ()/-]{4,60})?"), Phrase("Eine Telefonnummer besteht aus Ziffern, wie 0209 123456.")),
    "email": (
        re.compile(r"([^@\s]+@[^@\s]+\.[^@\s]+)?"),
        Phrase("Eine E-Mail-Adresse sieht aus wie name@beispiel.de."),
    ),
}


@dataclass(frozen=True)
class NewClient:
    """A person as registered. `customer_no` is the lifelong number (§ 51a SGB II)."""

    customer_no: str
    first_name: str
    last_name: str
    born_on: date
    street: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    language: str = "de"


@dataclass(frozen=True)
class OpenCase:
    """Open a case for a new or re-registered client and start its process; returns the case number.

    A known customer number continues the lifelong file: within six months of deregistration profile and segment stay
    available, later the client starts as new (Fachkonzept A.4.6, T08). Raises ValuesRefused, NotFound (team, user).
    """

    permission: ClassVar[str] = "case.open"

    client: NewClient
    legal_circle: LegalCircle
    team: str
    caseworker: str
    client_status: ClientStatus = ClientStatus.UNEMPLOYED

    def run(self, context: Context) -> str:
        self._check(berlin_date(context.now))
        session, today = context.session, berlin_date(context.now)
        team = session.execute(select(Team).where(Team.key == self.team)).scalar_one_or_none()
        if team is None:
            raise NotFound("team", self.team)
        user = session.execute(select(User).where(User.username == self.caseworker)).scalar_one_or_none()
        if user is None:
            raise NotFound("user", self.caseworker)
        person = self._person(session)
        earlier = _last_case(session, person)
        if earlier is not None and earlier.state not in ENDED_STATES:
            raise ValuesRefused(
                {
                    "customer_no": Phrase(
                        "Für diese Person läuft bereits der Fall {case_number}.", case_number=earlier.case_number
                    )
                }
            )
        start = beginning(session, person, earlier, today)
        case = Case(
            case_number=next_case_number(session, today.year),
            person=person,
            legal_circle=self.legal_circle,
            client_status=self.client_status,
            state=CaseState.NEW,
            team=team,
            caseworker=user,
            segment=start.segment,
            segment_scheme=start.scheme,
            opened_on=today,
            opened_at=context.now,
            continues_id=start.continues.id if start.continues else None,
        )
        session.add(case)
        session.flush()
        context.record("case.opened", business_key=case.case_number, data={"team": team.key})
        if start.closed_strategies is not None:
            context.record("case.reset", business_key=case.case_number, data={"strategies": start.closed_strategies})
        start_process(
            context,
            "integrationsprozess",
            {
                "fall": case.case_number,
                "team": team.key,
                "fachkraft": user.username,
                "rechtskreis": self.legal_circle.value,
                **policy_facts(case, berlin_date(context.now)),
            },
            business_key=case.case_number,
        )
        return case.case_number

    def _check(self, today: date) -> None:
        errors = {
            field: message
            for field, (pattern, message) in WRITTEN_LIKE.items()
            if not pattern.fullmatch(getattr(self.client, field).strip())
        }
        if not self.client.last_name.strip():
            errors["last_name"] = Phrase("Der Nachname fehlt.")
        if self.client.born_on >= today:
            errors["born_on"] = Phrase("Das Geburtsdatum liegt in der Zukunft.")
        if errors:
            raise ValuesRefused(errors)

    def _person(self, session: Session) -> Person:
        client = self.client
        person = session.execute(
            select(Person).where(Person.customer_no == client.customer_no.strip())
        ).scalar_one_or_none()
        if person is None:
            person = Person(customer_no=client.customer_no.strip(), born_on=client.born_on)
            session.add(person)
        person.first_name, person.last_name = client.first_name.strip(), client.last_name.strip()
        person.born_on, person.language = client.born_on, client.language
        person.street, person.postal_code, person.city = client.street, client.postal_code, client.city
        person.phone, person.email = client.phone, client.email
        return person


def _last_case(session: Session, person: Person) -> Case | None:
    session.flush()
    return session.execute(
        select(Case).where(Case.person_id == person.id).order_by(Case.id.desc()).limit(1)
    ).scalar_one_or_none()


def next_case_number(session: Session, year: int) -> str:
    """The next number of the year, for example "F-2026-000123".

    The counter row is locked until the command ends, so that two openings never share a number. The first opening of
    a year makes the row; if two do so at once, one insert simply finds the row of the other.
    """
    of_year = (NumberCounter.series == SERIES, NumberCounter.year == year)
    if session.execute(select(NumberCounter.last).where(*of_year)).first() is None:
        upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        row = {"series": SERIES, "year": year, "last": _highest(session, year)}
        session.execute(upsert(NumberCounter).values(row).on_conflict_do_nothing())
    following = update(NumberCounter).where(*of_year).values(last=NumberCounter.last + 1).returning(NumberCounter.last)
    number: int = session.execute(following).scalar_one()
    return f"{SERIES}-{year}-{number:06d}"


def _highest(session: Session, year: int) -> int:
    prefix = f"{SERIES}-{year}-"
    found = session.execute(
        select(func.max(Case.case_number)).where(Case.case_number.like(f"{prefix}%"))
    ).scalar_one_or_none()
    return int(found.removeprefix(prefix)) if found else 0


@dataclass(frozen=True)
class ReportChange:
    """Somebody reports a relevant change between two talks; the case takes it up at once (T16). Returns its id.

    The text stays in the file; the message carries only the id. Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    description: str

    def run(self, context: Context) -> int:
        case = _running_case(context, self.case_number, "report a change of")
        if not self.description.strip():
            raise ValuesRefused({"description": Phrase("Beschreiben Sie die Veränderung.")})
        change = ReportedChange(
            case_id=case.id,
            reported_on=berlin_date(context.now),
            description=self.description.strip(),
            recorded_at=context.now,
            recorded_by=context.actor.name,
        )
        context.session.add(change)
        context.session.flush()
        context.record("case.change_reported", business_key=case.case_number)
        correlate(
            context,
            "Veränderung gemeldet",
            case.case_number,
            {"vorgang": str(change.id), "art": "meldung"},
            time_to_live=PATIENCE,
            business_key=case.case_number,
        )
        return change.id


@dataclass(frozen=True)
class DeregisterCase:
    """Deregister the client: the case and all its processes end. Raises ValuesRefused, NotFound, WrongState."""

    permission: ClassVar[str] = "case.write"

    case_number: str
    day: date
    reason: str

    def run(self, context: Context) -> None:
        case = _running_case(context, self.case_number, "deregister")
        errors = {}
        if not self.reason.strip():
            errors["reason"] = Phrase("Nennen Sie den Grund der Abmeldung.")
        if self.day < case.opened_on:
            errors["day"] = Phrase("Die Abmeldung liegt vor der Eröffnung des Falls.")
        if errors:
            raise ValuesRefused(errors)
        context.record("case.deregistered", business_key=case.case_number)
        payload = {"ende_am": self.day, "ende_grund": self.reason.strip()}
        correlate(context, "Abmeldung", case.case_number, payload, business_key=case.case_number)


def _running_case(context: Context, number: str, verb: str) -> Case:
    case = case_by_number(context.session, number)
    if case.state in ENDED_STATES:
        raise WrongState(verb, "case", number, case.state, expected=["not ended"])
    return case
