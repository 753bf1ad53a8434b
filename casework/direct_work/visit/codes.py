"""What a visit is for, where it is, how it ended, and what follows when the child was not seen."""

from django.db import models


class Kind(models.TextChoices):
    CHILD_IN_NEED = "child_in_need", "Child in need visit"
    CHILD_PROTECTION = "child_protection", "Child protection visit"
    ASSESSMENT = "assessment", "Visit for the assessment"
    EARLY_HELP = "early_help", "Early help visit"
    OTHER = "other", "Another visit"


class Place(models.TextChoices):
    HOME = "home", "At home"
    SCHOOL = "school", "At school"
    OFFICE = "office", "At our office"
    COMMUNITY = "community", "Out and about"
    OTHER = "other", "Somewhere else"


class Outcome(models.TextChoices):
    """Empty while the visit is still to come, or nobody has said how it went."""

    SEEN = "seen", "Yes, I saw the child"
    NOT_SEEN = "not_seen", "No, I went and did not see the child"
    NOT_HELD = "not_held", "The visit did not take place"


class Alone(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No, others were there"


class BedroomSeen(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    DOES_NOT_APPLY = "n_a", "Does not apply"


class NextStep(models.TextChoices):
    """What the worker does about a child who was not seen."""

    AGAIN_TODAY = "again_today", "Go again today"
    AGAIN = "again", "Go again on another day"
    SCHOOL = "school", "See the child at school or nursery"
    CALL = "call", "Ring the family and others who know the child"
    MANAGER = "manager", "Decide with the manager now"
    POLICE = "police", "Ask the police for a welfare check"


# Places away from colleagues, where a worker says when they go in and when they are out again.
AWAY = frozenset({Place.HOME, Place.COMMUNITY, Place.OTHER})
# Visits a plan of that kind counts: a child protection visit is a visit to a child in need too.
COUNTS_FOR_CIN = (Kind.CHILD_IN_NEED, Kind.CHILD_PROTECTION)
COUNTS_FOR_CP = (Kind.CHILD_PROTECTION,)
