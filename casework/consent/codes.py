"""What consent can be for, who can give it, how, and on what footing."""

from django.db import models


class Activity(models.TextChoices):
    ONE_TO_ONE = "one_to_one", "One-to-one work"
    GROUP = "group", "Group work"
    PHOTO = "photo", "Photographs and recordings"
    SHARING = "sharing", "Sharing information"
    EVALUATION = "evaluation", "Taking part in evaluation"
    STUDENT_OBSERVATION = "student_observation", "A student being observed"


class GiverKind(models.TextChoices):
    PARENT_CARER = "parent_carer", "Parent or carer"
    CHILD = "child", "The child"
    PERSON_WITH_PR = "person_with_pr", "Someone else with parental responsibility"


class Answer(models.TextChoices):
    YES = "yes", "Yes, agrees"
    NO = "no", "No, does not agree"
    COULD_NOT = "could_not", "Could not answer"


class Method(models.TextChoices):
    IN_PERSON = "in_person", "Face to face"
    PHONE = "phone", "By telephone or video"
    WRITTEN = "written", "In writing, on paper"
    EMAIL = "email", "By e-mail"
    INTERPRETER = "interpreter", "Through an interpreter"


class Capacity(models.TextChoices):
    """Why this person's answer counts."""

    PARENTAL_RESPONSIBILITY = "pr", "Has parental responsibility"
    CARER = "carer", "Cares for the child, without parental responsibility"
    ASSENT = "assent", "The child understands enough to say yes or no"
    GILLICK = "gillick", "Under 16 and understands the decision fully (Gillick competent)"
    SIXTEEN = "sixteen", "16 or 17, no reason to doubt capacity"
    IN_DOUBT = "in_doubt", "Understanding is in doubt; see the note"


class Basis(models.TextChoices):
    """Lawful grounds to go on without the agreement that is otherwise needed."""

    SECTION_47 = "s47", "Section 47 enquiry (Children Act 1989)"
    COURT = "court", "A court has ordered it"
    GILLICK = "gillick", "The child is Gillick competent and agrees"
    SIXTEEN = "sixteen", "The young person is 16 or 17 and agrees"
    LOCAL_AUTHORITY = "care_order", "The council shares parental responsibility (care order)"


# Bases on which the parents' side is not needed, but the child's own yes still is.
ON_CHILDS_WORD = frozenset({Basis.GILLICK, Basis.SIXTEEN, Basis.LOCAL_AUTHORITY})
