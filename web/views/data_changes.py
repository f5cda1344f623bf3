"""The data of a running process, changed under four eyes: one person proposes, another decides."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from engine.commands.approve_data_change import ApproveDataChange
from engine.commands.propose_data_change import ProposeDataChange
from engine.commands.reject_data_change import RejectDataChange
from engine.data_changes import MOST_VALUES, NewValue
from web.inputs import Inputs
from web.language import gettext as _
from web.office import now, office, person
from web.operating import Answer, Operation, form_page, given_reason, go_through, head_of
from web.permissions import allow
from web.readers import operations
from web.readers.operations import Datum, Operated, ProposalLine

room = Blueprint("data_changes", __name__, url_prefix="/vorgaenge/<int:instance_id>")


@room.get("/daten")
@allow("instance.operate")
def show(instance_id: int) -> str:
    """What the process knows, by the place it is kept in, and who wants to change what."""
    head, engine = head_of(instance_id), office().engine
    with engine.reading() as rows:
        tables = operations.data_tables(head, engine, rows, now()) if head.is_living else []
        proposals = operations.proposals_of(rows, head)
    return render_template("pages/operations/data.html", head=head, tables=tables, proposals=proposals)


@room.get("/daten/aendern")
@allow("instance.operate")
def propose(instance_id: int) -> Answer:
    head = head_of(instance_id)
    chosen = _chosen(head, request.args.getlist("auswahl"))
    values = {f"wert-{number}": datum.text for number, datum in enumerate(chosen, 1)}
    return form_page("propose", head, Inputs(values), chosen=chosen)


@room.post("/daten/aendern")
@allow("instance.operate")
def send_proposal(instance_id: int) -> Answer:
    """Values are written down as literals; what would have to be computed is refused."""
    head, inputs = head_of(instance_id), Inputs(request.form)
    chosen = _chosen(head, request.form.getlist("auswahl"))
    changes = [NewValue(d.name, inputs.literal(f"wert-{number}"), d.scope) for number, d in enumerate(chosen, 1)]
    fields = {datum.name: f"wert-{number}" for number, datum in enumerate(chosen, 1)}
    new = inputs.text("name", most=120)
    if new or inputs.values.get("wert"):
        inputs.text("name", _("Bitte den Namen der neuen Angabe eingeben."), most=120)
        changes.append(NewValue(new, inputs.literal("wert")))
        fields[new] = "name"
    reason = given_reason(inputs)
    operation = Operation(
        instance_id,
        title=_("Datenänderung vorschlagen"),
        said=_("Der Vorschlag liegt vor. Eine andere Person muss ihn genehmigen."),
        binding=_("Vorschlagen"),
        show=lambda again: form_page("propose", head, again, chosen=chosen),
        about=lambda _head, _inputs: [],
        needs_preview=False,
        fields=fields | {"name": "name"},
        back=url_for(".show", instance_id=instance_id),
    )
    return go_through(operation, inputs, lambda: ProposeDataChange(instance_id, tuple(changes), reason))


def _chosen(head: Operated, keys: list[str]) -> list[Datum]:
    """The variables that were ticked and still exist, at most as many as one proposal may change."""
    engine = office().engine
    if not head.is_living:
        return []
    with engine.reading() as rows:
        tables = operations.data_tables(head, engine, rows, now())
    known = {datum.key: datum for table in tables for datum in table.data}
    return [known[key] for key in dict.fromkeys(keys) if key in known][:MOST_VALUES]


@room.get("/vorschlaege/<int:proposal_id>")
@allow("instance.operate")
def proposal(instance_id: int, proposal_id: int) -> Answer:
    return _proposal_page(head_of(instance_id), proposal_id, Inputs())


@room.post("/vorschlaege/<int:proposal_id>/genehmigen")
@allow("instance.operate")
def approve(instance_id: int, proposal_id: int) -> Answer:
    """What follows from the new values is shown before they are written."""
    head, inputs = head_of(instance_id), Inputs(request.form)
    line = _find(head, proposal_id)
    operation = Operation(
        instance_id,
        title=_("Datenänderung genehmigen"),
        said=_("Die Daten sind geändert."),
        binding=_("Genehmigen"),
        show=lambda again: _proposal_page(head, proposal_id, again),
        about=lambda _head, _inputs: [(_("Vorgeschlagen von"), line.created_by), (_("Grund"), line.proposal.reason)],
        back=url_for(".show", instance_id=instance_id),
    )
    return go_through(operation, inputs, lambda: ApproveDataChange(proposal_id))


@room.post("/vorschlaege/<int:proposal_id>/ablehnen")
@allow("instance.operate")
def reject(instance_id: int, proposal_id: int) -> Answer:
    """Whoever has proposed it withdraws it the same way."""
    head, inputs = head_of(instance_id), Inputs(request.form)
    line = _find(head, proposal_id)
    own = line.proposal.created_by == person().username
    reason = given_reason(inputs)
    operation = Operation(
        instance_id,
        title=_("Vorschlag ablehnen"),
        said=_("Der Vorschlag ist zurückgezogen.") if own else _("Der Vorschlag ist abgelehnt."),
        binding=_("Ablehnen"),
        show=lambda again: _proposal_page(head, proposal_id, again),
        about=lambda _head, _inputs: [],
        needs_preview=False,
        back=url_for(".show", instance_id=instance_id),
    )
    return go_through(operation, inputs, lambda: RejectDataChange(proposal_id, reason))


def _find(head: Operated, proposal_id: int) -> ProposalLine:
    with office().engine.reading() as rows:
        return operations.find_proposal(rows, head, proposal_id)


def _proposal_page(head: Operated, proposal_id: int, inputs: Inputs) -> Answer:
    line = _find(head, proposal_id)
    return form_page("proposal", head, inputs, line=line, is_own=line.proposal.created_by == person().username)
