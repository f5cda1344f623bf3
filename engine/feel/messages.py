"""Why a value is null, in English and German. `{0}` is filled with a word, `{0:v}` with a value."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "unknown_name": ("the name '{0}' is not defined", "der Name „{0}“ ist nicht definiert"),
    "no_member": ("{1} has no member '{0}'", "{1} hat kein Feld „{0}“"),
    "not_finite": ("a number is infinite or not a number", "eine Zahl ist unendlich oder keine Zahl"),
    "foreign": ("a value of the type {0} has no meaning in FEEL", "ein Wert vom Typ {0} hat in FEEL keine Bedeutung"),
    "operands": ("'{0}' cannot be applied to {1:v} and {2:v}", "„{0}“ ist auf {1:v} und {2:v} nicht anwendbar"),
    "negate": ("'-' cannot be applied to {0:v}", "„-“ ist auf {0:v} nicht anwendbar"),
    "zero": ("division by zero", "Division durch null"),
    "number_result": ("'{0}' of {1:v} and {2:v} has no result", "„{0}“ von {1:v} und {2:v} hat kein Ergebnis"),
    "date_result": ("the date is outside the calendar", "das Datum liegt außerhalb des Kalenders"),
    "compare": ("{0:v} and {1:v} cannot be compared", "{0:v} und {1:v} sind nicht vergleichbar"),
    "not_boolean": ("'{0}' needs true or false, but got {1:v}", "„{0}“ braucht wahr oder falsch, bekam aber {1:v}"),
    "iterate": ("'{0}' cannot iterate over {1:v}", "„{0}“ kann {1:v} nicht durchlaufen"),
    "filter_index": ("the list has no element {0:v}", "die Liste hat kein Element {0:v}"),
    "index_whole": ("the index {0:v} is not a whole number", "der Index {0:v} ist keine ganze Zahl"),
    "range_ends": ("the ends {0:v} and {1:v} form no range", "die Enden {0:v} und {1:v} bilden keinen Bereich"),
    "unknown_type": ("the type '{0}' is not defined", "der Typ „{0}“ ist nicht definiert"),
    "not_function": ("{0:v} is not a function", "{0:v} ist keine Funktion"),
    "unknown_function": ("the function '{0}' is not defined", "die Funktion „{0}“ ist nicht definiert"),
    "arguments": (
        "the function '{0}' cannot be called with {1} arguments",
        "die Funktion „{0}“ ist nicht mit {1} Argumenten aufrufbar",
    ),
    "named_arguments": (
        "the function '{0}' has no parameters {1}",
        "die Funktion „{0}“ hat die Parameter {1} nicht",
    ),
    "argument": (
        "'{0}': the parameter '{1}' does not accept {2:v}",
        "„{0}“: der Parameter „{1}“ nimmt {2:v} nicht an",
    ),
    "function_result": ("'{0}': {1}", "„{0}“: {1}"),
    "external": (
        "external functions are not executed",
        "externe Funktionen werden nicht ausgeführt",
    ),
    "temporal_text": ("{0:v} is not a date, time or duration", "{0:v} ist kein Datum, keine Uhrzeit und keine Dauer"),
    "no_clock": ("no point in time was given for '{0}'", "für „{0}“ wurde kein Zeitpunkt übergeben"),
    "duplicate_key": ("the key '{0}' appears twice", "der Schlüssel „{0}“ kommt doppelt vor"),
    "pattern": ("the regular expression {0:v} is not valid: {1}", "der reguläre Ausdruck {0:v} ist nicht gültig: {1}"),
}
