"""Catalogues as people read them: products, occupations, the rule sets of the office."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import NotFound, ValuesRefused
from models.casework import Channel, OfficeSettings, ProviderStatus
from processes.catalogues import needs_catalogues, product_catalogue_on, product_catalogues, segment_schemes
from processes.catalogues.products import COST_CLASSES, GROUPS, K2_CLASSES
from processes.profiling import occupations as register
from processes.profiling.rule_sets import CHANNELS, ChooseRuleSets, rule_set_changes
from web.formatters import office_day
from web.inputs import Inputs
from web.labels import label
from web.language import gettext as _
from web.office import actor, now, office
from web.permissions import allow
from web.problems import sent_query, speaks_json, text, wants_json
from web.readers.providers import employers_called

room = Blueprint("catalogues", __name__, url_prefix="/kataloge")

#: Characters of what is looked for.
_LONGEST_SEARCH = 200
_SEARCH = {"q": text(_LONGEST_SEARCH)}


@room.get("/produkte")
@allow("catalogue.read")
def products() -> str:
    """One version of the product catalogue, with the one in force today first."""
    today = office_day(now())
    asked = request.args.get("fassung") or product_catalogue_on(today).code
    catalogue = product_catalogues().get(asked)
    if catalogue is None:
        raise NotFound("catalogue", asked)
    with office().engine.reading() as rows:
        settings = rows.get(OfficeSettings, 1)
    return render_template(
        "pages/catalogues/products.html",
        catalogue=catalogue,
        catalogues=product_catalogues().values(),
        groups=GROUPS,
        k2_classes=K2_CLASSES,
        cost_classes=COST_CLASSES,
        office=settings.name if settings else "",
    )


@room.get("/berufe")
@allow("catalogue.read")
def occupations() -> str | Response:
    """Search the register of occupations by title or code; scripts get the hits to offer them while people type."""
    wanted = sent_query(_SEARCH)["q"] if wants_json() else request.args.get("q", "")[:_LONGEST_SEARCH]
    with office().engine.reading() as rows:
        found = register.search(rows, wanted)
        if wants_json():
            return jsonify([{"title": one.title, "kldb": one.kldb} for one in found])
        return render_template(
            "pages/catalogues/occupations.html",
            text=wanted,
            found=found,
            count=register.count(rows),
            most=register.MOST_HITS,
            levels=LEVELS,
        )


@room.get("/traeger")
@allow("provider.read")
@speaks_json
def providers_called() -> Response:
    """Active providers and employers by a part of their name: scripts offer them while people type."""
    wanted = sent_query(_SEARCH)["q"]
    with office().engine.reading() as rows:
        found = [one for one in employers_called(rows, wanted) if one.status is ProviderStatus.ACTIVE]
        return jsonify([{"title": one.designation, "kldb": one.establishment_no or one.city} for one in found])


#: Requirement levels of KldB 2010, by the fifth digit.
LEVELS = {"1": "Helfer", "2": "Fachkraft", "3": "Spezialist", "4": "Experte"}


@room.get("/regelwerke")
@allow("catalogue.read")
def rule_sets() -> Response | tuple[str, int]:
    """Segmentation schemes and catalogues of needs with their validity, and which of them the office has chosen."""
    return _rule_sets(Inputs())


@room.post("/regelwerke")
@allow("office.rule_sets")
def choose_rule_sets() -> Response | tuple[str, int]:
    inputs = Inputs(request.form)
    command = ChooseRuleSets(
        inputs.text("schema", most=40),
        inputs.text("katalog", most=40),
        inputs.text("grund", most=2000),
        tuple(channel for channel in CHANNELS if inputs.ticked(channel)),
    )
    try:
        office().engine.execute(command, actor())
    except ValuesRefused as refusal:
        inputs.errors.update(refusal.errors)
        return _rule_sets(inputs)
    flash(_("Die Regelwerke gelten ab dem nächsten neuen Bogen."), "success")
    return redirect(url_for(".rule_sets"), 303)


def _rule_sets(inputs: Inputs) -> tuple[str, int]:
    with office().engine.reading() as rows:
        settings = rows.get(OfficeSettings, 1)
        chosen = {
            "schema": settings.segment_scheme if settings else "",
            "katalog": settings.needs_catalogue if settings else "",
            **dict.fromkeys(settings.counted_channels if settings else (), "ja"),
        }
        page = render_template(
            "pages/catalogues/rule_sets.html",
            schemes=segment_schemes().values(),
            catalogues=needs_catalogues().values(),
            chosen=chosen,
            channels=[(channel, label(Channel(channel))) for channel in CHANNELS],
            changes=rule_set_changes(rows),
            today=office_day(now()),
            values=inputs.values or chosen,
            errors=inputs.errors,
        )
    return page, 422 if inputs.errors else 200
