"""When somebody is erased, their photo, what was read of their CV and their files go too."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pairwell.core import clock
from pairwell.mentorships.actions import Upload, write_message
from pairwell.mentorships.actions.projects import attach_file
from pairwell.mentorships.actions.stray_files import remove_stray_files
from pairwell.mentorships.models import GoalFile
from pairwell.people.actions import set_photo
from pairwell.people.models import CvReading, Person, ProfilePhoto
from pairwell.programs.actions.files import keep_file, remove_stray_answers
from pairwell.programs.models import AnswerFile, Enrollment
from pairwell.programs.states import QuestionKind
from tests.factories.mentorships import make_goal, make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program, make_question
from tests.web.test_profile import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def lying_in(media: Path) -> set[str]:
    return {path.read_bytes().decode() for path in media.rglob("*") if path.is_file()}


def grow_old(media: Path) -> None:
    then = (clock.now() - timedelta(hours=2)).timestamp()
    for path in media.rglob("*"):
        os.utime(path, (then, then))


def give(person: Person, enrollment: Enrollment, text: str) -> AnswerFile:
    program = enrollment.program
    question = program.questions.filter(kind=QuestionKind.FILE).first() or make_question(
        program, "letter", kind=QuestionKind.FILE
    )
    upload = SimpleUploadedFile("letter.txt", text.encode())
    return keep_file(by=person, program=program, question=question, upload=upload)


def test_an_erased_persons_files_go_and_nobody_elses(media: Path, otto: Person, ben: Person) -> None:
    program = make_program()
    give(otto, make_enrollment(program, otto), "Otto's letter")
    give(ben, make_enrollment(program, ben), "Ben's letter")
    set_photo(by=otto, person=otto, content=picture())
    CvReading.objects.create(person=otto, file_name="cv.pdf")
    grow_old(media)
    otto.delete()
    assert not ProfilePhoto.objects.exists()
    assert not CvReading.objects.exists()
    assert remove_stray_answers() == 1
    assert lying_in(media) == {"Ben's letter"}
    assert remove_stray_answers() == 0


def test_a_file_that_is_just_being_given_is_left_alone(media: Path, otto: Person) -> None:
    given = give(otto, make_enrollment(make_program(), otto), "A letter")
    AnswerFile.objects.all().delete()  # as another transaction sees a row that is not committed
    assert remove_stray_answers() == 0
    assert lying_in(media) == {"A letter"}
    assert given.file.storage.exists(given.file.name)


def test_files_of_a_deleted_goal_go_and_those_of_a_partner_stay(
    media: Path, ada: Person, ben: Person
) -> None:
    mentorship = make_mentorship(ada, ben)
    goals = [make_goal(mentorship, ben), make_goal(mentorship, ben)]
    for number, goal in enumerate(goals):
        content = BytesIO(f"File {number}".encode())
        attach_file(by=ben, goal=goal, name="a.txt", size=6, content=content)
    grow_old(media)
    goals[0].delete()
    assert remove_stray_files() == 1
    assert lying_in(media) == {"File 1"}
    assert GoalFile.objects.count() == 1


def test_files_of_a_deleted_mentorship_go_with_its_conversation(
    media: Path, ada: Person, ben: Person
) -> None:
    gone, other = make_mentorship(ada, ben), make_mentorship(make_person(), make_person())
    for mentorship, text in ((gone, "Gone"), (other, "Kept")):
        writer = mentorship.memberships.order_by("pk")[0].person
        upload = Upload("a.txt", len(text), BytesIO(text.encode()))
        write_message(by=writer, mentorship=mentorship, text="Look", key="k", files=[upload])
    grow_old(media)
    gone.delete()
    assert remove_stray_files() == 1
    assert lying_in(media) == {"Kept"}


def test_a_folder_that_is_not_there_holds_nothing(media: Path) -> None:
    make_person()
    assert (remove_stray_answers(), remove_stray_files()) == (0, 0)
