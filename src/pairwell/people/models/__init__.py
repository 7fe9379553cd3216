"""Tables of the people room, one file per kind of thing."""

from pairwell.people.models.directory import Organization, Person, RoleGrant
from pairwell.people.models.imports import DirectoryImport, ImportedChange, ImportProblem
from pairwell.people.models.profile import (
    CvReading,
    Endorsement,
    Profile,
    ProfilePhoto,
    ProfileSkill,
)
from pairwell.people.models.skills import (
    CareerAim,
    CareerRole,
    CareerStep,
    RoleNeed,
    Skill,
    SkillMerge,
    SkillSynonym,
)

__all__ = [
    "CareerAim",
    "CareerRole",
    "CareerStep",
    "CvReading",
    "DirectoryImport",
    "Endorsement",
    "ImportProblem",
    "ImportedChange",
    "Organization",
    "Person",
    "Profile",
    "ProfilePhoto",
    "ProfileSkill",
    "RoleGrant",
    "RoleNeed",
    "Skill",
    "SkillMerge",
    "SkillSynonym",
]
