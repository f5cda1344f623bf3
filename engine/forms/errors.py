"""What can go wrong with a form. Findings about a form file and mistakes of a person are values, not errors."""

from collections.abc import Sequence

from engine.lint.finding import Finding


class FormError(Exception):
    """Base of the errors of forms."""


class FormRefused(FormError):
    """The form file cannot be used; ``findings`` say where and why, errors first."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(f"{finding.element_id or 'form'}: {finding.message_en}" for finding in findings))
        self.findings = tuple(findings)


class PatternError(FormError, ValueError):
    """A regular expression of a form is not supported; ``message_de`` and ``message_en`` say which part."""

    def __init__(self, message_de: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_de = message_de
        self.message_en = message_en


class InputError(FormError, ValueError):
    """A text a person entered is not what the field asks for; the messages are sentences without the field's name."""

    def __init__(self, code: str, message_de: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_de = message_de
        self.message_en = message_en
