"""Asking people, safely: what is asked when, who is asked, and results that betray nobody."""
