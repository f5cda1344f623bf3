"""Batches in the browser: preview, result per case, taken back; letters on the case's own page."""

from __future__ import annotations

from tests.web.jobcenter import Jobcenter

NEW = "/mehrere-faelle/neu"


def test_a_group_is_invited_from_preview_to_undo(jobcenter: Jobcenter) -> None:
    number = jobcenter.open_case().path.rpartition("/")[2]
    browser = jobcenter.browser
    wrong = browser.submit(browser.get(f"{NEW}/einladen"), f"{NEW}/einladen", ort="Saal", beginn_datum="26.10.2026")
    assert wrong.status == 422
    assert "Bitte mindestens einen Fall wählen." in wrong.text
    assert wrong.value_of("ort") == "Saal"
    preview = browser.submit(
        wrong,
        f"{NEW}/einladen",
        beginn_uhrzeit="14:30",
        anlass="Gruppeninformation",
        grund="Gruppe Oktober",
        faelle=[number],
    )
    assert "Vorschau" in preview.text
    assert "26.10.2026, 14:30 Uhr" in preview.text
    assert "Gruppeninformation" not in browser.get(f"/faelle/{number}/termine").text
    result = browser.submit(preview, "/mehrere-faelle/1/ausfuehren")
    assert "0 geplant, 1 erledigt" in result.text
    assert "26.10.2026" in browser.get(f"/faelle/{number}/termine").text
    undone = browser.submit(result, "/mehrere-faelle/1/zuruecknehmen")
    assert "1 zurückgenommen" in undone.text
    assert "abgesagt" in browser.get(f"/faelle/{number}/termine").text


def test_one_row_that_fails_does_not_stop_the_others(jobcenter: Jobcenter) -> None:
    browser = jobcenter.browser
    first = jobcenter.open_case().path.rpartition("/")[2]
    other = {"customer_no": "317D555002", "last_name": "Zweitens"}
    second = jobcenter.open_case(**other).path.rpartition("/")[2]
    preview = browser.submit(
        browser.get(f"{NEW}/einladen"),
        f"{NEW}/einladen",
        beginn_datum="26.10.2026",
        beginn_uhrzeit="14:30",
        ort="Saal",
        grund="Gruppe",
        faelle=[first, second],
    )
    page = browser.get(f"/faelle/{first}/abmeldung")
    browser.submit(page, f"/faelle/{first}/abmeldung", day="19.10.2026", reason="Umzug", sure="ja")
    result = browser.submit(preview, "/mehrere-faelle/1/ausfuehren")
    assert "1 erledigt, 1 geht nicht" in result.text
    assert "Der Stand hat sich inzwischen geändert." in result.text


def test_moving_offers_only_what_one_may(jobcenter: Jobcenter) -> None:
    browser = jobcenter.browser
    assert browser.get(f"{NEW}/uebergeben").status == 404
    assert browser.get(f"{NEW}/erfunden").status == 404
    assert browser.get("/mehrere-faelle/99").status == 404
    page = browser.submit(
        browser.get(f"{NEW}/verlegen"), f"{NEW}/verlegen", von="26.10.2026", bis="27.10.2026", grund="Schließung"
    )
    assert page.status == 422
    assert "Dazu gibt es nichts zu tun." in page.text


def test_a_letter_is_written_printed_and_found_again(jobcenter: Jobcenter) -> None:
    case = jobcenter.open_case(street="Weg 1", postal_code="12345", city="Musterstadt").path
    browser, path = jobcenter.browser, f"{case}/schreiben"
    page = browser.get(f"{path}/neu?vorlage=unterlagen")
    assert "Guten Tag Ida Ährlich" in page.value_of("text")
    refused = browser.submit(page, f"{path}/neu", betreff="Unterlagen")
    assert refused.status == 422
    assert "Erwartet: ein Text ohne offene Stellen. Vorgefunden: ____." in refused.text
    listed = browser.submit(refused, f"{path}/neu", text="Guten Tag,\n\nbitte schicken Sie den Ausweis.\n\nGrüße")
    assert "Der Brief ist erstellt." in listed.text
    pdf = browser.client.get(f"{path}/1.pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert browser.get(f"{path}/2.pdf").status == 404
    assert browser.get(f"{path}/neu?vorlage=erfunden").status == 404
