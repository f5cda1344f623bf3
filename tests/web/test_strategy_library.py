"""Catalogues on their pages: products, local strategies with their report, templates."""

from __future__ import annotations

from tests.web.browser import Browser
from tests.web.conftest import SignIn


def test_a_6_3_the_product_catalogue_is_read_in_its_versions(anna: Browser) -> None:
    page = anna.get("/kataloge/produkte")
    assert "Produktkatalog ab 2025" in page.text
    assert "Berufliche Weiterbildung: Teilqualifikation" in page.text
    older = anna.get("/kataloge/produkte?fassung=PRODUKTE_2019")
    assert "Produktkatalog bis 2024" in older.text
    assert anna.get("/kataloge/produkte?fassung=NICHTS").status == 404


def test_a_6_3_administrators_read_the_catalogue_too(sign_in: SignIn) -> None:
    assert sign_in("a.admin").get("/kataloge/produkte").status == 200


def test_st_14_proposed_by_the_lead_and_put_to_use_by_the_support(sign_in: SignIn, lea: Browser) -> None:
    path = "/kataloge/lokale-strategien"
    page = lea.submit(lea.get(path), path, label="Jobakademie", aim="")
    assert (page.status, page.value_of("label")) == (422, "Jobakademie")
    page = lea.submit(page, path, aim="Bewerben in der Gruppe")
    assert "vorgeschlagen" in page.text
    support = sign_in("f.betreuung")
    page = support.submit(support.get(path), f"{path}/1/einsetzen")
    assert "im Einsatz" in page.text
    page = support.submit(page, f"{path}/1/beenden")
    assert "nicht mehr angeboten" in page.text


def test_st_16_the_support_writes_templates(sign_in: SignIn, anna: Browser) -> None:
    path = "/kataloge/vorlagen"
    support = sign_in("f.betreuung")
    page = support.submit(support.get(path), path, strategy="ST_MOBILITY", title="Fahrrad", months="99")
    assert page.status == 422
    assert page.value_of("title") == "Fahrrad"
    page = support.submit(page, path, months="2", intermediate_goal="Das Rad ist da")
    assert "Vorlage des Jobcenters" in page.text
    assert "Das Rad ist da" in anna.get(path).text
    page = support.submit(page, f"{path}/1/beenden")
    assert "Das Rad ist da" not in anna.get(path).text
