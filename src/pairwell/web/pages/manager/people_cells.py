"""What stands in the cells of the people table and of its exports."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from pairwell.people.models import Person
from pairwell.programs.models import Program, Question
from pairwell.programs.queries.joining import skill_names
from pairwell.programs.queries.people_table import Extra, Row
from pairwell.programs.queries.programs import shown_state
from pairwell.programs.states import Format, QuestionKind
from pairwell.programs.values import spec_of
from pairwell.web.question_forms import in_words, named_people


class Cells:
    """Cells of the rows of a page; names that answers need are read once."""

    def __init__(
        self,
        program: Program,
        questions: Sequence[Question],
        extra: Extra,
        rows: Sequence[Row],
        columns: Sequence[str],
    ) -> None:
        self.program, self.extra = program, extra
        self.plain: Mapping[str, Callable[[Row], Any]] = {
            "email": lambda row: row.email,
            "title": lambda row: row.title,
            "department": lambda row: row.department,
            "office": lambda row: row.office,
            "level": lambda row: "" if row.level is None else row.level,
            "boss": lambda row: extra.bosses.get(row.manager_id or 0, ""),
            "role": self.role,
            "places": self.places,
            "state": lambda row: shown_state(row)[0],
            "since": lambda row: f"{timezone.localtime(row.approved_at or row.created_at):%Y-%m-%d}",
            "word": lambda row: extra.words.get(row.pk, ""),
            "note": lambda row: row.note,
        }
        self.specs = {spec.key: spec for spec in map(spec_of, questions) if f"q:{spec.key}" in columns}
        skills: set[str] = set()
        people: set[int] = set()
        for answers in extra.answers.values():
            people |= named_people(list(self.specs.values()), answers)
            for key, spec in self.specs.items():
                if spec.kind == QuestionKind.SKILLS:
                    skills |= set(answers.get(key) or ())
        self.skills = skill_names(skills) if skills else {}
        self.people = (
            dict(Person.objects.filter(pk__in=people).values_list("pk", "full_name")) if people else {}
        )

    def of(self, row: Row, column: str) -> str:
        """One cell as people read it."""
        if column.startswith("q:"):
            spec = self.specs.get(column[2:])
            value = self.extra.answers.get(row.pk, {}).get(column[2:])
            return in_words(spec, value, self.skills, self.people) if spec else ""
        plain = self.plain.get(column)
        return str(plain(row)) if plain else ""

    def role(self, row: Row) -> str:
        """The role in a word or two."""
        if self.program.format == Format.PEER:
            return "Peer"
        if row.as_mentor and row.as_mentee:
            return "Mentor and mentee"
        return "Mentor" if row.as_mentor else "Mentee"

    @staticmethod
    def places(row: Row) -> str:
        """Taken places of those there are, on each side."""
        sides = []
        if row.as_mentor:
            sides.append(f"{row.mentees_held} of {row.mentee_places}")
        if row.as_mentee:
            sides.append(f"{row.mentors_held} of {row.mentor_places}")
        return ", ".join(sides)

    def line(self, row: Row) -> list[object]:
        """A line of an export; its first columns are those that the import understands."""
        role = "both" if row.as_mentor and row.as_mentee else "mentor" if row.as_mentor else "mentee"
        return [
            row.full_name, row.email, row.title, row.department, row.office, role,
            row.mentee_places, row.mentees_held, row.mentor_places, row.mentors_held, self.of(row, "state"),
            self.of(row, "since"), self.of(row, "word"), row.note,
            *(self.of(row, f"q:{key}") for key in self.specs),
        ]  # fmt: skip
