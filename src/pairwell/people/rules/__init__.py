"""Pure decisions of the people room."""
