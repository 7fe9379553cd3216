"""Which pages of the demo company are worth looking at. Runs inside the installation, prints JSON."""

import json
from collections.abc import Iterator

from django.urls import reverse

from pairwell.mentorships.models import Goal, Membership, Message, Note, Session
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.people import actions, importing
from pairwell.people.models import DirectoryImport, Organization, Person
from pairwell.programs.models import Program, Question

Row = tuple[str, str, str]
ROWS = b"Email,Name,Manager\nnew@example.org,New One,nobody@example.org\nbroken,=cmd,\n"


def show() -> None:
    """Print [[role, name, path], ...] as the last line."""
    print(json.dumps([*of_nobody(), *of_mentee(), *of_manager(), *of_administrator(), *of_others()]))


def row(role: str, name: str, address: str, *args: object) -> Row:
    return role, name, reverse(address, args=args)


def person(role: str) -> Person:
    emails = {known: email for known, email, _ in Organization.objects.get().demo_cast}
    return Person.objects.get(email=emails[role])


def of_nobody() -> Iterator[Row]:
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "demo_roles"):
        yield row("", name.removeprefix("account_"), name)


def of_mentee() -> Iterator[Row]:
    role = "Mentee"
    for name in ("home", "programs", "mentorships", "activities", "profile", "notices", "about", "proposals"):
        yield row(role, name, name)
    yield row(role, "password", "account_change_password")
    yield role, "not-found", "/nothing-here/"
    yield row(role, "activity", "activity", "life-journeys")
    enrolling = Program.objects.filter(state="enrolling", is_open=True).order_by("pk")[0]
    yield row(role, "program", "program", enrolling.pk)
    for step in (1, 2, 3):
        yield row(role, f"join-{step}", "join", enrolling.pk, step)
    mine = Membership.objects.filter(person=person(role), mentorship__state="active")[0].mentorship_id
    for name in ("mentorship", "plan_session", "goals", "conversation", "notes", "ending"):
        yield row(role, name, name, mine)
    sessions = Session.objects.filter(mentorship=mine)
    yield row(
        role, "session-planned", "session", sessions.filter(state="planned").order_by("starts_at")[0].pk
    )
    yield row(role, "session-held", "session", sessions.filter(state="held").order_by("-starts_at")[0].pk)
    yield row(role, "goal", "goal", Goal.objects.filter(mentorship=mine, state="open")[0].pk)
    yield row(role, "message", "message", Message.objects.filter(mentorship=mine, author=person(role))[0].pk)
    yield row(role, "note", "note", Note.objects.filter(mentorship=mine, author=person(role))[0].pk)


def of_manager() -> Iterator[Row]:
    role = "Program manager"
    yield row(role, "manage", "manage_programs")
    yield row(role, "new-program", "new_program")
    yield row(role, "start-program", "start_program", "leadership-pipeline")
    programs = {state: Program.objects.filter(state=state).order_by("pk") for state in ("draft", "enrolling")}
    draft, enrolling = programs["draft"][0], programs["enrolling"][0]
    for name in ("manage_setup", "preview_program", "new_question", "studio"):
        yield row(role, f"draft-{name}", name, draft.pk)
    yield row(role, "move-program", "move_program", draft.pk, "enrolling")
    question = Question.objects.filter(program=draft)[0]
    yield row(role, "change-question", "change_question", draft.pk, question.pk)
    for name in ("manage_program", "manage_people", "manage_invite", "manage_enroll"):
        yield row(role, f"enrolling-{name}", name, enrolling.pk)
    matching = Program.objects.get(state="matching")
    yield row(role, "matching-manage_people", "manage_people", matching.pk)
    yield row(role, "studio", "studio", matching.pk)
    for run in MatchRun.objects.filter(program=matching, state="done")[:1]:
        yield row(role, "match-run", "match_run", matching.pk, run.pk)
    for program in Program.objects.filter(state="active").order_by("pk"):
        for name in ("manage_program", "manage_health"):
            yield row(role, f"{program.format}-{name}", name, program.pk)
    yield row(role, "closed-manage_program", "manage_program", Program.objects.filter(state="closed")[0].pk)


def of_administrator() -> Iterator[Row]:
    role = "Administrator"
    for name in ("admin_people", "admin_organization", "admin_imports"):
        yield row(role, name, name)
    yield row(role, "admin_person", "admin_person", person("Mentee").pk)
    for name, checked in (("import-mapping", False), ("import-checked", True)):
        yield row(role, name, "admin_import", _an_import(f"{name}.csv", checked=checked).pk)


def _an_import(name: str, *, checked: bool) -> DirectoryImport:
    found = DirectoryImport.objects.filter(file_name=name).first()
    if found is None:
        found = actions.upload(by=None, file_name=name, content=ROWS)
        if checked:
            actions.choose_mapping(by=None, of=found, mapping=found.mapping, bad_rows="skip")
            importing.work_on(found.pk)
    return found


def of_others() -> Iterator[Row]:
    for role in ("Mentor", "Sponsor", "People manager", "Owner"):
        yield row(role, f"home-of-{role.lower().replace(' ', '-')}", "home")
    for proposal in Proposal.objects.filter(state="sent", sides__enrollment__person=person("Mentor"))[:1]:
        yield row("Mentor", "proposal", "proposal", proposal.pk)
