"""Statutory public holidays per Land and municipality, by name.

The days come from the ``holidays`` library. Three Länder leave a holiday to the municipality: Mariä Himmelfahrt in
Bavaria (Art. 1 (1) no. 2 FTG: mainly catholic municipalities), Fronleichnam in parts of Saxony and Thuringia; and
Augsburg has its Friedensfest on 8 August (Art. 1 (2) FTG).
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

from engine.calendar.errors import CalendarRangeError

#: Codes and names of the sixteen Länder.
LAENDER: Mapping[str, str] = MappingProxyType(
    {
        "BB": "Brandenburg",
        "BE": "Berlin",
        "BW": "Baden-Württemberg",
        "BY": "Bayern",
        "HB": "Bremen",
        "HE": "Hessen",
        "HH": "Hamburg",
        "MV": "Mecklenburg-Vorpommern",
        "NI": "Niedersachsen",
        "NW": "Nordrhein-Westfalen",
        "RP": "Rheinland-Pfalz",
        "SH": "Schleswig-Holstein",
        "SL": "Saarland",
        "SN": "Sachsen",
        "ST": "Sachsen-Anhalt",
        "TH": "Thüringen",
    }
)

#: Years for which the library knows the law; outside, asking for a working day is an error and not a guess.
FIRST_YEAR, LAST_YEAR = 1991, 2100

AUGSBURG = "Augsburg"

#: Länder whose municipalities differ: there the calendar must be told whether the municipality is mainly catholic.
DENOMINATIONAL_LAENDER = frozenset({"BY", "SN", "TH"})

#: Independent cities of Bavaria with (True) and without (False) Mariä Himmelfahrt.
BAVARIAN_CITIES: Mapping[str, bool] = MappingProxyType(
    {
        **dict.fromkeys(("Augsburg", "Ingolstadt", "München", "Passau", "Regensburg", "Würzburg"), True),
        **dict.fromkeys(("Bayreuth", "Coburg", "Erlangen", "Fürth", "Hof", "Nürnberg", "Schwabach"), False),
    }
)


@lru_cache(maxsize=512)
def public_holidays(land: str, year: int, *, catholic: bool = False, augsburg: bool = False) -> Mapping[date, str]:
    """Date → German name of every statutory holiday of ``year`` in ``land`` (code of :data:`LAENDER`).

    ``catholic`` adds the day that Bavaria, Saxony and Thuringia leave to mainly catholic municipalities; ``augsburg``
    the Friedensfest. The mapping is read-only and cached. Raises ValueError for an unknown Land,
    :class:`CalendarRangeError` for a year outside 1991 to 2100.
    """
    if land not in LAENDER:
        raise ValueError(f"unknown Land {land!r}; expected one of {', '.join(LAENDER)}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarRangeError(
            f"Für das Jahr {year} sind keine gesetzlichen Feiertage bekannt ({FIRST_YEAR} bis {LAST_YEAR}).",
            f"No public holidays are known for the year {year} ({FIRST_YEAR} to {LAST_YEAR}).",
        )
    categories = ("public", "catholic") if catholic and land in DENOMINATIONAL_LAENDER else ("public",)
    found = holidays.country_holidays(
        "DE", subdiv=AUGSBURG if augsburg else land, years=year, categories=categories, language="de", expand=False
    )
    return MappingProxyType({day: found[day] for day in sorted(found)})
