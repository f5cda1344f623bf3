"""What a search run needs and what is refused about it (Fachkonzept A.6.5, A.1.1). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.calendar import add_months
from engine.phrases import Phrase, joined
from models.casework import SearchArea
from processes.search.matching import Criteria
from processes.wording import day_text

#: Longest time a search runs before somebody starts it again, in months (value of the product; § 15 (3) SGB II asks
#: for a joint review after six months at the latest).
LONGEST_MONTHS = 6


@dataclass(frozen=True)
class Profile:
    """What the profile in force says: None where there is none, or the client is exempt."""

    occupation: str = ""
    kldb: str = ""
    competences: Sequence[str] = ()
    is_closed: bool = False
    is_exempt: bool = False


def what_is_missing(profile: Profile) -> str:
    """Why a profile cannot be searched with, in German; empty for one that is searchable at once (A.1.1)."""
    if not profile.is_closed:
        return Phrase("Es gibt noch kein abgeschlossenes Profil, mit dem gesucht werden kann.")
    if profile.is_exempt:
        return Phrase("Die Person ist vom Profiling freigestellt; mit diesem Profil wird nicht gesucht.")
    missing = []
    if not profile.kldb:
        missing.append(Phrase("die Berufskennziffer (KldB) des Zielberufs"))
    if not profile.competences:
        missing.append(Phrase("mindestens eine Kompetenz"))
    if not missing:
        return ""
    return Phrase("Für einen Suchlauf fehlt im Profil: {list}.", list=joined(" und ", missing))


def search_errors(
    wanted: Criteria,
    until: date | None,
    today: date,
    *,
    missing: str,
    stopped: bool,
    running: bool,
    suspended: str = "",
    despite: str = "",
) -> dict[str, str]:
    """What speaks against starting a search, by field of the page.

    `suspended` says why nobody looks at the labour market at present; `despite` is the reason to search all the same.
    """
    errors: dict[str, str] = {}
    if missing:
        errors[""] = missing
    elif stopped:
        errors[""] = Phrase("Die Vermittlung ist wegen fehlender Mitwirkung eingestellt (§ 38 (4) SGB III).")
    elif running:
        errors["channel"] = Phrase("In diesem Kanal läuft für diesen Beruf schon ein Suchlauf.")
    if suspended and not despite.strip():
        errors["despite"] = joined(" ", (suspended, Phrase("Begründen Sie, warum trotzdem gesucht wird.")))
    if not wanted.occupation.strip():
        errors["occupation"] = Phrase("Geben Sie an, welcher Beruf gesucht wird.")
    if wanted.kldb and not re.fullmatch(r"\d{5}", wanted.kldb):
        errors["kldb"] = Phrase("Die Berufskennziffer (KldB) hat fünf Ziffern.")
    if wanted.postal_code and not re.fullmatch(r"\d{5}", wanted.postal_code):
        errors["postal_code"] = Phrase("Die Postleitzahl hat fünf Ziffern.")
    if wanted.area is not SearchArea.EVERYWHERE and not (wanted.postal_code or wanted.city.strip()):
        errors["postal_code"] = Phrase("Geben Sie an, wo gesucht wird: eine Postleitzahl oder einen Ort.")
    return errors | until_errors(until, today)


def until_errors(until: date | None, today: date) -> dict[str, str]:
    """A search ends on a day ahead, at the latest when a joint review is due anyway."""
    latest = add_months(today, LONGEST_MONTHS)
    if until is None:
        return {"until": Phrase("Geben Sie an, bis wann gesucht wird.")}
    if until <= today:
        return {"until": Phrase("Der letzte Tag der Suche liegt nach heute.")}
    return (
        {"until": Phrase("Gesucht wird höchstens bis zum {latest}.", latest=day_text(latest))} if until > latest else {}
    )
