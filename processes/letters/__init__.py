"""Letters and e-mails to clients: written from templates, printed by a person or sent by a job."""
