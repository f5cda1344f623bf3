"""Work taken up: the employment record, its marking and count, after-care: `beschaeftigung`, `nachbetreuung`."""
