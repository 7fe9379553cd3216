"""What a command says instead of a traceback."""


class CommandError(Exception):
    """A command cannot do what was asked; the message says why and what to do instead."""
