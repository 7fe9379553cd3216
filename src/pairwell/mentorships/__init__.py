"""Floor 5: what a pair or circle does together, from the first session to the end."""
