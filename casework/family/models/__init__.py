"""The people around a child: who they are, what they are to it, where they live."""

from casework.family.codes import Answer
from casework.family.models.households import Household, HouseholdMember
from casework.family.models.people import FamilyMember, Relationship, Tie
from casework.family.models.standing import NoRecourse, ParentalResponsibility

__all__ = [
    "Answer",
    "FamilyMember",
    "Household",
    "HouseholdMember",
    "NoRecourse",
    "ParentalResponsibility",
    "Relationship",
    "Tie",
]
