"""Reading single attributes of form JSON: right type or a located finding, FEEL compiled, no templates."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.feel import FeelError, FeelFunction, compile_expression
from engine.forms.components import Expression, Text
from engine.lint.finding import Finding, Severity

#: Characters of one label, description or text.
MAX_TEXT = 20_000


class Attributes:
    """The attributes of one component, read one by one; what does not fit goes to ``findings``.

    Every reader remembers the name it was asked for, so that :meth:`unread` can report the rest.
    """

    def __init__(
        self,
        raw: Mapping[str, Any],
        element_id: str | None,
        findings: list[Finding],
        names: Iterable[str],
        functions: Mapping[str, FeelFunction],
    ) -> None:
        self.raw = raw
        self.element_id = element_id
        self.findings = findings
        self.names = tuple(names)
        self.functions = functions
        self._read: set[str] = set()

    def inner(self, name: str) -> "Attributes":
        """The attributes of the object under ``name``; empty when it is missing or no object."""
        value = self.value(name)
        if value is not None and not isinstance(value, Mapping):
            self.refuse_type(name, "ein Objekt", "an object")
        inner = value if isinstance(value, Mapping) else {}
        return Attributes(inner, self.element_id, self.findings, self.names, self.functions)

    def value(self, name: str) -> Any:
        """The JSON value as it stands, None when missing."""
        self._read.add(name)
        return self.raw.get(name)

    def ignore(self, *names: str) -> None:
        """Accept attributes that concern only the look or the editor."""
        self._read.update(names)

    def unread(self) -> list[str]:
        """Names nobody asked for."""
        return sorted(set(self.raw) - self._read)

    def string(self, name: str) -> str:
        """A literal text without templates; empty when missing."""
        value = self.value(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse_type(name, "ein Text", "a text")
            return ""
        return value if self._is_plain(name, value) else ""

    def boolean(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self.value(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse_type(name, "true oder false", "true or false")
            return default
        return value

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number between ``low`` and ``high``, both included."""
        value = self.value(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.refuse_type(name, f"eine ganze Zahl von {low} bis {high}", f"a whole number from {low} to {high}")
            return None
        return value

    def text(self, name: str) -> Text:
        """A text for people: literal, or FEEL after ``=``."""
        value = self.value(name)
        if value is None:
            return Text()
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            self.refuse_type(name, "ein Text", "a text")
            return Text()
        if value.startswith("="):
            return Text(expression=self.compile(name, value))
        return Text(value.strip() if name != "text" else value) if self._is_plain(name, value) else Text()

    def condition(self, name: str) -> Expression | None:
        """A FEEL expression; a leading ``=`` is allowed and ignored."""
        value = self.value(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.refuse_type(name, "ein FEEL-Ausdruck", "a FEEL expression")
            return None
        return self.compile(name, value)

    def flag(self, name: str) -> "bool | Expression":
        """True, false, or FEEL after ``=``."""
        value = self.value(name)
        if isinstance(value, str) and value.startswith("="):
            return self.compile(name, value) or False
        return self.boolean(name)

    def bound(self, name: str) -> Decimal | Expression | None:
        """A number (also as text), or FEEL after ``=``."""
        value = self.value(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.startswith("="):
            return self.compile(name, value)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            try:
                number = Decimal(str(value).strip())
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return number
        self.refuse_type(name, "eine Zahl", "a number")
        return None

    def length(self, name: str) -> int | Expression | None:
        """A number of characters, or FEEL after ``=``."""
        bound = self.bound(name)
        if not isinstance(bound, Decimal):
            return bound
        if bound != int(bound) or not 0 <= bound <= 1_000_000:
            self.refuse_type(name, "eine Anzahl Zeichen", "a number of characters")
            return None
        return int(bound)

    def strings(self, name: str) -> dict[str, str]:
        """A free map of text to text; numbers and booleans become text."""
        value = self.value(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or not all(
            isinstance(item, str | int | float | bool) for item in value.values()
        ):
            self.refuse_type(name, "eine Liste aus Namen und Texten", "a map of names and texts")
            return {}
        return {key: item if isinstance(item, str) else str(item).lower() for key, item in value.items()}

    def compile(self, name: str, text: str) -> Expression | None:
        """The compiled expression, or a finding with line and column."""
        try:
            return compile_expression(text.removeprefix("="), names=self.names, functions=self.functions)
        except FeelError as error:
            self.refuse(
                "form.feel",
                f"Der Ausdruck in „{name}“ ist kein FEEL: {error.message_de}",
                f"The expression in “{name}” is not FEEL: {error.message_en}",
                attribute=name,
                text=text,
            )
            return None

    def refuse(self, code: str, message_de: str, message_en: str, **detail: object) -> None:
        """Report an error at this component."""
        self.findings.append(Finding(code, Severity.ERROR, self.element_id, message_de, message_en, detail))

    def warn(self, code: str, message_de: str, message_en: str, **detail: object) -> None:
        """Report something a person should look at."""
        self.findings.append(Finding(code, Severity.WARNING, self.element_id, message_de, message_en, detail))

    def refuse_type(self, name: str, expected_de: str, expected_en: str) -> None:
        """Report that an attribute has the wrong type."""
        self.refuse(
            "form.attribute",
            f"Die Angabe „{name}“ muss {expected_de} sein.",
            f"The attribute “{name}” must be {expected_en}.",
            attribute=name,
        )

    def _is_plain(self, name: str, value: str) -> bool:
        if "{{" in value or "{%" in value:
            self.refuse(
                "form.template",
                f"„{name}“ enthält eine Vorlage mit geschweiften Klammern. Schreiben Sie den Text aus oder verwenden "
                "Sie einen FEEL-Ausdruck, der mit = beginnt.",
                f"“{name}” contains a template in braces. Write the text out or use a FEEL expression that starts "
                "with =.",
                attribute=name,
            )
            return False
        return True
