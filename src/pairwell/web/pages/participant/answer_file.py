"""A file that somebody gave as an answer: for them, and for those who were named as readers."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from pairwell.mentorships.models import Membership
from pairwell.people.models import Person
from pairwell.programs.models import AnswerFile
from pairwell.programs.permissions import managed_programs
from pairwell.programs.states import SeenBy
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, token: str) -> FileResponse:
    """The file as a download; browsers neither show nor run it."""
    found = AnswerFile.objects.filter(token=token).select_related("question").first()
    if found is None or not _may_read(request.user, found):
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(content, as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    response["Cache-Control"] = "private, no-store"
    return response


def _may_read(person: Person, found: AnswerFile) -> bool:
    if found.person_id == person.pk:
        return True
    readers = found.question.seen_by
    if readers == SeenBy.MATCHING:
        return False
    if not _is_given(found):
        return False
    if managed_programs(person).filter(pk=found.program_id).exists():
        return True
    return readers == SeenBy.PARTNERS and _are_partners(person, found)


def _is_given(found: AnswerFile) -> bool:
    """Whether it is part of an answer, not only of a form on its way."""
    return found.question.answers.filter(enrollment__person=found.person_id, value__file=found.token).exists()


def _are_partners(person: Person, found: AnswerFile) -> bool:
    theirs = Membership.objects.filter(
        enrollment__person=found.person_id, mentorship__program=found.program_id, left_at__isnull=True
    )
    return Membership.objects.filter(
        enrollment__person=person, left_at__isnull=True, mentorship__in=theirs.values("mentorship")
    ).exists()
