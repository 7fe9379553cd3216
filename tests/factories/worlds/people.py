"""Otto has a whole profile, parts of which he shows nobody; Ben is vouched for."""

from pairwell.people.models import CvReading, Endorsement, Person, ProfilePhoto
from tests.factories.people import make_person, make_skill, offers


def add(world: object, size: int) -> None:
    """`size` steps, skills and endorsements."""
    from tests.factories.world import CANARIES  # noqa: PLC0415 - world imports this package

    people: dict[str, Person] = world.people  # type: ignore[attr-defined]
    otto, secret = people["otto"], CANARIES["self"]
    profile = otto.profile
    profile.goals, profile.headline, profile.visibility = (
        secret,
        "I keep lighthouses",
        {"goals": "me", "journey": "me"},
    )
    profile.career = [
        {"role": secret, "place": "", "from": 1990 + n % 30, "to": None} for n in range(min(size, 40))
    ]
    profile.save()
    names = [f"Art {number}" for number in range(min(size, 15))]
    offers(otto, *names)
    for number in range(size):
        voucher = make_person()
        Endorsement.objects.create(person=otto, by=voucher, skill=make_skill("Art 0"), text=f"Good {number}")
        endorsement = Endorsement.objects.create(person=people["ben"], by=voucher, skill=make_skill("Art 0"))
    ProfilePhoto.objects.create(person=otto, content=b"RIFF", small=b"RIFF")
    Person.objects.filter(pk=otto.pk).update(photo_mark="abc")
    CvReading.objects.create(
        person=otto,
        file_name="cv.pdf",
        suggestions=[
            {"id": f"c{number + 1}", "what": "journey", "kind": "work", "role": secret, "place": "", "from": 2001,
             "to": None, "text": ""}
            for number in range(min(size, 40))
        ],
    )  # fmt: skip
    world.things["endorsement"] = endorsement  # type: ignore[attr-defined]
