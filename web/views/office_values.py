"""Einstellungen: the values that law and concept leave to the office, seen by all and set with a reason."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import ValuesRefused
from processes.catalogues import needs_catalogue
from processes.office_values import CONSENT_ONLY, FLAGS, NUMBERS, SetOfficeValues, value_changes
from processes.records import office_settings
from web.inputs import Inputs
from web.language import gettext as _
from web.language import lazy_gettext as lazy
from web.office import actor, office
from web.permissions import allow

room = Blueprint("office_values", __name__, url_prefix="/kataloge/einstellungen")

#: Each value with its name and where it comes from.
LABELS = {
    "first_interview_working_days": (
        lazy("Erstgespräch: Arbeitstage, die noch „unverzüglich“ sind"),
        "T01, T02",
    ),
    "target_occupation_review_days": (lazy("Vorläufiger Zielberuf: Tage bis zur Wiedervorlage"), "T03"),
    "profile_review_months": (lazy("Standortbestimmung: Monate bis zur Überprüfung, 0 für keine"), "B.4"),
    "strategy_reminder_working_days": (lazy("Strategie: Arbeitstage, die vor dem Ende erinnert wird"), "T09"),
    "renewal_lead_working_days": (
        lazy("Vereinbarung: Arbeitstage vor der Überprüfung, ab denen sie vorbereitet wird"),
        "T14",
    ),
    "contact_lead_working_days": (lazy("Kontaktdichte: Arbeitstage vor dem Ablauf, ab denen eingeladen wird"), "T17"),
    "appointment_reminder_working_days": (lazy("Termin: Arbeitstage, die vorher erinnert wird"), "A.4.2"),
    "max_moves_per_appointment": (lazy("Termin: So oft verlegt die Fachkraft selbst"), "A.4.2"),
    "hearing_days": (lazy("Anhörung: Tage für die Stellungnahme"), "§ 24 SGB X"),
    "reminds_before": (
        lazy("Fällt eine Erinnerung auf einen arbeitsfreien Tag, kommt sie am Arbeitstag davor, sonst danach"),
        "G",
    ),
    "note_since_working_day": (
        lazy("Der Vermerk wird seit dem vorigen Arbeitstag vorbelegt, sonst seit dem Tag davor"),
        "A.4.3",
    ),
    "marks_whole_months": (
        lazy("Der Meldezeitraum der Statistik reicht zum Monatsersten zurück, sonst genau drei Monate"),
        "T23",
    ),
    CONSENT_ONLY: (lazy("Bemerkungen nur mit Einverständnis"), "A.1.8, § 67b SGB X"),
}


@room.get("")
@allow("catalogue.read")
def show() -> tuple[str, int]:
    return _page(Inputs())


@room.post("")
@allow("office.rule_sets")
def change() -> Response | tuple[str, int]:
    inputs = Inputs(request.form)
    numbers = {name: _number(inputs, name, *bounds) for name, bounds in NUMBERS.items()}
    reason = inputs.text("grund", _("Bitte den Grund nennen."), most=2000)
    consent_only = [need for need in _needs() if inputs.ticked(f"{CONSENT_ONLY}_{need}")]
    command = SetOfficeValues(numbers, {name: inputs.ticked(name) for name in FLAGS}, consent_only, reason)
    if not inputs.errors:
        try:
            office().engine.execute(command, actor())
        except ValuesRefused as refusal:
            inputs.errors.update(refusal.errors)
    if inputs.errors:
        return _page(inputs)
    flash(_("Die Einstellungen gelten für alle Fristen, die ab jetzt beginnen."), "success")
    return redirect(url_for(".show"), 303)


def _number(inputs: Inputs, name: str, least: int, most: int) -> int:
    missing = _("Bitte eine Zahl von %(least)d bis %(most)d eingeben.", least=least, most=most)
    return inputs.number(name, least, most, missing)


def _needs() -> dict[str, str]:
    """Code → name of the needs of the catalogue in use."""
    with office().engine.reading() as rows:
        catalogue = needs_catalogue(office_settings(rows).needs_catalogue)
    return {need: catalogue.need_label(need) for need in catalogue.needs}


def _page(inputs: Inputs) -> tuple[str, int]:
    with office().engine.reading() as rows:
        settings = office_settings(rows)
        stored = {name: str(getattr(settings, name)) for name in NUMBERS}
        stored |= {name: "ja" for name in FLAGS if getattr(settings, name)}
        stored |= {f"{CONSENT_ONLY}_{need}": "ja" for need in settings.consent_only_needs}
        page = render_template(
            "pages/catalogues/office_values.html",
            numbers=[(name, *LABELS[name], *NUMBERS[name]) for name in NUMBERS],
            flags=[(name, *LABELS[name]) for name in FLAGS],
            needs=_needs(),
            consent_only=list(settings.consent_only_needs),
            stored=stored,
            values=inputs.values or stored,
            errors=inputs.errors,
            changes=value_changes(rows),
            labels=LABELS,
        )
    return page, 422 if inputs.errors else 200
