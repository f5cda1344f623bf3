"""Search runs for vacancies, matching in clauses, and what people decide about hits: `suchlauf` (Fachkonzept A.6.5)."""
