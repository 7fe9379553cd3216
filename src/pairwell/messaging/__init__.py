"""Floor 2: the post office: letters, notices, preferences. Knows no domain."""
