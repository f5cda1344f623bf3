"""The providers and employers of the demo office; all of them are invented."""

from __future__ import annotations

from datetime import date
from importlib import resources

import orjson

from engine.calendar import berlin_date
from engine.context import Context
from processes.providers.commands import ProviderEntries
from processes.providers.importing import ImportEconomicClasses, ImportProviders, shipped_classes

FILE = "providers.json"


def furnish_providers(context: Context) -> None:
    """Economic classes and a dozen providers, by the way of the importer. People must exist already."""
    ImportEconomicClasses(tuple(shipped_classes())).run(context)
    keep_providers_current(context)


def keep_providers_current(context: Context) -> None:
    """Import the file as it reads today: an office knows nothing of what closes later."""
    content = orjson.loads(resources.files("processes.demo").joinpath(FILE).read_bytes())
    today = berlin_date(context.now)
    rows = []
    for number, entry in enumerate(content["providers"], start=1):
        day = date.fromisoformat(entry.pop("deactivated_on") or date.max.isoformat())
        closed = day <= today
        entry["status"] = "ACTIVE" if entry["status"] == "DEACTIVATED" and not closed else entry["status"]
        rows.append((number, ProviderEntries(**entry, deactivated_on=day if closed else None)))
    ImportProviders(tuple(rows), FILE).run(context)
