"""Reads of pairing: what pages and letters show, as frozen values."""
