"""Options, validation rules and default values of form-js components."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.forms.attributes import Attributes
from engine.forms.components import (
    DEFAULT_MAX_LENGTH,
    MULTIPLE,
    TEXTS,
    Component,
    ComponentType,
    DateSubtype,
    Option,
    Options,
    Rules,
    option_text,
)
from engine.forms.errors import InputError, PatternError
from engine.forms.input_texts import read_date, read_date_time, read_number, read_time
from engine.forms.pattern import Pattern, compile_pattern

#: Choices of one field.
MAX_OPTIONS = 2_000


def read_options(attributes: Attributes, kind: ComponentType) -> Options:
    """Where the choices of a field come from: ``values``, ``valuesKey`` or ``valuesExpression``."""
    static, data_key = attributes.value("values"), attributes.string("valuesKey")
    expression = attributes.condition("valuesExpression")
    given = [static is not None, bool(data_key), bool(attributes.raw.get("valuesExpression"))]
    if sum(given) != 1:
        attributes.refuse(
            "form.options",
            "Das Feld braucht genau eine Quelle für seine Auswahl: feste Werte, einen Datenschlüssel oder einen "
            "Ausdruck.",
            "The field needs exactly one source for its choices: fixed values, a data key or an expression.",
        )
        return Options(static=())
    if static is None:
        return Options(data_path=tuple(data_key.split("."))) if data_key else Options(expression=expression)
    options = options_from(static)
    if options is None or not options:
        attributes.refuse(
            "form.options",
            "Die Auswahl ist leer oder enthält etwas anderes als Beschriftung und Wert.",
            "The choices are empty or have something other than label and value.",
        )
        return Options(static=())
    for option in options:
        if not option.label:
            attributes.refuse(
                "form.label",
                f"Dem Wert „{option.text}“ der Auswahl fehlt die Beschriftung.",
                f"The value “{option.text}” of the choices has no label.",
                value=option.text,
            )
        if "{{" in option.label:
            attributes.refuse(
                "form.template",
                f"Die Beschriftung „{option.label[:60]}“ der Auswahl enthält eine Vorlage.",
                f"The label “{option.label[:60]}” of the choices contains a template.",
            )
    texts = [option.text for option in options]
    for text in sorted({text for text in texts if texts.count(text) > 1}):
        attributes.refuse(
            "form.options",
            f"Der Wert „{text}“ steht mehrfach in der Auswahl.",
            f"The value “{text}” is in the choices more than once.",
            value=text,
        )
    if kind is ComponentType.RADIO and len(options) > 12:
        attributes.warn(
            "form.options",
            "Eine Auswahl mit mehr als zwölf Knöpfen ist unübersichtlich; eine Auswahlliste passt besser.",
            "More than twelve radio buttons are hard to survey; a select fits better.",
        )
    return Options(static=options)


def options_from(values: Any) -> tuple[Option, ...] | None:
    """Options from a JSON list of ``{label, value}`` objects or of plain values; None when it is something else."""
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) > MAX_OPTIONS:
        return None
    options = []
    for item in values:
        if isinstance(item, Mapping):
            value, label = item.get("value"), item.get("label")
        else:
            value, label = item, None
        if not isinstance(value, str | int | float | Decimal) or value == "":
            return None
        if label is None and not isinstance(item, Mapping):
            label = option_text(value)
        if not isinstance(label, str):
            return None
        options.append(Option(value, label.strip()))
    return tuple(options)


def read_rules(
    attributes: Attributes, kind: ComponentType, subtype: DateSubtype, properties: Mapping[str, str]
) -> Rules:
    """The ``validate`` object of a field, plus the properties ``check`` and ``checkMessage``.

    ``check`` is a FEEL condition over the whole form, for rules between fields (``ende >= beginn``); it comes with
    ``checkMessage``, the German sentence shown when it is not true. ``patternMessage`` says what a pattern asks for.
    """
    validate = attributes.inner("validate")
    validation_type = None
    pattern = None
    if kind is ComponentType.TEXTFIELD:
        validation_type = validate.value("validationType")
        if validation_type not in (None, "", "custom", "email", "phone"):
            validate.refuse_type("validationType", "custom, email oder phone", "custom, email or phone")
        pattern = _pattern(validate)
    is_text, is_number = kind in TEXTS, kind is ComponentType.NUMBER
    rules = Rules(
        required=validate.boolean("required"),
        minimum=validate.bound("min") if is_number else None,
        maximum=validate.bound("max") if is_number else None,
        min_length=validate.length("minLength") if is_text else None,
        max_length=(validate.length("maxLength") or DEFAULT_MAX_LENGTH[kind]) if is_text else None,
        pattern=pattern,
        pattern_message=properties.get("patternMessage", ""),
        email=validation_type == "email",
        phone=validation_type == "phone",
        not_in_past=attributes.boolean("disallowPassedDates") if kind is ComponentType.DATETIME else False,
        check=attributes.compile("properties.check", properties["check"]) if properties.get("check") else None,
        check_message=properties.get("checkMessage", ""),
    )
    for name in validate.unread():
        attributes.warn(
            "form.attribute",
            f"Die Prüfung „{name}“ wird bei diesem Typ nicht ausgewertet.",
            f"The rule “{name}” is not used for this type.",
            attribute=f"validate.{name}",
        )
    _check_rules(attributes, rules, subtype)
    return rules


def _check_rules(attributes: Attributes, rules: Rules, subtype: DateSubtype) -> None:
    for low, high in ((rules.minimum, rules.maximum), (rules.min_length, rules.max_length)):
        if isinstance(low, Decimal | int) and isinstance(high, Decimal | int) and low > high:
            attributes.refuse(
                "form.bounds",
                f"Die untere Grenze {low} liegt über der oberen {high}; kein Wert wäre möglich.",
                f"The lower bound {low} is above the upper {high}; no value would be possible.",
            )
    if rules.not_in_past and subtype is DateSubtype.TIME:
        attributes.warn(
            "form.attribute",
            "„disallowPassedDates“ gilt nicht für Uhrzeiten.",
            "“disallowPassedDates” does not apply to times of day.",
            attribute="disallowPassedDates",
        )
    if rules.check is not None and not rules.check_message:
        attributes.refuse(
            "form.check",
            "Zur Eigenschaft „check“ fehlt „checkMessage“: der Satz, der bei einem Fehler gezeigt wird.",
            "The property “check” needs “checkMessage”: the sentence shown when it is not true.",
        )
    if rules.pattern is not None and not rules.pattern_message:
        attributes.warn(
            "form.pattern-message",
            "Zum Muster fehlt die Eigenschaft „patternMessage“: der Satz, der sagt, was einzugeben ist.",
            "The pattern lacks the property “patternMessage”: the sentence that says what to enter.",
        )


def _pattern(validate: Attributes) -> Pattern | None:
    written = validate.value("pattern")
    if written is None or written == "":
        return None
    if not isinstance(written, str):
        validate.refuse_type("pattern", "ein Text", "a text")
        return None
    try:
        return compile_pattern(written)
    except PatternError as error:
        validate.refuse("form.pattern", error.message_de, error.message_en, pattern=written[:200])
        return None


def read_default(attributes: Attributes, component: Component) -> Any:
    """The default value of a field, checked against its type; None when there is none."""
    value = attributes.value("defaultValue")
    if value is None or value == "" or value == []:
        return None
    kind = component.type
    expected: tuple[str, str] | None = None
    try:
        if kind in TEXTS:
            expected = None if isinstance(value, str) else ("ein Text", "a text")
        elif kind is ComponentType.CHECKBOX:
            expected = None if isinstance(value, bool) else ("true oder false", "true or false")
        elif kind is ComponentType.NUMBER:
            read_number(value, component.decimal_digits)
        elif kind is ComponentType.DATETIME:
            {DateSubtype.DATE: read_date, DateSubtype.TIME: read_time, DateSubtype.DATETIME: read_date_time}[
                component.subtype
            ](value)
        elif component.options is not None:
            chosen = value if kind in MULTIPLE and isinstance(value, list) else [value]
            static = component.options.static
            if static is not None and not {option_text(item) for item in chosen} <= {o.text for o in static}:
                expected = ("einer der Werte der Auswahl", "one of the choices")
        else:
            expected = ("leer", "empty")
    except InputError:
        expected = ("ein Wert dieses Typs", "a value of this type")
    if expected is not None:
        attributes.refuse_type("defaultValue", *expected)
        return None
    return value
