"""The register of occupations: reading it, searching it, what profiling asks of it (Fachkonzept A.1.1, J)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from engine.errors import ValuesRefused
from models.casework import MatchingKind, Occupation, ProfilingSheet
from models.database import open_database
from models.migrate import upgrade
from processes.cli import main
from processes.profiling import occupations
from processes.profiling.occupation_import import (
    ImportOccupations,
    OccupationRow,
    read_occupations,
    shipped_occupations,
)
from processes.providers.importing import ImportRefused
from tests.processes.jobcenter import Jobcenter
from tests.processes.profiling.test_sheet_life import support

BAD = """Bezeichnung;KldB;DKZ
Köchin;29302;
;29302;
Koch;2930;
Koch;29305;
köchin;29302;
Bäcker;29222;B1
Bäckerin;29222;B1
Maurer;32122;ä?
Maler;33212;;zu viel
"""


def test_every_row_that_cannot_be_read_is_named_with_its_line() -> None:
    with pytest.raises(ImportRefused) as refused:
        read_occupations(BAD.encode())
    assert refused.value.problems == [
        "Zeile 3: Die Bezeichnung fehlt.",
        "Zeile 4: „2930“ in „KldB“ ist kein Fünfsteller der KldB 2010, dessen letzte Ziffer 1 bis 4 ist.",
        "Zeile 5: „29305“ in „KldB“ ist kein Fünfsteller der KldB 2010, dessen letzte Ziffer 1 bis 4 ist.",
        "Zeile 6: „köchin“ (29302) steht schon in Zeile 2.",
        "Zeile 8: Die DKZ „B1“ steht schon in Zeile 7.",
        "Zeile 9: „ä?“ in „DKZ“ ist keine Kennziffer; erlaubt sind höchstens 20 Buchstaben und Ziffern.",
        "Zeile 10: Die Zeile hat mehr Zellen als die Überschrift.",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "Zeile 1: Die Überschriften fehlen."),
        (b"Bezeichnung;KldB\n", "Die Datei enthält keine Berufe."),
        (b"Beruf;KldB\nKoch;29302\n", "Zeile 1: Die Spalte „Bezeichnung“ fehlt."),
        (b"Bezeichnung;KldB;Lohn\n", "Zeile 1: Die Spalte „Lohn“ ist unbekannt."),
        (b"Bezeichnung;KldB\nK\xf6chin;29302\n", "Die Datei ist nicht in UTF-8 gespeichert (Byte 18)."),
    ],
)
def test_a_file_that_is_no_register_is_refused_as_a_whole(content: bytes, problem: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_occupations(content)
    assert problem in refused.value.problems


def test_codes_may_be_written_as_the_agency_writes_them() -> None:
    (row,) = read_occupations("\ufeffBezeichnung,KldB,DKZ\nKöchin,B 29302,B 29302-100\n".encode())
    assert row == OccupationRow("Köchin", "29302", "B 29302-100")


def test_st_18_the_register_in_profiling_and_the_alternative_that_health_asks_for(office: Jobcenter) -> None:
    client = office.open_case()
    client.first_interview()
    shipped = shipped_occupations()
    done = support(office, ImportOccupations(tuple(shipped)))
    assert (done.created, done.changed) == (len(shipped), 0)
    assert support(office, ImportOccupations(tuple(shipped))).changed == 0
    cook = OccupationRow("Köchin oder Koch", "29302", "B-29302-100")
    assert support(office, ImportOccupations((cook,), "2026")).changed == 1
    moved = replace(cook, kldb="29303", title="Küchenchefin oder Küchenchef")
    assert support(office, ImportOccupations((moved, *shipped[:3]), "2026", is_complete=True)).retired > 0
    with office.reading() as session:
        assert [one.kldb for one in occupations.search(session, "küchenchef")] == ["29303"]
        assert not occupations.search(session, "friseur"), "left the register"
        assert session.execute(select(Occupation).where(Occupation.is_retired)).first() is not None
    for given, field in (
        ({"zielberuf_kldb": "99999"}, "zielberuf_kldb"),
        ({"zielberuf_kldb": ""}, "zielberuf_kldb"),
        ({"gesundheit_schliesst_aus": True}, "alternative_titel"),
        ({"gesundheit_schliesst_aus": True, "alternative_titel": "Floristin"}, "alternative_kldb"),
    ):
        with pytest.raises(ValuesRefused) as refused:
            client.complete("ausgangslage_klaeren", **client.situation(**given))
        assert list(refused.value.errors) == [field]
    # health rules the occupation out, an alternative is worked out; titles of the register need no code
    main = {"zielberuf_titel": "Küchenchefin oder  Küchenchef", "zielberuf_kldb": ""}
    alternative = {**main, "gesundheit_schliesst_aus": True, "alternative_titel": "küchenchefin oder küchenchef"}
    client.complete("ausgangslage_klaeren", **client.situation(**alternative))
    client.assess_needs()
    client.complete("standort_bestimmen", fazit="Auf gutem Weg.", prognose_monate=6)
    with client.file() as (session, _):
        sheet = session.get(ProfilingSheet, 1)
        assert sheet is not None
        assert [(one.rank, one.kldb, one.dkz) for one in sheet.occupations] == [
            (1, "29303", "B-29302-100"),
            (2, "29303", "B-29302-100"),
        ]
        assert sheet.matching_kind is MatchingKind.MATCHING


def test_the_command_reads_a_file_or_names_what_is_wrong(sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    upgrade(database)
    database.dispose()
    good, bad = tmp_path / "gut.csv", tmp_path / "schlecht.csv"
    good.write_text("Bezeichnung;KldB\nKöchin oder Koch;29302\n", encoding="utf-8")
    bad.write_text("Bezeichnung;KldB\nKöchin;2\n", encoding="utf-8")
    run = CliRunner(env={"DATABASE_URL": sqlite_url, "PHASENWERK_DATA": str(tmp_path)}).invoke
    done = run(main, ["import-occupations", str(good)])
    assert (done.exit_code, "1 Berufe angelegt" in done.output) == (0, True)
    refused = run(main, ["import-occupations", str(bad)])
    assert (refused.exit_code, "Zeile 2" in refused.output) == (1, True)
