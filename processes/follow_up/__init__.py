"""The structured follow-up talk and counselling notes (Fachkonzept A.4.2, A.4.3)."""
