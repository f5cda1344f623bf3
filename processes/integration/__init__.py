"""The case: its round from the first interview to deregistration, and events between talks."""
