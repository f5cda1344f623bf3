"""The provider search asks the same of both databases (Fachkonzept D)."""

from __future__ import annotations

import pytest

from processes.providers.commands import ProviderEntries, SaveProvider
from processes.providers.importing import ImportEconomicClasses, shipped_classes
from tests.processes.jobcenter import LEAD, Jobcenter
from tests.processes.journey import CASEWORKER
from web.paging import Sorting
from web.readers.providers import ProviderCriteria, classes_called, places, provider_list


@pytest.fixture
def any_office(database_url: str) -> Jobcenter:
    return Jobcenter(database_url)


def test_d_search_sorting_and_suggestions(any_office: Jobcenter) -> None:
    office = any_office
    office.execute(ImportEconomicClasses(tuple(shipped_classes())), LEAD)
    for name, city, phone, code in (
        ("Ärztehaus", "Köln", "+49 221 123", "86"),
        ("Bäcker 100%", "Bonn", "0228 5", "10.71"),
        ("Zeitkraft", "Köln", "", "78.20"),
    ):
        entries = ProviderEntries(name, f"{name} GmbH", city=city, landline=phone, wz_code=code, contact=CASEWORKER)
        office.execute(SaveProvider(entries), LEAD)
    with office.reading() as rows:

        def found(**criteria: str) -> list[str]:
            wanted, _errors = ProviderCriteria.asked(criteria)
            lines, _page = provider_list(rows, office.actor(CASEWORKER), wanted, Sorting("bezeichnung"), 1)
            return [line.designation for line in lines]

        assert found() == ["Ärztehaus", "Bäcker 100%", "Zeitkraft"]
        assert found(ort="KÖLN") == ["Ärztehaus", "Zeitkraft"]
        assert found(bezeichnung="100%") == ["Bäcker 100%"]
        assert found(telefon="0221/123") == ["Ärztehaus"]
        assert found(wkl="N") == ["Zeitkraft"]
        assert found(meine="ja", ort="bonn") == ["Bäcker 100%"]
        assert found(ansprechpartner="F.KRA") == ["Ärztehaus", "Bäcker 100%", "Zeitkraft"]
        assert [entry.code for entry in classes_called(rows, "backwaren")] == ["10.71"]
        assert places(rows) == [("", "Bonn"), ("", "Köln")]
    office.close()
