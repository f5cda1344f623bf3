"""Phase 1: target occupation, strengths, needs, prognosis, segment, consent (Fachkonzept A.1)."""
