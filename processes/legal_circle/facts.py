"""What the forms about a change of legal circle show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.formsupport import FormCall
from engine.phrases import Prose, joined
from models.casework import Handover
from models.identity import Membership, Role, Team, User
from processes.legal_circle.handlers import AT
from processes.legal_circle.package import package_text
from processes.records import row
from processes.wording import day_text


def change_facts(call: FormCall) -> Mapping[str, Any]:
    """The day of the change, and who may receive the case."""
    found = _handover(call)
    people = call.session.execute(
        select(User.username, User.display_name, Team.key, Team.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Team, Team.id == Membership.team_id)
        .where(User.is_active, Membership.role == Role.CASEWORKER)
        .order_by(User.display_name, Team.name)
    )
    return {
        "wechsel_text": Prose(
            "**{name}**: Der Anspruch nach dem SGB III endet, der Wechsel wird am **{effective_on}** wirksam.",
            name=found.case.person.full_name,
            effective_on=day_text(found.effective_on),
        ),
        "empfaenger": [
            {"value": f"{username}{AT}{team}", "label": f"{name}, {team_name}"}
            for username, name, team, team_name in people
        ],
    }


def package_facts(call: FormCall) -> Mapping[str, Any]:
    """The frozen package, to be read before its receipt is confirmed."""
    found = _handover(call)
    head = Prose(
        "Übergabe von **{name}**, wirksam am {effective_on}.",
        name=found.case.person.full_name,
        effective_on=day_text(found.effective_on),
    )
    return {"paket_text": joined("\n\n", (head, package_text(found.package or [])))}


def _handover(call: FormCall) -> Handover:
    return row(call.session, Handover, call.variables["uebergabe"])
