"""Sessions in the database, as Django keeps them; every page reads one, so it is read without making a row of it."""

from typing import Any, Final

from django.contrib.sessions.backends import db
from django.utils import timezone

from pairwell.core.rows import first_row

_SESSION: Final = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """What Django's own store does, with a statement that is written once."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, where there is none or it is over."""
        row = first_row(_SESSION, [self.session_key, timezone.now()])
        if row is None:
            self._session_key = None
            return {}
        return dict(self.decode(row[0]))
