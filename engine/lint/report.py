"""Collecting findings while a check walks through a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.lint.finding import Finding, Severity


@dataclass
class Report:
    """Findings in the order in which they were found, each once."""

    findings: list[Finding] = field(default_factory=list)
    _known: set[Finding] = field(default_factory=set, repr=False)

    def error(self, code: str, element_id: str | None, message_de: str, message_en: str) -> None:
        """Something that must not be deployed."""
        self._add(Finding(code, Severity.ERROR, element_id, message_de, message_en))

    def warning(self, code: str, element_id: str | None, message_de: str, message_en: str) -> None:
        """Something a person should look at before deploying."""
        self._add(Finding(code, Severity.WARNING, element_id, message_de, message_en))

    def hint(self, code: str, element_id: str | None, message_de: str, message_en: str) -> None:
        """Something that could be better."""
        self._add(Finding(code, Severity.HINT, element_id, message_de, message_en))

    def _add(self, finding: Finding) -> None:
        if finding not in self._known:
            self._known.add(finding)
            self.findings.append(finding)
