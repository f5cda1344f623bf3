"""Matching in clauses, adapters of the channels, and what a search refuses (Fachkonzept A.6.5)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from models.casework import SearchArea, SearchChannel, WorkingHours
from processes.search.matching import Criteria, Vacancy, comes_into_question, match_of, nearness, within_area
from processes.search.rules import Profile, search_errors, until_errors, what_is_missing
from processes.search.vacancies import JobBoard, VacancyFile, sources, vacancy_of, value_of
from processes.settings import SearchSettings, read_settings

WANTED = Criteria("Verkäuferin", "62102", "45999", "Musterstadt")
VACANCY = Vacancy(
    "S-1", "Verkäufer/in (m/w/d)", "Markt", postal_code="45999", city="Musterstadt", kldb="62102", hours="TEILZEIT"
)
TODAY = "2026-11-21"


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        ({}, 3),
        ({"kldb": "62103"}, 2),
        ({"kldb": "62182", "title": "Fachberater/in"}, 1),
        ({"kldb": "29302", "title": "Koch"}, 0),
        ({"kldb": "", "title": "Verkäufer (m/w/d) Mode"}, 2),
        ({"kldb": "", "title": "Mitarbeiter/in Lager"}, 0),
    ],
)
def test_a65_how_near_an_occupation_is(changes: dict[str, str], near: int) -> None:
    assert nearness(WANTED, replace(VACANCY, **changes)) == near  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("area", "place", "within"),
    [
        (SearchArea.TOWN, ("45999", "Musterstadt"), True),
        (SearchArea.TOWN, ("45998", "MUSTERSTADT"), True),
        (SearchArea.TOWN, ("45997", "Neustadt"), False),
        (SearchArea.REGION, ("45997", "Neustadt"), True),
        (SearchArea.REGION, ("44139", "Dortmund"), False),
        (SearchArea.REGION, ("", ""), None),
        (SearchArea.EVERYWHERE, ("80331", "München"), True),
    ],
)
def test_a65_where_a_vacancy_lies(area: SearchArea, place: tuple[str, str], within: bool | None) -> None:
    vacancy = replace(VACANCY, postal_code=place[0], city=place[1])
    assert within_area(replace(WANTED, area=area), vacancy) is within


def test_a65_only_open_near_and_fitting_vacancies_come_into_question() -> None:
    assert comes_into_question(WANTED, VACANCY, TODAY)
    assert not comes_into_question(WANTED, replace(VACANCY, open_until="2026-11-20"), TODAY)
    assert comes_into_question(WANTED, replace(VACANCY, open_until=TODAY), TODAY)
    assert not comes_into_question(replace(WANTED, hours=WorkingHours.FULL_TIME), VACANCY, TODAY)
    assert comes_into_question(replace(WANTED, hours=WorkingHours.FULL_TIME), replace(VACANCY, hours=""), TODAY)


def test_a65_a_match_is_told_in_clauses_and_gives_no_grade() -> None:
    match = match_of(WANTED, replace(VACANCY, requirements=("Kassieren", "Englisch")), ["Kassieren an der Kasse"])
    assert [(c.holds, c.text) for c in match.clauses] == [
        ("ja", "Gleicher Beruf wie gesucht: Verkäuferin (KldB 62102)."),
        ("ja", "Arbeitsort: 45999 Musterstadt; gesucht wird um 45999."),
        ("ja", "Arbeitszeit: Teilzeit."),
        ("ja", "Verlangt: Kassieren. Im Profil: Kassieren an der Kasse."),
        ("offen", "Verlangt: Englisch. Im Profil nicht erfasst, im Gespräch klären."),
    ]
    level = match_of(WANTED, replace(VACANCY, kldb="62101"), []).clauses[0]
    assert (level.holds, level.text) == ("offen", "Gleiche Berufsuntergruppe, anderes Anforderungsniveau: Helfer.")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (Profile(), "kein abgeschlossenes Profil"),
        (Profile("Koch", "29302", ("Küche",), is_closed=True, is_exempt=True), "freigestellt"),
        (Profile("Koch", "", ("Küche",), is_closed=True), "Berufskennziffer (KldB)"),
        (Profile("Koch", "29302", (), is_closed=True), "mindestens eine Kompetenz"),
        (Profile("Koch", "29302", ("Küche",), is_closed=True), ""),
    ],
)
def test_a11_a_search_needs_a_matching_profile(profile: Profile, said: str) -> None:
    missing = what_is_missing(profile)
    assert said in missing
    assert bool(missing) == bool(said)


@pytest.mark.parametrize(
    ("wanted", "state", "field", "said"),
    [
        (WANTED, {"missing": "Es fehlt etwas."}, "", "Es fehlt etwas."),
        (
            WANTED,
            {"stopped": True},
            "",
            "Die Vermittlung ist wegen fehlender Mitwirkung eingestellt (§ 38 (4) SGB III).",
        ),
        (WANTED, {"running": True}, "channel", "In diesem Kanal läuft für diesen Beruf schon ein Suchlauf."),
        (replace(WANTED, occupation=" "), {}, "occupation", "Geben Sie an, welcher Beruf gesucht wird."),
        (replace(WANTED, kldb="621"), {}, "kldb", "Die Berufskennziffer (KldB) hat fünf Ziffern."),
        (replace(WANTED, postal_code="4599"), {}, "postal_code", "Die Postleitzahl hat fünf Ziffern."),
        (
            replace(WANTED, postal_code="", city=""),
            {},
            "postal_code",
            "Geben Sie an, wo gesucht wird: eine Postleitzahl oder einen Ort.",
        ),
    ],
)
def test_a65_what_a_search_refuses(wanted: Criteria, state: dict[str, object], field: str, said: str) -> None:
    given = {"missing": "", "stopped": False, "running": False} | state
    errors = search_errors(wanted, date(2027, 1, 1), date(2026, 11, 21), **given)  # type: ignore[arg-type]
    assert errors == {field: said}


def test_a65_a_search_ends_within_six_months() -> None:
    today = date(2026, 8, 31)
    assert until_errors(date(2027, 2, 28), today) == {}
    assert until_errors(date(2027, 3, 1), today) == {"until": "Gesucht wird höchstens bis zum 28.02.2027."}
    assert until_errors(today, today) == {"until": "Der letzte Tag der Suche liegt nach heute."}
    assert until_errors(None, today) == {"until": "Geben Sie an, bis wann gesucht wird."}


def test_a65_files_are_the_offline_way(tmp_path: Path) -> None:
    path = tmp_path / "jobroboter.json"
    path.write_text(json.dumps({"vacancies": [value_of(VACANCY), {"reference": "S-2", "title": "Koch"}]}))
    assert VacancyFile(path).find(WANTED, TODAY) == [VACANCY]
    assert set(sources(SearchSettings(folder=tmp_path), demo=True)) == {SearchChannel.JOB_ROBOT}
    assert sources(SearchSettings(), demo=False) == {}, "no invented vacancies in a real office"
    assert len(sources(SearchSettings(), demo=True)) == 3
    with pytest.raises(KeyError):
        vacancy_of({"title": "ohne Nummer"})


class Board(BaseHTTPRequestHandler):
    """Answers like the job board, and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str | None]]] = []
    answer: ClassVar[bytes] = b"{}"

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("X-API-Key")))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def board() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Board)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/pc/v6/jobs"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a65_the_job_board_is_asked_for_work_and_never_about_a_person(board: str) -> None:
    place = {"adresse": {"plz": "45999", "ort": "Musterstadt"}}
    entry = {
        "referenznummer": "10001-1",
        "stellenangebotsTitel": "Verkäufer/in",
        "firma": "Markt",
        "stellenlokationen": [place],
        "datumErsteVeroeffentlichung": "2026-11-02T08:00:00",
    }
    Board.answer = json.dumps({"ergebnisliste": [entry, {"ohne": "Nummer"}, "kaputt"]}).encode()
    Board.asked.clear()
    (found,) = JobBoard(board, "schluessel").find(replace(WANTED, hours=WorkingHours.PART_TIME), TODAY)
    assert (found.title, found.city, found.published_on) == ("Verkäufer/in", "Musterstadt", "2026-11-02")
    assert found.url.endswith("/10001-1")
    query = "was=Verk%C3%A4uferin&wo=45999&size=50&umkreis=50&arbeitszeit=tz"
    assert Board.asked == [(f"/pc/v6/jobs?{query}", "schluessel")]


def test_a65_only_http_is_a_way_to_a_job_board() -> None:
    with pytest.raises(ValueError, match="http"):
        JobBoard("file:///etc/passwd", "")
    with pytest.raises(ValueError, match="JOB_BOARD_URL"):
        read_settings({"JOB_BOARD_URL": "ftp://x"})
    assert read_settings({"VACANCY_FOLDER": "/stellen"}).search.folder == Path("/stellen")
