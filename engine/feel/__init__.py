"""The FEEL language of DMN 1.5: importable alone."""
