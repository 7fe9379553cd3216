"""Floor 0: clock, errors, audit, events, long jobs, the embedded database. Knows no domain."""
