"""Entries of the employment record as rows: what the count and the marking rules see of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.phrases import Phrase, remark
from models.casework import (
    Case,
    ClientStatus,
    EmploymentCategory,
    EmploymentMarking,
    EmploymentRecord,
    Handover,
    HandoverState,
    LegalCircle,
    Person,
    Subsidy,
)
from processes.employment.counting import Count, Entry, benefit_months, count_entries
from processes.employment.rules import Work, is_recent
from processes.records import office_settings

#: Categories without an employer's employment relationship.
_NO_RELATIONSHIP = frozenset({EmploymentCategory.WORK_OPPORTUNITY_16D})


def entries_of(session: Session, person: Person) -> list[EmploymentRecord]:
    """All entries of a person, over all their cases, in the order they began."""
    found = select(EmploymentRecord).join(Case, Case.id == EmploymentRecord.case_id).where(Case.person_id == person.id)
    return list(session.execute(found.order_by(EmploymentRecord.started_on, EmploymentRecord.id)).unique().scalars())


def count_again(session: Session, person: Person) -> dict[int, Count]:
    """Count all completed entries of a person and write down what became of each (Fachkonzept C.3)."""
    session.flush()
    records = [record for record in entries_of(session, person) if record.completed_at is not None]
    counts = count_entries([entry_of(record) for record in records], _months_with_benefits(session, person))
    for record in records:
        count = counts[record.id]
        record.counted, record.counted_month = count.result, count.month
        figure = Phrase("Zählt in der Kennzahl {figure}.", figure=count.side_figure) if count.side_figure else ""
        record.count_reason = remark(count.reason, count.flag, figure)
    return counts


def entry_of(record: EmploymentRecord) -> Entry:
    is_employment = not record.is_self_employed and record.category not in _NO_RELATIONSHIP
    if record.category is EmploymentCategory.INTERNSHIP and not record.is_insured:
        is_employment = False
    return Entry(
        id=record.id,
        kind=record.kind,
        started_on=record.started_on,
        ended_on=record.ended_on,
        employer=record.establishment_no or " ".join(record.employer.casefold().split()),
        is_insured=record.is_insured and not record.is_self_employed,
        is_employment=is_employment,
        is_16i=record.subsidy is Subsidy.PARTICIPATION_16I,
        is_integration=record.marking is EmploymentMarking.INTEGRATION,
    )


def _months_with_benefits(session: Session, person: Person) -> set[date]:
    cases = session.execute(select(Case).where(Case.person_id == person.id)).unique().scalars()
    return benefit_months(person.born_on, [period for case in cases for period in _sgb2_periods(session, case)])


def _sgb2_periods(session: Session, case: Case) -> Iterator[tuple[date, date]]:
    """From when to when a case was served under SGB II; an open one lasts as far as anything is recorded."""
    if case.legal_circle is not LegalCircle.SGB2:
        return
    changed = session.execute(
        select(Handover.effective_on)
        .where(Handover.case_id == case.id, Handover.state == HandoverState.EFFECTIVE)
        .order_by(Handover.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    last = session.execute(
        select(EmploymentRecord.started_on)
        .where(EmploymentRecord.case_id == case.id)
        .order_by(EmploymentRecord.started_on.desc())
        .limit(1)
    ).scalar_one_or_none()
    yield changed or case.opened_on, case.ended_on or max(last or case.opened_on, case.opened_on)


def work_of(session: Session, record: EmploymentRecord, *, is_main_occupation: bool | None = None) -> Work:
    """What marking depends on; the answer of the second mask where it is not written yet."""
    main = record.is_main_occupation if is_main_occupation is None else is_main_occupation
    return Work(
        started_on=record.started_on,
        is_insured=record.is_insured,
        is_self_employed=record.is_self_employed,
        is_main_occupation=main,
        is_unemployed=record.case.client_status is ClientStatus.UNEMPLOYED,
        whole_months=office_settings(session).marks_whole_months,
    )


def is_recent_work(session: Session, record: EmploymentRecord, today: date) -> bool:
    return is_recent(work_of(session, record), today)
