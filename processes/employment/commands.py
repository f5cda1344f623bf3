"""What people do to the employment record outside its tasks: enter work, correct an entry, report its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused, WrongState
from engine.messages import correlate
from engine.phrases import Phrase
from models.casework import (
    ENDED_STATES,
    Case,
    EmploymentCategory,
    EmploymentMarking,
    EmploymentRecord,
    LegalCircle,
    MilestoneKind,
    Provider,
)
from processes.employment.records import count_again
from processes.employment.rules import first_mask_errors
from processes.milestones.noting import note_milestone
from processes.records import case_by_number, row


@dataclass(frozen=True)
class FirstMask:
    """The first mask of an entry (Fachkonzept C.5): what lists show of it."""

    category: EmploymentCategory
    title: str
    started_on: date
    employer: str = ""
    #: Betriebsnummer, eight digits.
    establishment_no: str = ""
    place: str = ""
    #: The employer in the office's own list (Fachkonzept D), if one was picked.
    provider_id: int | None = None
    is_fixed_term: bool = False
    ended_on: date | None = None
    is_insured: bool = True
    is_self_employed: bool = False

    def check(self) -> None:
        """Raises ValuesRefused."""
        errors = first_mask_errors(
            title=self.title,
            started_on=self.started_on,
            is_fixed_term=self.is_fixed_term,
            ended_on=self.ended_on,
            establishment_no=self.establishment_no,
        )
        if errors:
            raise ValuesRefused(errors)

    def write(self, record: EmploymentRecord) -> None:
        record.category, record.title = self.category, self.title.strip()
        record.employer, record.place = self.employer.strip(), self.place.strip()
        record.establishment_no = self.establishment_no.strip()
        record.provider_id = self.provider_id
        record.started_on, record.ended_on, record.is_fixed_term = self.started_on, self.ended_on, self.is_fixed_term
        record.is_insured, record.is_self_employed = self.is_insured, self.is_self_employed


@dataclass(frozen=True)
class TakeUpWork:
    """Record that the client has taken up work: its process asks for the rest and tells the case. Returns its id.

    Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    work: FirstMask

    def run(self, context: Context) -> int:
        case = _running_case(context, self.case_number, "record work of")
        self.work.check()
        _check_provider(context, self.work)
        record = EmploymentRecord(
            case_id=case.id,
            marking=EmploymentMarking.CV,
            recorded_at=context.now,
            recorded_by=context.actor.name,
        )
        self.work.write(record)
        context.session.add(record)
        context.session.flush()
        context.record("case.work_recorded", business_key=case.case_number, data={"employment": record.id})
        correlate(
            context,
            "Beschäftigung erfasst",
            str(record.id),
            {**_people_of(case), **_told(record)},
            business_key=case.case_number,
        )
        _note_days(context, case, record)
        return record.id


@dataclass(frozen=True)
class CorrectWork:
    """Correct an entry: the first mask is replaced, the guided tasks come again with the former answers.

    Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    employment_id: int
    work: FirstMask
    reason: str

    def run(self, context: Context) -> None:
        case = _running_case(context, self.case_number, "correct work of")
        record = employment_of(context, case, self.employment_id)
        if not self.reason.strip():
            raise ValuesRefused({"reason": Phrase("Begründen Sie die Berichtigung.")})
        self.work.check()
        _check_provider(context, self.work)
        self.work.write(record)
        context.record(
            "case.work_corrected",
            business_key=case.case_number,
            data={"employment": record.id, "reason": self.reason.strip()},
        )
        key = str(record.id)
        reached = correlate(context, "Beschäftigung berichtigen", key, _told(record), business_key=case.case_number)
        if not reached.delivered:
            payload = {**_people_of(case), **_told(record)}
            correlate(context, "Beschäftigung erfasst", key, payload, business_key=case.case_number)
        _note_days(context, case, record)


@dataclass(frozen=True)
class ReportEndOfWork:
    """The end of a job or training is known: the count looks again, the duty to register is watched (T30).

    Raises ValuesRefused, NotFound, WrongState.
    """

    permission: ClassVar[str] = "case.write"

    case_number: str
    employment_id: int
    ended_on: date | None

    def run(self, context: Context) -> None:
        case = _running_case(context, self.case_number, "record the end of work of")
        record = employment_of(context, case, self.employment_id)
        if self.ended_on is None:
            raise ValuesRefused({"ended_on": Phrase("Geben Sie den letzten Tag der Beschäftigung an.")})
        if self.ended_on < record.started_on:
            raise ValuesRefused({"ended_on": Phrase("Die Beschäftigung endet nicht vor ihrem Beginn.")})
        record.ended_on = self.ended_on
        count_again(context.session, case.person)
        context.record("case.work_ended", business_key=case.case_number, data={"employment": record.id})
        _note_days(context, case, record)


def _check_provider(context: Context, work: FirstMask) -> None:
    """A picked employer is one of the list, under the establishment number that is entered. Raises ValuesRefused."""
    if work.provider_id is None:
        return
    found = context.session.get(Provider, work.provider_id)
    if found is None:
        raise ValuesRefused({"employer": Phrase("Dieser Arbeitgeber steht nicht mehr im Verzeichnis.")})
    if found.establishment_no and found.establishment_no != work.establishment_no.strip():
        raise ValuesRefused(
            {
                "establishment_no": Phrase(
                    "{designation} hat die Betriebsnummer {establishment_no}.",
                    designation=found.designation,
                    establishment_no=found.establishment_no,
                )
            }
        )


def employment_of(context: Context, case: Case, employment_id: int) -> EmploymentRecord:
    """The entry of this case. Raises NotFound, also for an entry of another case."""
    record = row(context.session, EmploymentRecord, employment_id)
    if record.case_id != case.id:
        return row(context.session, EmploymentRecord, None)
    return record


def _note_days(context: Context, case: Case, record: EmploymentRecord) -> None:
    """T29: self-employed people in benefit after a year; T30: the end of the job or training ahead."""
    if record.is_self_employed and case.legal_circle is LegalCircle.SGB2:
        note_milestone(context, case, MilestoneKind.SELF_EMPLOYED_YEAR, record.started_on, record)
    if record.ended_on is not None and record.ended_on >= berlin_date(context.now):
        note_milestone(context, case, MilestoneKind.JOB_END, record.ended_on, record)


def _people_of(case: Case) -> dict[str, Any]:
    return {
        "fall": case.case_number,
        "team": case.team.key,
        "fachkraft": case.caseworker.username,
        "rechtskreis": case.legal_circle.value,
    }


def _told(record: EmploymentRecord) -> dict[str, Any]:
    return {
        "beschaeftigung": str(record.id),
        "kategorie": record.category.value,
        "versicherungspflichtig": record.is_insured,
        "selbstaendig": record.is_self_employed,
    }


def _running_case(context: Context, number: str, verb: str) -> Case:
    case = case_by_number(context.session, number)
    if case.state in ENDED_STATES:
        raise WrongState(verb, "case", number, case.state, expected=["not ended"])
    return case
