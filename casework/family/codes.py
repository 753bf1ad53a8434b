"""Words and codes for the people around a child."""

from django.db import models


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known yet"


class Kind(models.TextChoices):
    """What one person is to a child. The order is the order of a family."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    ADOPTIVE_PARENT = "adoptive_parent", "Adoptive parent"
    STEP_PARENT = "step_parent", "Step-parent"
    PARENTS_PARTNER = "partner", "Parent's partner"
    FOSTER_CARER = "foster_carer", "Foster carer"
    GUARDIAN = "guardian", "Guardian"
    GRANDPARENT = "grandparent", "Grandparent"
    SIBLING = "sibling", "Brother or sister"
    HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
    STEP_SIBLING = "step_sibling", "Stepbrother or stepsister"
    CHILD_OF_CHILD = "own_child", "Son or daughter"
    AUNT_UNCLE = "aunt_uncle", "Aunt or uncle"
    COUSIN = "cousin", "Cousin"
    OTHER_RELATIVE = "other_relative", "Another relative"
    FRIEND = "friend", "Friend of the child"
    FAMILY_FRIEND = "family_friend", "Family friend"
    OTHER = "other", "Someone else who matters"


# Nobody's parent can be a friend of the child, or the child's own child.
NEVER_RESPONSIBLE = (Kind.FRIEND, Kind.CHILD_OF_CHILD)
# Mostly children themselves: whoever of them is grown up may be asked about afterwards.
OF_THE_CHILDS_AGE = (Kind.SIBLING, Kind.HALF_SIBLING, Kind.STEP_SIBLING, Kind.COUSIN)
# A parent has it at any age; for everyone else it comes by an order or agreement of an adult.
AT_ANY_AGE = (Kind.MOTHER, Kind.FATHER, Kind.ADOPTIVE_PARENT)
GROWN_UP = 18


def may_be_responsible(kind: str, age: int | None) -> bool:
    """Whether it makes sense to ask if somebody has parental responsibility; `age` in whole years,
    None where it is not known."""
    if kind in NEVER_RESPONSIBLE:
        return False
    return kind in AT_ANY_AGE or age is None or age >= GROWN_UP


class Bond(models.TextChoices):
    """How it is between the child and this person, as the child or the family say it."""

    CLOSE = "close", "Close"
    ORDINARY = "ordinary", "Neither close nor distant"
    DISTANT = "distant", "Distant"
    STRESSED = "stressed", "Difficult or in conflict"
    CUT_OFF = "cut_off", "No contact"
    UNKNOWN = "unknown", "Not known yet"


class TieKind(models.TextChoices):
    """What holds between two people of a family; the words read from the first to the second."""

    MARRIED = "married", "Married or civil partner of"
    PARTNERS = "partners", "Partner of"
    PARENT = "parent", "Parent of"
    ADOPTIVE_PARENT = "adoptive_parent", "Adoptive parent of"
    SIBLING = "sibling", "Brother or sister of"
    OTHER = "other", "Related to"


COUPLES = (TieKind.MARRIED, TieKind.PARTNERS)
PARENTAL = (TieKind.PARENT, TieKind.ADOPTIVE_PARENT)
# These read the same in both directions.
EITHER_WAY = (TieKind.MARRIED, TieKind.PARTNERS, TieKind.SIBLING, TieKind.OTHER)


class TieEnd(models.TextChoices):
    SEPARATED = "separated", "Separated"
    DIVORCED = "divorced", "Divorced or dissolved"
    DIED = "died", "One of them died"
    OTHER = "other", "It no longer holds for another reason"


class Basis(models.TextChoices):
    """Why somebody has parental responsibility. Source: Children Act 1989, sections 2 to 5."""

    BIRTH_MOTHER = "birth_mother", "Gave birth to the child"
    MARRIED = "married", "Married to the mother at the birth, or since"
    BIRTH_REGISTERED = "registered", "On the birth certificate, registered after 1 December 2003"
    AGREEMENT = "agreement", "Parental responsibility agreement with the mother"
    COURT_ORDER = "court_order", "Court order for parental responsibility"
    CHILD_ARRANGEMENTS = "arrangements", "Child arrangements order: the child lives with them"
    SPECIAL_GUARDIANSHIP = "sgo", "Special guardianship order"
    ADOPTION = "adoption", "Adoption order"
    GUARDIAN = "guardian", "Appointed guardian after a death"
    PARENTAL_ORDER = "parental_order", "Parental order after surrogacy"
    SECOND_PARENT = "second_parent", "Second female parent"
    NONE = "none", "Does not have it"


# These hold from the day of the birth, however late we hear of them.
FROM_BIRTH = (Basis.BIRTH_MOTHER, Basis.BIRTH_REGISTERED, Basis.SECOND_PARENT)


class HouseholdKind(models.TextChoices):
    HOME = "home", "Family home"
    RELATIVES = "relatives", "With relatives or friends"
    FOSTER = "foster", "Foster home"
    TEMPORARY = "temporary", "Temporary accommodation"
    REFUGE = "refuge", "Refuge"
    OTHER = "other", "Somewhere else"
