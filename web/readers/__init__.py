"""What pages show, read with plain selects on a session that is never committed. Every page: a fixed number of them."""
