"""Letters of the world's program, one of them held, and an announcement that ben was sent."""

from typing import TYPE_CHECKING

from pairwell.core import clock
from pairwell.messaging.models import Letter, PushDevice
from pairwell.programs.models import Announcement, AnnouncementCopy, LetterWords
from tests.factories.people import make_person

if TYPE_CHECKING:
    from tests.factories.world import World

#: What letters say is nobody's business but their reader's.
SECRET = "canary-of-the-conversation"


def add(world: "World", size: int) -> None:
    """`size` letters and announcements; the last letter failed."""
    for number in range(size):
        letter = Letter.objects.create(
            key=f"world-{number}", kind="news", to=make_person(), address="x@example.org", subject=SECRET,
            text=SECRET, html=SECRET, message_id=f"<{number}@world>", program_id=world.program.pk,
            state="failed", error="550 no such mailbox",
        )  # fmt: skip
        announcement = Announcement.objects.create(
            program=world.program, subject=f"News {number}", text="Hello", send_at=clock.now(),
            sent_at=clock.now(), sent_to=1,
        )  # fmt: skip
        AnnouncementCopy.objects.create(announcement=announcement, person=world.people["ben"])
    words = {"subject": "Hello {first_name}", "greeting": "Hello", "text": "{who}", "button": "Look"}
    for language in ("en", "de", "fr")[: min(size, 3)]:
        LetterWords.objects.create(program=world.program, moment="proposal", language=language, **words)
    for number in range(size):
        device = PushDevice.objects.create(
            person=world.people["ben"], endpoint=f"https://push.example.org/{number}", key="k", secret="s",
            name="Firefox on Linux",
        )  # fmt: skip
    world.things |= {"letter": letter, "announcement": announcement, "device": device}
