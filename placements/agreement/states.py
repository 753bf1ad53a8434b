"""The way of an agreement, and who agrees to it: two small tables that actions and pages read."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Being written"
    SENT = "sent", "Sent to agree"
    IN_FORCE = "in_force", "In force"
    REPLACED = "replaced", "Replaced by a newer version"


class Party(models.TextChoices):
    STUDENT = "student", "Student"
    EDUCATOR = "educator", "Practice educator"
    TUTOR = "tutor", "University tutor"


# (from, to): what is not here cannot happen.
MOVES = frozenset(
    {
        (State.DRAFT, State.SENT),
        (State.SENT, State.DRAFT),
        (State.SENT, State.IN_FORCE),
        (State.IN_FORCE, State.REPLACED),
    }
)
