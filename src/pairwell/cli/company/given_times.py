"""Rows of the past: let times that a table sets by itself be given, for as long as the demo is filled."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import DateTimeField, Model


@contextmanager
def given_times(*models: type[Model]) -> Iterator[None]:
    """Within this block, `auto_now` and `auto_now_add` fields of these tables keep the value they were given.

    bulk_create asks each field for its value, and such a field would say "now": a company with a past
    needs yesterday. Only the command that fills an empty database uses this.
    """
    found = [f for m in models for f in m._meta.get_fields() if isinstance(f, DateTimeField)]
    before = [(f, f.auto_now, f.auto_now_add) for f in found]
    for time in found:
        time.auto_now = time.auto_now_add = False
    try:
        yield
    finally:
        for time, changing, adding in before:
            time.auto_now, time.auto_now_add = changing, adding
