"""Why a value is null, in English and German. `{0}`, `{1}`, … are filled with the values concerned."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "unknown_name": ("the name '{0}' is not defined", "der Name „{0}“ ist nicht definiert"),
    "no_member": ("{1} has no member '{0}'", "{1} hat kein Feld „{0}“"),
    "not_finite": ("a number is infinite or not a number", "eine Zahl ist unendlich oder keine Zahl"),
    "foreign": ("a value of the type {0} has no meaning in FEEL", "ein Wert vom Typ {0} hat in FEEL keine Bedeutung"),
    "operands": ("'{0}' cannot be applied to {1} and {2}", "„{0}“ ist auf {1} und {2} nicht anwendbar"),
    "negate": ("'-' cannot be applied to {0}", "„-“ ist auf {0} nicht anwendbar"),
    "zero": ("division by zero", "Division durch null"),
    "number_result": ("'{0}' of {1} and {2} has no result", "„{0}“ von {1} und {2} hat kein Ergebnis"),
    "date_result": ("the date is outside the calendar", "das Datum liegt außerhalb des Kalenders"),
    "compare": ("{0} and {1} cannot be compared", "{0} und {1} sind nicht vergleichbar"),
    "not_boolean": ("'{0}' needs true or false, but got {1}", "„{0}“ braucht wahr oder falsch, bekam aber {1}"),
    "iterate": ("'{0}' cannot iterate over {1}", "„{0}“ kann {1} nicht durchlaufen"),
    "filter_index": ("the list has no element {0}", "die Liste hat kein Element {0}"),
    "index_whole": ("the index {0} is not a whole number", "der Index {0} ist keine ganze Zahl"),
    "range_ends": ("the ends {0} and {1} form no range", "die Enden {0} und {1} bilden keinen Bereich"),
    "unknown_type": ("the type '{0}' is not defined", "der Typ „{0}“ ist nicht definiert"),
    "not_function": ("{0} is not a function", "{0} ist keine Funktion"),
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
        "'{0}': the parameter '{1}' does not accept {2}",
        "„{0}“: der Parameter „{1}“ nimmt {2} nicht an",
    ),
    "function_result": ("'{0}': {1}", "„{0}“: {1}"),
    "external": (
        "external functions are not executed",
        "externe Funktionen werden nicht ausgeführt",
    ),
    "temporal_text": ("{0} is not a date, time or duration", "{0} ist kein Datum, keine Uhrzeit und keine Dauer"),
    "no_clock": ("no point in time was given for '{0}'", "für „{0}“ wurde kein Zeitpunkt übergeben"),
    "duplicate_key": ("the key '{0}' appears twice", "der Schlüssel „{0}“ kommt doppelt vor"),
    "pattern": ("the regular expression {0} is not valid: {1}", "der reguläre Ausdruck {0} ist nicht gültig: {1}"),
}
