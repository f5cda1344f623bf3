"""The providers and employers of the demo office; all of them are invented."""

from __future__ import annotations

from datetime import date
from importlib import resources

import orjson

from engine.context import Context
from processes.providers.commands import ProviderEntries
from processes.providers.importing import ImportEconomicClasses, ImportProviders, shipped_classes

FILE = "providers.json"


def furnish_providers(context: Context) -> None:
    """Economic classes and a dozen providers, by the way of the importer. People must exist already."""
    ImportEconomicClasses(tuple(shipped_classes())).run(context)
    content = orjson.loads(resources.files("processes.demo").joinpath(FILE).read_bytes())
    rows = []
    for number, entry in enumerate(content["providers"], start=1):
        day = entry.pop("deactivated_on")
        # An office that opened earlier knows nothing of what closes later.
        known = date.fromisoformat(day) if day and date.fromisoformat(day) <= context.now.date() else None
        entry["status"] = entry["status"] if known or not day else "ACTIVE"
        rows.append((number, ProviderEntries(**entry, deactivated_on=known)))
    ImportProviders(tuple(rows), FILE).run(context)
