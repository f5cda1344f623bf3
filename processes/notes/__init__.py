"""Counselling notes outside the talks that write their own (Fachkonzept A.4.3)."""
