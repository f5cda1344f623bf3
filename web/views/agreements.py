"""What ends an agreement or an act before its time: the forms of the lead."""

from __future__ import annotations

from flask import Blueprint, request

from engine.errors import NotFound
from models.casework import AdminAct, Agreement
from processes.administrative_act.commands import RevokeAct
from processes.agreement.commands import RevokeAgreement
from web.inputs import Inputs
from web.labels import agreement_label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.readers import case_file
from web.readers.cases import find_case
from web.views.case_forms import Answer, case_form, done

room = Blueprint("agreements", __name__, url_prefix="/faelle")


@room.get("/<number>/vereinbarungen/<int:agreement_id>/aufheben")
@allow("agreement.revoke")
def revoke(number: str, agreement_id: int) -> Answer:
    return case_form("revoke_agreement", number, Inputs(), what=_agreement(number, agreement_id))


@room.post("/<number>/vereinbarungen/<int:agreement_id>/aufheben")
@allow("agreement.revoke")
def revoke_agreement(number: str, agreement_id: int) -> Answer:
    """The case is taken up at once: it needs another agreement or a stated reason."""
    what, inputs = _agreement(number, agreement_id), Inputs(request.form)
    reason = inputs.text("reason", _("Bitte den Grund nennen."))
    said = _("Die Vereinbarung ist aufgehoben. Der Fall kommt jetzt zur Fachkraft zurück.")
    command = RevokeAgreement(agreement_id, reason)
    return done("revoke_agreement", number, inputs, lambda: command, said, to="cases.agreements", what=what)


@room.get("/<number>/verwaltungsakte/<int:act_id>/aufheben")
@allow("agreement.revoke")
def withdraw(number: str, act_id: int) -> Answer:
    return case_form("revoke_act", number, Inputs(), what=_act(number, act_id))


@room.post("/<number>/verwaltungsakte/<int:act_id>/aufheben")
@allow("agreement.revoke")
def revoke_act(number: str, act_id: int) -> Answer:
    what, inputs = _act(number, act_id), Inputs(request.form)
    reason = inputs.text("reason", _("Bitte den Grund nennen."))
    said = _("Der Verwaltungsakt ist aufgehoben.")
    return done("revoke_act", number, inputs, lambda: RevokeAct(act_id, reason), said, to="cases.agreements", what=what)


def _agreement(number: str, agreement_id: int) -> str:
    """What the agreement is called. Raises NotFound outside of the cases the person may see."""
    with office().engine.reading() as rows:
        found = rows.get(Agreement, agreement_id)
        case = find_case(rows, actor(), number, now()).case
        if found is None or found.case_id != case.id:
            raise NotFound("agreement", agreement_id)
        return agreement_label(found.type)


def _act(number: str, act_id: int) -> str:
    with office().engine.reading() as rows:
        case = find_case(rows, actor(), number, now()).case
        found: AdminAct = case_file.act(rows, case, act_id)
        return agreement_label(found.type)
