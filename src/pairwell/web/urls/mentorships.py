"""Addresses of a mentorship, of home, and of the pages where a program's manager watches over them."""

from django.urls import path

from pairwell.web.pages.account import calendar
from pairwell.web.pages.manager import health, overview, together
from pairwell.web.pages.participant import (
    agenda,
    agreement,
    conversation,
    ending,
    goals,
    home,
    live,
    mentorship,
    mentorships,
    notes,
    session,
)

urlpatterns = [
    path("", home.page, name="home"),
    path("mentorships/", mentorships.page, name="mentorships"),
    path("mentorships/<int:mentorship_id>/", mentorship.page, name="mentorship"),
    path("mentorships/<int:mentorship_id>/plan/", session.plan, name="plan_session"),
    path("mentorships/<int:mentorship_id>/met/", mentorship.met, name="note_meeting"),
    path("mentorships/<int:mentorship_id>/agreement/", agreement.page, name="agreement"),
    path("mentorships/<int:mentorship_id>/agreement/yes/", agreement.say_yes, name="agree"),
    path("mentorships/<int:mentorship_id>/skills/", agreement.skills, name="skill_levels"),
    path("mentorships/<int:mentorship_id>/goals/", goals.page, name="goals"),
    path("mentorships/<int:mentorship_id>/conversation/", conversation.page, name="conversation"),
    path(
        "mentorships/<int:mentorship_id>/conversation/newer/", conversation.newer, name="conversation_newer"
    ),
    path("mentorships/<int:mentorship_id>/notes/", notes.page, name="notes"),
    path("mentorships/<int:mentorship_id>/ending/", ending.page, name="ending"),
    path("mentorships/<int:mentorship_id>/pause/", ending.pause, name="pause_mentorship"),
    path("mentorships/<int:mentorship_id>/resume/", ending.resume, name="resume_mentorship"),
    path("mentorships/<int:mentorship_id>/close/", ending.close, name="close_mentorship"),
    path("mentorships/<int:mentorship_id>/another/", ending.another, name="another_match"),
    path("sessions/<int:session_id>/", session.page, name="session"),
    path("sessions/<int:session_id>/live/", live.page, name="live_session"),
    path("sessions/<int:session_id>/begin/", live.begin, name="begin_session"),
    path("sessions/<int:session_id>/notes/", live.notes, name="session_notes"),
    path("sessions/<int:session_id>/move/", session.move, name="move_session"),
    path("sessions/<int:session_id>/cancel/", session.cancel, name="cancel_session"),
    path("sessions/<int:session_id>/held/", session.hold, name="hold_session"),
    path("sessions/<int:session_id>/missed/", session.missed, name="miss_session"),
    path("sessions/<int:session_id>/reflection/", session.reflect, name="reflect"),
    path("sessions/<int:session_id>/agenda/", agenda.add, name="add_agenda_item"),
    path("sessions/<int:session_id>/activity/", agenda.fill, name="fill_agenda"),
    path("agenda/<int:item_id>/", agenda.change, name="change_agenda_item"),
    path("goals/<int:goal_id>/", goals.edit, name="goal"),
    path("goals/<int:goal_id>/change/", goals.change, name="change_goal"),
    path("steps/<int:milestone_id>/", goals.tick, name="tick_step"),
    path("messages/<int:message_id>/", conversation.edit, name="message"),
    path("notes/<int:note_id>/", notes.edit, name="note"),
    path("notes/<int:note_id>/remove/", notes.remove, name="remove_note"),
    path("manage/programs/<int:program_id>/", overview.page, name="manage_program"),
    path("manage/programs/<int:program_id>/health/", health.page, name="manage_health"),
    path("calendar/<str:feed_key>.ics", calendar.feed, name="calendar_feed"),
    path("manage/programs/<int:program_id>/together/", together.page, name="manage_together"),
    path("admin/together/", together.everywhere, name="admin_together"),
    path("manage/mentorships/<int:mentorship_id>/nudge/", health.send_nudge, name="nudge_mentorship"),
]
