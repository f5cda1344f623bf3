"""Diagrams as drawn: BPMN 2.0 files read into plain values. Runs nothing; that is `engine.spiff`."""
