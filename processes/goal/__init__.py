"""Phase 2: the jointly pursued goal (Fachkonzept A.2)."""
