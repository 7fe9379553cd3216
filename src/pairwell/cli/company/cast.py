"""The people to look at the demo as: one per role, with addresses that never change."""

from dataclasses import dataclass
from typing import Final

from pairwell.cli.company.material import DOMAIN


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody with a fixed place in the company. `role` is empty for people without a card of their own."""

    key: str
    role: str
    full_name: str
    address: str
    title: str
    department: str
    office: str
    level: int
    languages: tuple[tuple[str, int], ...]
    sees: str
    pronouns: str = ""

    @property
    def email(self) -> str:
        return f"{self.address}@{DOMAIN}"


PARTS: Final[tuple[Part, ...]] = (
    Part("sponsor", "Sponsor", "Ingrid Ångström-Sato", "ingrid.angstrom-sato", "Chief Executive Officer",
         "Executive", "Toronto", 10, (("sv", 5), ("en", 5), ("ja", 3)),
         "The results of every program, in figures: nothing about single people.", "she/her"),
    Part("owner", "Owner", "Ngozi Okafor-Brandt", "ngozi.okafor-brandt", "Chief People Officer", "People",
         "Lagos", 9, (("ig", 5), ("en", 5), ("de", 3)),
         "Everything, with roles and the settings of the organization.", "she/her"),
    Part("administrator", "Administrator", "Jürgen Weiß", "juergen.weiss", "IT Manager", "IT and Security",
         "Berlin", 6, (("de", 5), ("en", 4)),
         "The directory with its import, the skill catalog and all programs.", "he/him"),
    Part("manager", "Program manager", "Leilani Kealoha-Tan", "leilani.kealoha-tan",
         "Learning and Development Manager", "People", "Singapore", 6, (("en", 5), ("zh", 3)),
         "Programs in every state: 240 mentees and 150 mentors wait for their match.", "she/her"),
    Part("mentor", "Mentor", "Fọláṣadé Adéyẹmí", "folasade.adeyemi", "Director of Engineering", "Engineering",
         "Lagos", 8, (("yo", 5), ("en", 5), ("fr", 3)),
         "Two mentorships in their fourth month, a session ahead and an unread message.", "she/her"),
    Part("mentee", "Mentee", "Oksana Bondar", "oksana.bondar", "Product Manager", "Product", "Berlin", 4,
         (("uk", 5), ("en", 5), ("de", 4)),
         "A mentorship in its fourth month: goals, a session ahead, an unread message.", "she/her"),
    Part("people_manager", "People manager", "Rahul Chatterjee", "rahul.chatterjee", "Customer Success Lead",
         "Customer Success", "Bengaluru", 6, (("bn", 5), ("en", 5), ("hi", 4)),
         "A team with people in several programs, and an own place as a mentor.", "he/him"),
)  # fmt: skip


def part(key: str) -> Part:
    """The part of this key."""
    return next(found for found in PARTS if found.key == key)


def cast() -> list[tuple[str, str, str]]:
    """(role, email, what you will see) of every role one can look at the demo as."""
    order = ("owner", "administrator", "manager", "mentor", "mentee", "people_manager", "sponsor")
    return [(part(key).role, part(key).email, part(key).sees) for key in order]
