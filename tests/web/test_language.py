"""German is the language of the house; people may read the interface in English."""

from __future__ import annotations

import re

import pytest

from tests.web.browser import Browser
from web.translations.refresh import CATALOGUES, LANGUAGES, compiled, po_path, read_catalogue, untranslated

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)\}")


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str, name: str) -> None:
    missing = list(untranslated(language, name))
    assert missing == [], "run python -m web.translations.refresh and fill in what is empty"


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_readable_one(language: str, name: str) -> None:
    assert po_path(language, name).with_suffix(".mo").read_bytes() == compiled(read_catalogue(language, name))


@pytest.mark.parametrize("name", ["messages", "phrases"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str, name: str) -> None:
    for message in read_catalogue(language, name):
        if isinstance(message.id, str) and message.id:
            assert set(_PLACEHOLDER.findall(message.id)) == set(_PLACEHOLDER.findall(str(message.string))), message.id


def test_a_person_reads_the_interface_in_english(anna: Browser) -> None:
    page = anna.submit(anna.get("/konto"), "/konto/sprache", sprache="en")
    assert page.document.get("lang") == "en"
    assert page.heading == "My account"
    day = anna.get("/mein-tag")
    assert "Critically overdue" in day.text
    assert "Monday, 19 October 2026" in day.text
    assert "for 12 days" in day.text
    back = anna.submit(anna.get("/konto"), "/konto/sprache", sprache="de")
    assert back.heading == "Mein Konto"


def test_an_unknown_language_changes_nothing(anna: Browser) -> None:
    assert anna.submit(anna.get("/konto"), "/konto/sprache", sprache="tlh").status == 404
    assert anna.get("/konto").heading == "Mein Konto"


def test_before_sign_in_the_browser_says_which_language(anna: Browser) -> None:
    anna.client.delete_cookie("phasenwerk")
    assert anna.get("/anmelden", **{"Accept-Language": "en-GB"}).heading == "Sign in"
    assert anna.get("/anmelden", **{"Accept-Language": "fr, de;q=0.5"}).heading == "Anmelden"
