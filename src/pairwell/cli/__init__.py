"""Floor 8, a door: commands for operators and organizers."""
