"""Files given as answers."""

import hashlib
import secrets

from django.core.files.base import File
from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import insist
from pairwell.core.stray_files import remove_strays
from pairwell.people.models import Person
from pairwell.programs.models import AnswerFile, Program, Question
from pairwell.programs.rules.files import check_file, tidy_name

MOST_KEPT = 5
_HEAD = 4096


@transaction.atomic
def keep_file(*, by: Person, program: Program, question: Question, upload: "File[bytes]") -> AnswerFile:
    """Keep a file that somebody gives as an answer. Raises Refused, about the question's field.

    Earlier files of the same person and question stay until the answer is given, at most five of them.
    """
    head = upload.read(_HEAD)
    name = tidy_name(upload.name or "")
    insist(
        check_file(name=name, size=upload.size, head=head, limits=question.limits, field=f"q_{question.key}")
    )
    digest = hashlib.sha256(head)
    for chunk in iter(lambda: upload.read(1 << 16), b""):
        digest.update(chunk)
    upload.seek(0)
    older = AnswerFile.objects.filter(person=by, question=question).order_by("-id")
    _throw_away([row.pk for row in older[MOST_KEPT - 1 :]])
    made = AnswerFile(
        program=program, person=by, question=question, token=secrets.token_urlsafe(24), name=name,
        size=upload.size, digest=digest.hexdigest(),
    )  # fmt: skip
    made.file.save(name, upload, save=False)
    made.save()
    audit.record(by=by, verb="file given", thing=made, program_id=program.pk, details={"size": made.size})
    return made


def _throw_away(ids: list[int]) -> None:
    """Rows now, contents once the rows are surely gone."""
    rows = list(AnswerFile.objects.filter(pk__in=ids))
    for row in rows:
        transaction.on_commit(lambda row=row: row.file.storage.delete(row.file.name))  # type: ignore[misc]
    AnswerFile.objects.filter(pk__in=ids).delete()


def remove_stray_answers() -> int:
    """Contents of answers whose person, program or question is gone; returns how many files went."""
    return remove_strays("answers", AnswerFile, "file")
