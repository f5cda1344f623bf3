"""Administrative acts in place of an agreement or on top of one: prepared by two people, then on a clock of their own.

Which act an occasion calls for, and whether it may, should or must be issued, is configuration of the type of the
agreement (Fachkonzept H.3: on_failure, on_breach, on_no_show). `ersatzakt` prepares and issues it; it is called where
an agreement fails, and started by the message "Verwaltungsakt zu prüfen" after a breach or a missed appointment.
`verwaltungsakt` keeps the days of an issued act.
"""
