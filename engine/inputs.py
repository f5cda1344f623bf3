"""Whether a command holds what its fields declare: told by field before anything is begun.

Types of the language are not checked when a command is made, and a database refuses a text for a number only on its own
terms. So the executor asks here, once for all commands of the engine.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from engine.errors import WrongInput
from engine.phrases import Phrase

#: What is told of a field that does not fit: expected in German and in English, found in German and in English.
Misfit = tuple[str, str, str, str]
Check = Callable[[Any], Misfit | None]

#: Beyond this no database keeps a whole number as one.
_MOST = 2**63

_FOUND: Mapping[type, tuple[str, str]] = {
    type(None): (Phrase("nichts"), "nothing"),
    str: (Phrase("ein Text"), "a text"),
    bool: (Phrase("ja oder nein"), "a truth value"),
    int: (Phrase("eine Zahl"), "a number"),
    float: (Phrase("eine Zahl"), "a number"),
    bytes: (Phrase("Bytes"), "bytes"),
    list: (Phrase("eine Liste"), "a list"),
    tuple: (Phrase("eine Liste"), "a list"),
    dict: (Phrase("eine Gruppe von Werten"), "a mapping"),
    datetime: (Phrase("ein Zeitpunkt"), "a moment"),
}


def check_fields(command: Any) -> None:
    """Raises `WrongInput` naming every field that does not fit. Values are never told, only what they are."""
    misfits = {}
    for name, check in _checks(cast(Hashable, type(command))):
        misfit = check(getattr(command, name))
        if misfit is not None:
            misfits[name] = misfit
    if misfits:
        raise WrongInput(misfits)


@cache
def _checks(command: Hashable) -> tuple[tuple[str, Check], ...]:
    assert isinstance(command, type)
    if not command.__module__.startswith("engine.commands.") or not is_dataclass(command):
        return ()
    hints = get_type_hints(command)
    found = ((field.name, _check_of(hints[field.name])) for field in fields(command))
    return tuple((name, check) for name, check in found if check is not None)


def _check_of(hint: Any) -> Check | None:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional([each for each in get_args(hint) if each is not type(None)])
    if origin is tuple and get_args(hint)[1:] == (...,):
        return _items(_check_of(get_args(hint)[0]))
    if origin is tuple:
        return _row([_check_of(each) for each in get_args(hint)])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping
    return _PLAIN.get(hint) or (_instance(hint) if isinstance(hint, type) and hint not in (Any, object) else None)


def _optional(hints: Sequence[Any]) -> Check | None:
    check = _check_of(hints[0]) if len(hints) == 1 else None
    return None if check is None else lambda value: None if value is None else check(value)


def _items(check: Check | None) -> Check:
    def misfit(value: Any) -> Misfit | None:
        if not isinstance(value, list | tuple):
            return _told(Phrase("eine Liste"), "a list", value)
        return next(_misfits(check, value), None) if check is not None else None

    return misfit


def _row(checks: Sequence[Check | None]) -> Check:
    def misfit(value: Any) -> Misfit | None:
        if not isinstance(value, list | tuple) or len(value) != len(checks):
            return _told(Phrase("eine Liste mit {n} Teilen", n=len(checks)), f"a list of {len(checks)} parts", value)
        return next((m for check, part in zip(checks, value, strict=True) if check and (m := check(part))), None)

    return misfit


def _misfits(check: Check, items: Collection[Any]) -> Iterator[Misfit]:
    return (misfit for item in items if (misfit := check(item)) is not None)


def _instance(wanted: type) -> Check:
    name = wanted.__name__
    return lambda value: None if isinstance(value, wanted) else _told(name, name, value)


def check_whole(value: Any) -> Misfit | None:
    """What speaks against a value as a whole number that a database keeps."""
    if not isinstance(value, int) or isinstance(value, bool):
        return _told(Phrase("eine ganze Zahl"), "a whole number", value)
    if not -_MOST <= value < _MOST:
        return (
            Phrase("eine Zahl mit höchstens 18 Stellen"),
            "a number of at most 18 digits",
            Phrase("eine größere"),
            "a greater one",
        )
    return None


def check_text(value: Any) -> Misfit | None:
    """What speaks against a value as a text that a database keeps."""
    if not isinstance(value, str):
        return _told(Phrase("ein Text"), "a text", value)
    if "\x00" in value or (not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)):
        return (Phrase("lesbarer Text"), "readable text", Phrase("Zeichen, die keine sind"), "characters that are none")
    return None


def _moment(value: Any) -> Misfit | None:
    if not isinstance(value, datetime):
        return _told(Phrase("ein Zeitpunkt"), "a moment", value)
    if value.tzinfo is None:
        return (Phrase("ein Zeitpunkt mit Zeitzone"), "a moment with a time zone", Phrase("einer ohne"), "one without")
    return None


def _mapping(value: Any) -> Misfit | None:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        return _told(Phrase("Werte mit Namen"), "values by name", value)
    return None


_PLAIN: Mapping[Any, Check] = {int: check_whole, str: check_text, datetime: _moment}


def _told(german: str, english: str, value: Any) -> Misfit:
    name = type(value).__name__
    return (german, english, *_FOUND.get(type(value), (name, name)))
