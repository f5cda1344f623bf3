"""What the desk does to many cases at once, and to letters."""
