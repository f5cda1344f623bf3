"""What people read when a field is not right: one sentence that names the field and says what to do."""

from decimal import Decimal
from typing import Any

from engine.forms.components import CHOICES, MULTIPLE, Component, ComponentType, DateSubtype

Message = tuple[str, str]


def missing(component: Component, label: str) -> Message:
    """The sentences (German, English) for a required field without a value."""
    if component.type is ComponentType.CHECKBOX:
        return f"Bestätigen Sie „{label}“.", f"Confirm “{label}”."
    if component.type in MULTIPLE:
        return f"Wählen Sie bei „{label}“ mindestens eine Möglichkeit.", f"Choose at least one option for “{label}”."
    if component.type in CHOICES:
        return f"Wählen Sie bei „{label}“ eine Möglichkeit.", f"Choose an option for “{label}”."
    if component.type is ComponentType.DATETIME:
        what_de, what_en = {
            DateSubtype.DATE: ("ein Datum", "a date"),
            DateSubtype.TIME: ("eine Uhrzeit", "a time"),
            DateSubtype.DATETIME: ("Datum und Uhrzeit", "date and time"),
        }[component.subtype]
        return f"Geben Sie bei „{label}“ {what_de} ein.", f"Enter {what_en} for “{label}”."
    return f"Füllen Sie „{label}“ aus.", f"Fill in “{label}”."


def broken(component: Component, label: str, keyword: str, limit: Any, value: Any) -> Message:
    """The sentences for a value that breaks the JSON Schema ``keyword`` with ``limit``."""
    if keyword in ("minimum", "maximum"):
        than_de, than_en = ("mindestens", "at least") if keyword == "minimum" else ("höchstens", "at most")
        number = german_number(Decimal(str(limit)))
        return (
            f"„{label}“ muss {than_de} {number} sein.",
            f"“{label}” must be {than_en} {number}.",
        )
    if keyword == "minLength":
        return (
            f"„{label}“ muss mindestens {limit} Zeichen haben.",
            f"“{label}” must have at least {limit} characters.",
        )
    if keyword == "maxLength":
        over = len(value) - limit if isinstance(value, str) else 0
        return (
            f"„{label}“ darf höchstens {limit} Zeichen haben. Kürzen Sie um {over} Zeichen.",
            f"“{label}” may have at most {limit} characters. Shorten it by {over}.",
        )
    if keyword == "pattern":
        if component.rules.pattern_message:
            return f"„{label}“: {component.rules.pattern_message}", f"“{label}”: {component.rules.pattern_message}"
        return f"„{label}“ hat nicht die verlangte Form.", f"“{label}” does not have the required form."
    if keyword == "format":
        if limit == "email":
            return (
                f"Geben Sie bei „{label}“ eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.",
                f"Enter an email address for “{label}”, for example name@beispiel.de.",
            )
        return (
            f"Geben Sie bei „{label}“ eine Telefonnummer ein, zum Beispiel 0211 123456.",
            f"Enter a phone number for “{label}”, for example 0211 123456.",
        )
    if keyword == "enum":
        return (
            f"Wählen Sie bei „{label}“ eine der angebotenen Möglichkeiten.",
            f"Choose one of the options on offer for “{label}”.",
        )
    return f"Prüfen Sie „{label}“.", f"Check “{label}”."


def in_the_past(label: str) -> Message:
    """The sentences for a date before today that must not be."""
    return f"„{label}“ darf nicht in der Vergangenheit liegen.", f"“{label}” must not be in the past."


def unknown(name: str) -> Message:
    """The sentences for a value the form has no field for."""
    return f"Das Formular hat kein Feld „{name}“.", f"The form has no field “{name}”."


def unreadable() -> Message:
    """The sentences for a submission that is no input of this form."""
    return "Die Eingabe passt nicht zum Formular. Laden Sie die Seite neu.", "The input does not fit. Reload the page."


def german_number(value: Decimal, *, grouped: bool = True) -> str:
    """``1.234,5``; without grouping ``1234,5``."""
    text = f"{value:,f}" if grouped else f"{value:f}"
    return text.translate({ord(","): ".", ord("."): ","})
