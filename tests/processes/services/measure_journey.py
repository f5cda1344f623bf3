"""How a caseworker takes a client through a measure: the language of the measure tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from models.casework import MeasureAssignment, Strategy
from processes.measures.commands import ConsiderMeasure
from tests.processes.jobcenter import Jobcenter
from tests.processes.journey import Client


def with_qualification(office: Jobcenter, *, window: int = 400, code: str = "ST_PARTIAL_QUAL") -> Client:
    """A case whose plan holds a partial qualification with graduate management."""
    client = office.open_case()
    client.first_interview()
    client.profiling(("Q2",))
    client.set_goal()
    client.complete(
        "strategie_waehlen",
        strategie=code,
        fenster_von=office.today,
        fenster_bis=office.today + timedelta(days=window),
        zwischenziel="Zwei Module bestanden",
    )
    plan: dict[str, Any] = {"vermittlung_geprueft": True}
    if code in ("ST_PARTIAL_QUAL", "ST_VOC_DEGREE"):
        plan |= {"absolvent_von": office.today, "absolvent_bis": office.today + timedelta(days=window + 100)}
    client.complete("plan_abstimmen", **plan)
    return client


def strategy(client: Client, code: str = "ST_PARTIAL_QUAL") -> Strategy:
    with client.file() as (rows, case):
        return rows.scalars(select(Strategy).where(Strategy.case_id == case.id, Strategy.code == code)).one()


def measure(client: Client) -> MeasureAssignment:
    with client.file() as (rows, case):
        found = select(MeasureAssignment).where(MeasureAssignment.case_id == case.id)
        return rows.scalars(found.order_by(MeasureAssignment.id.desc())).first()  # type: ignore[return-value]


def entries(start: date, end: date, **changes: Any) -> dict[str, Any]:
    """A complete funding check."""
    return {
        "offene_stellen": 2,
        "warum_keine_vermittlung": "Ohne Teilqualifikation bleibt es bei Helferstellen.",
        "produkt": "FBW_TEIL",
        "titel": "Teilqualifizierung Lager",
        "traeger": "",
        "beginn": start,
        "ende": end,
        "zweck": "Sie lernen, was Sie für eine Stelle als Fachkraft brauchen.",
        "passt": "JA",
        "passt_grund": "Schließt die Lücke zum Zielberuf.",
        "erfolgreich": "JA",
        "erfolgreich_grund": "Motivation und Vorkenntnisse sind da.",
        "wirtschaftlich": "JA",
        "wirtschaftlich_grund": "Kürzester Weg zur Fachkraftstelle.",
        **changes,
    }


def consider(client: Client, code: str = "ST_PARTIAL_QUAL") -> None:
    client.office.execute(ConsiderMeasure(strategy(client, code).id))


def assign(client: Client, start: date, end: date, **changes: Any) -> None:
    """Assigned, decided by the agency if it has to, and started on its first day."""
    consider(client, changes.pop("strategie", "ST_PARTIAL_QUAL"))
    client.complete("foerderung_pruefen", zuweisen=True, angaben=entries(start, end, **changes))
    if "entscheidung_eintragen" in client.open_tasks():
        client.complete("entscheidung_eintragen", bewilligt=True, entschieden_am=client.office.today)


def attend(client: Client) -> None:
    client.office.travel_to_day(measure(client).starts_on)
    client.complete("antritt_feststellen", angetreten=True)


def finish_round(client: Client) -> None:
    """The agreement is concluded and the next talk agreed: from here on the case waits for what happens."""
    client.conclude()
    client.begin()
    client.agree_appointment("termin_abstimmen", client.office.workday(15))
