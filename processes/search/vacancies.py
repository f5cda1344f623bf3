"""Where vacancies come from: one adapter per channel, all of the same shape (Fachkonzept A.6.5).

Files are the offline way, and what placement systems and job robots deliver. The public job board answers under an
unofficial address that has changed before; address and key are settings, and without them nothing leaves the house.
"""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from models.casework import SearchArea, SearchChannel, WorkingHours
from processes.search.matching import Criteria, Vacancy, comes_into_question
from processes.settings import SearchSettings

#: The vacancies that ship with the product, invented, for the demo office.
SAMPLE = Path(__file__).with_name("vacancies.json")
#: Seconds a job board may take, the bytes it may answer with, and how many vacancies one run takes over.
TIMEOUT, MOST_BYTES, MOST_HITS = 20, 4_000_000, 50

_KILOMETRES = {SearchArea.TOWN: 10, SearchArea.REGION: 50, SearchArea.EVERYWHERE: 200}
_HOURS = {WorkingHours.FULL_TIME: "vz", WorkingHours.PART_TIME: "tz", WorkingHours.MARGINAL: "mj"}


class VacancySource(Protocol):
    """What a channel can do. Raises whatever goes wrong: the search run is tried again, then it is an incident."""

    def find(self, wanted: Criteria, today: str) -> list[Vacancy]: ...


class VacancyFile:
    """A JSON file `{"vacancies": [{"reference", "title", …}]}` with the fields of `Vacancy`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, wanted: Criteria, today: str) -> list[Vacancy]:
        rows = json.loads(self._path.read_text(encoding="utf-8"))["vacancies"]
        return chosen((vacancy_of(row) for row in rows), wanted, today)


class JobBoard:
    """The public job search of the employment agency over HTTP, in the form it answers in since 2026 (version 6).

    Only occupation, place and hours leave the house, never anything about a person.
    """

    def __init__(self, url: str, key: str) -> None:
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise ValueError(f"a job board is reached by http or https, not by {url!r}")
        self._url, self._key = url, key

    def find(self, wanted: Criteria, today: str) -> list[Vacancy]:
        asked = {"was": wanted.occupation, "wo": wanted.postal_code or wanted.city, "size": str(MOST_HITS)}
        asked |= {"umkreis": str(_KILOMETRES[wanted.area]), "arbeitszeit": _HOURS.get(wanted.hours, "")}
        query = urllib.parse.urlencode({name: value for name, value in asked.items() if value})
        request = urllib.request.Request(f"{self._url}?{query}", headers={"X-API-Key": self._key})
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            content = answer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValueError("the job board answered with more than can be read")
        found = json.loads(content).get("ergebnisliste") or []
        # The board has searched by its own occupations; only place and days are looked at again.
        return [vacancy for row in found if (vacancy := _from_board(row)) is not None][:MOST_HITS]


def sources(settings: SearchSettings, *, demo: bool) -> dict[SearchChannel, VacancySource]:
    """The channels that are set up: files by their fixed names in one folder, the job board by its address."""
    if demo and settings.folder is None and not settings.board_url:
        return {channel: VacancyFile(SAMPLE) for channel in SearchChannel}
    found: dict[SearchChannel, VacancySource] = {}
    if settings.folder is not None:
        for channel in SearchChannel:
            path = settings.folder / f"{channel.value.lower()}.json"
            if path.exists():
                found[channel] = VacancyFile(path)
    if settings.board_url:
        found[SearchChannel.JOB_BOARD] = JobBoard(settings.board_url, settings.board_key)
    return found


def chosen(vacancies: Iterable[Vacancy], wanted: Criteria, today: str) -> list[Vacancy]:
    """Those that come into question, at most as many as one run takes over."""
    return [v for v in vacancies if comes_into_question(wanted, v, today)][:MOST_HITS]


def vacancy_of(row: Mapping[str, Any]) -> Vacancy:
    """A vacancy from a row of a file or from process data. Raises KeyError without reference or title."""
    texts = {name: str(row.get(name) or "") for name in Vacancy.__dataclass_fields__ if name != "requirements"}
    requirements = tuple(str(item) for item in row.get("requirements") or ())
    if not texts["reference"] or not texts["title"]:
        raise KeyError("a vacancy has a reference and a title")
    return Vacancy(**texts, requirements=requirements)


def value_of(vacancy: Vacancy) -> dict[str, Any]:
    """The vacancy as process data."""
    return asdict(vacancy) | {"requirements": list(vacancy.requirements)}


def _from_board(row: Mapping[str, Any]) -> Vacancy | None:
    """One entry of the answer; None for one without a number, and for one that is not an entry."""
    if not isinstance(row, Mapping) or not row.get("referenznummer"):
        return None
    places = [place.get("adresse") or {} for place in row.get("stellenlokationen") or [] if isinstance(place, Mapping)]
    place = places[0] if places else {}
    number = str(row["referenznummer"])
    link = f"https://www.arbeitsagentur.de/jobsuche/jobdetail/{urllib.parse.quote(number)}"
    return Vacancy(
        reference=number[:80],
        title=str(row.get("stellenangebotsTitel") or row.get("hauptberuf") or number)[:240],
        employer=str(row.get("firma") or "")[:240],
        postal_code=str(place.get("plz") or "")[:10],
        city=str(place.get("ort") or "")[:120],
        published_on=str(row.get("datumErsteVeroeffentlichung") or "")[:10],
        url=link,
    )
