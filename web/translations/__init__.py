"""Catalogues of the interface's texts. German stands in the code; every other language is a folder here."""
