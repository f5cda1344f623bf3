"""What follows when a duty is not met, somebody is ill, or placement is put on hold.

`pflichtverletzung` hears, judges and prepares a consequence (T33, T35); `minderung` accompanies a reduction (T33, T34);
`arbeitsunfaehigkeit` waits for the certificate and moves duties (T39); `vermittlungseinstellung` ends after twelve
weeks (T31). Nothing follows by itself: a person decides, and the benefit unit issues the notices.
"""
