"""Catalogues as people read them: products and what they are recommended for."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from engine.errors import NotFound
from models.casework import OfficeSettings
from processes.catalogues import product_catalogue_on, product_catalogues
from processes.catalogues.products import COST_CLASSES, GROUPS, K2_CLASSES
from web.formatters import office_day
from web.office import now, office
from web.permissions import allow

room = Blueprint("catalogues", __name__, url_prefix="/kataloge")


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
