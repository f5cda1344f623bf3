"""Rules around concluding an agreement. Pure."""

from __future__ import annotations

from datetime import date


def age_on(born_on: date, day: date) -> int:
    """Completed years of life (§ 187 (2) sentence 2 BGB: the birthday itself already counts)."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
