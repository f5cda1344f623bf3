"""What a new agreement starts with: the one before, what the last talk found, and the strategies of the plan.

Nothing here is decided: every line can be changed or removed before anybody signs (Fachkonzept A.4.1, A.4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.phrases import Phrase
from models.casework import (
    Agreement,
    AgreementDuty,
    Case,
    DutyResult,
    DutySide,
    FollowUp,
    Strategy,
)
from processes.agreement.sections import ORDER, SECTIONS, kept
from processes.catalogues import AgreementType
from processes.in_force import last_closed_sheet, running_strategies
from processes.records import office_calendar

#: Periods of duties that go on until something else is agreed.
RECURRING = frozenset({"Woche", "Monat"})
#: A duty needs a day, one of the person a day or how often (Fachkonzept A.4.1). One whose day is over gets one so many
#: days ahead, on a working day: the line is complete, and whoever talks it through puts another (value of the product).
PROPOSED = timedelta(days=14)
#: The form takes no shorter text as a concrete duty.
SHORTEST = 10


@dataclass(frozen=True)
class Line:
    """One duty as the form shows it. `origin` says in German why it is proposed."""

    side: DutySide
    what: str
    origin: str
    count: int | None = None
    period: str = ""
    proof_form: str = ""
    due_on: date | None = None


def begin_draft(session: Session, case: Case, draft: Agreement, before: Agreement | None, today: date) -> None:
    """Fill an empty draft: texts of the agreement before, duties from talk, agreement and strategies."""
    if before is not None:
        for code in ORDER:
            _take_over(draft, before, code)
        draft.legal_notice = before.legal_notice
    if not draft.target_fields:
        draft.target_fields = _occupations(session, case)
    strategies = running_strategies(session, case)
    soon = office_calendar(session).previous_working_day(today + PROPOSED)
    draft.duties = [
        AgreementDuty(
            side=line.side,
            what=line.what,
            count=line.count,
            period=line.period,
            proof_form=line.proof_form,
            due_on=line.due_on,
        )
        for line in proposals(before, last_follow_up(session, case), strategies, today, soon)
    ]


def notice_of(kind: AgreementType, kept_notice: str) -> str:
    """The notice of legal consequences: as written before, else the sample of the office; none where forbidden."""
    return "" if kind.legal_notice == "FORBIDDEN" else kept_notice or kind.notice_text


def last_follow_up(session: Session, case: Case) -> FollowUp | None:
    return session.execute(
        select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id.desc()).limit(1)
    ).scalar_one_or_none()


def proposals(
    before: Agreement | None, talk: FollowUp | None, strategies: Sequence[Strategy], today: date, soon: date
) -> list[Line]:
    """Lines without repetition, in the order they count: the last talk, what is still open, the plan.

    A day that is over is left out; where there must be one, `soon` is proposed.
    """
    found: dict[tuple[DutySide, str], Line] = {}
    for line in (*_from_talk(talk, before), *_from_before(before), *_from_strategies(strategies)):
        key = (line.side, " ".join(line.what.lower().rstrip(".").split()))
        if len(line.what) >= SHORTEST and key not in found:
            found[key] = replace(line, due_on=_day_ahead(line, today, soon))
    order = {DutySide.PROVIDER: 0, DutySide.CLIENT: 1, DutySide.THIRD_PARTY: 2}
    return sorted(found.values(), key=lambda line: order[line.side])


def _day_ahead(line: Line, today: date, soon: date) -> date | None:
    if line.due_on is not None and line.due_on >= today:
        return line.due_on
    recurs = line.side is DutySide.CLIENT and line.count is not None and line.period
    return None if recurs or line.side is DutySide.THIRD_PARTY else soon


def _from_talk(talk: FollowUp | None, before: Agreement | None) -> Iterator[Line]:
    """Steps of the last talk that the agreement before cannot know."""
    if talk is None or (before is not None and before.concluded_on and talk.held_on < before.concluded_on):
        return
    for step in talk.steps or []:
        yield Line(
            DutySide(step["wer"]),
            str(step["was"]).strip(),
            Phrase("im letzten Gespräch vereinbart"),
            due_on=date.fromisoformat(step["bis"]) if step.get("bis") else None,
        )


def _from_before(before: Agreement | None) -> Iterator[Line]:
    """What was not done, and what recurs."""
    for duty in before.duties if before is not None else ():
        is_open = duty.result in (DutyResult.PARTLY, DutyResult.NOT)
        if is_open or duty.period in RECURRING:
            origin = Phrase("noch offen") if is_open else Phrase("läuft weiter")
            yield Line(duty.side, duty.what, origin, duty.count, duty.period, duty.proof_form, duty.due_on)


def _from_strategies(strategies: Iterable[Strategy]) -> Iterator[Line]:
    """The activities of the plan, due at the end of the strategy's window (ST-16)."""
    for strategy in strategies:
        for side, text in (
            (DutySide.PROVIDER, strategy.steps_staff),
            (DutySide.CLIENT, strategy.steps_client),
            (DutySide.THIRD_PARTY, strategy.steps_third_party),
        ):
            for what in filter(None, (part.strip() for part in (text or "").splitlines())):
                yield Line(side, what, Phrase("aus der Strategie"), due_on=strategy.window_to)


def _take_over(draft: Agreement, before: Agreement, code: str) -> None:
    text, column = kept(before, code), SECTIONS[code].column
    if column is not None:
        setattr(draft, column, text)
    elif text:
        draft.more_sections = {**(draft.more_sections or {}), code: text}


def _occupations(session: Session, case: Case) -> str:
    sheet = last_closed_sheet(session, case)
    occupations = sorted(sheet.occupations, key=lambda found: found.rank) if sheet is not None else []
    return ", ".join(found.title for found in occupations)
