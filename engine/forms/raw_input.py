"""Raw input: what a person typed, kept as typed.

A web form sends flat names, a REST client nested JSON; both become one nested structure here. Names of a page:

* ``name`` or ``anschrift.strasse`` - the path of a field
* ``kinder.0.name`` - field ``name`` in the first row of the dynamic list ``kinder``
* ``kinder._rows`` - how many rows the page showed (a row of unticked boxes sends nothing else)
* ``termin.date`` and ``termin.time`` - the two inputs of a date with time

Drafts are this structure (or the flat names) and are stored without validation.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.forms.components import MAX_ROWS, Component, ComponentType

ROWS = "_rows"
#: Names of one submission, and dots in one name: more is no page of ours.
MAX_NAMES = 5_000
MAX_DEPTH = 12


class UnreadableInput(ValueError):
    """The submission has more names or rows than any form, or names that contradict each other."""


def nest(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The nested structure of ``raw``; names without dots and nested values stay as they are.

    ``{"a.b": "1", "k.0.c": "2"}`` becomes ``{"a": {"b": "1"}, "k": {"0": {"c": "2"}}}``. Raises
    :class:`UnreadableInput` for too many names, or a name that is a value and a container at once.
    """
    if len(raw) > MAX_NAMES:
        raise UnreadableInput(f"more than {MAX_NAMES} names")
    nested: dict[str, Any] = {}
    for name, value in raw.items():
        parts = name.split(".")
        if len(parts) > MAX_DEPTH:
            raise UnreadableInput("a name has too many parts")
        place = nested
        for part in parts[:-1]:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                raise UnreadableInput(f"{name} is inside a value")
            place = inner
        if isinstance(place.get(parts[-1]), dict) and not isinstance(value, Mapping):
            raise UnreadableInput(f"{name} is a value and a container")
        if isinstance(value, Mapping) and isinstance(place.get(parts[-1], {}), dict):
            place[parts[-1]] = {**place.get(parts[-1], {}), **value}
        else:
            place[parts[-1]] = value
    return nested


def at(nested: Mapping[str, Any], path: Sequence[str]) -> Any:
    """The value at ``path``, None when there is none."""
    place: Any = nested
    for part in path:
        if not isinstance(place, Mapping) or part not in place:
            return None
        place = place[part]
    return place


def put(nested: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Set the value at ``path``, making the containers on the way."""
    for part in path[:-1]:
        inner = nested.get(part)
        if not isinstance(inner, dict):
            inner = nested[part] = {}
        nested = inner
    nested[path[-1]] = value


def rows_of(value: Any, *, fixed: bool = False) -> list[dict[str, Any]]:
    """The rows of a dynamic list from a list of objects or from ``{"0": {…}, "1": {…}, "_rows": "2"}``.

    Rows keep the order of their numbers. Gaps close where people remove rows, and are empty rows where the rows are
    ``fixed``: there a number says which row is meant. Raises :class:`UnreadableInput` beyond 200 rows or for
    anything else.
    """
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        numbered = {key: row for key, row in value.items() if key != ROWS}
        if not all(key.isascii() and key.isdigit() and len(key) < 5 for key in numbered):
            raise UnreadableInput("rows are numbered")
        shown = value.get(ROWS, "0")
        if not (isinstance(shown, str) and shown.isascii() and shown.isdigit() and len(shown) < 5):
            raise UnreadableInput("the number of rows is no number")
        if int(shown) > MAX_ROWS:
            raise UnreadableInput(f"more than {MAX_ROWS} rows")
        by_number = {number: {} for number in range(int(shown))} | {int(key): row for key, row in numbered.items()}
        if fixed:
            by_number = {number: {} for number in range(min(max(by_number, default=-1) + 1, MAX_ROWS))} | by_number
        rows = [by_number[number] for number in sorted(by_number)]
    elif isinstance(value, Sequence) and not isinstance(value, str):
        rows = list(value)
    else:
        raise UnreadableInput("a dynamic list is a list of rows")
    if len(rows) > MAX_ROWS:
        raise UnreadableInput(f"more than {MAX_ROWS} rows")
    if not all(isinstance(row, Mapping) for row in rows):
        raise UnreadableInput("a row is an object")
    return [nest(row) for row in rows]


def canonical(components: Sequence[Component], raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Raw input in the shape of the form, and the dotted names the form does not know.

    Dynamic lists become lists of rows, every other known value stays as typed; unknown values are left out. Names
    that start with an underscore belong to the page and are ignored. Raises :class:`UnreadableInput`.
    """
    nested = nest(raw)
    known: dict[str, Any] = {}
    unknown: list[str] = []
    fields = {field.path: field for field in _fields(components)}
    _sort(nested, (), fields, known, unknown)
    return known, unknown


def _fields(components: Sequence[Component]) -> list[Component]:
    found: list[Component] = []
    for component in components:
        if component.is_field:
            found.append(component)
        elif component.components:
            found += _fields(component.components)
    return found


def _sort(
    nested: Mapping[str, Any],
    prefix: tuple[str, ...],
    fields: Mapping[tuple[str, ...], Component],
    known: dict[str, Any],
    unknown: list[str],
) -> None:
    for key, value in nested.items():
        path = (*prefix, key)
        field = fields.get(path)
        if field is not None and field.type is ComponentType.DYNAMICLIST:
            rows = []
            for number, row in enumerate(rows_of(value, fixed=not field.add_remove)):
                row_known, row_unknown = canonical(field.components, row)
                rows.append(row_known)
                unknown += [f"{'.'.join(path)}.{number}.{name}" for name in row_unknown]
            put(known, path, rows)
        elif field is not None:
            put(known, path, value)
        elif isinstance(value, Mapping) and any(known_path[: len(path)] == path for known_path in fields):
            _sort(value, path, fields, known, unknown)
        elif not key.startswith("_"):
            unknown += _leaf_names(".".join(path), value)


def _leaf_names(name: str, value: Any) -> list[str]:
    if isinstance(value, Mapping) and value and name.count(".") < MAX_DEPTH:
        return [leaf for key, inner in value.items() for leaf in _leaf_names(f"{name}.{key}", inner)]
    return [name]


def add_row(raw: Mapping[str, Any], form_components: Sequence[Component], name: str) -> dict[str, Any]:
    """Raw input with one empty row more in the dynamic list at the dotted ``name`` (``kinder``, ``kinder.0.orte``).

    Raises KeyError when the form has no such list, or people may not add to it; at 200 rows nothing is added.
    """
    known, _ = canonical(form_components, raw)
    rows = _rows_at(known, form_components, name.split("."))
    if len(rows) < MAX_ROWS:
        rows.append({})
    return known


def remove_row(raw: Mapping[str, Any], form_components: Sequence[Component], name: str, number: int) -> dict[str, Any]:
    """Raw input without row ``number`` (from 0) of the dynamic list at the dotted ``name``; later rows move up.

    Raises KeyError when the form has no such list, row, or people may not remove from it.
    """
    known, _ = canonical(form_components, raw)
    rows = _rows_at(known, form_components, name.split("."))
    if not 0 <= number < len(rows):
        raise KeyError(f"{name} has no row {number}")
    del rows[number]
    return known


def _rows_at(known: dict[str, Any], components: Sequence[Component], parts: list[str]) -> list[dict[str, Any]]:
    for field in _fields(components):
        if field.type is not ComponentType.DYNAMICLIST or tuple(parts[: len(field.path)]) != field.path:
            continue
        rows = at(known, field.path)
        if rows is None:
            rows = []
            put(known, field.path, rows)
        rest = parts[len(field.path) :]
        if not rest:
            if not field.add_remove:
                raise KeyError(f"rows of {field.name} are fixed")
            return rows  # type: ignore[no-any-return]
        if rest[0].isdigit() and int(rest[0]) < len(rows):
            return _rows_at(rows[int(rest[0])], field.components, rest[1:])
    raise KeyError(f"no dynamic list {'.'.join(parts)}")
