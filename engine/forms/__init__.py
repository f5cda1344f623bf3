"""Forms: form-js JSON compiled to fields, JSON Schema and validated values. Knows no HTML.

``compile_form(source)`` gives a :class:`Form`, or raises :class:`FormRefused` with located findings. Supported are
textfield, textarea, number, datetime, select, radio, checkbox, checklist, taglist, text, group, separator and
dynamiclist; conditions, read-only flags, bounds and texts may be FEEL.
"""

from engine.forms.components import Component, ComponentType, DateSubtype, Option, Rules
from engine.forms.errors import FormError, FormRefused, PatternError
from engine.forms.form import Answer, Form, Page, compile_form, lint_form
from engine.forms.raw_input import UnreadableInput
from engine.forms.validation import FieldError, FormResult
from engine.forms.view import Choice, Node

__all__ = [
    "Answer",
    "Choice",
    "Component",
    "ComponentType",
    "DateSubtype",
    "FieldError",
    "Form",
    "FormError",
    "FormRefused",
    "FormResult",
    "Node",
    "Option",
    "Page",
    "PatternError",
    "Rules",
    "UnreadableInput",
    "compile_form",
    "lint_form",
]
