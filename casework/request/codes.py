"""What a request for POP work may be about, and how it is told."""

from django.db import models


class Topic(models.TextChoices):
    """The topics POP works on in schools, from the service's own description."""

    EXPLOITATION = "exploitation", "Exploitation (sexual or criminal)"
    FORCED_MARRIAGE = "forced_marriage", "Forced marriage"
    FGM = "fgm", "Female genital mutilation"
    BULLYING = "bullying", "Bullying"
    CYBER_BULLYING = "cyber_bullying", "Cyber-bullying"
    COUNTY_LINES = "county_lines", "County lines and drugs"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    KNIFE_CRIME = "knife_crime", "Knife crime"
    WELLBEING = "wellbeing", "Emotional wellbeing and coping"
    FEELING_SAFE = "feeling_safe", "Feeling safe and making safe decisions"
    RELATIONSHIPS = "relationships", "Relationships and networking"
    FAMILY_BREAKDOWN = "family_breakdown", "Preventing family breakdown"
    IDENTITY = "identity", "Identity"
    LIFE_STORY = "life_story", "Life story work"


class LevelOfNeed(models.IntegerChoices):
    """Worcestershire's levels of need. POP works at level 3; level 4 goes to the front door."""

    ONE = 1, "Level 1: needs met by the services every child has"
    TWO = 2, "Level 2: some extra help from one service"
    THREE = 3, "Level 3: several needs, targeted help together"
    FOUR = 4, "Level 4: a child may be at risk of significant harm"


class ConsentSaid(models.TextChoices):
    """What the requester knows about consent; the ledger itself is written later, by POP."""

    BOTH_AGREE = "both", "The pupil and a parent or carer both agree to this request"
    PARENT_AGREES = "parent", "A parent or carer agrees, the pupil has not been asked"
    PUPIL_AGREES = "pupil", "The pupil agrees, no parent or carer has been asked"
    NOT_ASKED = "not_asked", "Nobody has been asked yet"
    DECLINED = "declined", "A parent or carer, or the pupil, said no"


class Urgency(models.TextChoices):
    ROUTINE = "routine", "In the usual way"
    SOON = "soon", "Soon: something is coming up"


class Origin(models.TextChoices):
    """Where a request comes from."""

    SCHOOL = "school", "A school"
    SOCIAL_WORK = "social_work", "A social work team"
    EARLY_HELP = "early_help", "Early help, or another agency"
    OURSELVES = "ourselves", "POP itself: a drop-in, or work we do already"


class State(models.TextChoices):
    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Not for POP"
