"""Tables of the people room, one file per kind of thing."""

from pairwell.people.models.directory import Organization, Person, RoleGrant
from pairwell.people.models.imports import DirectoryImport, ImportedChange, ImportProblem
from pairwell.people.models.profile import Profile, ProfileSkill
from pairwell.people.models.skills import Skill, SkillSynonym

__all__ = [
    "DirectoryImport",
    "ImportProblem",
    "ImportedChange",
    "Organization",
    "Person",
    "Profile",
    "ProfileSkill",
    "RoleGrant",
    "Skill",
    "SkillSynonym",
]
