"""Decision requirements graphs of DMN 1.5."""
