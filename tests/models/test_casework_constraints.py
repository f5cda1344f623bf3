"""What must never be stored is refused by the database itself, whoever writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import casework as cw
from models.identity import Team, User

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
TODAY = date(2026, 11, 2)


@pytest.fixture
def session(migrated: Engine) -> Iterator[Session]:
    with Session(migrated) as session:
        session.add(Team(id=1, key="nord", name="Team Nord"))
        session.add(User(id=1, username="f.kraft", display_name="F. Kraft", password_hash="-"))
        session.flush()
        session.add(cw.Person(id=1, customer_no="K-10001", first_name="Ada", last_name="Muster", born_on=TODAY))
        session.flush()
        session.add(_case())
        session.flush()
        yield session


def _case(**changes: object) -> cw.Case:
    values: dict[str, object] = {
        "case_number": "F-2026-000001",
        "person_id": 1,
        "legal_circle": cw.LegalCircle.SGB2,
        "team_id": 1,
        "caseworker_id": 1,
        "opened_on": TODAY,
        "opened_at": NOW,
    }
    return cw.Case(**(values | changes))


def _sheet(**changes: object) -> cw.ProfilingSheet:
    values: dict[str, object] = {
        "case_id": 1,
        "needs_catalogue": "NEEDS_BA_2013",
        "created_at": NOW,
        "created_by": "f.kraft",
        "edited_at": NOW,
    }
    return cw.ProfilingSheet(**(values | changes))


def _closed(**changes: object) -> cw.ProfilingSheet:
    return _sheet(
        **{
            "state": cw.SheetState.CLOSED,
            "closed_at": NOW,
            "closed_by": "f.kraft",
            "conclusion": "Fazit",
            "prognosis_months": 6,
            "segment_suggestion": "MARKT",
            "segment": "MARKT",
        }
        | changes
    )


def _agreement(**changes: object) -> cw.Agreement:
    values: dict[str, object] = {
        "case_id": 1,
        "type": "KOP_2026",
        "law": "§ 15 SGB II",
        "created_at": NOW,
        "created_by": "f.kraft",
    }
    return cw.Agreement(**(values | changes))


def _appointment(**changes: object) -> cw.Appointment:
    values: dict[str, object] = {
        "case_id": 1,
        "kind": cw.AppointmentKind.FIRST_INTERVIEW,
        "starts_at": NOW,
        "agreed_at": NOW,
        "agreed_by": "f.kraft",
    }
    return cw.Appointment(**(values | changes))


def _note(**changes: object) -> cw.CounsellingNote:
    values: dict[str, object] = {
        "case_id": 1,
        "subject": "Erstgespräch",
        "talk_held": cw.TalkHeld.IN_PERSON,
        "talk_on": TODAY,
        "body": "Besprochen",
        "written_at": NOW,
        "written_by": "f.kraft",
    }
    return cw.CounsellingNote(**(values | changes))


def _strategy(**changes: object) -> cw.Strategy:
    values: dict[str, object] = {
        "case_id": 1,
        "code": "ST_MOBILITY",
        "window_from": TODAY,
        "window_to": TODAY + timedelta(days=90),
        "chosen_at": NOW,
        "chosen_by": "f.kraft",
    }
    return cw.Strategy(**(values | changes))


REFUSED: dict[str, Callable[[], list[object]]] = {
    "a second open case of one person": lambda: [_case(case_number="F-2026-000002")],
    "an ended case without its last day": lambda: [
        cw.Person(id=2, customer_no="K-10002", first_name="B", last_name="C", born_on=TODAY),
        _case(person_id=2, case_number="F-2026-000002", state=cw.CaseState.CLOSED),
    ],
    "a case number of another shape": lambda: [_case(case_number="26/1", state="CLOSED", ended_on=TODAY)],
    "two open sheets of one case": lambda: [_sheet(), _sheet()],
    "a closed sheet without a segment": lambda: [_closed(segment=None)],
    "a closed sheet without a prognosis": lambda: [_closed(prognosis_months=None)],
    "a closed sheet without a conclusion": lambda: [_closed(conclusion=" ")],
    "a long prognosis without its lead-up": lambda: [_closed(prognosis_months=18)],
    "another segment than suggested without a reason": lambda: [_closed(segment="FOERDER")],
    "an own choice without a reason": lambda: [_closed(segment_suggestion=None)],
    "an exemption without an end": lambda: [_sheet(exemption_reason="a")],
    "a need under clarification without a remark": lambda: [
        _sheet(needs=[cw.NeedAssessment(need="Q2", status=cw.NeedStatus.UNDER_CLARIFICATION)])
    ],
    "the same need twice": lambda: [_sheet(needs=[cw.NeedAssessment(need="Q2"), cw.NeedAssessment(need="Q2")])],
    "a consent that is given and refused": lambda: [
        cw.Consent(
            case_id=1,
            purpose="Profiling",
            text_version="1",
            given_on=TODAY,
            refused_on=TODAY,
            form=cw.ConsentForm.WRITTEN,
            recorded_by="f.kraft",
        )
    ],
    "two active goals": lambda: [
        cw.Goal(case_id=1, option=option, set_on=TODAY, target_date=TODAY + timedelta(days=180), set_by="f.kraft")
        for option in ("G1_LOCAL", "G1_SELF")
    ],
    "a strategy that ends before it starts": lambda: [_strategy(window_to=TODAY)],
    "a finished strategy without a day": lambda: [_strategy(state=cw.StrategyState.DONE)],
    "an agreement that is born in force": lambda: [_agreement(state=cw.AgreementState.IN_FORCE)],
    "a discussed agreement without a talk": lambda: [_agreement(state=cw.AgreementState.DISCUSSED)],
    "an act that one person drafts and approves": lambda: [
        cw.AdminAct(
            case_id=1,
            type="VERPFLICHTUNG_2026",
            efforts="Bewerbungen",
            reasons="Begründung",
            created_at=NOW,
            created_by="f.kraft",
            approved_by="f.kraft",
        )
    ],
    "a first talk by phone without a reason": lambda: [_appointment(channel=cw.Channel.PHONE)],
    "a moved appointment without the new one": lambda: [_appointment(state=cw.AppointmentState.MOVED)],
    "a note without saying whether there was a talk": lambda: [_note(talk_held=None)],
    "an empty note": lambda: [_note(body="  ")],
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_the_database_refuses(session: Session, what: str) -> None:
    for row in REFUSED[what]():
        session.add(row)
    with pytest.raises(DBAPIError):
        session.flush()


def _ready(session: Session) -> cw.Agreement:
    goal = cw.Goal(
        case_id=1, option="G1_LOCAL", set_on=TODAY, target_date=TODAY + timedelta(days=180), set_by="f.kraft"
    )
    agreement = _agreement(
        state=cw.AgreementState.DISCUSSED,
        discussed_on=TODAY,
        concluded_on=TODAY,
        valid_from=TODAY,
        review_due=TODAY + timedelta(days=181),
        goal=goal,
        duties=[
            cw.AgreementDuty(side=cw.DutySide.CLIENT, what="Fünf Bewerbungen", count=5, period="Monat"),
            cw.AgreementDuty(side=cw.DutySide.PROVIDER, what="Stellensuchlauf", due_on=TODAY + timedelta(days=7)),
        ],
    )
    session.add(agreement)
    session.flush()
    return agreement


def test_an_agreement_with_duties_of_both_sides_enters_into_force(session: Session) -> None:
    agreement = _ready(session)
    agreement.state = cw.AgreementState.IN_FORCE
    session.flush()


@pytest.mark.parametrize("side", [cw.DutySide.CLIENT, cw.DutySide.PROVIDER])
def test_an_agreement_that_binds_one_side_only_is_refused(session: Session, side: cw.DutySide) -> None:
    agreement = _ready(session)
    agreement.duties = [duty for duty in agreement.duties if duty.side is not side]
    session.flush()
    agreement.state = cw.AgreementState.IN_FORCE
    with pytest.raises(DBAPIError):
        session.flush()


def test_a_second_agreement_in_force_is_refused(session: Session) -> None:
    first, second = _ready(session), _ready_again(session)
    first.state = cw.AgreementState.IN_FORCE
    session.flush()
    second.state = cw.AgreementState.IN_FORCE
    with pytest.raises(DBAPIError):
        session.flush()


def _ready_again(session: Session) -> cw.Agreement:
    goal = session.query(cw.Goal).one()
    agreement = _agreement(
        state=cw.AgreementState.DISCUSSED,
        discussed_on=TODAY,
        concluded_on=TODAY,
        valid_from=TODAY,
        review_due=TODAY + timedelta(days=181),
        goal=goal,
        duties=[cw.AgreementDuty(side=side, what="Schritt") for side in (cw.DutySide.CLIENT, cw.DutySide.PROVIDER)],
    )
    session.add(agreement)
    session.flush()
    return agreement


def test_an_agreement_keeps_its_type(session: Session) -> None:
    agreement = _ready(session)
    agreement.type = "EGV_SGB2_2016"
    with pytest.raises(DBAPIError):
        session.flush()


def test_a_saved_note_never_changes(session: Session) -> None:
    note = _note()
    session.add(note)
    session.flush()
    note.body = "Anders besprochen"
    with pytest.raises(DBAPIError):
        session.flush()


def test_a_closed_sheet_is_only_released_with_a_reason(session: Session) -> None:
    sheet = _closed()
    session.add(sheet)
    session.flush()
    sheet.state = cw.SheetState.RELEASED
    sheet.release_reason = "Datenschutzverletzung: Angaben einer anderen Person"
    session.flush()
    sheet.state = cw.SheetState.CLOSED
    session.flush()
    sheet.conclusion = "Nachträglich geschönt"
    with pytest.raises(DBAPIError):
        session.flush()


def test_an_exempt_sheet_closes_without_an_assessment(session: Session) -> None:
    session.add(
        _closed(
            conclusion="",
            prognosis_months=None,
            segment="Z",
            segment_suggestion="Z",
            exemption_reason="d",
            exempt_until=TODAY + timedelta(days=180),
        )
    )
    session.flush()
