"""The preparation checklist of a follow-up talk, filled by the system (Fachkonzept A.4.2).

Nobody ticks anything: each line says what is on file, and is marked done or open. What was on file as the talk was
kept stays with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date, local_to_instant
from engine.phrases import Phrase, joined
from models.casework import (
    Agreement,
    AgreementDuty,
    Case,
    DutySide,
    FollowUp,
    HitState,
    MeasureAbsence,
    MeasureAssignment,
    Referral,
    SearchHit,
    SearchOrder,
    SearchRun,
)
from models.desk import Attachment
from processes.catalogues import agreement_type
from processes.in_force import last_closed_sheet, valid_agreement
from processes.search.outcomes import proposals
from processes.wording import bullet_list, day_text

#: Days after which a profile should be looked at again before the talk (value of the product).
PROFILE_AGE_DAYS = 183
#: Days a search may lie back and still count as run for this talk; searches also run between talks (A.4.2).
SEARCH_AGE_DAYS = 14


@dataclass(frozen=True)
class Check:
    """One line: whether it is in order, and what is on file, in German."""

    done: bool
    text: str

    @property
    def line(self) -> str:
        return Phrase("{done} {text}", done="✓" if self.done else Phrase("○ offen:"), text=self.text)


def preparation_text(session: Session, case: Case, today: date) -> str:
    """The checklist as a Markdown list."""
    return bullet_list([check.line for check in checks(session, case, today)], "")


def checks(session: Session, case: Case, today: date) -> list[Check]:
    """Profile and Standortbestimmung, agreement, proofs and documents, feedback, searches: in this order."""
    since = _last_talk(session, case)
    agreement = valid_agreement(session, case)
    return [
        _profile(session, case, today),
        _agreement(agreement),
        *_proofs(agreement, today),
        _documents(session, case, since),
        *_feedback(session, case, since),
        _searches(session, case, today),
    ]


def _last_talk(session: Session, case: Case) -> date:
    found = session.scalar(select(func.max(FollowUp.held_on)).where(FollowUp.case_id == case.id))
    return found or case.opened_on


def _profile(session: Session, case: Case, today: date) -> Check:
    sheet = last_closed_sheet(session, case)
    if sheet is None or sheet.closed_at is None:
        return Check(False, Phrase("Stärken und Handlungsbedarfe: kein abgeschlossener Profilingbogen"))
    day = berlin_date(sheet.closed_at)
    is_fresh = day + timedelta(days=PROFILE_AGE_DAYS) >= today
    hint = "" if is_fresh else Phrase(", älter als ein halbes Jahr")
    return Check(
        is_fresh,
        Phrase("Stärken, Handlungsbedarfe und Standortbestimmung: Bogen vom {day}{hint}", day=day_text(day), hint=hint),
    )


def _agreement(agreement: Agreement | None) -> Check:
    if agreement is None:
        return Check(False, Phrase("Vereinbarung: keine gültige"))
    label = agreement_type(agreement.type).label
    note = Phrase("; vorgemerkt: {review_note}", review_note=agreement.review_note) if agreement.review_note else ""
    day = Phrase(
        "vom {concluded_on}, Überprüfung bis {review_due}",
        concluded_on=day_text(agreement.concluded_on),
        review_due=day_text(agreement.review_due),
    )
    return Check(True, Phrase("{label} {day}{note}", label=label, day=day, note=note))


def _proofs(agreement: Agreement | None, today: date) -> Iterator[Check]:
    """Duties of the client whose proof should be there by now."""
    due = [duty for duty in (agreement.duties if agreement else ()) if _is_due(duty, today)]
    if due:
        named = "; ".join(f"{duty.what.rstrip('.')} ({duty.proof_form})" for duty in due)
        yield Check(False, Phrase("Nachweise auswerten: {named}", named=named))
    else:
        yield Check(True, Phrase("Nachweise: keiner ist fällig"))


def _is_due(duty: AgreementDuty, today: date) -> bool:
    recurs = duty.count is not None
    is_due = recurs or (duty.due_on is not None and duty.due_on <= today)
    return duty.side is DutySide.CLIENT and bool(duty.proof_form) and duty.result is None and is_due


def _documents(session: Session, case: Case, since: date) -> Check:
    moment = _start_of(since)
    stored = select(func.count(Attachment.id)).where(Attachment.case_id == case.id, Attachment.stored_at >= moment)
    number = session.scalar(stored) or 0
    what = (
        Phrase("{number} neu seit {since}", number=number, since=day_text(since))
        if number
        else Phrase("nichts Neues seit {since}", since=day_text(since))
    )
    return Check(True, Phrase("Unterlagen: {what}", what=what))


def _feedback(session: Session, case: Case, since: date) -> Iterator[Check]:
    """Placement proposals without an answer, reports of providers, answers of services."""
    of_case = select(SearchOrder.id).where(SearchOrder.case_id == case.id)
    waiting = session.scalar(
        select(func.count(SearchHit.id)).where(SearchHit.order_id.in_(of_case), SearchHit.state == HitState.NEW)
    )
    proposed = proposals(session, case)
    without = [hit for hit in proposed if not hit.outcomes]
    what = Phrase(
        "{proposed} vorgeschlagen, davon {without} ohne Ergebnis, {waiting} noch nicht angesehen",
        proposed=len(proposed),
        without=len(without),
        waiting=waiting or 0,
    )
    yield Check(not waiting and not without, Phrase("Vermittlungsvorschläge: {what}", what=what))
    reports = session.scalars(
        select(MeasureAbsence.month)
        .join(MeasureAssignment, MeasureAssignment.id == MeasureAbsence.measure_id)
        .where(MeasureAssignment.case_id == case.id, MeasureAbsence.received_on >= since)
        .order_by(MeasureAbsence.month)
    ).all()
    answers = session.scalars(
        select(Referral).where(Referral.case_id == case.id, Referral.answered_on >= since).order_by(Referral.id)
    ).all()
    parts = [Phrase("Bericht für {month}", month=f"{month:%m.%Y}") for month in reports]
    parts += [
        Phrase("Antwort eines Fachdiensts vom {answered_on}", answered_on=day_text(answer.answered_on))
        for answer in answers
    ]
    yield Check(
        True,
        Phrase(
            "Rückmeldungen von Trägern: {list}",
            list=joined(", ", parts) or Phrase("keine seit {since}", since=day_text(since)),
        ),
    )


def _searches(session: Session, case: Case, today: date) -> Check:
    ran: Sequence[datetime | None] = session.scalars(
        select(func.max(SearchRun.ran_at))
        .join(SearchOrder, SearchOrder.id == SearchRun.order_id)
        .where(SearchOrder.case_id == case.id)
    ).all()
    last = ran[0] if ran else None
    if last is None:
        return Check(False, Phrase("Suchläufe: noch keiner gelaufen"))
    day = berlin_date(last)
    is_fresh = day + timedelta(days=SEARCH_AGE_DAYS) >= today
    return Check(is_fresh, Phrase("Suchläufe: zuletzt am {day}", day=day_text(day)))


def _start_of(day: date) -> datetime:
    return local_to_instant(datetime.combine(day, time()))
