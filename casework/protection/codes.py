"""Code sets of child protection.

What an enquiry found are the three headings of Working Together; what follows from it are the
outcome flags of the Standard Safeguarding Dataset. Of conferences and enquiries the census asks
dates and "conference not required" alone.
"""

from django.db import models


class Threshold(models.TextChoices):
    """What a strategy discussion decided."""

    SECTION_47 = "section_47", "There is reason to suspect significant harm: a section 47 enquiry"
    ASSESSMENT = "assessment", "No enquiry: the child and family assessment goes on"
    NO_ACTION = "no_action", "No enquiry, and nothing further"
    AGAIN = "again", "Not enough is known yet: discuss again"


class Conduct(models.TextChoices):
    SINGLE = "single", "Single agency: social care alone"
    JOINT = "joint", "Joint: social care and police together"


class YesNo(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class ParentsTold(models.TextChoices):
    TOLD = "told", "They know already"
    WILL_BE = "will_be", "They are told, and by whom"
    UNSAFE = "unsafe", "Not yet: telling them would put the child at risk"


# Without these three there is no discussion, but for an exception with its reason.
NEEDED_AGENCIES = ("social_care", "police", "health")


class Part(models.TextChoices):
    """The named parts of an enquiry. A student may write any that the lead gives them."""

    CHILD = "child", "The child: seen, and what they said"
    FAMILY = "family", "Parents and carers: what they said"
    HOME = "home", "The home and the other children in it"
    AGENCIES = "agencies", "What the agencies know"
    HISTORY = "history", "What happened before"
    ANALYSIS = "analysis", "What it means: harm, risk, strengths and safety"


class Finding(models.TextChoices):
    NOT_SUBSTANTIATED = "not_substantiated", "Concerns are not substantiated"
    NO_CONTINUING_RISK = (
        "no_continuing_risk",
        "Concerns are substantiated, but the child is not at continuing risk of significant harm",
    )
    CONTINUING_RISK = (
        "continuing_risk",
        "Concerns are substantiated and the child is at continuing risk: a conference",
    )


class Follows(models.TextChoices):
    NO_ACTION = "nfa", "No further action"
    ASSESSMENT = "assessment", "The child and family assessment goes on"
    SERVICES = "services", "Services are provided"
    SHORT_BREAKS = "short_breaks", "Short breaks"
    LEGAL = "legal", "Legal action"
    MONITORED = "monitored", "Another agency keeps an eye on it"
    CONFERENCE = "conference", "Child protection conference"
    OTHER = "other", "Something else"


class Decided(models.TextChoices):
    """What a conference decided."""

    BEGINS = "begins", "A child protection plan begins"
    NO_PLAN = "no_plan", "No child protection plan"
    CONTINUES = "continues", "The child protection plan goes on"
    STEP_DOWN = "step_down", "The plan ends: step down to a child in need plan"
    ENDS = "ends", "The plan ends: no plan is needed any more"


AT_FIRST = (Decided.BEGINS, Decided.NO_PLAN)
AT_REVIEW = (Decided.CONTINUES, Decided.STEP_DOWN, Decided.ENDS)
