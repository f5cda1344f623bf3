"""The nodes of a diagram as SpiffWorkflow task specifications, one class per behaviour."""
