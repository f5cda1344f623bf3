"""Typed values back into texts: for the inputs of a page, and for people to read."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.calendar import BERLIN
from engine.forms.components import MULTIPLE, Component, ComponentType, Option, option_text
from engine.forms.messages import german_number
from engine.forms.texts import CLOCK, NO, NO_ANSWER, YES, Told


def to_raw(component: Component, value: Any) -> Any:
    """How the input of a page holds a typed value; the readers of :mod:`engine.forms.input_texts` read it back.

    Dates and times are ISO 8601 as browsers want them, numbers German, a date with time two texts, an empty value "".
    """
    if component.type is ComponentType.CHECKBOX:
        return "true" if value is True else ""
    if component.type in MULTIPLE:
        return [option_text(item) for item in value or ()]
    if isinstance(value, datetime):
        local = value.astimezone(BERLIN)
        return {"date": local.date().isoformat(), "time": local.strftime("%H:%M")}
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if component.options is not None:
        return option_text(value)
    if isinstance(value, Decimal):
        return german_number(value, grouped=False)
    return str(value)


def readable(component: Component, value: Any, options: tuple[Option, ...], told: Told) -> str:
    """A value as people read it: labels of choices, ``21.11.2026``, ``1.234,50 €``; ``Ja`` as it is ``told``."""
    if component.type is ComponentType.CHECKBOX:
        return told(YES if value is True else NO)
    if value is None or value == [] or value == "":
        return told(NO_ANSWER)
    if component.options is not None:
        labels = {option.text: option.label for option in options}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(option_text(item), option_text(item)) for item in chosen)
    if isinstance(value, datetime):
        local = value.astimezone(BERLIN)
        return f"{_day(local, told)}, {local.strftime(told(CLOCK))}"
    if isinstance(value, date):
        return _day(value, told)
    if isinstance(value, time):
        return value.strftime(told(CLOCK))
    if isinstance(value, Decimal):
        value = german_number(value)
    return " ".join(part for part in (component.prefix, str(value), component.suffix) if part)


def _day(day: date, told: Told) -> str:
    return told(f"{day:%d.%m.%Y}")
