"""What a stored German sentence was made of. Only the text is stored, so readers of other languages find it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from engine.phrases import Phrase
from web.translations.reading import catalogue

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
#: Letters a template must say by itself. Less could as well be what a person wrote.
_LEAST = 12


@lru_cache(maxsize=4096)
def recognised(language: str, text: str) -> Phrase | None:
    """The phrase that gives this German text, of those that the language has words for; None if there is none.

    The template that says most itself wins. Values are phrases again if they can be found, else as they are.
    """
    for pattern, template in _patterns(language):
        if match := pattern.fullmatch(text):
            return Phrase(template, **{name: Phrase(value) for name, value in match.groupdict().items()})
    return None


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Templates with values that say enough to be told apart, the longest first."""
    known: Mapping[str, str] = catalogue(language, "phrases")
    found = {t: _PLACEHOLDER.split(t) for t in known if _PLACEHOLDER.search(t)}
    said = {t: sum(map(len, parts[::2])) for t, parts in found.items() if sum(map(len, parts[::2])) >= _LEAST}
    return tuple((_pattern(found[template]), template) for template in sorted(said, key=lambda t: (-said[t], t)))


def _pattern(parts: list[str]) -> re.Pattern[str]:
    """`parts` are texts and names of placeholders in turn. A placeholder that stands twice has the same value twice."""
    seen: set[str] = set()
    pattern = ""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            pattern += f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(pattern, re.DOTALL)
