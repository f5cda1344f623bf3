"""The edit mask of a provider or employer, for those with the right."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from models.casework import Provider, ProviderKind, ProviderStatus
from processes.providers.commands import ProviderEntries, SaveProvider
from web.inputs import Inputs, whole_number
from web.labels import label
from web.language import gettext as _
from web.office import actor, office
from web.permissions import allow
from web.readers import providers

room = Blueprint("provider_mask", __name__, url_prefix="/traeger")

#: Fields of the mask that are plain texts, with their greatest length in characters.
TEXTS = {
    "designation": 120,
    "name": 240,
    "street": 160,
    "postal_code": 10,
    "city": 120,
    "landline": 60,
    "mobile": 60,
    "email": 200,
    "establishment_no": 8,
    "wz_code": 10,
    "contact": 80,
    "remark": 4000,
}


@room.get("/neu")
@allow("provider.write")
def create() -> tuple[str, int]:
    return _page(None, Inputs({"kind": "PROVIDER", "status": "ACTIVE"}))


@room.post("/neu")
@allow("provider.write")
def save_new() -> Response | tuple[str, int]:
    return _saved(None, Inputs(request.form))


@room.get("/<int:provider_id>/bearbeiten")
@allow("provider.write")
def edit(provider_id: int) -> tuple[str, int]:
    with office().engine.reading() as rows:
        return _page(provider_id, Inputs(_typed(providers.provider(rows, provider_id))))


@room.post("/<int:provider_id>/bearbeiten")
@allow("provider.write")
def save(provider_id: int) -> Response | tuple[str, int]:
    return _saved(provider_id, Inputs(request.form))


def _saved(provider_id: int | None, inputs: Inputs) -> Response | tuple[str, int]:
    texts = {name: inputs.text(name, most=most) for name, most in TEXTS.items()}
    kind = inputs.choice("kind", ProviderKind.__members__, _("Bitte die Art wählen."))
    status = inputs.choice("status", ProviderStatus.__members__, _("Bitte den Status wählen."))
    day = inputs.day("deactivated_on")
    if not inputs.errors:
        entries = ProviderEntries(**texts, kind=kind, status=status, deactivated_on=day)
        revision = inputs.values.get("revision", "0")
        command = SaveProvider(entries, provider_id, whole_number(revision) or 0)
        try:
            saved = office().engine.execute(command, actor())
        except ValuesRefused as refusal:
            inputs.errors.update(refusal.errors)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(url_for("providers.overview", provider_id=saved), 303)
    return _page(provider_id, inputs)


def _typed(provider: Provider) -> dict[str, str]:
    """The provider as the mask shows it."""
    values = {name: str(getattr(provider, name) or "") for name in TEXTS if name != "contact"}
    contact = provider.municipal_contact
    return values | {
        "contact": contact.username if contact else "",
        "kind": provider.kind.name,
        "status": provider.status.name,
        "deactivated_on": provider.deactivated_on.isoformat() if provider.deactivated_on else "",
        "revision": str(provider.revision),
    }


def _page(provider_id: int | None, inputs: Inputs) -> tuple[str, int]:
    with office().engine.reading() as rows:
        page = render_template(
            "pages/providers/edit.html",
            provider=providers.provider(rows, provider_id) if provider_id is not None else None,
            values=inputs.values,
            errors=inputs.errors,
            kinds=[(kind.name, label(kind)) for kind in ProviderKind],
            statuses=[(status.name, label(status)) for status in ProviderStatus],
            staff=providers.staff(rows),
        )
    return page, 422 if inputs.errors else 200
