"""Phase 4: talking the agreement through and starting to implement (Fachkonzept A.4.1)."""
