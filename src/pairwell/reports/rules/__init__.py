"""Pure decisions of the reports room."""
