"""Modelled forms on pages: what was sent becomes raw input, Markdown of the designer becomes safe HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.forms import FieldError, Form, FormResult
from web.language import told
from web.model_texts import language_of

#: Name of the buttons that change the page and not the case; see :func:`changed_input`.
ACTION = "_action"
#: Hidden inputs that name the fields a page showed.
SHOWN = "_shown"

#: Elements a designer's text may produce. No images: they would tell another server who opened which case.
_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


class UnknownAction(LookupError):
    """A page sent an action, list or row its form does not have; answered with 404."""


def typed_input(sent: MultiDict[str, str]) -> dict[str, Any]:
    """Raw input of a form: what was typed, name by name; several values of one name as a list.

    Names of the page itself (``_action``, ``_revision``, ``csrf_token``) are left out; ``kinder._rows`` belongs to the
    form.
    """
    return {
        name: values[0] if len(values) == 1 else list(values)
        for name, values in sent.lists()
        if not name.startswith("_") and name != "csrf_token"
    }


def changed_input(
    form: Form, typed: Mapping[str, Any], action: str, context: Mapping[str, Any], now: datetime
) -> dict[str, Any] | None:
    """The input a page shows next when one of its own buttons was pressed, None when it was another button.

    ``add:kinder`` adds a row, ``remove:kinder:0`` removes one, ``refresh`` shows the fields that the answers now ask
    for and fills those that follow others. Nothing typed is lost. Raises :class:`UnknownAction`.
    """
    verb, _, rest = action.partition(":")
    try:
        if verb == "add":
            return form.add_row(typed, rest)
        if verb == "remove":
            name, _, number = rest.rpartition(":")
            return form.remove_row(typed, name, int(number))
    except (KeyError, ValueError) as error:
        raise UnknownAction(action) from error
    if verb == "refresh":
        return form.filled(typed, context, now=now)
    if verb:
        raise UnknownAction(action)
    return None


def unseen_fields(result: FormResult, sent: MultiDict[str, str]) -> frozenset[str]:
    """Fields that the answers ask for but the page did not show: show it again before going on.

    Without JavaScript a page cannot reveal a field when a box is ticked; a field nobody saw must not count as left
    empty on purpose.
    """
    return result.visible - frozenset(sent.getlist(SHOWN))


def messages_by_place(errors: Iterable[FieldError], locale: str) -> dict[str, str]:
    """Place of a field → what to correct, in the order of the form. Errors of the whole form have the place ``""``."""
    return {error.path: error.message(locale) for error in errors}


def hidden_inputs(raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Raw input as names and texts of hidden inputs, for a check-answers page that sends everything once more."""
    return list(_flat(raw, ""))


def _flat(raw: Any, name: str) -> Iterable[tuple[str, str]]:
    prefix = f"{name}." if name else ""
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from _flat(value, f"{prefix}{key}")
    elif isinstance(raw, list) and any(isinstance(item, Mapping) for item in raw):
        yield f"{prefix}_rows", str(len(raw))
        for number, row in enumerate(raw):
            yield from _flat(row, f"{prefix}{number}")
    elif isinstance(raw, list):
        for item in raw:
            yield name, str(item)
    else:
        yield name, "" if raw is None else str(raw)


def anchor(place: str) -> str:
    """The id of a field on a page, from its place: ``kinder.0.name`` → ``kinder-0-name``."""
    return place.replace(".", "-").replace("#", "teil-")


def render_markdown(text: str) -> Markup:
    """Markdown of a designer or a phrase, in the language of the person, as HTML from a short allow-list of elements.

    Headings move down one level because a page has one ``h1``; raw HTML is shown as text; links lead to http, https
    or mail addresses only.
    """
    return _html_of(str(told(text)))


@lru_cache(maxsize=512)
def _html_of(text: str) -> Markup:
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}))


#: Filters that ``components/form.html`` needs.
FILTERS = {"markdown": render_markdown, "anchor": anchor, "language_of": language_of}
