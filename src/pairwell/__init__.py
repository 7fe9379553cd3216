"""Pairwell: the mentoring platform an organization runs itself."""

__version__ = "0.1.0"
