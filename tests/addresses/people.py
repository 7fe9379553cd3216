"""People as others see them, and what each says about themself."""

from tests.addresses.roles import AUTHOR, SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET PAGE", ["profile", "person"]),
    (SIGNED_IN, "GET POST PAGE", ["cv"]),
    (SIGNED_IN, "GET POST", ["profile_section"]),
    (SIGNED_IN, "GET", ["person_photo", "find_people"]),
    (SIGNED_IN, "POST", ["profile_photo", "journey_step", "cv_suggestion", "discard_cv"]),
    (AUTHOR, "POST", ["profile_endorsement"]),
]

BUDGET = [("profile", "otto"), ("person", "ben"), ("person", "otto"), ("cv", "otto")]

ARGUMENTS: dict[str, dict[str, object]] = {
    "profile_section": {"section": "intro"},
    "journey_step": {"step": "new"},
    "cv_suggestion": {"suggestion": "c1"},
}
