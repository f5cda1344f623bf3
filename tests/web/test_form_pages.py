"""Modelled forms as pages: valid HTML, every input labelled, usable without JavaScript."""

from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from engine.forms import Form
from engine.phrases import Prose, verbatim
from tests.engine.forms.samples import NOW, check, field, form, options
from web.forms import (
    FILTERS,
    UnknownAction,
    changed_input,
    hidden_inputs,
    messages_by_place,
    render_markdown,
    typed_input,
    unseen_fields,
)

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"

TEXTS_OVER_DATA = (
    "= grund",
    '= "**Grund:** " + grund',
    "= liste",
    "= zeilen[1].wort",
    '= if art = "NOT_SET" then "offen" else "*bekannt*"',
)

EVERYTHING = form(
    {"type": "text", "id": "Text_1", "text": "# Hinweis\n\nBitte **vollständig** ausfüllen. <script>x</script>"},
    field("textfield", "name", "Name", description="Wie im Ausweis", validate={"required": True}),
    field("textfield", "mail", "E-Mail", validate={"validationType": "email"}),
    field("textarea", "notiz", "Notiz"),
    field("number", "miete", "Miete", decimalDigits=2, appearance={"prefixAdorner": "ca.", "suffixAdorner": "€"}),
    field("datetime", "beginn", "Beginn", validate={"required": True}),
    field("datetime", "uhr", "Uhrzeit", subtype="time", timeInterval=15),
    field("datetime", "termin", "Termin", subtype="datetime", dateLabel="Tag", timeLabel="Zeit"),
    field("select", "art", "Art", values=options("voll", "teil")),
    field("radio", "ort", "Ort", values=options("amt", "haus"), validate={"required": True}),
    field("checklist", "ziele", "Ziele", values=options("a", "b"), description="Mehrere möglich"),
    field("taglist", "marken", "Marken", valuesKey="marken"),
    field("checkbox", "belehrt", "Belehrt", description="Über die Rechte"),
    field("textfield", "nummer", "Nummer", readonly=True, description="Steht fest"),
    field("select", "team", "Team", values=options("eins"), readonly=True),
    field("textarea", "alt", "Altes", disabled=True, defaultValue="zwei\nZeilen"),
    {"type": "separator", "id": "Trenner"},
    {
        "type": "group",
        "id": "Anschrift",
        "label": "Anschrift",
        "path": "anschrift",
        "components": [
            field("textfield", "strasse", "Straße"),
            {"type": "group", "id": "Innen", "label": "Zusatz", "components": [field("textfield", "zusatz", "Zusatz")]},
        ],
    },
    {
        "type": "dynamiclist",
        "id": "Kinder",
        "label": "Kind",
        "path": "kinder",
        "components": [
            field("textfield", "vorname", "Vorname", validate={"required": True}),
            field("radio", "schule", "Schule", values=options("ja", "nein")),
            field("textfield", "welche", "Welche Schule", conditional={"hide": '=schule != "ja"'}),
        ],
    },
)


def render(compiled: Form, raw: Any, errors: Any = None, **context: Any) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(FILTERS)
    page = environment.from_string(
        "{% from 'components/form.html' import render_form, error_summary %}"
        '<!doctype html><html lang="de"><head><title>Seite</title></head><body><h1>Seite</h1>'
        '{{ error_summary(errors) }}<form method="post">{{ render_form(form, raw, errors, context, now) }}</form>'
        "</body></html>"
    )
    return page.render(form=compiled, raw=raw, errors=errors or {}, context=context, now=NOW)


def parsed(html: str) -> Element:
    """The document; any parse error of the HTML standard fails the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)  # type: ignore[no-any-return]


def by_id(document: Element, name: str) -> Element:
    found = [element for element in document.iter() if element.get("id") == name]
    assert len(found) == 1, name
    return found[0]


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(params=["empty", "wrong", "full"])
def document(request: pytest.FixtureRequest) -> Element:
    raw: dict[str, Any] = {
        "empty": {},
        "wrong": {
            "beginn": "31.02.2026",
            "uhr": "x",
            "termin": {"date": "x", "time": ""},
            "miete": "viel",
            "kinder": [{}, {"schule": "ja"}],
            "art": "weg",
        },
        "full": {
            "name": 'Erika "Ada" <Muster>',
            "beginn": "21.11.2026",
            "termin.date": "21.11.2026",
            "termin.time": "9 Uhr",
            "ort": "amt",
            "ziele": ["a", "b"],
            "belehrt": "on",
            "notiz": "\nerste Zeile leer",
            "kinder._rows": "2",
            "kinder.0.vorname": "Ada",
        },
    }[request.param]
    context = {"marken": ["rot", "grün"], "nummer": "4711", "team": "eins"}
    errors = messages_by_place(check(EVERYTHING, raw, **context).errors, "de")
    return parsed(render(EVERYTHING, raw, errors, **context))


def test_every_id_is_unique_and_every_reference_leads_somewhere(document: Element) -> None:
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in document.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for reference in (element.get(attribute) or "").split():
                assert reference in ids, (attribute, reference)
        link = element.get("href") or ""
        if link.startswith("#"):
            assert link[1:] in ids, link


def test_every_input_has_a_label_and_every_fieldset_a_legend(document: Element) -> None:
    labelled = {element.get("for") for element in document.iter("label")}
    for element in document.iter():
        if element.tag in ("input", "select", "textarea") and element.get("type") != "hidden":
            assert element.get("id") in labelled, element.attrib
        if element.tag == "fieldset":
            first = next(iter(element))
            assert first.tag == "legend"
            assert text(first)
        if element.tag == "button":
            assert text(element)
    assert all(text(label) for label in document.iter("label"))


def test_nothing_is_filled_in_by_the_browser_and_nothing_runs_inline(document: Element) -> None:
    for element in document.iter():
        if element.tag in ("input", "select", "textarea") and element.get("type") != "hidden" and element.get("name"):
            assert element.get("autocomplete") == "off", element.attrib
        assert element.tag != "script"
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]


def test_headings_follow_each_other_without_gaps(document: Element) -> None:
    levels = [int(element.tag[1]) for element in document.iter() if element.tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_errors_are_summed_up_and_stand_at_their_fields() -> None:
    raw = {"beginn": "31.02.2026", "kinder": [{}]}
    errors = messages_by_place(check(EVERYTHING, raw).errors, "de")
    document = parsed(render(EVERYTHING, raw, errors))
    summary = by_id(document, "fehler")
    assert [(link.get("href"), text(link)) for link in summary.iter("a")] == [
        ("#name", "Füllen Sie „Name“ aus."),
        ("#beginn", "„Beginn“: Das Datum 31.02.2026 gibt es nicht. Prüfen Sie Tag und Monat."),
        ("#ort", "Wählen Sie bei „Ort“ eine Möglichkeit."),
        ("#kinder-0-vorname", "Füllen Sie „Vorname“ aus."),
    ]
    name = by_id(document, "name")
    assert name.get("aria-invalid") == "true"
    assert (name.get("aria-describedby") or "").split() == ["name-hinweis", "name-fehler"]
    assert text(by_id(document, "name-fehler")) == "Füllen Sie „Name“ aus."
    assert text(by_id(document, "name-hinweis")) == "Wie im Ausweis"
    assert by_id(document, "ort").tag == "fieldset"
    # what the browser's own input could not show stays as it was typed
    beginn = by_id(document, "beginn")
    assert (beginn.get("type"), beginn.get("value")) == ("text", "31.02.2026")


def test_an_error_of_the_whole_form_is_not_a_link() -> None:
    document = parsed(render(EVERYTHING, {}, {"": "Laden Sie die Seite neu."}))
    assert [text(item) for item in by_id(document, "fehler").iter("li")] == ["Laden Sie die Seite neu."]
    assert list(by_id(document, "fehler").iter("a")) == []


def test_typed_values_come_back_escaped_and_whole() -> None:
    raw = {"name": '"><script>alert(1)</script>', "notiz": "\neins\n<b>", "beginn": "21.11.2026", "miete": "1.234,5"}
    document = parsed(render(EVERYTHING, raw))
    assert by_id(document, "name").get("value") == raw["name"]
    assert by_id(document, "notiz").text == raw["notiz"]
    assert (by_id(document, "beginn").get("type"), by_id(document, "beginn").get("value")) == ("date", "2026-11-21")
    miete = by_id(document, "miete")
    assert (miete.get("value"), miete.get("inputmode")) == ("1.234,5", "decimal")
    assert (miete.get("aria-describedby") or "").split() == ["miete-davor", "miete-danach"]
    assert by_id(document, "uhr").get("step") == "900"
    assert by_id(document, "mail").get("type") == "email"


def test_locked_fields_show_their_value_and_are_not_sent() -> None:
    document = parsed(render(EVERYTHING, {"nummer": "gefälscht"}, nummer="4711", team="eins"))
    assert by_id(document, "nummer").get("value") == "4711"
    assert by_id(document, "team").get("value") == "Eins"
    assert by_id(document, "alt").text == "zwei\nZeilen"
    assert {by_id(document, name).get("name") for name in ("nummer", "team", "alt")} == {None}


def test_choices_show_what_was_chosen() -> None:
    raw = {"ort": "haus", "ziele": ["b"], "art": "teil", "belehrt": "true"}
    document = parsed(render(EVERYTHING, raw, marken=["rot"]))
    assert [by_id(document, f"ort-{n}").get("checked") for n in (1, 2)] == [None, ""]
    assert [by_id(document, f"ziele-{n}").get("checked") for n in (1, 2)] == [None, ""]
    assert [o.get("value") for o in by_id(document, "art").iter("option") if o.get("selected") is not None] == ["teil"]
    assert by_id(document, "belehrt").get("checked") == ""
    assert "Zurzeit steht nichts zur Auswahl." in text(by_id(parsed(render(EVERYTHING, {})), "marken"))


def sent_by(document: Element, *, press: tuple[str, str] | None = None) -> MultiDict[str, str]:
    """What a browser sends for the page as it stands, pressing one of its buttons."""
    sent: MultiDict[str, str] = MultiDict()
    for element in document.iter():
        name = element.get("name")
        if not name:
            continue
        kind = element.get("type")
        if element.tag == "textarea":
            sent.add(name, element.text or "")
        elif element.tag == "select":
            chosen = [o for o in element.iter("option") if o.get("selected") is not None] or list(element)[:1]
            sent.add(name, chosen[0].get("value") or "")
        elif element.tag == "input" and (kind not in ("radio", "checkbox") or element.get("checked") is not None):
            sent.add(name, element.get("value") or "")
    if press:
        buttons = [(b.get("name"), b.get("value")) for b in document.iter("button")]
        assert press in buttons, buttons
        sent.add(*press)
    return sent


def test_what_a_page_sends_is_what_it_showed() -> None:
    raw = {
        "name": "Erika",
        "miete": "12,5",
        "beginn": "2026-11-21",
        "termin": {"date": "2026-11-21", "time": "09:30"},
        "ort": "amt",
        "ziele": ["a", "b"],
        "belehrt": "true",
        "anschrift": {"strasse": "Weg 1", "zusatz": ""},
        "kinder": [{"vorname": "Ada", "schule": "ja", "welche": "GS"}, {"vorname": "Bob"}],
    }
    sent = sent_by(parsed(render(EVERYTHING, raw)))
    result = check(EVERYTHING, typed_input(sent))
    assert result.is_valid
    assert result.values == check(EVERYTHING, raw).values
    assert unseen_fields(result, sent) == frozenset()


def test_rows_are_added_and_removed_by_buttons() -> None:
    document = parsed(render(EVERYTHING, {"kinder": [{"vorname": "Ada"}, {"vorname": "Bob"}]}))
    sent = sent_by(document, press=("_action", "add:kinder"))
    changed = changed_input(EVERYTHING, typed_input(sent), sent["_action"], {}, NOW)
    assert changed is not None
    assert [row.get("vorname") for row in changed["kinder"]] == ["Ada", "Bob", None]
    document = parsed(render(EVERYTHING, changed))
    assert text(by_id(document, "kinder-2")).startswith("Kind 3")
    sent = sent_by(document, press=("_action", "remove:kinder:0"))
    changed = changed_input(EVERYTHING, typed_input(sent), sent["_action"], {}, NOW)
    assert changed is not None
    assert [row.get("vorname") for row in changed["kinder"]] == ["Bob", ""]


@pytest.mark.parametrize("action", ["add:nichts", "remove:kinder:9", "remove:kinder:x", "remove:kinder", "delete:x"])
def test_actions_a_page_does_not_offer_are_unknown(action: str) -> None:
    with pytest.raises(UnknownAction):
        changed_input(EVERYTHING, {"kinder": [{}]}, action, {}, NOW)


def test_enter_never_removes_a_row() -> None:
    buttons = list(parsed(render(EVERYTHING, {"kinder": [{}]})).iter("button"))
    assert buttons[0].get("name") is None
    assert buttons[0].get("tabindex") == "-1"


def test_a_field_nobody_saw_stops_the_way_on() -> None:
    raw = {"kinder": [{"vorname": "Ada", "schule": "nein"}], "name": "E", "beginn": "2026-01-01", "ort": "amt"}
    sent = sent_by(parsed(render(EVERYTHING, raw)))
    sent["kinder.0.schule"] = "ja"
    result = check(EVERYTHING, typed_input(sent))
    assert result.is_valid
    assert unseen_fields(result, sent) == {"kinder.0.welche"}
    assert changed_input(EVERYTHING, typed_input(sent), "refresh", {}, NOW) == typed_input(sent)
    assert changed_input(EVERYTHING, typed_input(sent), "", {}, NOW) is None


def test_only_forms_with_conditions_offer_to_adapt() -> None:
    assert 'value="refresh"' in render(EVERYTHING, {})
    assert "data-form-dynamic" in render(EVERYTHING, {})
    assert 'value="refresh"' not in render(form(field("textfield", "a")), {})


def test_a_check_page_can_send_everything_once_more() -> None:
    raw = {"name": "Erika", "ziele": ["a", "b"], "termin": {"date": "2026-11-21", "time": "09:30"}}
    raw |= {"kinder": [{"vorname": "Ada"}, {}], "leer": None, "nichts": []}
    again = MultiDict(hidden_inputs(raw))
    assert typed_input(again) == {
        "name": "Erika",
        "ziele": ["a", "b"],
        "termin.date": "2026-11-21",
        "termin.time": "09:30",
        "kinder._rows": "2",
        "kinder.0.vorname": "Ada",
        "leer": "",
    }


def test_names_of_the_page_are_no_input() -> None:
    sent = MultiDict([("_action", "x"), ("_shown", "a"), ("csrf_token", "t"), ("a", "1"), ("a", "2"), ("k._rows", "1")])
    assert typed_input(sent) == {"a": ["1", "2"], "k._rows": "1"}


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# Eins\n## Zwei", "<h2>Eins</h2>\n<h3>Zwei</h3>\n"),
        ("**fett** & *schräg*", "<p><strong>fett</strong> &amp; <em>schräg</em></p>\n"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("![Bild](https://example.org/x.png)", "<p></p>\n"),
        ("[weg](javascript:alert(1))", "<p>[weg](javascript:alert(1))</p>\n"),
        ("[Amt](https://example.org)", '<p><a href="https://example.org" rel="noopener noreferrer">Amt</a></p>\n'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ],
)
def test_markdown_gives_few_and_safe_elements(source: str, html: str) -> None:
    assert html in render_markdown(source)


@given(st.text("ab1 .,:;-+*_~=#|<>&()[]{}!\\`'\"/\n\t"))
@example("1. Mai\n- und\n\n    weiter\n===")
@example("![x](http://example.org) &amp; <b>")
def test_a_text_shown_as_it_is_reads_as_it_was_typed(text: str) -> None:
    page = html5lib.parseFragment(render_markdown(verbatim(text)), namespaceHTMLElements=False)
    assert {element.tag for element in page.iter()} <= {"DOCUMENT_FRAGMENT", "p", "br"}
    shown = "".join("\n" + (e.tail or "") if e.tag == "br" else e.text or "" for p in page for e in p.iter())
    assert [line.split() for line in shown.split("\n") if line.split()] == [
        line.split() for line in text.split("\n") if line.split()
    ]


def test_what_people_typed_is_no_markup_in_the_texts_of_a_form() -> None:
    texts = [{"type": "text", "id": f"Text_{number}", "text": text} for number, text in enumerate(TEXTS_OVER_DATA)]
    context = {"grund": "1. *Frist*", "liste": Prose("* {x}", x="_a_"), "zeilen": [{"wort": "a|b"}], "art": "NOT_SET"}
    shown = [str(render_markdown(node.text)) for node in form(*texts).view({}, context, now=NOW)]
    assert shown == [
        "<p>1. *Frist*</p>\n",
        "<p><strong>Grund:</strong> 1. *Frist*</p>\n",
        "<ul>\n<li>_a_</li>\n</ul>\n",
        "<p>a|b</p>\n",
        "<p>offen</p>\n",
    ]
