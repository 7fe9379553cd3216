"""Raw mails in the shape in which mail programs and mail servers send them; names and numbers are made up."""

from base64 import b64encode


def mail(*lines: str) -> bytes:
    """Lines as they come over the wire."""
    return "\r\n".join("\r\n".join(lines).splitlines()).encode() + b"\r\n"


GMAIL = """\
Return-Path: <ben@example.org>
Delivered-To: {to}
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=20230601; bh=abc=; b=def=
MIME-Version: 1.0
References: <11aa@example.org>
In-Reply-To: <11aa@example.org>
From: Ben Mentee <ben@example.org>
Date: Wed, 25 Nov 2026 10:02:11 +0100
Message-ID: <CAF+abc123@mail.gmail.com>
Subject: Re: Ada Mentor wrote to you
To: {to}
Content-Type: multipart/alternative; boundary="000000000000b1b2"

--000000000000b1b2
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

Thursday suits me, caf=C3=A9 at ten?

- one question about the plan
- one about Zo=C3=AB

On Wed, Nov 25, 2026 at 9:12=E2=80=AFAM Northwind Mentoring <mentoring@example.org>
wrote:

> Hello Ben,
>
> Ada Mentor wrote to you. What they wrote is waiting in your conversation.

--000000000000b1b2
Content-Type: text/html; charset="UTF-8"

<div dir=3D"ltr">Thursday suits me</div><div class=3D"gmail_quote">Hello Ben</div>

--000000000000b1b2--
"""

OUTLOOK = """\
From: "Mentee, Ben" <Ben@Example.org>
To: {to}
Subject: RE: Ada Mentor wrote to you
Thread-Topic: Ada Mentor wrote to you
Date: Wed, 25 Nov 2026 09:30:00 +0000
Message-ID: <AM0PR01MB1234ABCD@AM0PR01MB1234.eurprd01.prod.exchangelabs.com>
In-Reply-To: <11aa@example.org>
Accept-Language: en-US
X-MS-Has-Attach: yes
Content-Type: multipart/mixed; boundary="_004_AM0"
MIME-Version: 1.0

--_004_AM0
Content-Type: multipart/alternative; boundary="_000_AM0"

--_000_AM0
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Yes, let us do that. Gr=FC=DFe from Z=FCrich.

Thanks, I bring the plan.

________________________________
From: Northwind Mentoring <mentoring@example.org>
Sent: Wednesday, November 25, 2026 9:12 AM
To: Mentee, Ben <ben@example.org>
Subject: Ada Mentor wrote to you

Hello Ben,

--_000_AM0
Content-Type: text/html; charset="iso-8859-1"

<html><body>Yes</body></html>

--_000_AM0--

--_004_AM0
Content-Type: image/png; name="image001.png"
Content-Disposition: inline; filename="image001.png"
Content-ID: <image001.png@01D>
Content-Transfer-Encoding: base64

iVBORw0KGgo=

--_004_AM0
Content-Type: text/plain; name="plan.txt"
Content-Disposition: attachment; filename="plan.txt"
Content-Transfer-Encoding: base64

{plan}

--_004_AM0--
"""

APPLE = """\
From: Ben Mentee <ben@example.org>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Mime-Version: 1.0 (1.0)
Subject: Re: Ada Mentor wrote to you
Date: Wed, 25 Nov 2026 10:10:10 +0100
Message-Id: <5E5E-ABCD@example.org>
References: <11aa@example.org>
In-Reply-To: <11aa@example.org>
To: {to}
X-Mailer: iPhone Mail (23A5)

Great, see you then!

Sent from my iPhone

> On 25 Nov 2026, at 09:12, Northwind Mentoring <mentoring@example.org> wrote:
>=20
> =EF=BB=BFHello Ben,
"""

HTML_ONLY = """\
From: ben@example.org
To: {to}
Message-ID: <html-1@example.org>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head><style>p {{ color: red }}</style></head><body><p>First &amp; second</p><p>Third<br>line</p></body></html>
"""

ON_HOLIDAY = """\
From: Ben Mentee <ben@example.org>
To: {to}
Message-ID: <ooo-1@example.org>
Auto-Submitted: auto-replied
Precedence: bulk
Subject: Out of office
Content-Type: text/plain

I am on holiday.
"""


def outlook(to: str) -> bytes:
    return mail(OUTLOOK.format(to=to, plan=b64encode(b"our plan").decode()))


def calendar_object(uid: str, status: str, *, who: str, sequence: int, more: str = "") -> str:
    return "\r\n".join([
        "BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0",
        "CALSCALE:GREGORIAN", "METHOD:REPLY", "BEGIN:VEVENT", "DTSTART:20261203T090000Z",
        "DTEND:20261203T100000Z", "DTSTAMP:20261125T090000Z", "ORGANIZER;CN=Northwind:mailto:mentoring@example.org",
        f"UID:{uid}", f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN=Ben Mentee;X",
        f" -NUM-GUESTS=0:mailto:{who}", *([more] if more else []), f"SEQUENCE:{sequence}", "STATUS:CONFIRMED",
        "SUMMARY:Mentoring: Ada Mentor and Ben Mentee", "END:VEVENT", "END:VCALENDAR", "",
    ])  # fmt: skip


def google_answer(
    uid: str, status: str, *, who: str = "ben@example.org", sequence: int = 0, more: str = ""
) -> bytes:
    """Google Calendar: the object inline and attached, both base64, and said to be automatic."""
    ics = b64encode(calendar_object(uid, status, who=who, sequence=sequence, more=more).encode()).decode()
    return mail(
        "Return-Path: <ben@example.org>", "From: Ben Mentee <ben@example.org>", "To: mentoring@example.org",
        "Sender: Google Calendar <calendar-notification@google.com>", "Auto-Submitted: auto-generated",
        f"Message-ID: <calendar-{status}@google.com>", f"Subject: {status.title()}: Mentoring",
        'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="m"', "",
        "--m", 'Content-Type: multipart/alternative; boundary="a"', "",
        "--a", 'Content-Type: text/plain; charset="UTF-8"', "", "Ben has answered.", "",
        "--a", 'Content-Type: text/calendar; charset="UTF-8"; method=REPLY',
        "Content-Transfer-Encoding: base64", "", ics, "", "--a--", "",
        "--m", 'Content-Type: application/ics; name="invite.ics"',
        'Content-Disposition: attachment; filename="invite.ics"', "Content-Transfer-Encoding: base64", "",
        ics, "", "--m--",
    )  # fmt: skip


def exchange_answer(uid: str, status: str, *, sender: str = "ben@example.org") -> bytes:
    """Outlook: one alternative, upper case address."""
    ics = b64encode(calendar_object(uid, status, who="BEN@example.org", sequence=0).encode()).decode()
    return mail(
        f'From: "Mentee, Ben" <{sender}>', "To: mentoring@example.org", f"Subject: {status.title()}: Mentoring",
        "Message-ID: <exchange@prod.exchangelabs.com>", "Content-Class: urn:content-classes:calendarmessage",
        'MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary="_000_"', "",
        "--_000_", 'Content-Type: text/plain; charset="us-ascii"', "", "", "",
        "--_000_", 'Content-Type: text/calendar; charset="utf-8"; method=REPLY',
        "Content-Transfer-Encoding: base64", "", ics, "", "--_000_--",
    )  # fmt: skip


def returned(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", headers_only: bool = False
) -> bytes:
    """A delivery status notification: of Postfix, or with headers only as Exchange and others send it."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return mail(
        "Return-Path: <>", "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)",
        "To: mentoring@example.org", "Auto-Submitted: auto-replied", "Message-Id: <dsn-1@mx.example.net>",
        "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"', "",
        "--r", "Content-Description: Notification", "Content-Type: text/plain; charset=us-ascii", "",
        "This is the mail system. I'm sorry.", "",
        "--r", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example.net", "Arrival-Date: Wed, 25 Nov 2026 09:12:00 +0100", "",
        "Final-Recipient: rfc822; ben@example.org", "Original-Recipient: rfc822;ben@example.org",
        f"Action: {action}", f"Status: {status}",
        "Diagnostic-Code: smtp; 550 5.1.1 <ben@example.org>: Recipient address", "    rejected: User unknown", "",
        "--r", f"Content-Type: {kind}", "",
        "From: Northwind <mentoring@example.org>", "To: ben@example.org", f"Message-ID: {message_id}",
        "Subject: Ada Mentor wrote to you", "", *([] if headers_only else ["Hello Ben,", ""]), "--r--",
    )  # fmt: skip


def complaint(message_id: str) -> bytes:
    """An abuse report (RFC 5965), as feedback loops send it."""
    return mail(
        "From: <abusedesk@mail.example.net>", "To: <mentoring@example.org>", "Subject: FW: a letter",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="f"', "",
        "--f", "Content-Type: text/plain", "", "This is an email abuse report.", "",
        "--f", "Content-Type: message/feedback-report", "",
        "Feedback-Type: abuse", "User-Agent: SomeGenerator/1.0", "Version: 1", "",
        "--f", "Content-Type: message/rfc822", "", "From: <mentoring@example.org>", "To: <ben@example.org>",
        f"Message-ID: {message_id}", "Subject: a letter", "", "Hello", "", "--f--",
    )  # fmt: skip
