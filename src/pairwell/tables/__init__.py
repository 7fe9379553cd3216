"""An organizer's spreadsheets: read, understood, checked, and made into records for the engine."""
