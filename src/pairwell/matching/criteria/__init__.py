"""Criteria compiled to arrays: exact points per pair, and a fold for the matrix product."""
