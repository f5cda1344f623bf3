"""Texts in the language of the person: German as written in the code, other languages from the catalogues.

A typed doorway to Flask-Babel, under the names that the extraction of messages looks for.
"""

from __future__ import annotations

from typing import cast

import flask_babel


def gettext(message: str, **values: object) -> str:
    """The text, with `%(name)s` filled in."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, count: int) -> str:
    """The text for a number, which stands in it as `%(num)d`."""
    return str(flask_babel.ngettext(one, many, count))


def lazy_gettext(message: str) -> str:
    """A text that is translated when it is shown: for constants of a module."""
    return cast(str, flask_babel.lazy_gettext(message))


def is_german() -> bool:
    """Whether the page is shown in German."""
    return str(flask_babel.get_locale() or "de").startswith("de")
