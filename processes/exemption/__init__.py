"""Exemption from profiling (segment Z) on a clock of its own: `freistellung_profiling` (A.1.7, T06, T07)."""
