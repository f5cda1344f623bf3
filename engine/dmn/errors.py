"""What can leave this package: a file that is not DMN, a model that contradicts itself, a question it cannot answer."""

from __future__ import annotations


class DmnError(Exception):
    """A model or a question to it was refused; `message_en` and `message_de` say why, `str()` is English.

    `element_id` is the id of the element in the file, if the trouble has a place.
    """

    def __init__(self, message_en: str, message_de: str, *, element_id: str | None = None) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_de = message_de
        self.element_id = element_id


class DmnXmlError(DmnError):
    """The bytes are not an acceptable DMN file: not XML, a DOCTYPE, too large or too deep, an unknown version."""


class DmnModelError(DmnError):
    """The file is DMN, but says something impossible: a missing reference, a circle, an unknown type or import."""


class DmnExpressionError(DmnError):
    """An expression in the model is not FEEL. The model still loads; the expression, whose text is `text`, is null
    with this reason."""

    def __init__(self, message_en: str, message_de: str, *, element_id: str | None = None, text: str = "") -> None:
        super().__init__(message_en, message_de, element_id=element_id)
        self.text = text


class DmnLookupError(DmnError):
    """The model has no decision or decision service of that name or id."""


class DmnLimitError(DmnError):
    """An evaluation needed more than it may use; nothing of its result is known."""
