"""Appointments and what comes of missed ones: `termin`, `meldeversaeumnis` and `versaeumnisfolge`.

Handlers for diagrams of other rooms: `termin.vereinbaren` (fall, beginn, art, optional dauer_minuten, ort, kanal,
kanal_grund, zweck → termin, beginn). A diagram that has agreed an appointment throws the message "Termin vereinbart".
The fields of `naechster_termin.form` are beginn_datum, beginn_uhrzeit, dauer_minuten, ort.
"""
