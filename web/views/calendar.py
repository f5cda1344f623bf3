"""The caseworker's calendar: a week on a page, and a secret address for other calendars."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from engine.errors import NotFound
from processes.desk.calendar_feed import READER, CalendarRead, CloseCalendar, OpenCalendar
from processes.records import office_calendar
from web.auth import digest
from web.documents.appointment_ics import calendar_ics
from web.formatters import office_day
from web.language import gettext as _
from web.office import actor, now, office, person
from web.permissions import PUBLIC, allow
from web.readers import calendar as diary

room = Blueprint("calendar", __name__, url_prefix="/kalender")

#: Where the new address waits for its one showing.
_FRESH = "kalender_adresse"


@room.get("")
@allow("worklist.read")
def week() -> str:
    """One week; the address names any of its days."""
    monday = diary.monday_of(_asked_day())
    with office().engine.reading() as rows:
        calendar = office_calendar(rows)
        days = (monday + timedelta(days=n) for n in range(7))
        holidays = {day: name for day in days if (name := calendar.holiday(day))}
        return render_template(
            "pages/calendar/week.html",
            days=diary.week_of(rows, actor().name, monday, holidays),
            monday=monday,
            before=monday - timedelta(days=7),
            after=monday + timedelta(days=7),
            feed=diary.feed_of(rows, person().user_id),
            address=session.pop(_FRESH, None),
            today=office_day(now()),
            minutes=timedelta(minutes=1),
        )


@room.post("/abo")
@allow("worklist.read")
def subscribe() -> WerkzeugResponse:
    """Make a new secret address; it is shown once, and the one before stops working."""
    token = secrets.token_urlsafe(32)
    office().engine.execute(OpenCalendar(digest(token)), actor())
    session[_FRESH] = url_for(".feed", token=token, _external=True)
    return redirect(url_for(".week"), 303)


@room.post("/abo/beenden")
@allow("worklist.read")
def unsubscribe() -> WerkzeugResponse:
    office().engine.execute(CloseCalendar(), actor())
    flash(_("Die Kalenderadresse gilt nicht mehr."), "success")
    return redirect(url_for(".week"), 303)


@room.get("/abo/<token>.ics")
@allow(PUBLIC)
def feed(token: str) -> Response:
    """For calendar programs, which cannot sign in: whoever knows the address sees times and case numbers, no names."""
    with office().engine.reading() as rows:
        user = diary.owner_of_feed(rows, digest(token))
        if user is None:
            raise NotFound("calendar", "address")
        found = diary.feed_appointments(rows, user.username, office_day(now()))
        content = calendar_ics([(talk, talk.case.case_number) for talk in found], office().settings.office_name, now())
    office().engine.execute(CalendarRead(digest(token)), READER)
    headers = {"Content-Disposition": 'attachment; filename="termine.ics"'}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _asked_day() -> date:
    try:
        return date.fromisoformat(request.args.get("tag", ""))
    except ValueError:
        return office_day(now())
