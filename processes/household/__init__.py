"""Bedarfsgemeinschaft: who belongs to it, what may be seen of whom, who should look after all (Fachkonzept A.6.6)."""
