"""Providers and employers: search, edit mask, import and export (Fachkonzept D)."""
