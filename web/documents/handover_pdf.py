"""The frozen hand-over package on paper."""

from __future__ import annotations

from models.casework import Handover
from processes.wording import moment_text
from web.documents.record_pdf import record_document
from web.formatters import german_day


def handover_pdf(found: Handover, office: tuple[str, str]) -> bytes:
    """The package as stored when it was frozen, with its digest and the receipt. `office` is name and address."""
    facts = [("Wirksam am", german_day(found.effective_on))]
    if found.frozen_at is not None:
        facts.append(("Übergeben", moment_text(found.frozen_at)))
    if found.received_at is not None:
        facts.append(("Empfang bestätigt", moment_text(found.received_at)))
    facts.append(("Prüfsumme (SHA-256)", found.package_digest))
    subtitle = "Wechsel vom SGB III in das SGB II (§ 9a SGB III, § 50 SGB II)"
    return record_document("Übergabepaket", subtitle, found.case, office, facts, found.package or [])
