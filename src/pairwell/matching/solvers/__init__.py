"""Solvers: each takes plain arrays or a scoring and knows nothing of files, names or pages."""
