"""Journey 2: an agreement comes up for renewal, is forgotten, escalates, is renewed; and the cycle begins again."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.casework import VALID_AGREEMENTS, Agreement, AgreementState, Case, OfficeSettings
from processes.demo import demo_accounts
from tests.acceptance.conftest import Visit
from tests.acceptance.office import Office
from tests.acceptance.visitor import Visitor

pytestmark = pytest.mark.browser

PREPARE, ESCALATED = "Erneuerung vorbereiten", "Überfällige Überprüfung klären"
#: What concluding the successor takes once its preparation is done.
CONCLUDE = ("Vereinbarung besprechen", "Vereinbarung entwerfen", "Vereinbarung schließen", "Umsetzung beginnen")
#: Days the clock is moved at once, so that the daily work of the office keeps up.
STEP = 28


def valid_agreement(office: Office, number: str) -> Agreement:
    with office.engine.reading() as rows:
        found = select(Agreement).join(Case, Case.id == Agreement.case_id)
        return rows.scalars(found.where(Case.case_number == number, Agreement.state.in_(VALID_AGREEMENTS))).one()


def opening_day(office: Office, number: str) -> date:
    """As many working days before the review of the agreement as the office has set."""
    review_due = valid_agreement(office, number).review_due
    assert review_due is not None
    with office.engine.reading() as rows:
        lead = rows.get_one(OfficeSettings, 1).renewal_lead_working_days
    return office.engine.calendar.working_day_offset(review_due, -lead)


def let_pass_until_renewal(lead: Visitor, office: Office, number: str) -> None:
    """To the day before the next preparation is due. Meanwhile colleagues do everything else in the case, which may
    lead to another agreement before this one comes up."""
    while (days := (opening_day(office, number) - office.today).days - 1) > 0:
        lead.move_clock(min(STEP, days))
        office.do_daily_work(number, but={"erneuerung_vorbereiten"})


def test_a_forgotten_renewal_escalates_and_the_cycle_begins_again(visit: Visit, office: Office) -> None:
    number = office.case_of("Erneuerung steht an")
    person = office.people[number]
    old = valid_agreement(office, number)
    assert old.review_due is not None
    lead = visit(next(account.username for account in demo_accounts() if account.leads(person.team)))
    caseworker = visit(person.caseworker.username)

    # ignored: nobody prepares it, until the day of the review has come
    lead.move_clock((old.review_due - office.today).days + 1)
    assert ESCALATED in lead.tasks_of(number, queue=True)
    assert valid_agreement(office, number).state is AgreementState.REVIEW_DUE
    lead.work_on(number, ESCALATED, queue=True)

    # concluded: the successor takes its place
    caseworker.work_on(number, PREPARE)
    office.do_daily_work(number, but={"vereinbarung_besprechen"})
    for name in CONCLUDE:
        caseworker.work_on(number, name)
    new = valid_agreement(office, number)
    assert (new.predecessor_id, new.concluded_on) == (old.id, office.today)
    assert new.review_due is not None
    caseworker.go(f"/faelle/{number}/vereinbarungen")
    assert caseworker.sees(f"{new.review_due:%d.%m.%Y}")

    # the cycle repeats: not a day too early, and then it is there
    let_pass_until_renewal(lead, office, number)
    assert PREPARE not in caseworker.tasks_of(number)
    lead.move_clock(1)
    assert PREPARE in caseworker.tasks_of(number)
