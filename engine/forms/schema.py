"""JSON Schema 2020-12 of a form: the published one, and the one a filled-in form is checked against."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from engine.forms.components import (
    CHOICES,
    MAX_ROWS,
    MULTIPLE,
    TEXTS,
    Component,
    ComponentType,
    DateSubtype,
    Expression,
    Option,
    fields_of,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FORMATS = {DateSubtype.DATE: "date", DateSubtype.TIME: "time", DateSubtype.DATETIME: "date-time"}

#: keyword → attribute of Rules
_NUMBER_BOUNDS = {"minimum": "minimum", "maximum": "maximum"}
_LENGTH_BOUNDS = {"minLength": "min_length", "maxLength": "max_length"}

Entry = tuple[tuple[str, ...], dict[str, Any], bool]


def form_schema(components: tuple[Component, ...], title: str) -> dict[str, Any]:
    """The published schema of all values the form can give.

    Fields under a condition are optional, empty optional fields may be null; bounds and choices that depend on data
    are left to the check of the filled-in form.
    """
    return {"$schema": DIALECT, "title": title, **_level(components)}


def _level(components: tuple[Component, ...]) -> dict[str, Any]:
    conditional = _conditional_ids(components, False)
    entries: list[Entry] = []
    for field in fields_of(components):
        if field.disabled:
            continue
        schema = _static_field(field)
        required = field.required and field.id not in conditional
        if not required and field.type not in MULTIPLE | {ComponentType.CHECKBOX, ComponentType.DYNAMICLIST}:
            schema = _nullable(schema)
        entries.append((field.path, schema, required))
    return object_schema(entries)


def _static_field(field: Component) -> dict[str, Any]:
    if field.type is ComponentType.DYNAMICLIST:
        return {"type": "array", "maxItems": MAX_ROWS, "items": _level(field.components), **_titled(field)}
    options = field.options.static if field.options else None
    bounds = {
        keyword: value
        for keyword, attribute in (_NUMBER_BOUNDS | _LENGTH_BOUNDS).items()
        if isinstance(value := getattr(field.rules, attribute), Decimal | int)
    }
    plain_bounds = {keyword: _plain(value) for keyword, value in bounds.items()}
    return {**field_schema(field, options, plain_bounds), **_titled(field)}


def _titled(field: Component) -> dict[str, str]:
    return {"title": field.label.literal} if field.label.literal else {}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    nullable = dict(schema)
    if "type" in schema:
        nullable["type"] = [schema["type"], "null"]
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable


def _conditional_ids(components: Iterable[Component], inherited: bool) -> set[str]:
    found: set[str] = set()
    for component in components:
        conditional = inherited or component.conditional
        if conditional:
            found.add(component.id)
        if component.type is ComponentType.GROUP:
            found |= _conditional_ids(component.components, conditional)
    return found


def field_schema(
    field: Component, options: tuple[Option, ...] | None, bounds: Mapping[str, Decimal | int]
) -> dict[str, Any]:
    """The schema of one input. ``options`` None leaves the choices open; ``bounds`` are JSON Schema keywords.

    Bounds stay decimals: as binary fractions they would refuse a value that equals the bound.
    """
    if field.type in TEXTS:
        schema: dict[str, Any] = {"type": "string"}
        if field.rules.pattern is not None:
            schema["pattern"] = field.rules.pattern.source
        if field.rules.email:
            schema["format"] = "email"
        if field.rules.phone:
            schema["format"] = "phone"
        if field.required:
            schema["minLength"] = 1
    elif field.type is ComponentType.NUMBER:
        schema = {"type": "integer" if field.decimal_digits == 0 else "number"}
    elif field.type is ComponentType.DATETIME:
        schema = {"type": "string", "format": _FORMATS[field.subtype]}
    elif field.type is ComponentType.CHECKBOX:
        schema = {"type": "boolean"}
        if field.required:
            schema["const"] = True
    elif field.type in MULTIPLE:
        schema = {"type": "array", "uniqueItems": True, "items": _choice(options)}
        if field.required:
            schema["minItems"] = 1
    elif field.type in CHOICES:
        schema = _choice(options)
    else:
        raise TypeError(f"{field.id} is no input")
    return {**schema, **bounds}


def object_schema(entries: Iterable[Entry]) -> dict[str, Any]:
    """A closed object from (path, schema, required); inner objects are made for longer paths."""
    schema: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    for path, value, required in entries:
        place = schema
        for part in path[:-1]:
            if required and part not in place.setdefault("required", []):
                place["required"].append(part)
            place = place["properties"].setdefault(
                part, {"type": "object", "properties": {}, "additionalProperties": False}
            )
        place["properties"][path[-1]] = value
        if required:
            place.setdefault("required", []).append(path[-1])
    return schema


def bounds_over(field: Component, evaluate: Any) -> dict[str, Decimal | int]:
    """Bounds of a field as JSON Schema keywords; ``evaluate`` gives the value of a FEEL bound, null sets no bound."""
    found: dict[str, Decimal | int] = {}
    for keyword, attribute in (_NUMBER_BOUNDS | _LENGTH_BOUNDS).items():
        bound: Decimal | int | Expression | None = getattr(field.rules, attribute)
        value = bound if isinstance(bound, Decimal | int) or bound is None else evaluate(bound)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            found[keyword] = value if keyword in _NUMBER_BOUNDS else max(int(value), 0)
    return found


def _choice(options: tuple[Option, ...] | None) -> dict[str, Any]:
    return {} if options is None else {"enum": [_plain(option.value) for option in options]}


def _plain(value: Any) -> Any:
    """A number as JSON writes it; other values as they are."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
