"""Pages of the people around a child."""

from casework.family.views.drawings import Ecomap, Genogram
from casework.family.views.homes import (
    AddressReveal,
    HomeAdd,
    HomeEdit,
    HomeJoin,
    HomeLeave,
    PhoneReveal,
)
from casework.family.views.people import FamilyAdd, FamilyEdit, FamilyEnd, FamilyList
from casework.family.views.standing import NoRecourseRecord, ResponsibilityRecord, TieAdd, TieEnd

__all__ = [
    "AddressReveal",
    "Ecomap",
    "FamilyAdd",
    "FamilyEdit",
    "FamilyEnd",
    "FamilyList",
    "Genogram",
    "HomeAdd",
    "HomeEdit",
    "HomeJoin",
    "HomeLeave",
    "NoRecourseRecord",
    "PhoneReveal",
    "ResponsibilityRecord",
    "TieAdd",
    "TieEnd",
]
