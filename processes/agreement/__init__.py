"""Agreements: what must be in one before it is concluded, and `vereinbarung`, which keeps its dates.

`vereinbarung_abschliessen.form` keeps everything under one name, `angaben`; the task that shows it sees `typ` (code of
the decision Vereinbarungstyp) and `pruefung_monate` (decision Ueberpruefungsfrist). The task after it calls
`vereinbarung.abschliessen` with fall, typ, abschluss_am, pruefung_monate and `angaben` as the form gave it.
"""
