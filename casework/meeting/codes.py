"""The words of meetings: their kinds, who sits there, and the census codes of participation."""

from django.db import models


class Kind(models.TextChoices):
    STRATEGY = "strategy", "Strategy discussion"
    ICPC = "icpc", "Initial child protection conference"
    TRANSFER_IN = "transfer_in", "Transfer-in conference"
    RCPC = "rcpc", "Review child protection conference"
    CORE_GROUP = "core_group", "Core group"
    CIN_PLANNING = "cin_planning", "Child in need planning meeting"
    CIN_REVIEW = "cin_review", "Child in need review"
    OTHER = "other", "Other meeting"


CONFERENCES = frozenset({Kind.ICPC, Kind.TRANSFER_IN, Kind.RCPC})
# What is decided there changes a child's status: they are held in the protection wing.
DECIDING = CONFERENCES | {Kind.STRATEGY}
# Held by a wing above, which also proposes what follows.
HELD_ABOVE = DECIDING | {Kind.CORE_GROUP}
# At most one of each stands ahead of a child: the event before proposes the next.
ONE_AHEAD = frozenset(Kind) - {Kind.STRATEGY, Kind.OTHER}
# Which clock such a meeting stops.
CLOCKS: dict[str, tuple[str, ...]] = {
    Kind.STRATEGY: ("C4",),
    Kind.ICPC: ("C5",),
    Kind.TRANSFER_IN: ("C6",),
    Kind.CORE_GROUP: ("C7", "C8"),
    Kind.RCPC: ("C9", "C10"),
    Kind.CIN_PLANNING: ("C12",),
    Kind.CIN_REVIEW: ("C13",),
}
# Parents are not normally invited to a strategy discussion.
WITHOUT_FAMILY = frozenset({Kind.STRATEGY})


class How(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"
    MIXED = "mixed", "Some in person, some by video or phone"


class Side(models.TextChoices):
    """For whom somebody sits there."""

    CHILD = "child", "The child"
    FAMILY = "family", "Family"
    SOCIAL_CARE = "social_care", "Social care"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    EARLY_HELP = "early_help", "Early help"
    YOUTH = "youth", "Youth service"
    HOUSING = "housing", "Housing"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    OTHER = "other", "Other"


THE_FAMILY = frozenset({Side.CHILD, Side.FAMILY})
AGENCIES = frozenset(Side) - THE_FAMILY


class Attendance(models.TextChoices):
    ATTENDED = "attended", "Was there"
    PART = "part", "Was there for a part"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Did not come, no word"


PRESENT = frozenset({Attendance.ATTENDED, Attendance.PART})


class ViewsBy(models.TextChoices):
    SAID = "said", "Said there"
    SENT = "sent", "Sent before, in writing or by phone"
    THROUGH = "through", "Somebody spoke for them"
    UNKNOWN = "unknown", "Not known"


class Quorate(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Participation(models.TextChoices):
    """How the child took part, by the codes of the national return."""

    PN0 = "PN0", "Under 4 years old at the time"
    PN1 = "PN1", "Was there and spoke for themselves"
    PN2 = "PN2", "Was there, and an advocate spoke for them"
    PN3 = "PN3", "Was there and gave their views without words"
    PN4 = "PN4", "Was there, and neither spoke nor gave views"
    PN5 = "PN5", "Was not there, and an advocate brought their views"
    PN6 = "PN6", "Was not there, and sent their views"
    PN7 = "PN7", "Was not there, and gave no views"


class ChildTold(models.TextChoices):
    YES = "yes", "Yes"
    WILL = "will", "Not yet: I will tell them, and by when"
    NO = "no", "No, and why not"
