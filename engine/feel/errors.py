"""What can leave this package: syntax errors with a position, and limits reached while evaluating."""

from __future__ import annotations


class FeelError(Exception):
    """A FEEL text or its evaluation was refused; `message_en` and `message_de` say why, `str()` is English."""

    def __init__(self, message_en: str, message_de: str) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_de = message_de


class FeelSyntaxError(FeelError):
    """The text is not FEEL. `line` and `column` count from 1, `expected` names what could have stood there."""

    def __init__(
        self, message_en: str, message_de: str, *, line: int, column: int, expected: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"line {line}, column {column}: {message_en}", f"Zeile {line}, Spalte {column}: {message_de}")
        self.line = line
        self.column = column
        self.expected = expected

    @classmethod
    def at(
        cls, text: str, offset: int, message_en: str, message_de: str, expected: tuple[str, ...] = ()
    ) -> FeelSyntaxError:
        """The error at `offset` characters into `text`."""
        before = text[: min(offset, len(text))]
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        return cls(message_en, message_de, line=line, column=column, expected=expected)


class FeelLimitError(FeelError):
    """An evaluation needed more than it may use. `limit` is the name of the field of `Limits` that was reached."""

    def __init__(self, limit: str, message_en: str, message_de: str) -> None:
        super().__init__(message_en, message_de)
        self.limit = limit
