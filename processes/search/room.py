"""Registers what the diagram and the form of search runs need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy

from engine.formsupport import FactsOf, FormCall, RuleOf
from engine.handlers import HandlerRegistry
from engine.phrases import Phrase, Prose, joined
from models.casework import SearchHit, SearchOrder
from processes.records import row
from processes.search import handlers as do
from processes.search.outcomes import hit_text
from processes.search.suspension import suspended_text
from processes.search.vacancies import sources
from processes.settings import Settings

CHANNELS = {
    "EIGENES_SYSTEM": Phrase("Eigenes System"),
    "JOBROBOTER": Phrase("Jobroboter"),
    "JOBBOERSE": Phrase("Jobbörse"),
}
_SIGNS = {"ja": Phrase("passt"), "nein": Phrase("passt nicht"), "offen": Phrase("offen")}


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handlers `suche.…`; facts of `treffer_sichten.form`."""
    handlers.inside("suche.anlegen", do.begin_with_plan)
    handlers.inside("suche.lesen", do.read_order)
    handlers.inside("suche.festhalten", do.keep_found)
    handlers.inside("suche.entscheiden", do.decide)
    handlers.inside("suche.beenden", do.end)
    facts["treffer_sichten.form"] = hit_facts


def register_outside(handlers: HandlerRegistry, database: sqlalchemy.Engine | None, settings: Settings) -> None:
    """Handler `suche.ausfuehren`, with the channels the office has set up."""
    handlers.outside("suche.ausfuehren", do.Searching(sources(settings.search, demo=settings.demo)).search)


def hit_facts(call: FormCall) -> Mapping[str, Any]:
    """The hits of this run, best match first, each with its clauses in words."""
    order = row(call.session, SearchOrder, call.variables["suchlauf"])
    hits = [row(call.session, SearchHit, key) for key in call.variables.get("treffer") or ()]
    head = Prose(
        "**{name}**: {number} neue Stellen für {occupation}",
        name=order.case.person.full_name,
        number=len(hits),
        occupation=order.occupation,
    )
    return {
        "ruht_text": suspended_text(call.session, order.case),
        "trotzdem_grund": None,
        "suche_text": Prose(
            "{head} ({channels}). Der Abgleich ist eine Hilfe; entscheiden Sie selbst.",
            head=head,
            channels=CHANNELS[order.channel.value],
        ),
        "entscheidungen": [{"stelle": hit_text(hit), "abgleich": match_text(hit)} for hit in hits],
    }


def match_text(hit: SearchHit) -> str:
    """The clauses as one text, those that speak against it first."""
    order = {"nein": 0, "offen": 1, "ja": 2}
    clauses = sorted(hit.match, key=lambda clause: order[clause[0]])
    return joined(" ", (Phrase("{sign}: {text}", sign=_SIGNS[holds], text=Phrase(text)) for holds, text in clauses))
