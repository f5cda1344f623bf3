"""What leaves the house on paper or as a file: agreements as PDF, appointments as ICS, lists as CSV."""
