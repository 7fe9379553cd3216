"""Floor 3: activities that any mentorship may use."""
