"""Floor 8, a door: pages for people. One file per screen, its template beside it by name."""
