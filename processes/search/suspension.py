"""The view of the labour market is suspended for a while: placement goes on only for a reason (Fachkonzept B.1)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.phrases import Phrase
from models.casework import Case, ProfilingSheet
from processes.catalogues import segment_schemes
from processes.in_force import last_closed_sheet
from processes.wording import day_text


def suspending_sheet(session: Session, case: Case) -> ProfilingSheet | None:
    """The sheet in force, if its segment says that restrictions are reduced before anybody is placed; else None."""
    sheet = last_closed_sheet(session, case)
    scheme = segment_schemes().get(sheet.segment_scheme or "") if sheet else None
    segment = scheme.segments.get(sheet.segment or "") if scheme and sheet else None
    return sheet if segment is not None and segment.suspends_placement else None


def suspended_text(session: Session, case: Case) -> str:
    """Since when and why the view of the labour market is suspended, in one sentence; empty if it is not."""
    sheet = suspending_sheet(session, case)
    if sheet is None or sheet.closed_at is None:
        return ""
    return Phrase(
        "Der Blick auf den Arbeitsmarkt ruht seit dem {day} (Stufe {segment}): Zuerst werden die Einschränkungen "
        "verringert, die einer Arbeit entgegenstehen.",
        day=day_text(berlin_date(sheet.closed_at)),
        segment=sheet.segment,
    )
