"""Changing the password: the present one once more, a good new one twice, all other sessions end."""

from __future__ import annotations

import pytest

from processes.identity.passwords import password_errors
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn
from tests.web.small_office import PASSWORD

PATH = "/konto/kennwort"
NEW = "Drei Ziegen singen leise"


def change(browser: Browser, old: str, new: str, again: str | None = None) -> Page:
    page = browser.get(PATH)
    return browser.submit(page, PATH, kennwort=old, kennwort_neu=new, kennwort_wiederholt=again or new)


def test_a_new_password_opens_the_door_and_the_old_one_does_not(sign_in: SignIn) -> None:
    anna, elsewhere = sign_in("a.beispiel"), sign_in("a.beispiel")
    assert "Das Kennwort ist geändert." in change(anna, PASSWORD, NEW).text
    assert anna.get("/mein-tag").heading == "Mein Tag"
    assert elsewhere.get("/mein-tag").heading == "Anmelden"
    assert elsewhere.sign_in("a.beispiel", PASSWORD).get("/mein-tag").heading == "Anmelden"
    assert elsewhere.sign_in("a.beispiel", NEW).get("/mein-tag").heading == "Mein Tag"


def test_a_wrong_present_password_counts_like_one_at_the_door(sign_in: SignIn) -> None:
    anna = sign_in("a.beispiel")
    for _attempt in range(5):
        page = change(anna, "geraten", NEW)
        assert page.status == 422
        assert "Das ist nicht Ihr jetziges Kennwort." in page.text
        assert NEW not in page.text
    assert "Zu viele Fehlversuche" in change(anna, PASSWORD, NEW).text


def test_the_two_new_ones_must_be_the_same(sign_in: SignIn) -> None:
    assert "sind verschieden" in change(sign_in("a.beispiel"), PASSWORD, NEW, NEW + "r").text


@pytest.mark.parametrize(
    "password",
    ["kurz", "x" * 200, "aaaaaaaaaaaaaaaa", "passwort1234", "anna.beispiel1", "Willkommen2026", "jobcenterqwertz"],
)
def test_weak_ones_are_refused(password: str) -> None:
    assert password_errors(password, ("a.beispiel", "Anna Beispiel"))


def test_a_sentence_is_taken() -> None:
    assert password_errors(NEW, ("a.beispiel", "Anna Beispiel")) is None
