"""Argon2 with a memory cost that a small machine bears when several people sign in at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2PasswordHasher(Argon2PasswordHasher):
    """argon2id with 46 MiB, two passes, one lane: the OWASP Password Storage Cheat Sheet's first choice."""

    memory_cost = 47_104
    time_cost = 2
    parallelism = 1
