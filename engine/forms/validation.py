"""From raw input to values: read, settle, check against JSON Schema, say what is wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from engine.calendar import berlin_date
from engine.forms import messages
from engine.forms.components import Component, ComponentType, Expression, fields_of
from engine.forms.pattern import Pattern, compile_pattern
from engine.forms.raw_input import UnreadableInput, at, canonical, put
from engine.forms.reading import is_empty, read
from engine.forms.schema import bounds_over, field_schema, object_schema
from engine.forms.state import FormState, Placed, Surroundings, placed, settle


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing a person has to correct."""

    #: dotted path of the field (``kinder.0.name``), the name of its input on the page; empty: the whole form
    path: str
    #: stable name of the rule, such as ``required`` or ``maximum``
    code: str
    #: whole sentences that name the field
    message_de: str
    message_en: str
    label: str = ""

    def message(self, locale: str = "de") -> str:
        """The sentence for a locale such as "de" or "en_GB"; any language but English reads German."""
        return self.message_en if locale.lower().startswith("en") else self.message_de


@dataclass(frozen=True)
class FormResult:
    """What came out of an input. ``values`` are complete and valid only when there are no ``errors``."""

    #: nested by path; ``str``, ``Decimal``, ``date``, ``time``, aware ``datetime``, ``bool``, lists, rows as dicts.
    #: Hidden and disabled fields are left out, empty ones are None, False or [].
    values: dict[str, Any]
    errors: tuple[FieldError, ...] = ()
    #: dotted paths of the visible fields
    visible: frozenset[str] = frozenset()

    @property
    def is_valid(self) -> bool:
        """True when the values may be used."""
        return not self.errors


@dataclass
class _Check:
    """One check in progress: what is left of the visible fields, and the errors found so far."""

    state: FormState
    around: Surroundings
    errors: dict[str, FieldError] = field(default_factory=dict)

    def add(self, item: Placed, code: str, message: messages.Message) -> None:
        """Keep the first error of a field; further ones only confuse."""
        label = self.label(item)
        self.errors.setdefault(item.place, FieldError(item.place, code, *message, label=label))

    def label(self, item: Placed) -> str:
        return item.component.label.over(item.scope, self.around.now) or item.component.key


def validate(components: tuple[Component, ...], raw: Mapping[str, Any], around: Surroundings) -> FormResult:
    """The values and errors of raw input (flat names of a page, or nested JSON values). Never raises for any input
    made of JSON values."""
    try:
        known, unknown = canonical(components, raw)
    except UnreadableInput:
        return FormResult({}, (FieldError("", "unreadable", *messages.unreadable()),))
    reading = read(components, known)
    state = settle(components, reading.values, around)
    check = _Check(state, around)
    fields = [item for item in placed(components, state, around) if item.component.is_field]
    editable = [item for item in fields if item.place not in state.readonly]
    for item in editable:
        if problem := reading.problems.get(item.place):
            label = check.label(item)
            check.add(item, problem.code, (f"„{label}“: {problem.message_de}", f"“{label}”: {problem.message_en}"))
    _check_schema(check, components, editable)
    _check_moments_and_conditions(check, editable)
    order = {item.place: number for number, item in enumerate(fields)}
    errors = sorted(check.errors.values(), key=lambda error: order[error.path])
    errors += [FieldError(name, "unknown", *messages.unknown(name)) for name in unknown]
    return FormResult(
        values=_values(components, state, ""),
        errors=tuple(errors),
        visible=frozenset(item.place for item in fields),
    )


def _check_schema(check: _Check, components: tuple[Component, ...], editable: Iterable[Placed]) -> None:
    by_place = {item.place: item for item in editable if item.place not in check.errors}
    schema, instance = _level_schema(check, components, "", check.state.values, by_place)
    validator = _FormValidator(schema, format_checker=_FORMATS)
    for error in validator.iter_errors(instance):
        for place, code in _places(error):
            item = by_place.get(place)
            if item is None:
                raise AssertionError(f"the schema of the form refuses {place or 'the form'}: {error.message}")
            required = code in ("required", "const", "minItems")
            message = (
                messages.missing(item.component, check.label(item))
                if required
                else messages.broken(item.component, check.label(item), code, error.validator_value, error.instance)
            )
            check.add(item, "required" if required else code, message)


def _level_schema(
    check: _Check,
    components: tuple[Component, ...],
    prefix: str,
    values: Mapping[str, Any],
    by_place: Mapping[str, Placed],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of one level and the instance it judges: visible, editable fields that could be read."""
    entries: list[tuple[tuple[str, ...], dict[str, Any], bool]] = []
    instance: dict[str, Any] = {}
    for component in fields_of(components):
        place = f"{prefix}{component.name}"
        item = by_place.get(place)
        if item is None:
            continue
        value = at(values, component.path)
        if len(component.path) > 1 and at(instance, component.path[:-1]) is None:
            put(instance, component.path[:-1], {})
        if component.type is ComponentType.DYNAMICLIST:
            pairs = [
                _level_schema(check, component.components, f"{place}.{number}.", row, by_place)
                for number, row in enumerate(value)
            ]
            rows = {"type": "array", "prefixItems": [schema for schema, _ in pairs] or [{}], "items": False}
            entries.append((component.path, rows, True))
            put(instance, component.path, [row for _, row in pairs])
            continue

        def evaluate(bound: Expression, item: Placed = item) -> Any:
            return bound.evaluate(item.scope, now=check.around.now)

        options = check.state.options.get(place)
        entries.append(
            (component.path, field_schema(component, options, bounds_over(component, evaluate)), component.required)
        )
        if not is_empty(value) or value is False or (value == [] and component.required):
            put(instance, component.path, _json(value))
    return object_schema(entries), instance


def _places(error: ValidationError) -> list[tuple[str, str]]:
    """The fields an error is about, as (place, code)."""
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        instance: Any = error.instance
        missing = [name for name in _strings(error.validator_value) if name not in instance]
        return [(".".join([*path, name]), "required") for name in missing]
    if path and error.validator == "enum" and isinstance(error.absolute_path[-1], int):
        path = path[:-1]  # one item of a checklist
    return [(".".join(path), str(error.validator))]


def _strings(value: Any) -> list[str]:
    return list(value)


def _check_moments_and_conditions(check: _Check, editable: Iterable[Placed]) -> None:
    today = berlin_date(check.around.now)
    for item in editable:
        rules = item.component.rules
        value = at_place(check.state.values, item.place)
        if is_empty(value) or item.place in check.errors:
            continue
        if rules.not_in_past and isinstance(value, date) and _is_past(value, today, check.around.now):
            check.add(item, "past", messages.in_the_past(check.label(item)))
        elif rules.check is not None and rules.check.evaluate(item.scope, now=check.around.now) is not True:
            check.add(item, "check", (rules.check_message, rules.check_message))


def _is_past(value: date, today: date, now: datetime) -> bool:
    return value < now if isinstance(value, datetime) else value < today


def at_place(values: Mapping[str, Any], place: str) -> Any:
    """The value at a dotted place, row numbers included."""
    found: Any = values
    for part in place.split("."):
        if isinstance(found, list):
            found = found[int(part)]
        elif isinstance(found, Mapping):
            found = found.get(part)
        else:
            return None
    return found


def _values(components: tuple[Component, ...], state: FormState, prefix: str, level: Any = None) -> dict[str, Any]:
    level = state.values if level is None else level
    values: dict[str, Any] = {}
    for component in fields_of(components):
        place = f"{prefix}{component.name}"
        if place in state.hidden or component.disabled:
            continue
        value = at(level, component.path)
        if component.type is ComponentType.DYNAMICLIST:
            value = [
                _values(component.components, state, f"{place}.{number}.", row) for number, row in enumerate(value)
            ]
        put(values, component.path, value)
    return values


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, date | time):
        return value.isoformat()
    return value


@lru_cache(maxsize=1024)
def _pattern(source: str) -> Pattern:
    return compile_pattern(source)


def _pattern_keyword(validator: Any, source: str, instance: Any, schema: Any) -> Iterable[ValidationError]:
    """The JSON Schema keyword ``pattern`` in linear time, whatever the pattern."""
    if isinstance(instance, str) and not _pattern(source).found_in(instance):
        yield ValidationError(f"does not match {source!r}")


_FormValidator = extend(Draft202012Validator, {"pattern": _pattern_keyword})  # type: ignore[no-untyped-call]

_FORMATS = FormatChecker(formats=())
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\s@.<>()\[\],;:\\\"]{1,63}\.){1,8}[^\s@.\d<>]{2,63}")
_PHONE = re.compile(r"\+?[0-9][0-9 /().-]{3,30}")


@_FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or _EMAIL.fullmatch(value) is not None


@_FORMATS.checks("phone")
def _is_phone(value: object) -> bool:
    return not isinstance(value, str) or _PHONE.fullmatch(value) is not None
