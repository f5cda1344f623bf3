"""How people use it: the only floor that knows HTTP."""
