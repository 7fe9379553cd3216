"""Reads of the programs room: no writes, a number of queries that does not grow with rows."""
