"""Reads of the mentorships room."""
