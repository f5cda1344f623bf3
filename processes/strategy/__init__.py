"""Phase 3: a strategy for every need, with window and intermediate goal (Fachkonzept A.3)."""
