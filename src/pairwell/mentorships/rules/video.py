"""The link of a video call, from a template that an organization or a program has."""

from urllib.parse import quote, urlsplit

from pairwell.core.errors import Refusal

PRESETS = (
    ("Jitsi", "https://meet.jit.si/{id}", "A room of its own for every session, nothing to install."),
    (
        "Teams",
        "https://teams.microsoft.com/meet/{mentor}",
        "Only where everybody has a personal meeting page.",
    ),
    ("Zoom", "https://example.zoom.us/my/{mentor}", "The mentor's personal meeting link."),
    ("Google Meet", "https://g.co/meet/{id}", "A nickname that opens a room for your organization's people."),
)
"""(name, template, when it suits)."""
MARKS = ("{id}", "{mentor}")


def check_template(template: str) -> Refusal | None:
    """Whether links can be made from this: https, with a mark that makes each of them different."""
    if not template:
        return None
    filled = template.replace("{id}", "x").replace("{mentor}", "x")
    parts = urlsplit(filled)
    if parts.scheme != "https" or not parts.hostname or any(c.isspace() for c in filled) or "{" in filled:
        return Refusal("template", "A template looks like https://meet.example.org/{id}", "video_template")
    if not any(mark in template for mark in MARKS):
        return Refusal(
            "mark",
            "Put {id} where every session gets a word of its own, or {mentor} for the mentor's own room.",
            "video_template",
        )
    return None


def link(template: str, *, word: str, mentor: str) -> str:
    """The address of one call. word: random, for {id}; mentor: the first part of their mail address."""
    return template.replace("{id}", quote(word, safe="")).replace("{mentor}", quote(mentor, safe="."))
