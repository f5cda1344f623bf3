"""What jobcenters do: one folder per process, and the wiring of the application."""
