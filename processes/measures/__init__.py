"""Measures from the assignment to the result, and the management of graduates (Fachkonzept A.4.5, A.6.2, A.6.3)."""
