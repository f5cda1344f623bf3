"""Everything SpiffWorkflow."""
