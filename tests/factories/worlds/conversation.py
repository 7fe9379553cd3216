"""Files, mentions and earlier words of the world's messages, and reports: one read, the others not."""

from typing import Any

from django.core.files.base import ContentFile

from pairwell.core import clock
from pairwell.mentorships.models import (
    Conversation,
    EarlierText,
    Mention,
    Message,
    MessageFile,
    MessageReport,
    ReportReading,
)
from tests.factories.people import make_person

MEMBERS_READ, MANAGERS_READ = "canary-of-the-conversation", "canary-of-a-reason"


def add(world: Any, size: int) -> None:
    """`size` files and earlier texts of the last message, `size` reports and one that is closed, the last one open."""
    ada, ben, cora, message = world.people["ada"], world.people["ben"], world.people["cora"], world.message
    Conversation.objects.create(mentorship=world.mentorship, version=size)
    Message.objects.filter(mentorship=world.mentorship).update(version=1)
    file = MessageFile(message=message, name=MEMBERS_READ, size=26)
    file.content.save("file", ContentFile(MEMBERS_READ.encode()))
    names = (MessageFile(message=message, name=MEMBERS_READ, size=26) for _ in range(size - 1))
    MessageFile.objects.bulk_create(names)
    EarlierText.objects.bulk_create(EarlierText(message=message, text=MEMBERS_READ) for _ in range(size))
    Mention.objects.create(message=message, person=ada)
    for number in range(-1, size):
        report = MessageReport.objects.create(
            mentorship=world.mentorship, message=message, reported_by=ada if number == 0 else make_person(),
            author=ben, text=MANAGERS_READ, earlier=[MANAGERS_READ], files=["x.pdf"], written_at=clock.now(),
            reason="insult", note=MANAGERS_READ, closed_at=clock.now() if number % 2 else None,
            closed_by=cora if number % 2 else None,
        )  # fmt: skip
    ReportReading.objects.create(report=report, reader=cora)
    world.things |= {"message_file": file, "report": report}
