"""A chosen strategy in its time window: `handlungsstrategie`. Its end is decided by a person, never by the clock."""
