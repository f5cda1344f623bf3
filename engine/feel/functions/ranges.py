"""Interval functions over points and ranges, and `range` (DMN 1.5, tables 73 and 82)."""
