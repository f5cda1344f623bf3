"""What measures and graduate management register with the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.calendar import berlin_date
from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from engine.phrases import Phrase, Prose, joined
from models.casework import MeasureAssignment, SearchHit, Strategy
from processes.catalogues import Product, product_catalogue_on
from processes.in_force import catalogue_of, last_closed_sheet, running_strategies
from processes.measures import handlers as do
from processes.measures import rules as check
from processes.measures.files import earlier_text, measure_text, measures_of, month_text, provider_called
from processes.records import office_settings, row
from processes.search.outcomes import hit_text, open_matches
from processes.wording import bullet_list, day_text


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    for name, act in {
        "massnahme.eintragen": do.assign,
        "massnahme.agentur_entscheiden": do.note_decision,
        "massnahme.antritt": do.note_start,
        "massnahme.fehlzeiten": do.note_absences,
        "massnahme.ergebnis": do.note_outcome,
        "massnahme.beenden": do.end_with_case,
        "absolventen.gespraech_1": do.first_talk,
        "absolventen.uebernehmen": do.take_over_result,
    }.items():
        handlers.inside(name, act)
    facts["massnahme_pruefen.form"] = _assignment_facts
    facts["massnahme_fehlzeiten.form"] = _absence_facts
    facts["massnahme_ergebnis.form"] = _outcome_facts
    for form in (
        "agentur_entscheidung",
        "massnahme_antritt",
        "absolventengespraech_1",
        "absolventengespraech_2",
        "absolvent_nachhalten",
        "absolvent_ausgeblieben",
    ):
        facts[f"{form}.form"] = _measure_facts
    rules["massnahme_pruefen.form"] = _assignment_rule
    rules["agentur_entscheidung.form"] = lambda call, values, _c: check.decision_errors(values, berlin_date(call.now))
    rules["massnahme_fehlzeiten.form"] = lambda call, values, _c: check.absence_errors(values, berlin_date(call.now))
    rules["massnahme_ergebnis.form"] = _outcome_rule
    rules["absolventengespraech_1.form"] = lambda call, values, _c: check.talk_errors(
        values, _measure(call).starts_on, berlin_date(call.now)
    )
    rules["absolventengespraech_2.form"] = lambda call, values, _c: check.talk_errors(
        values, call.variables["ende"], berlin_date(call.now)
    )


def _measure(call: FormCall) -> MeasureAssignment:
    return row(call.session, MeasureAssignment, call.variables["massnahme"])


def _measure_facts(call: FormCall) -> Mapping[str, Any]:
    return {"massnahme_text": measure_text(_measure(call))}


def _strategy(call: FormCall) -> Strategy:
    return row(call.session, Strategy, call.variables["strategie"])


def _offered(call: FormCall, strategy: Strategy) -> list[tuple[Product, bool]]:
    """What the catalogue in force has to assign, recommended for the strategy first (A.6.3)."""
    today = berlin_date(call.now)
    office = office_settings(call.session).name
    circle = strategy.case.legal_circle.value
    offered = [p for p in product_catalogue_on(today).offered(circle, office, today) if p.is_assignable]
    recommended = [p for p in offered if strategy.code in p.recommended_for]
    return [(p, True) for p in recommended] + [(p, False) for p in offered if p not in recommended]


#: Open matches named in the form; more are on the page of the search.
MOST_MATCHES = 5


def _matches_text(matches: Sequence[SearchHit]) -> str:
    """What a search has found, because placement comes first (ST-12)."""
    if not matches:
        return Prose("**Offene Stellen:** Die Suchläufe dieses Falls haben keine offene Stelle.")
    more = len(matches) - MOST_MATCHES
    shown = [hit_text(hit) for hit in matches[:MOST_MATCHES]] + (
        [Phrase("und {more} weitere", more=more)] if more > 0 else []
    )
    return Prose("**Offene Stellen aus den Suchläufen:**\n\n") + bullet_list(shown, "")


def _assignment_facts(call: FormCall) -> Mapping[str, Any]:
    strategy = _strategy(call)
    case = strategy.case
    catalogue = catalogue_of(call.session, last_closed_sheet(call.session, case))
    matches = open_matches(call.session, case)
    return {
        "offene_treffer": len(matches),
        "stellen_text": _matches_text(matches),
        "strategie_text": f"{case.person.full_name}: {catalogue.strategy_label(strategy.code)}",
        "fenster_text": Phrase(
            "{window_from} bis {window_to}",
            window_from=day_text(strategy.window_from),
            window_to=day_text(strategy.window_to),
        ),
        "fruehere_massnahmen": earlier_text(measures_of(call.session, case)),
        "produkte": [
            {
                "label": Phrase(
                    "{is_recommended}{name} ({legal_basis})",
                    is_recommended=Phrase("empfohlen: ") if is_recommended else "",
                    name=product.name,
                    legal_basis=product.legal_basis,
                ),
                "value": product.code,
            }
            for product, is_recommended in _offered(call, strategy)
        ],
    }


def _assignment_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    entries = values.get("angaben") or {}
    if not values.get("zuweisen"):
        return {}
    strategy = _strategy(call)
    today = berlin_date(call.now)
    products = {product.code: product for product, _recommended in _offered(call, strategy)}
    errors = check.assignment_errors(
        entries,
        product=products.get(entries.get("produkt") or ""),
        window=(strategy.window_from, strategy.window_to),
        today=today,
        running_strategies=[s.code for s in running_strategies(call.session, strategy.case)],
    )
    _provider, wrong = provider_called(call.session, entries.get("traeger") or "")
    return errors | ({"angaben.traeger": wrong} if wrong else {})


def _absence_facts(call: FormCall) -> Mapping[str, Any]:
    measure = _measure(call)
    months = check.months_of(measure.starts_on, measure.ends_on, berlin_date(call.now))
    reported = {absence.month for absence in measure.absences}
    first = next((month for month in months if month not in reported), months[-1])
    return {
        "massnahme_text": measure_text(measure),
        "monate": [{"label": month_text(month), "value": month.isoformat()} for month in months],
        "erster_offener_monat": first.isoformat(),
    }


def _outcome_facts(call: FormCall) -> Mapping[str, Any]:
    measure = _measure(call)
    reported = [
        Prose(
            "* {month}: {days} Fehltage, davon {unexcused} unentschuldigt",
            month=month_text(a.month),
            days=a.days,
            unexcused=a.unexcused,
        )
        for a in measure.absences
    ]
    text = (
        joined("\n\n", (Prose("**Gemeldete Fehltage**"), joined("\n", reported)))
        if reported
        else Phrase("Es sind keine Fehltage gemeldet.")
    )
    return {"massnahme_text": measure_text(measure), "fehlzeiten_text": text}


def _outcome_rule(call: FormCall, values: Mapping[str, Any], _context: Mapping[str, Any]) -> Mapping[str, str]:
    measure = _measure(call)
    return check.outcome_errors(values, measure.starts_on, measure.ends_on, berlin_date(call.now))
