"""A course with lessons and a check, and resources for everybody."""

from pairwell.library.models import CheckQuestion, Course, Lesson, Resource, ResourceFile


def add(world: object, size: int) -> None:
    """`size` lessons, questions and resources."""
    course = Course.objects.create(key="short", title="A short course", summary="Worth it.")
    for number in range(size):
        Lesson.objects.create(
            course=course, key=f"l{number}", position=number, title=f"Lesson {number}", text="Text"
        )
        CheckQuestion.objects.create(
            course=course, key=f"q{number}", position=number, text="Yes?", options=["Yes", "No"], right=[0]
        )
        resource = Resource.objects.create(kind="file", title=f"Paper {number}")
        ResourceFile.objects.create(resource=resource, name="paper.pdf", size=3, content=b"abc")
    world.things["resource"] = resource  # type: ignore[attr-defined]
