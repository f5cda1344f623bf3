"""Comparing provider data, saving them with their history, and reading them from files (Fachkonzept D)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from engine.errors import Forbidden, ValuesRefused
from models.casework import Provider, ProviderRevision
from models.history import HistoryEntry
from processes.providers.commands import ProviderEntries, SaveProvider
from processes.providers.importing import (
    ImportEconomicClasses,
    ImportProviders,
    ImportRefused,
    read_classes,
    read_providers,
    shipped_classes,
)
from processes.providers.rules import fold, mask_errors, phone_key
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import CASEWORKER

ENTRIES = ProviderEntries("Bildungswerk", "Bildungswerk Nord gGmbH", postal_code="45999", city="Musterstadt")


@pytest.fixture
def office(office: Jobcenter) -> Jobcenter:
    office.execute(ImportEconomicClasses(tuple(shipped_classes())), LEAD)
    return office


@pytest.mark.parametrize(
    "typed", ["0202 123 45", "+49 202 12345", "+49 (0) 202/12345", "0049 202-12345", "(0202) 123.45"]
)
def test_d_telephone_numbers_are_the_same_however_they_are_written(typed: str) -> None:
    assert phone_key(typed) == "020212345"


def test_d_case_and_umlauts_do_not_count() -> None:
    assert fold("  Träger   GROSS & Söhne ") == fold("trager gross & sohne")


def test_d_every_save_is_a_revision_that_says_what_changed(office: Jobcenter) -> None:
    key = office.execute(SaveProvider(ENTRIES), LEAD)
    changed = replace(ENTRIES, landline="0209 5551", wz_code="85.59")
    assert office.execute(SaveProvider(changed, key, revision=1), LEAD) == key
    office.execute(SaveProvider(changed, key, revision=2), LEAD)
    with office.reading() as rows:
        kept = rows.scalars(select(ProviderRevision).order_by(ProviderRevision.number)).all()
    assert [revision.number for revision in kept] == [1, 2], "saving the same again is no change"
    assert kept[1].changes == {
        "landline": ["", "0209 5551"],
        "wz_code": [None, "85.59"],
        "wz_version": [None, "2008"],
    }


def test_d_who_saves_an_older_state_overwrites_nothing(office: Jobcenter) -> None:
    key = office.execute(SaveProvider(ENTRIES), LEAD)
    office.execute(SaveProvider(replace(ENTRIES, street="Weg 1"), key, revision=1), LEAD)
    with pytest.raises(ValuesRefused):
        office.execute(SaveProvider(replace(ENTRIES, street="Weg 2"), key, revision=1), LEAD)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"designation": ""}, "designation"),
        ({"name": ""}, "name"),
        ({"postal_code": "4599"}, "postal_code"),
        ({"establishment_no": "123"}, "establishment_no"),
        ({"landline": "anrufen"}, "landline"),
        ({"email": "ohne at"}, "email"),
        ({"wz_code": "Leiharbeit"}, "wz_code"),
        ({"wz_code": "99.99"}, "wz_code"),
        ({"contact": "niemand"}, "contact"),
        ({"status": "DEACTIVATED"}, "deactivated_on"),
        ({"deactivated_on": date(2026, 1, 1)}, "status"),
        ({"status": "DEACTIVATED", "deactivated_on": date(2030, 1, 1)}, "deactivated_on"),
    ],
)
def test_d_the_mask_refuses(office: Jobcenter, change: dict[str, object], field: str) -> None:
    with pytest.raises(ValuesRefused) as refused:
        office.execute(SaveProvider(replace(ENTRIES, **change)), LEAD)  # type: ignore[arg-type]
    assert list(refused.value.errors) == [field]


def test_d_an_establishment_number_belongs_to_one_provider(office: Jobcenter) -> None:
    office.execute(SaveProvider(replace(ENTRIES, establishment_no="12345678")), LEAD)
    with pytest.raises(ValuesRefused) as refused:
        office.execute(SaveProvider(replace(ENTRIES, name="Anderer", establishment_no="12345678")), LEAD)
    assert "Bildungswerk" in refused.value.errors["establishment_no"]


def test_d_writing_takes_the_right(office: Jobcenter) -> None:
    with pytest.raises(Forbidden):
        office.execute(SaveProvider(ENTRIES), CASEWORKER)


def test_d_a_file_creates_and_updates(office: Jobcenter) -> None:
    first = "Bezeichnung;Name;PLZ;BetriebsNr;WKL\r\nWerkhof;Werkhof Süd;45998;00000001;88.99\r\n".encode("utf-8-sig")
    done = office.execute(ImportProviders(tuple(read_providers(first)), "liste.csv"), LEAD)
    assert (done.created, done.updated) == (1, 0)
    second = "Bezeichnung,Name,PLZ,BetriebsNr,Status\nWerkhof,Werkhof Süd gGmbH,45998,00000001,ruhend\n".encode()
    done = office.execute(ImportProviders(tuple(read_providers(second)), "liste2.csv"), LEAD)
    assert (done.created, done.updated) == (0, 1)
    with office.reading() as rows:
        provider = rows.scalars(select(Provider)).one()
        imports = rows.scalars(select(HistoryEntry).where(HistoryEntry.kind == "provider.imported")).all()
    assert (provider.name, provider.status.value) == ("Werkhof Süd gGmbH", "PAUSED")
    assert len(imports) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Zeile 1: Die Überschriften fehlen."),
        (b"Name\nX\n", "Zeile 1: Die Spalte „Bezeichnung“ fehlt."),
        (b"Bezeichnung;Name;Farbe\nA;B;C\n", "Zeile 1: Die Spalte „Farbe“ ist unbekannt."),
        (b"Bezeichnung;Name;Status\nA;B;weg\n", "Zeile 2: „weg“ in „Status“"),
        (b"Bezeichnung;Name;Deaktiviert am\nA;B;gestern\n", "Zeile 2: „gestern“"),
        ("Bezeichnung;Name\nTr\xe4ger;B\n".encode("latin-1"), "nicht in UTF-8"),
    ],
)
def test_d_a_bad_file_is_refused_with_its_line(content: bytes, said: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_providers(content)
    assert any(said in problem for problem in refused.value.problems)


def test_d_one_bad_row_keeps_all_rows_out(office: Jobcenter) -> None:
    rows = read_providers(b"Bezeichnung;Name;PLZ\nGut;Gut GmbH;45999\nSchlecht;Schlecht GmbH;4599\n")
    with pytest.raises(ImportRefused) as refused:
        office.execute(ImportProviders(tuple(rows), "liste.csv"), LEAD)
    assert refused.value.problems == ["Zeile 3, PLZ: Die Postleitzahl hat fünf Ziffern."]
    with office.reading() as session:
        assert session.scalars(select(Provider)).all() == []


def test_d_economic_classes_are_read_from_a_file(office: Jobcenter) -> None:
    classes = read_classes("Code;Abschnitt;Bezeichnung\n78.20.0;N;Befristete Überlassung\n".encode())
    assert office.execute(ImportEconomicClasses(tuple(classes), "2008"), LEAD) == 1
    with pytest.raises(ImportRefused) as refused:
        read_classes(b"Code;Abschnitt;Bezeichnung\nabc;N;x\n01;;\n")
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("change", "day", "errors"),
    [
        ({"designation": ""}, None, {"designation": "Geben Sie die Bezeichnung ein."}),
        ({"name": ""}, None, {"name": "Geben Sie den Namen ein."}),
        ({"postal_code": "4599"}, None, {"postal_code": "Die Postleitzahl hat fünf Ziffern."}),
        ({"establishment_no": "1"}, None, {"establishment_no": "Die Betriebsnummer hat acht Ziffern."}),
        ({"mobile": "ja"}, None, {"mobile": "Eine Telefonnummer besteht aus Ziffern, wie 0202 123456."}),
        ({"email": "x"}, None, {"email": "Eine E-Mail-Adresse sieht aus wie name@beispiel.de."}),
        ({"wz_code": "x"}, None, {"wz_code": "Eine Wirtschaftsklasse sieht aus wie 78.20."}),
        ({"status": "DEACTIVATED"}, None, {"deactivated_on": "Geben Sie das Datum der Deaktivierung ein."}),
        ({}, date(2026, 1, 1), {"status": "Ein Datum der Deaktivierung gehört zum Status „deaktiviert“."}),
        (
            {"status": "DEACTIVATED"},
            date(2026, 7, 11),
            {"deactivated_on": "Das Datum der Deaktivierung liegt in der Zukunft."},
        ),
    ],
)
def test_d_each_refusal_of_the_mask_says_why(change: dict[str, str], day: date | None, errors: dict[str, str]) -> None:
    given = {name: str(getattr(ENTRIES, name) or "") for name in ProviderEntries.__dataclass_fields__}
    assert mask_errors(given | change, date(2026, 7, 10), day) == errors
