"""Letters as they leave, notices and who gets them in a chat, and what people do not want to hear about."""

from django.db import models

from pairwell.messaging.states import CalendarMethod, ChatState, LetterState, TroubleKind
from pairwell.people.models import Person


class Enclosure(models.Model):
    """A file that letters bring along; one for all letters of the same round."""

    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """One mail to one person, written in the same transaction as what it tells about.

    key names the reason ("proposal-sent:12:34"), so that the same thing is never told twice.
    """

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=60, db_index=True, help_text="which kind of nudge or news this is")
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    url = models.CharField(
        max_length=300, blank=True, help_text="where its button leads, for the weekly letter"
    )
    calendar = models.TextField(blank=True, help_text="the iCalendar object, if this is an invitation")
    calendar_method = models.CharField(max_length=10, choices=CalendarMethod.choices, blank=True)
    enclosure = models.ForeignKey(
        Enclosure, null=True, blank=True, on_delete=models.SET_NULL, related_name="letters"
    )
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    message_id = models.CharField(max_length=200, unique=True)
    reply_to = models.CharField(
        max_length=200, blank=True, help_text="where an answer goes, if we take it in"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, help_text="not before this, after the server said: later")
    error = models.CharField(max_length=400, blank=True)
    program_id = models.BigIntegerField(null=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("state", "id"), name="messaging_letter_state"),
            models.Index(
                models.F("next_try_at").asc(nulls_first=True),
                "id",
                condition=models.Q(state=LetterState.QUEUED),
                name="messaging_letter_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"


class AddressTrouble(models.Model):
    """Letters to this address come back, or its reader called one spam; gone when one is sent again."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="address_trouble")
    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=10, choices=TroubleKind.choices)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")
    said = models.CharField(max_length=300, blank=True, help_text="the words of the mail server")
    noticed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} at {self.address}"


class Notice(models.Model):
    """A line behind the bell: something happened that the person may want to look at."""

    key = models.CharField(max_length=160, unique=True)
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True, help_text="a path of this site")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("to", "read_at"), name="messaging_notice_unread")]

    def __str__(self) -> str:
        return self.text


class ChatAddress(models.Model):
    """Where somebody's chat is told that a notice waits. address: a secret, never shown again; shown: its mask."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="chat")
    address = models.CharField(max_length=1000)
    shown = models.CharField(max_length=120)
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row")
    next_try_at = models.DateTimeField(null=True, help_text="nothing goes there before, after a failure")
    off_at = models.DateTimeField(null=True, help_text="switched off after too many failures")

    def __str__(self) -> str:
        return f"chat of {self.person_id}"


class ChatLine(models.Model):
    """A notice on its way to a chat; it goes with the notice. What it says is made when it is sent."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="chat_line")
    to = models.ForeignKey(ChatAddress, on_delete=models.CASCADE, related_name="lines")
    state = models.CharField(max_length=10, choices=ChatState.choices, default=ChatState.QUEUED)
    not_before = models.DateTimeField(null=True, help_text="the end of its reader's quiet hours")
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("state", "id"), name="messaging_chat_line_state")]

    def __str__(self) -> str:
        return f"chat line {self.pk}: {self.state}"


class PushDevice(models.Model):
    """A browser that is told when a notice waits. endpoint, key, secret: secrets, never shown."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=120)
    secret = models.CharField(max_length=40)
    name = models.CharField(max_length=80, help_text="which browser, for its person alone")
    added_at = models.DateTimeField(auto_now_add=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row")
    next_try_at = models.DateTimeField(null=True, help_text="nothing goes there before, after a failure")

    def __str__(self) -> str:
        return f"device of {self.person_id}"


class PushLine(models.Model):
    """A notice on its way to a device; it goes with the notice, and with the device."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="push_lines")
    to = models.ForeignKey(PushDevice, on_delete=models.CASCADE, related_name="lines")
    state = models.CharField(max_length=10, choices=ChatState.choices, default=ChatState.QUEUED)
    not_before = models.DateTimeField(null=True, help_text="the end of its reader's quiet hours")
    tried_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=("state", "id"), name="messaging_push_line_state")]
        constraints = [models.UniqueConstraint(fields=("notice", "to"), name="messaging_push_once")]

    def __str__(self) -> str:
        return f"push line {self.pk}: {self.state}"


class Muted(models.Model):
    """A kind of letter a person has turned off."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="muted")
    kind = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "kind"), name="messaging_muted_once")]

    def __str__(self) -> str:
        return f"{self.person_id} without {self.kind}"


class Preference(models.Model):
    """How somebody would like to hear from us.

    weekly: what is not urgent comes in one letter on Monday morning; quiet_from, quiet_until: hours of the
    person's own day, 0 to 23, in which nothing is sent that can wait (from 20 until 7: over night).
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="letter_preference")
    weekly = models.BooleanField(default=False)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__range=(0, 23), quiet_until__range=(0, 23)),
                name="messaging_quiet_hours",
            )
        ]

    def __str__(self) -> str:
        return f"preference of {self.person_id}"
