"""Which segmentation scheme and which catalogue of needs new sheets are made with (Fachkonzept 0, A.1.3).

Both are versioned configuration: a sheet keeps the ones it was made with, whatever the office chooses later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import berlin_date
from engine.context import Context
from engine.errors import ValuesRefused
from engine.phrases import Phrase
from models.history import HistoryEntry
from processes.catalogues import needs_catalogues, segment_schemes
from processes.records import office_settings

CHOSEN = "office.rule_sets_chosen"
#: Ways of a talk that may count for the contact density (Fachkonzept A.6.4).
CHANNELS = ("IN_PERSON", "PHONE", "VIDEO")


@dataclass(frozen=True)
class ChooseRuleSets:
    """Sheets opened from now on use these; talks by these channels count from now on.

    Raises ValuesRefused for unknown ones, ones out of force and for no reason.
    """

    permission: ClassVar[str] = "office.rule_sets"

    scheme: str
    catalogue: str
    reason: str
    channels: tuple[str, ...] = CHANNELS

    def run(self, context: Context) -> None:
        today, errors = berlin_date(context.now), {}
        scheme, catalogue = segment_schemes().get(self.scheme), needs_catalogues().get(self.catalogue)
        if scheme is None or not scheme.validity.covers(today):
            errors["schema"] = Phrase("Wählen Sie ein Schema, das heute gilt.")
        if catalogue is None or not catalogue.validity.covers(today):
            errors["katalog"] = Phrase("Wählen Sie einen Bedarfskatalog, der heute gilt.")
        if not self.channels or not set(self.channels) <= set(CHANNELS):
            errors["kanaele"] = Phrase("Mindestens ein Weg des Gesprächs zählt.")
        if not self.reason.strip():
            errors["grund"] = Phrase("Nennen Sie den Grund, zum Beispiel die Dienstanweisung.")
        if errors:
            raise ValuesRefused(errors)
        settings = office_settings(context.session)
        before = [settings.segment_scheme, settings.needs_catalogue]
        settings.segment_scheme, settings.needs_catalogue = self.scheme, self.catalogue
        settings.counted_channels = [one for one in CHANNELS if one in self.channels]
        data = {
            "channels": settings.counted_channels,
            "before": before,
            "after": [self.scheme, self.catalogue],
            "reason": self.reason.strip(),
        }
        context.record(CHOSEN, data=data)


def rule_set_changes(session: Session) -> Sequence[HistoryEntry]:
    """The last ten choices, newest first."""
    found = select(HistoryEntry).where(HistoryEntry.kind == CHOSEN).order_by(HistoryEntry.id.desc()).limit(10)
    return session.execute(found).scalars().all()
