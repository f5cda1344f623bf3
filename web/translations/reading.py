"""Reading the compiled catalogues at run time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import read_mo

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=16)
def catalogue(language: str, name: str) -> Mapping[str, str]:
    """German text → text, empty for a language without a catalogue of this name."""
    path = _FOLDER / language / "LC_MESSAGES" / f"{name}.mo"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_mo(file) if message.id and message.string}
