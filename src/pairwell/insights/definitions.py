"""What every number means: one definition, used by pages, files and reports alike, shown beside the number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's meaning. unit: "", "%", "days", "h", "of 5", "points"; says: how it is counted."""

    key: str
    label: str
    unit: str
    says: str


_ALL = (
    Definition("asked", "Invited or joined", "", "People who were invited or have joined by themselves."),
    Definition("enrolled", "Enrolled", "", "People with an approved place."),
    Definition("matched", "Matched", "", "People who are or were members of a mentorship."),
    Definition("met", "Met", "", "People in a mentorship with at least one session held."),
    Definition("active", "Active", "", "People who met and whose mentorship goes on (a pause included)."),
    Definition("finished", "Completed", "", "People whose mentorship came to its planned close."),
    Definition("mentorships", "Mentorships", "", "All that ever began or are about to begin."),
    Definition("completed", "Mentorships completed", "", "Those that came to their planned close."),
    Definition(
        "ended_early", "Ended early", "", "Those that ended before their planned close, by wish of a side."
    ),
    Definition(
        "days_to_match",
        "Days to a match",
        "days",
        "Median of the days from an approved place to the start of the first mentorship.",
    ),
    Definition(
        "days_to_first_session",
        "Days to the first session",
        "days",
        "Median of the days from a mentorship's start to its first session held.",
    ),
    Definition(
        "sessions", "Sessions held", "", "Sessions that members marked as held, meetings elsewhere included."
    ),
    Definition("hours", "Hours together", "h", "Sum of the lengths of the sessions held."),
    Definition(
        "sessions_each",
        "Sessions per mentorship",
        "",
        "Sessions held, divided by mentorships that have begun.",
    ),
    Definition(
        "in_rhythm",
        "Mentorships in rhythm",
        "%",
        "Share of mentorships that held at least four of five sessions which their own rhythm asks for by now, or when "
        "they ended or paused.",
    ),
    Definition("goals", "Goals set", "", "Goals in mentorships, open, reached or let go."),
    Definition("goals_reached", "Goals reached", "", "Goals that their owner marked as reached."),
    Definition("milestones", "Steps done", "", "Steps of goals that were ticked off."),
    Definition(
        "usefulness",
        "Usefulness of sessions",
        "of 5",
        "Mean of the reflections after sessions (3: met my expectations), from five people up.",
    ),
    Definition(
        "fit",
        "Mean fit of pairs",
        "%",
        "Mean score under the policy, of the proposals that both sides accepted.",
    ),
    Definition(
        "mentees_satisfied",
        "Satisfied mentees",
        "%",
        "Share of mentees who answered 4 or 5 to “I am satisfied with this mentorship”, in the latest survey.",
    ),
    Definition(
        "mentors_satisfied",
        "Satisfied mentors",
        "%",
        "Share of mentors who answered 4 or 5 to “I am satisfied with this mentorship”, in the latest survey.",
    ),
    Definition(
        "impact",
        "Find it valuable",
        "%",
        "Share of mentees who answered 4 or 5 to “valuable to me and makes a difference”, in the latest survey.",
    ),
    Definition(
        "own_skills",
        "Mentors who widened their skills",
        "%",
        "Share of mentors who answered 4 or 5 to “mentoring has widened my own skills”, in the latest survey.",
    ),
    Definition(
        "motivated",
        "More motivated",
        "%",
        "Share of mentees who answered 4 or 5 to “motivates me to do my best”, in the latest survey.",
    ),
    Definition(
        "recommend",
        "Recommendation",
        "points",
        "Share of 9 and 10 minus share of 0 to 6, of mentees and mentors, from −100 to 100.",
    ),
    Definition(
        "skill_growth",
        "Skill grown",
        "points",
        "Mean confidence in the skill to grow (1 to 5) in the closing survey minus that of the baseline.",
    ),
)

DEFINITIONS: dict[str, Definition] = {one.key: one for one in _ALL}


@dataclass(frozen=True, slots=True)
class Published:
    """A figure the field has published. means, not: what it says and what it does not."""

    key: str
    value: float
    who: str
    source: str
    does_not_mean: str


FIELD: tuple[Published, ...] = (
    Published(
        "impact",
        0.97,
        "of people with a mentor say it is impactful and valuable",
        "Quoted by National Mentoring Day and widely in the field",
        "Those who answer have a mentor and chose to answer; the wording differs from ours.",
    ),
    Published(
        "own_skills",
        0.57,
        "of sponsors and mentors say they have widened their own skills",
        "Coqual, formerly the Center for Talent Innovation",
        "People at large companies, asked about sponsoring as well as mentoring.",
    ),
    Published(
        "motivated",
        0.73,
        "of Gen Z are motivated to do better with a mentor who cares",
        "Quoted in the field, usually after the Springtide Research Institute",
        "One generation, asked in general, not about one program.",
    ),
)
