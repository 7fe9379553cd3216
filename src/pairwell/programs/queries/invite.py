"""Reads for inviting: whom a manager can choose, and what a pasted list means."""

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from pairwell.people.models import Person
from pairwell.people.queries import people
from pairwell.programs.models import Enrollment, Invitation, Program
from pairwell.programs.states import EnrollmentState

_MAIL = re.compile(r"[^\s,;<>\"'()]+@[^\s,;<>\"'()]+")


@dataclass(frozen=True)
class Pasted:
    """People found for pasted addresses, and the addresses that nobody has."""

    people: tuple[Person, ...]
    unknown: tuple[str, ...]


def people_to_ask(program: Program, *, words: str, department: str, office: str) -> QuerySet[Person]:
    """Active people, with whether they are invited (`is_invited`) or in (`is_in`)."""
    asked = Invitation.objects.filter(program=program, person=OuterRef("pk"))
    inside = Enrollment.objects.filter(program=program, person=OuterRef("pk")).exclude(
        state=EnrollmentState.WITHDRAWN
    )
    found = people(words=words.replace("\x00", "")).annotate(is_invited=Exists(asked), is_in=Exists(inside))
    if department:
        found = found.filter(department=department.replace("\x00", ""))
    if office:
        found = found.filter(office=office.replace("\x00", ""))
    return found.order_by("full_name", "id")


def people_of_pasted(text: str) -> Pasted:
    """Active people whose addresses are in a pasted text ("Ada <ada@example.org>; ben@...")."""
    mails = list(dict.fromkeys(found.lower() for found in _MAIL.findall(text.replace("\x00", ""))))
    rows = {person.email.lower(): person for person in Person.objects.filter(email__in=mails, is_active=True)}
    found = tuple(rows[mail] for mail in mails if mail in rows)
    return Pasted(found, tuple(mail for mail in mails if mail not in rows))
