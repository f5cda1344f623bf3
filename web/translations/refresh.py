"""`python -m web.translations.refresh`: bring the catalogues up to the texts they translate, and compile them.

There are three: `messages` for the texts in the code of the pages, `phrases` for those in the code below, `models` for
those of the shipped diagrams and forms. Texts that have gone leave their catalogue; new ones enter it empty. The exit
code is 1 while any text is untranslated.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from web.translations.models import texts_of_models
from web.translations.phrases import texts_of_phrases

HERE = Path(__file__).parent
WEB = HERE.parent
LANGUAGES = ("en",)

_METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
#: Functions whose first argument is a text, beside Babel's own.
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy": None}


def texts_of_code() -> Catalog:
    """Every text in the code and the templates, in the order of the files."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(
        WEB,
        _METHODS,
        keywords=_KEYWORDS,
        directory_filter=lambda path: Path(path).name not in ("node_modules", "static", "translations"),
    )
    for _file, _line, text, _comments, _context in sorted(found, key=lambda row: (row[0], row[1])):
        catalogue.add(text)
    return catalogue


#: The catalogues by name, and what each of them translates.
CATALOGUES: Mapping[str, Callable[[], Catalog]] = {
    "messages": texts_of_code,
    "phrases": texts_of_phrases,
    "models": texts_of_models,
}


def po_path(language: str, name: str = "messages") -> Path:
    return HERE / language / "LC_MESSAGES" / f"{name}.po"


def read_catalogue(language: str, name: str = "messages") -> Catalog:
    with po_path(language, name).open("rb") as file:
        return read_po(file, locale=language)


def untranslated(language: str, name: str = "messages") -> Iterator[str]:
    """Texts that the catalogue lacks."""
    known = read_catalogue(language, name)
    for message in CATALOGUES[name]():
        if message.id and not _is_translated(known.get(_key(message))):
            yield _key(message)


def refreshed(language: str, name: str = "messages") -> Catalog:
    """The catalogue with exactly the texts there are."""
    known, fresh = read_catalogue(language, name), Catalog(locale=language, charset="utf-8", fuzzy=False)
    fresh.header_comment = known.header_comment
    for message in CATALOGUES[name]():
        if message.id:
            earlier = known.get(_key(message))
            fresh.add(message.id, earlier.string if earlier else "", flags=message.flags)
    return fresh


def compiled(catalogue: Catalog) -> bytes:
    """The binary form that is read at run time; the same texts always give the same bytes."""
    out = io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(out, catalogue)
    return out.getvalue()


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def _is_translated(message: Message | None) -> bool:
    if message is None or not message.string:
        return False
    return isinstance(message.string, str) or all(message.string)


def main() -> int:
    missing: list[str] = []
    for language in LANGUAGES:
        for name in CATALOGUES:
            catalogue = refreshed(language, name)
            with po_path(language, name).open("wb") as file:
                write_po(file, catalogue, width=120, no_location=True, omit_header=True)
            po_path(language, name).with_suffix(".mo").write_bytes(compiled(read_catalogue(language, name)))
            missing += untranslated(language, name)
    sys.stderr.writelines(f"untranslated: {text}\n" for text in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
