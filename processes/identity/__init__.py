"""People of the office: sign-in sessions, passwords, personal settings."""
