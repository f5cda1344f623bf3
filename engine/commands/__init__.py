"""One file per verb: frozen dataclasses with run(context)."""
