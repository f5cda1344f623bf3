"""Form files for tests: what a designer saves."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.forms import Form, FormResult, compile_form

#: Saturday, 10:00 in Germany
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def source(*components: Mapping[str, Any]) -> bytes:
    """A form-js file with ``components``; ids follow the keys where none is given."""
    return json.dumps(
        {"type": "default", "id": "Testformular", "schemaVersion": 19, "components": list(components)}
    ).encode()


def form(*components: Mapping[str, Any]) -> Form:
    """The compiled form."""
    return compile_form(source(*components))


def field(kind: str, key: str, label: str | None = None, **more: Any) -> dict[str, Any]:
    """One component of form-js."""
    return {"type": kind, "id": f"Field_{key.replace('.', '_')}", "key": key, "label": label or key.title(), **more}


def options(*values: str) -> list[dict[str, str]]:
    """Static choices whose labels are the capitalised values."""
    return [{"value": value, "label": value.title()} for value in values]


def check(compiled: Form, raw: Mapping[str, Any], **context: Any) -> FormResult:
    """The result of an input at :data:`NOW`."""
    return compiled.validate(raw, context, now=NOW)


def errors(result: FormResult) -> dict[str, str]:
    """Path → German sentence."""
    return {error.path: error.message_de for error in result.errors}


def codes(result: FormResult) -> dict[str, str]:
    """Path → code."""
    return {error.path: error.code for error in result.errors}
