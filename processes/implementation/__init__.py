"""Phase 4: talking the agreement through, acts that stand in for it, starting to implement (Fachkonzept A.4.1)."""
