"""Somebody new at the desk: a case opened by hand, and a life that goes on without surprises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from models.casework import ClientStatus, LegalCircle
from processes.demo import demo_accounts
from processes.demo.biographies import Profile
from processes.demo.courses import Course
from tests.acceptance.office import Office
from tests.acceptance.visitor import Visitor

#: Near the labour market but for one need.
USUAL = Profile(("Q2",), 10)


@dataclass(frozen=True)
class Newcomer:
    """What is typed when the case is opened, and what profiling will find."""

    first_name: str = "Mira"
    last_name: str = "Lindqvist"
    customer_no: str = "345M900001"
    born_on: date = date(1988, 4, 17)
    circle: LegalCircle = LegalCircle.SGB2
    status: ClientStatus = ClientStatus.UNEMPLOYED
    profile: Profile = USUAL

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


SOMEBODY = Newcomer()


def open_case(caseworker: Visitor, office: Office, newcomer: Newcomer = SOMEBODY) -> str:
    """A case opened at the desk by whoever is signed in there; returns its number."""
    caseworker.go("/faelle/neu")
    page = caseworker.page
    page.get_by_label("Kundennummer").fill(newcomer.customer_no)
    page.get_by_label("Vorname").fill(newcomer.first_name)
    page.get_by_label("Nachname").fill(newcomer.last_name)
    page.get_by_label("Geburtsdatum").fill(newcomer.born_on.isoformat())
    page.get_by_label("Straße und Hausnummer").fill("Ahornweg 12")
    page.get_by_label("Postleitzahl").fill("45999")
    page.locator('[name="city"]').fill("Musterstadt")
    page.locator(f'[name="legal_circle"][value="{newcomer.circle.name}"]').check()
    page.get_by_label("Status").select_option(newcomer.status.name)
    caseworker.press("Fall anlegen")
    number = page.url.rsplit("/", 1)[1]
    model = next(iter(office.people.values()))
    account = next(a for a in demo_accounts() if a.username == caseworker.username)
    office.people[number] = replace(
        model,
        client=replace(model.client, customer_no=newcomer.customer_no),
        course=Course("ohne Zwischenfall", weight=0, status=newcomer.status, misses=0, moves=0),
        circle=newcomer.circle,
        status=newcomer.status,
        caseworker=account,
        team=account.teams[0],
        profile=newcomer.profile,
        missed_between=None,
    )
    return number
