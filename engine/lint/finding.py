"""What every check of a diagram, table or form reports: one located, readable finding in German and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How much a finding weighs.

    ERROR refuses a deployment, WARNING asks a person to look before deploying, HINT only helps.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or doubtful in a model file.

    `code` is stable and may be used to suppress or look up a finding; `element_id` is the id of the element in the
    file (None: the file as a whole); `detail` holds JSON-able facts such as a rule number or an example input.
    """

    code: str
    severity: Severity
    element_id: str | None
    message_de: str
    message_en: str
    detail: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def message(self, locale: str = "de") -> str:
        """The text for a locale such as "de", "de_DE" or "en"; any language but English reads German."""
        return self.message_en if locale.lower().startswith("en") else self.message_de
