"""Change of legal circle from SGB III to SGB II: information, hand-over package, receipt: `rechtskreiswechsel`."""
