"""The script of modelled forms in a real browser: fields appear while people type, and nothing typed is lost."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, render_template_string, request
from flask_babel import Babel
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.engine.forms.samples import NOW, field, form, options
from web.forms import ACTION, FILTERS, changed_input, typed_input

pytestmark = pytest.mark.browser

WEB = Path(__file__).parents[2] / "web"

MODEL = form(
    field("radio", "arbeit", "Arbeit", values=options("ja", "nein")),
    field("textfield", "firma", "Firma", conditional={"hide": '=arbeit != "ja"'}),
    field("textfield", "notiz", "Notiz"),
    field("datetime", "ab", "Ab wann", subtype="date", dateLabel="Ab wann"),
    {
        "type": "dynamiclist",
        "id": "Kinder",
        "label": "Kind",
        "path": "kinder",
        "components": [field("textfield", "vorname", "Vorname")],
    },
)

PAGE = """{% from 'components/form.html' import render_form %}<!doctype html>
<html lang="de"><head><title>Formular</title></head><body><h1>Formular</h1>
<form method="post" action="/"><input type="hidden" name="_revision" value="{{ revision }}">
{{ render_form(model, raw, {}, {}, now) }}</form>
<script type="module" src="/static/js/form.js"></script></body></html>"""


def build() -> Flask:
    app = Flask("form-script", root_path=str(WEB))
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(FILTERS)
    Babel(app, default_locale="de")

    @app.route("/", methods=["GET", "POST"])
    def page() -> Response:
        typed = typed_input(request.form) if request.method == "POST" else MODEL.initial({}, now=NOW)
        raw = changed_input(MODEL, typed, request.form.get(ACTION, ""), {}, NOW) or typed
        revision = int(request.form.get("_revision", "0")) + 1
        html = render_template_string(PAGE, model=MODEL, raw=raw, now=NOW, revision=revision)
        policy = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; style-src 'self'"
        return Response(html, headers={"Content-Security-Policy": policy})

    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, build(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture(scope="module")
def page(address: str, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def test_a_field_appears_when_an_answer_asks_for_it(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("button", name="Felder an meine Angaben anpassen")).to_be_hidden()
    page.get_by_label("Notiz").fill("bleibt stehen")
    page.get_by_label("Ja").check()
    expect(page.get_by_label("Firma")).to_be_visible()
    expect(page.get_by_label("Notiz")).to_have_value("bleibt stehen")
    expect(page.locator("[data-form-status]")).to_have_text("Das Formular wurde an Ihre Angaben angepasst.")
    expect(page.get_by_label("Ja")).to_be_focused()
    page.get_by_label("Nein").check()
    expect(page.get_by_label("Firma")).to_have_count(0)


def test_the_number_of_the_draft_follows_every_answer_of_the_server(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Ja").check()
    expect(page.locator("[name=_revision]")).to_have_value("2")
    expect(page.get_by_label("Firma")).to_be_visible()
    page.get_by_label("Nein").check()
    expect(page.locator("[name=_revision]")).to_have_value("3")


def test_nothing_is_asked_once_the_form_is_sent(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(address)
    page.evaluate("document.addEventListener('submit', event => event.preventDefault())")  # the next page is slow
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.get_by_label("Ja").check()
    page.get_by_role("button", name="Zeile hinzufügen: Kind").click()
    page.clock.fast_forward(1_000)
    assert asked == []
    page.get_by_label("Nein").check()
    page.clock.fast_forward(1_000)
    expect(page.locator("[name=_revision]")).to_have_value("2")
    assert asked == ["POST"]
    page.close()


def test_enter_goes_on_and_removes_nothing(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Vorname").fill("Ada")
    with page.expect_navigation():
        page.get_by_label("Vorname").press("Enter")
    expect(page.get_by_label("Vorname")).to_have_value("Ada")


def test_rows_are_added_by_a_button(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Vorname").fill("Ada")
    page.get_by_role("button", name="Zeile hinzufügen: Kind").click()
    expect(page.get_by_label("Vorname")).to_have_count(2)
    expect(page.get_by_label("Vorname").first).to_have_value("Ada")
    page.get_by_role("button", name="Zeile entfernen: Kind 1").click()
    expect(page.get_by_label("Vorname")).to_have_count(1)
    expect(page.get_by_label("Vorname")).to_have_value("")


def test_a_date_half_typed_is_not_taken_away_by_an_answer(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Ja").check()
    day = page.get_by_label("Ab wann")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        day.focus()
        page.keyboard.type("0203")
    expect(page.locator("[name=_revision]")).to_have_value("2")
    assert day.evaluate("one => one.validity.badInput"), "what was typed is still there"
    expect(page.get_by_label("Firma")).to_have_count(0)
    page.keyboard.type("2026")
    expect(page.get_by_label("Firma")).to_be_visible()
    expect(day).to_have_value(re.compile("2026-0[23]-0[23]"))
