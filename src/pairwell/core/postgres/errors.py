"""What can go wrong with the database itself. Every message says how to mend it."""


class PostgresError(Exception):
    """The database cannot be used; the message names the cause and the way out."""


class DatabaseUrlError(PostgresError):
    """`DATABASE_URL` cannot be understood. The message never repeats the password."""


class VersionError(PostgresError):
    """The data folder was written by another major version of PostgreSQL."""


class PlaceError(PostgresError):
    """The data folder, the socket folder or the binaries cannot be where they would have to be."""


class StartError(PostgresError):
    """The embedded server did not start; the message ends with the last lines of its log."""
