"""What grows over time in the demo: courses taken, partners who vouch for each other, where people want to go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pairwell.cli.company.cast import PARTS
from pairwell.cli.company.dice import dice
from pairwell.cli.company.given_times import given_times
from pairwell.cli.company.material import read
from pairwell.cli.company.persons import Somebody
from pairwell.library.models import CheckAttempt, Course, CourseProgress, Lesson, LessonRead
from pairwell.mentorships.models import Membership
from pairwell.mentorships.states import MemberRole, MentorshipState
from pairwell.people.models import CareerAim, CareerRole, Endorsement, Person, ProfileSkill
from pairwell.people.states import SkillKind
from pairwell.programs.models import Enrollment, Grant
from pairwell.programs.states import EnrollmentState

FAMILIES = {"Data and AI": "Data", "IT and Security": "Engineering", "Finance": "Finance"}


class Growth:
    """Writes all of it, in bulk."""

    def __init__(
        self, drafts: Sequence[Somebody], persons: Sequence[Person], seed: int, now: datetime
    ) -> None:
        self.drafts, self.persons, self.seed, self.now = drafts, persons, seed, now

    def write(self) -> None:
        """Courses, endorsements, aims."""
        self._courses()
        self._endorsements()
        self._aims()

    def _courses(self) -> None:
        courses = {course.audience: course for course in Course.objects.all()}
        taken: dict[tuple[int, int], CourseProgress] = {}
        enrolled = Enrollment.objects.filter(state=EnrollmentState.APPROVED)
        sides = [
            *(
                (row.person_id, "mentors" if row.as_mentor else "mentees")
                for row in enrolled.order_by("person_id")
            ),
            *((grant.person_id, "managers") for grant in Grant.objects.order_by("person_id")),
        ]
        for person, side in sides:
            course = courses.get(side)
            if course is not None and dice(self.seed, "course", person, side).random() < 0.6:
                began = self.now - timedelta(days=dice(self.seed, "began", person, side).randint(6, 150))
                taken.setdefault(
                    (person, course.pk), CourseProgress(person_id=person, course=course, started_at=began)
                )
        self._read(list(taken.values()))

    def _read(self, taken: list[CourseProgress]) -> None:
        lessons: dict[int, list[Lesson]] = {}
        for lesson in Lesson.objects.order_by("course_id", "position"):
            lessons.setdefault(lesson.course_id, []).append(lesson)
        how_far = {}
        for row in taken:
            chance = dice(self.seed, "lessons", row.person_id, row.course_id)
            all_of_it = lessons.get(row.course_id, [])
            how_far[row.person_id, row.course_id] = (
                len(all_of_it) if chance.random() < 0.72 else chance.randint(1, 4)
            )
            if how_far[row.person_id, row.course_id] == len(all_of_it):
                row.completed_at = self.now - timedelta(days=chance.randint(1, 5))
        with given_times(CourseProgress):
            CourseProgress.objects.bulk_create(taken, batch_size=2000)
        LessonRead.objects.bulk_create(
            (
                LessonRead(progress=row, lesson=lesson)
                for row in taken
                for lesson in lessons.get(row.course_id, [])[: how_far[row.person_id, row.course_id]]
            ),
            batch_size=5000,
        )
        CheckAttempt.objects.bulk_create(
            (CheckAttempt(progress=row, right=4, asked=4, passed=True) for row in taken if row.completed_at),
            batch_size=2000,
        )

    def _endorsements(self) -> None:
        """After a good end, mentees vouch for what their mentor can."""
        praise = read("journeys")["praise"]
        rows = Membership.objects.filter(mentorship__state=MentorshipState.COMPLETED).select_related("person")
        by_mentorship: dict[int, list[Membership]] = {}
        for row in rows.order_by("mentorship_id", "id"):
            by_mentorship.setdefault(row.mentorship_id, []).append(row)
        offered = self._offered({row.person_id for row in rows})
        made: dict[tuple[int, int, int], Endorsement] = {}
        for members in by_mentorship.values():
            chance = dice(self.seed, "praise", members[0].mentorship_id)
            for member in members:
                if member.role == MemberRole.MENTEE and chance.random() < 0.7:
                    for mentor in (
                        m for m in members if m.role == MemberRole.MENTOR and offered.get(m.person_id)
                    ):
                        skill = chance.choice(offered[mentor.person_id])
                        words = chance.choice(praise).format(name=mentor.person.first_name)
                        made[mentor.person_id, skill, member.person_id] = Endorsement(
                            person=mentor.person, skill_id=skill, by=member.person, text=words,
                            mentorship_id=member.mentorship_id,
                        )  # fmt: skip
        Endorsement.objects.bulk_create(made.values(), batch_size=2000)

    def _offered(self, people: set[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        rows = ProfileSkill.objects.filter(profile__person__in=people, kind=SkillKind.OFFERED, level__gte=3)
        for person, skill in rows.order_by("-level", "id").values_list("profile__person_id", "skill_id"):
            found.setdefault(person, []).append(skill)
        return {person: skills[:4] for person, skills in found.items()}

    def _aims(self) -> None:
        """The mentee of the cast knows where she wants to go; so does every fifth of the others."""
        roles = {role.key: role for role in CareerRole.objects.prefetch_related("next_roles")}
        cast = next(number for number, part in enumerate(PARTS) if part.key == "mentee")
        rows = []
        for draft, person in zip(self.drafts, self.persons, strict=True):
            chance = dice(self.seed, "aim", draft.number)
            if draft.number == cast:
                now, following = roles["product-manager"], roles["senior-product-manager"]
            elif chance.random() > 0.2:
                continue
            else:
                family = FAMILIES.get(draft.department, draft.department)
                near = [r for r in roles.values() if r.family == family and r.next_roles.all()]
                if not near:
                    continue
                now = chance.choice(near)
                following = chance.choice(list(now.next_roles.all()))
            rows.append(CareerAim(person=person, now=now, next=following))
        CareerAim.objects.bulk_create(rows, batch_size=2000)
