"""Registers what the diagram of this room needs."""

from __future__ import annotations

import sqlalchemy

from engine.formsupport import FactsOf, RuleOf
from engine.handlers import HandlerRegistry
from processes.letters.sending import PostOffice, keep_sent
from processes.settings import Settings


def register(handlers: HandlerRegistry, facts: dict[str, FactsOf], rules: dict[str, RuleOf]) -> None:
    """Handler `schreiben.festhalten`; there are no forms here."""
    handlers.inside("schreiben.festhalten", keep_sent)


def register_outside(handlers: HandlerRegistry, database: sqlalchemy.Engine | None, settings: Settings) -> None:
    """Handler `schreiben.senden`. Without a database (checking diagrams) it is known but cannot act."""
    handlers.outside("schreiben.senden", PostOffice(database, settings.mail).send)
