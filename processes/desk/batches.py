"""Acts on many cases: planned with a preview, done row by row, each row its own transaction, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from sqlalchemy import select

from engine.calendar import BERLIN, as_instant, berlin_date
from engine.context import Context
from engine.errors import Forbidden, NotFound, ValuesRefused
from engine.phrases import Phrase
from models.casework import ENDED_STATES, Appointment, AppointmentState, Case
from models.desk import BatchKind, BatchRow, BatchRowState, BatchRun, Letter, LetterChannel, LetterState
from models.identity import User
from processes.access import leads, visible_cases
from processes.appointment.commands import AgreeAppointment, MoveAppointment, agree, move, withdraw
from processes.appointment.rules import start_errors
from processes.desk.rescheduling import HORIZON_DAYS, Diary, latest_day, no_place_text
from processes.integration.handing_over import give_case, receiver, refusal
from processes.letters.texts import facts_of, filled, gaps_refused, templates

#: Cases of one batch; more are done in several.
MOST = 500


@dataclass(frozen=True)
class PlanReassignment:
    """A preview of giving these cases (numbers) to `to`, who works in `team`. Only leads. Returns the batch's id."""

    permission: ClassVar[str] = "case.assign"

    cases: tuple[str, ...]
    to: str
    team: str
    reason: str

    def run(self, context: Context) -> int:
        rows = []
        for case in _cases(context, self.cases):
            message = refusal(context.session, context.actor, case, self.to, self.team)
            if message is None and not leads(context.actor, case.team.key):
                message = Phrase("Nur die Teamleitung des Falls gibt ihn weiter.")
            before = {"caseworker": case.caseworker.username, "team": case.team.key}
            rows.append(_row(case, before, {"caseworker": self.to, "team": self.team}, message))
        return _keep(context, BatchKind.REASSIGN, self.reason, rows)


@dataclass(frozen=True)
class PlanMoves:
    """A preview of moving a caseworker's appointments out of the days `first` to `last` (both included).

    Each finds the first free place after `last`: on a working day on which the caseworker is there, at most `per_day`
    on one day, at the same hour if it is free, and not past its legal latest day. What is due first chooses first.
    Returns the id of the batch. Raises NotFound, ValuesRefused with messages for von, bis or je_tag.
    """

    permission: ClassVar[str] = "batch.run"

    caseworker: str
    first: date
    last: date
    per_day: int
    reason: str

    def run(self, context: Context) -> int:
        today = berlin_date(context.now)
        if self.last < self.first or self.first < today:
            raise ValuesRefused({"von": Phrase("Wählen Sie Tage ab heute, den ersten vor dem letzten.")})
        user = context.session.scalar(select(User).where(User.username == self.caseworker, User.is_active))
        if user is None:
            raise NotFound("user", self.caseworker)
        found = self._appointments(context, user.id)
        diary = Diary(context.session, context.calendar, user.id, self.per_day)
        rows = [self._planned(context, diary, appointment, limit) for appointment, limit in found]
        return _keep(context, BatchKind.MOVE_APPOINTMENTS, self.reason, rows)

    def _appointments(self, context: Context, user_id: int) -> Sequence[tuple[Appointment, Any]]:
        """Those that have not begun, with their latest day, the tightest first."""
        begins = datetime.combine(self.first, time(), BERLIN)
        ends = datetime.combine(self.last + timedelta(days=1), time(), BERLIN)
        rows = context.session.scalars(
            select(Appointment)
            .join(Case, Case.id == Appointment.case_id)
            .where(
                Case.caseworker_id == user_id,
                visible_cases(context.actor),
                Appointment.state == AppointmentState.AGREED,
                Appointment.starts_at >= max(begins, context.now),
                Appointment.starts_at < ends,
            )
            .limit(MOST)
        )
        found = [(appointment, latest_day(context, appointment)) for appointment in rows]
        return sorted(found, key=lambda pair: (pair[1].day if pair[1] else date.max, pair[0].starts_at))

    def _planned(self, context: Context, diary: Diary, old: Appointment, limit: Any) -> BatchRow:
        last = limit.day if limit else self.last + timedelta(days=HORIZON_DAYS)
        at = old.starts_at.astimezone(BERLIN).time()
        after_last = self.last + timedelta(days=1)
        start = diary.place(at, old.duration_minutes, after_last, last, (self.first, self.last))
        before = {"appointment": old.id, "starts_at": old.starts_at.isoformat()}
        after = {"latest": limit.day.isoformat() if limit else None, "why": limit.why if limit else ""}
        if start is None:
            return _row(old.case, before, after, no_place_text(limit, last))
        diary.leave(old.starts_at, old.duration_minutes)
        return _row(old.case, before, after | {"starts_at": start.isoformat()}, None)


@dataclass(frozen=True)
class PlanInvitation:
    """A preview of inviting a group (case numbers) to one talk, for example a group information (Fachkonzept T20).

    With `letter` each gets a letter on paper. Returns the id of the batch. Raises ValuesRefused with messages for
    beginn_datum or beginn_uhrzeit.
    """

    permission: ClassVar[str] = "batch.run"

    cases: tuple[str, ...]
    day: date
    at: time
    minutes: int
    place: str
    purpose: str
    letter: bool
    reason: str

    def run(self, context: Context) -> int:
        errors = start_errors(self.day, self.at, context.now, context.calendar)
        if errors:
            raise ValuesRefused(errors)
        start = as_instant(datetime.combine(self.day, self.at, BERLIN))
        after = {
            "starts_at": start.isoformat(),
            "minutes": self.minutes,
            "place": self.place,
            "purpose": self.purpose,
            "letter": self.letter,
        }
        rows = [_row(case, {}, after, self._refusal(context, case, start)) for case in _cases(context, self.cases)]
        return _keep(context, BatchKind.INVITE, self.reason, rows)

    def _refusal(self, context: Context, case: Case, start: datetime) -> str | None:
        if case.state in ENDED_STATES:
            return Phrase("Der Fall ist beendet.")
        if self.letter and not (case.person.street and case.person.city):
            return Phrase("Im Fall ist keine Anschrift eingetragen.")
        same_time = select(Appointment.id).where(
            Appointment.case_id == case.id,
            Appointment.state == AppointmentState.AGREED,
            Appointment.starts_at == start,
        )
        return (
            None
            if context.session.scalar(same_time) is None
            else Phrase("Zu dieser Zeit ist schon ein Termin vereinbart.")
        )


@dataclass(frozen=True)
class RunBatchRow:
    """Do one planned row of one's own batch. A row that is done already is a silent no-op.

    Raises NotFound, and whatever the act itself refuses: then nothing of the row has happened.
    """

    permission: ClassVar[str] = "batch.run"

    row_id: int

    def run(self, context: Context) -> None:
        row = _own_row(context, self.row_id)
        if row.state is not BatchRowState.PLANNED:
            return
        case = _visible(context, row)
        kind, reason = row.batch.kind, row.batch.reason
        if kind is BatchKind.REASSIGN:
            _give(context, case, row.after, reason)
        elif kind is BatchKind.MOVE_APPOINTMENTS:
            row.after = row.after | {"appointment": _move(context, row.before["appointment"], row.after, reason)}
        else:
            row.after = row.after | _invite(context, case, row.after)
        row.state = BatchRowState.DONE
        row.batch.started_at = row.batch.started_at or context.now


@dataclass(frozen=True)
class UndoBatchRow:
    """Take one done row of one's own batch back. A row that is not done is a silent no-op.

    Raises NotFound, and whatever speaks against it (the case went on meanwhile): then nothing is changed.
    """

    permission: ClassVar[str] = "batch.run"

    row_id: int

    def run(self, context: Context) -> None:
        row = _own_row(context, self.row_id)
        if row.state is not BatchRowState.DONE:
            return
        kind, reason = row.batch.kind, Phrase("Zurückgenommen: {reason}", reason=row.batch.reason)
        # A case given to another team is out of sight; whoever gave it away may still take that back.
        case = context.session.get_one(Case, row.case_id) if kind is BatchKind.REASSIGN else _visible(context, row)
        if kind is BatchKind.REASSIGN:
            if (case.caseworker.username, case.team.key) != _receiver(case, row.after):
                raise ValuesRefused({"an": Phrase("Der Fall gehört inzwischen jemand anderem.")})
            _give(context, case, row.before, reason, is_undo=True)
        elif kind is BatchKind.MOVE_APPOINTMENTS:
            _move(context, row.after["appointment"], row.before, reason, is_undo=True)
        else:
            withdraw(context, row.after["appointment"], reason)
            letter = context.session.get(Letter, row.after.get("written") or 0)
            if letter is not None:
                context.session.delete(letter)
        row.state, row.undo_message = BatchRowState.UNDONE, ""
        row.batch.undo_started_at = row.batch.undo_started_at or context.now


@dataclass(frozen=True)
class NoteRefusal:
    """Keep why a row could not be done or taken back."""

    permission: ClassVar[str] = "batch.run"

    row_id: int
    message: str

    def run(self, context: Context) -> None:
        row = _own_row(context, self.row_id)
        if row.state is BatchRowState.PLANNED:
            row.state, row.message = BatchRowState.REFUSED, self.message
        elif row.state is BatchRowState.DONE:
            row.undo_message = self.message
            row.batch.undo_started_at = row.batch.undo_started_at or context.now


def _cases(context: Context, numbers: Iterable[str]) -> Sequence[Case]:
    """The visible cases of these numbers, in their order. Raises ValuesRefused for none or too many."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted or len(wanted) > MOST:
        raise ValuesRefused({"faelle": Phrase("Wählen Sie 1 bis {most} Fälle.", most=MOST)})
    return context.session.scalars(
        select(Case).where(Case.case_number.in_(wanted), visible_cases(context.actor)).order_by(Case.case_number)
    ).all()


def _row(case: Case, before: dict[str, Any], after: dict[str, Any], message: str | None) -> BatchRow:
    state = BatchRowState.REFUSED if message else BatchRowState.PLANNED
    return BatchRow(case_id=case.id, before=before, after=after, state=state, message=message or "")


def _keep(context: Context, kind: BatchKind, reason: str, rows: list[BatchRow]) -> int:
    if not reason.strip():
        raise ValuesRefused({"grund": Phrase("Nennen Sie den Grund; er steht im Verlauf jedes Falls.")})
    if not rows:
        raise ValuesRefused({"faelle": Phrase("Dazu gibt es nichts zu tun.")})
    batch = BatchRun(kind=kind, reason=reason.strip()[:400], made_at=context.now, made_by=context.actor.name)
    batch.rows = rows
    context.session.add(batch)
    context.session.flush()
    context.record("batch.planned", data={"batch": batch.id, "kind": kind.value, "rows": len(rows)})
    return batch.id


def _own_row(context: Context, row_id: int) -> BatchRow:
    """Locked, so that two windows do it once."""
    row = context.session.scalar(
        select(BatchRow)
        .join(BatchRun, BatchRun.id == BatchRow.batch_id)
        .where(BatchRow.id == row_id, BatchRun.made_by == context.actor.name)
        .with_for_update(of=BatchRow)
    )
    if row is None:
        raise NotFound("batch row", row_id)
    return row


def _visible(context: Context, row: BatchRow) -> Case:
    case = context.session.scalar(select(Case).where(Case.id == row.case_id, visible_cases(context.actor)))
    if case is None:
        raise NotFound("case", row.case_id)
    return case


def _receiver(case: Case, place: dict[str, Any]) -> tuple[str, str]:
    """Caseworker and team of a planned row; rows of earlier versions stayed in the team."""
    return place["caseworker"], place.get("team", case.team.key)


def _give(context: Context, case: Case, to: dict[str, Any], reason: str, *, is_undo: bool = False) -> None:
    username, team_key = _receiver(case, to)
    # taking back, the lead of the team that the case returns to decides
    if not leads(context.actor, team_key if is_undo else case.team.key):
        raise Forbidden("case.assign", f"case {case.case_number}")
    if not is_undo and (message := refusal(context.session, context.actor, case, username, team_key)):
        raise ValuesRefused({"an": message})
    if case.state in ENDED_STATES:
        raise ValuesRefused({"an": Phrase("Der Fall ist beendet.")})
    user, team = receiver(context.session, username, team_key)
    give_case(context, case, user, team, reason)


def _move(context: Context, appointment_id: int, to: dict[str, Any], reason: str, *, is_undo: bool = False) -> int:
    if not context.actor.may("appointment.move"):
        raise Forbidden("appointment.move", f"appointment {appointment_id}")
    start = datetime.fromisoformat(to["starts_at"]).astimezone(BERLIN)
    found = context.session.get(Appointment, appointment_id)
    limit = latest_day(context, found) if found is not None and not is_undo else None
    if limit is not None and start.date() > limit.day:
        raise ValuesRefused(
            {"beginn_datum": Phrase("Der neue Tag liegt nach dem letzten zulässigen: {why}.", why=limit.why)}
        )
    change = MoveAppointment(appointment_id, start.date(), start.time(), reason)
    return move(context, change, is_undo=is_undo)


def _invite(context: Context, case: Case, to: dict[str, Any]) -> dict[str, Any]:
    if not context.actor.may("appointment.arrange"):
        raise Forbidden("appointment.arrange", f"case {case.case_number}")
    start = datetime.fromisoformat(to["starts_at"]).astimezone(BERLIN)
    wanted = AgreeAppointment(
        case.case_number, "SONSTIGES", start.date(), start.time(), to["minutes"], to["place"], purpose=to["purpose"]
    )
    done: dict[str, Any] = {"appointment": agree(context, wanted)}
    if to["letter"]:
        done["written"] = _letter(context, case, context.session.get_one(Appointment, done["appointment"]))
    return done


def _letter(context: Context, case: Case, talk: Appointment) -> int:
    template, facts = templates()["einladung"], facts_of(context.session, case, context.now, talk)
    body = filled(template.body, facts)
    if gaps := gaps_refused(body):
        raise ValuesRefused({"text": gaps})
    person = case.person
    letter = Letter(
        case_id=case.id,
        channel=LetterChannel.PAPER,
        template=template.key,
        recipient="\n".join((person.full_name, person.street, f"{person.postal_code} {person.city}".strip())),
        subject=filled(template.subject, facts),
        body=body,
        state=LetterState.MADE,
        made_at=context.now,
        made_by=context.actor.name,
    )
    context.session.add(letter)
    context.session.flush()
    context.record("letter.made", business_key=case.case_number, data={"letter": letter.id})
    return letter.id
