"""Floor 1: the directory, profiles, skills, organization roles, sign-in."""
