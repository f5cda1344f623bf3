"""The parts of a compiled form: immutable, free of HTML, every FEEL text compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from engine.forms.pattern import Pattern

#: Lengths that hold when a form states none, in characters.
DEFAULT_MAX_LENGTH = {"textfield": 1_000, "textarea": 20_000}
#: Rows of one dynamic list.
MAX_ROWS = 200


class Expression(Protocol):
    """A compiled FEEL expression."""

    def evaluate(self, scope: Mapping[str, Any], *, now: datetime) -> Any:
        """The value over the names of ``scope``."""


class ComponentType(StrEnum):
    """The allow-list of component types, named as in form-js."""

    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATETIME = "datetime"
    SELECT = "select"
    RADIO = "radio"
    CHECKBOX = "checkbox"
    CHECKLIST = "checklist"
    TAGLIST = "taglist"
    TEXT = "text"
    GROUP = "group"
    SEPARATOR = "separator"
    DYNAMICLIST = "dynamiclist"


CHOICES = frozenset({ComponentType.SELECT, ComponentType.RADIO, ComponentType.CHECKLIST, ComponentType.TAGLIST})
MULTIPLE = frozenset({ComponentType.CHECKLIST, ComponentType.TAGLIST})
TEXTS = frozenset({ComponentType.TEXTFIELD, ComponentType.TEXTAREA})
INPUTS = CHOICES | TEXTS | {ComponentType.NUMBER, ComponentType.DATETIME, ComponentType.CHECKBOX}
CONTAINERS = frozenset({ComponentType.GROUP, ComponentType.DYNAMICLIST})


class DateSubtype(StrEnum):
    """What a datetime component asks for."""

    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people: literal, or the result of a FEEL expression."""

    literal: str = ""
    expression: Expression | None = None

    def __bool__(self) -> bool:
        return bool(self.literal) or self.expression is not None

    def over(self, scope: Mapping[str, Any], now: datetime) -> str:
        """The text; an expression that is null or no text gives the empty string, a number its digits."""
        if self.expression is None:
            return self.literal
        value = self.expression.evaluate(scope, now=now)
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", ",")
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. ``value`` is a string, number or boolean and becomes the field's value."""

    value: str | int | float | bool | Decimal
    label: str

    @property
    def text(self) -> str:
        """How the value travels in a web form."""
        return option_text(self.value)


@dataclass(frozen=True, slots=True)
class Options:
    """Where the choices of a field come from: exactly one of the three is set."""

    static: tuple[Option, ...] | None = None
    #: path in the data, such as ``stammdaten.teams``
    data_path: tuple[str, ...] | None = None
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a value must fulfil. Bounds may be FEEL, as in form-js."""

    required: bool = False
    minimum: Decimal | Expression | None = None
    maximum: Decimal | Expression | None = None
    min_length: int | Expression | None = None
    max_length: int | Expression | None = None
    pattern: Pattern | None = None
    #: said when the pattern does not match; a pattern itself is not readable
    pattern_message: str = ""
    email: bool = False
    phone: bool = False
    #: refuses dates before today
    not_in_past: bool = False
    #: FEEL condition over the whole form that must be true when the field has a value, and what to say if it is not
    check: Expression | None = None
    check_message: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One component of a form. Attributes that its type does not have keep their defaults.

    ``path`` is where the value of a field lies inside the form, or inside its row for a field of a dynamic list:
    key ``strasse`` in a group with path ``anschrift`` has ``("anschrift", "strasse")``.
    """

    type: ComponentType
    #: unique in the form
    id: str
    key: str = ""
    path: tuple[str, ...] = ()
    label: Text = Text()
    description: Text = Text()
    #: Markdown of a text component
    text: Text = Text()
    components: tuple[Component, ...] = ()
    options: Options | None = None
    rules: Rules = Rules()
    hide: Expression | None = None
    readonly: bool | Expression = False
    #: shown but never part of the values
    disabled: bool = False
    #: JSON value
    default: Any = None
    subtype: DateSubtype = DateSubtype.DATE
    date_label: str = ""
    time_label: str = ""
    #: minutes between the times an input offers
    time_interval: int = 1
    #: highest number of decimal places
    decimal_digits: int | None = None
    #: text before and after an input, e.g. "€"
    prefix: str = ""
    suffix: str = ""
    #: rows a new dynamic list starts with
    repetitions: int = 1
    #: whether people may add and remove rows
    add_remove: bool = True
    #: free map of the designer: purpose, retention, roles, page …
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: FEEL expression for the first value (property ``prefill``)
    prefill: Expression | None = None
    #: FEEL expressions for a field that follows others (properties ``fill`` and ``fillOver``)
    fill: Expression | None = None
    fill_over: Expression | None = None

    @property
    def is_field(self) -> bool:
        """True when the component has a value: all inputs, and a dynamic list (a list of rows)."""
        return self.type in INPUTS or self.type is ComponentType.DYNAMICLIST

    @property
    def required(self) -> bool:
        """True when a visible field must have a value."""
        return self.rules.required

    @property
    def conditional(self) -> bool:
        """True when the component may be hidden."""
        return self.hide is not None

    @property
    def name(self) -> str:
        """The dotted path inside the form or row."""
        return ".".join(self.path)

    @property
    def fields(self) -> tuple[Component, ...]:
        """The fields inside, groups opened; the fields of a nested dynamic list belong to that list alone."""
        return tuple(fields_of(self.components))


def fields_of(components: tuple[Component, ...]) -> Iterator[Component]:
    """The fields among ``components`` in document order, groups opened, dynamic lists as one field."""
    for component in components:
        if component.is_field:
            yield component
        elif component.type is ComponentType.GROUP:
            yield from fields_of(component.components)


def option_text(value: Any) -> str:
    """The text of an option value in a web form: ``true``, ``false``, plain digits, or the string itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | float):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)
