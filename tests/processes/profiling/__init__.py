"""Phase 1: sheets, schemes, occupations."""
