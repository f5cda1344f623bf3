"""Agreements: what must be in one before it is concluded, and `vereinbarung`, which keeps its dates.

One life for all types (Fachkonzept H.3): `vereinbarung.entwerfen` makes the prefilled DRAFT, `vereinbarung.festhalten`
keeps what both sides have DISCUSSED (form `vereinbarung_inhalt.form`, all fields under `angaben`),
`vereinbarung.in_kraft` puts it IN_FORCE with signatures and hand-over (form `vereinbarung_unterzeichnen.form`, under
`abschluss`). The tasks see `typ` (code of the decision Vereinbarungstyp), `pruefung_monate` (decision
Ueberpruefungsfrist) and `entwurf`.
"""
