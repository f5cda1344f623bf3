"""Search for providers and employers, their pages, and lists taken out of the house (Fachkonzept D)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from models.casework import Provider, ProviderKind, ProviderStatus
from processes.providers.commands import RecordProviderExport, RememberSearch
from web.documents.table_csv import table_csv
from web.formatters import german_day, office_day
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.paging import Sorting, page_number
from web.permissions import allow
from web.readers import providers
from web.readers.case_file import people
from web.readers.providers import SORTABLE, ProviderCriteria

room = Blueprint("providers", __name__, url_prefix="/traeger")


def criterion_names() -> Mapping[str, str]:
    """What the criteria are called in the mask and in the search memory."""
    return {
        "bezeichnung": _("Bezeichnung oder Name"),
        "strasse": _("Straße"),
        "plz": _("Postleitzahl"),
        "ort": _("Ort"),
        "betriebsnummer": _("Betriebsnummer"),
        "telefon": _("Telefon"),
        "wkl": _("Wirtschaftsklasse"),
        "art": _("Art"),
        "status": _("Status"),
        "deaktiviert_von": _("Deaktiviert von"),
        "deaktiviert_bis": _("Deaktiviert bis"),
        "ansprechpartner": _("Ansprechpartner der Kommune"),
        "meine": _("Alle, für die ich Ansprechpartner bin"),
    }


@room.get("")
@allow("provider.read")
def mask() -> str:
    """The search mask, filled with the criteria of the address when somebody comes back to it."""
    wanted, errors = ProviderCriteria.asked(request.args)
    with office().engine.reading() as rows:
        return _mask(rows, wanted, errors)


@room.get("/ergebnis")
@allow("provider.read")
def results() -> str | tuple[str, int] | WerkzeugResponse:
    """What fits all criteria. A term in place of a class code leads to the list of classes first."""
    wanted, errors = ProviderCriteria.asked(request.args)
    if not providers.is_class_code(wanted.wkl):
        return redirect(f"{url_for('.classes')}?{wanted.as_query()}", 303)
    sorting = Sorting.asked(request.args, SORTABLE, "bezeichnung")
    with office().engine.reading() as rows:
        if errors:
            return _mask(rows, wanted, errors), 422
        found, page = providers.provider_list(rows, actor(), wanted, sorting, page_number(request.args))
        shown = render_template(
            "pages/providers/results.html",
            found=found,
            page=page,
            sorting=sorting,
            wanted=wanted,
            given=_described(wanted.given()),
            classes=providers.class_labels(rows, {p.wz_code for p in found if p.wz_code}),
        )
    if wanted.given() and "seite" not in request.args and "sortierung" not in request.args:
        office().engine.execute(RememberSearch(wanted.as_query(), page.total), actor())
    return shown


@room.get("/wirtschaftsklassen")
@allow("provider.read")
def classes() -> str:
    """The suggestion list: each class leads back to the mask with its code in the field."""
    wanted, _errors = ProviderCriteria.asked(request.args)
    others = {name: value for name, value in wanted.given().items() if name != "wkl"}
    with office().engine.reading() as rows:
        found = providers.classes_called(rows, wanted.wkl)
        return render_template("pages/providers/classes.html", found=found, term=wanted.wkl, others=others)


@room.get("/ergebnis.csv")
@allow("provider.export")
def export() -> Response:
    """The list as a file. Who took it out of the house is recorded with the criteria."""
    wanted, errors = ProviderCriteria.asked(request.args)
    if errors:
        wanted = ProviderCriteria()
    sorting = Sorting.asked(request.args, SORTABLE, "bezeichnung")
    with office().engine.reading() as rows:
        found, _page = providers.provider_list(rows, actor(), wanted, sorting, None)
        content = table_csv(_header(), [_line(provider) for provider in found])
    office().engine.execute(RecordProviderExport(wanted.as_query(), len(found)), actor())
    named = {"Content-Disposition": 'attachment; filename="traeger.csv"'}
    return Response(content, content_type="text/csv; charset=utf-8", headers=named)


@room.get("/<int:provider_id>")
@allow("provider.read")
def overview(provider_id: int) -> str:
    """What one needs for a call or a letter."""
    with office().engine.reading() as rows:
        found = providers.provider(rows, provider_id)
        named = providers.class_labels(rows, {found.wz_code or ""})
        last = providers.last_searches(rows, actor())[:1]
        return render_template("pages/providers/overview.html", provider=found, classes=named, last=last)


@room.get("/<int:provider_id>/schreibtisch")
@allow("provider.read")
def desktop(provider_id: int) -> str:
    """Everything the office has about the provider: participations and how the data came about."""
    with office().engine.reading() as rows:
        found = providers.provider(rows, provider_id)
        return render_template(
            "pages/providers/desktop.html",
            provider=found,
            participations=providers.participations(rows, provider_id),
            employments=providers.employments(rows, provider_id),
            names=people(rows, {revision.saved_by for revision in found.revisions}),
            fields=field_names(),
        )


@room.get("/<int:provider_id>/anschrift.txt")
@allow("provider.read")
def address(provider_id: int) -> Response:
    """The address as plain text, for serial letters; with scripts it goes to the clipboard at once."""
    with office().engine.reading() as rows:
        found = providers.provider(rows, provider_id)
        lines = [found.name, found.street, f"{found.postal_code} {found.city}".strip()]
    return Response("\n".join(line for line in lines if line) + "\n", content_type="text/plain; charset=utf-8")


def field_names() -> Mapping[str, str]:
    """What the fields of the mask are called."""
    return {
        "designation": _("Bezeichnung"),
        "name": _("Name"),
        "kind": _("Art"),
        "street": _("Straße"),
        "postal_code": _("Postleitzahl"),
        "city": _("Ort"),
        "landline": _("Festnetz"),
        "mobile": _("Mobil"),
        "email": _("E-Mail"),
        "establishment_no": _("Betriebsnummer"),
        "wz_code": _("Wirtschaftsklasse"),
        "wz_version": _("Ausgabe der Wirtschaftsklassen"),
        "status": _("Status"),
        "deactivated_on": _("Deaktiviert am"),
        "municipal_contact_id": _("Ansprechpartner der Kommune"),
        "remark": _("Bemerkung"),
    }


def _mask(rows: Any, wanted: ProviderCriteria, errors: dict[str, str]) -> str:
    memory = [
        (search, _described(dict(parse_qsl(search.criteria)))) for search in providers.last_searches(rows, actor())
    ]
    return render_template(
        "pages/providers/mask.html",
        wanted=wanted,
        errors=errors,
        memory=memory,
        places=providers.places(rows),
        contacts=providers.contacts(rows),
        kinds=[(kind.name, label(kind)) for kind in (ProviderKind.PROVIDER, ProviderKind.EMPLOYER)],
        statuses=[(status.name, label(status)) for status in ProviderStatus],
        today=office_day(now()),
    )


def _described(given: Mapping[str, str]) -> str:
    """The criteria as one line for people."""
    names = criterion_names()
    words = {"art": ProviderKind.__members__, "status": ProviderStatus.__members__}
    parts = []
    for name, value in given.items():
        if name == "meine":
            parts.append(names[name])
        elif name in names:
            parts.append(f"{names[name]}: {label(words[name][value]) if value in words.get(name, {}) else value}")
    return ", ".join(parts)


def _header() -> list[str]:
    return [
        _("Bezeichnung"),
        _("Name"),
        _("Straße"),
        _("PLZ"),
        _("Ort"),
        _("Festnetz"),
        _("Mobil"),
        _("BetriebsNr"),
        _("WKL"),
        _("Status"),
        _("Deaktiviert am"),
    ]


def _line(provider: Provider) -> tuple[object, ...]:
    return (
        provider.designation,
        provider.name,
        provider.street,
        provider.postal_code,
        provider.city,
        provider.landline,
        provider.mobile,
        provider.establishment_no,
        provider.wz_code,
        label(provider.status),
        german_day(provider.deactivated_on) if provider.deactivated_on else "",
    )
