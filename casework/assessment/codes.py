"""Codes of the statutory returns: what an assessment found, and what it came to."""

from django.db import models


class Factor(models.TextChoices):
    """Factors identified at the end of an assessment (census item AssessmentFactors).

    A is the child, B a parent or carer, C somebody else in the household. The retired codes 18A
    and 19A are not offered.
    """

    ALCOHOL_CHILD = "1A", "Alcohol misuse: the child"
    ALCOHOL_PARENT = "1B", "Alcohol misuse: a parent or carer"
    ALCOHOL_OTHER = "1C", "Alcohol misuse: somebody else in the household"
    DRUGS_CHILD = "2A", "Drug misuse: the child"
    DRUGS_PARENT = "2B", "Drug misuse: a parent or carer"
    DRUGS_OTHER = "2C", "Drug misuse: somebody else in the household"
    ABUSE_OF_CHILD = "3A", "Domestic abuse: the child is the victim"
    ABUSE_OF_PARENT = "3B", "Domestic abuse: a parent or carer is the victim"
    ABUSE_OF_OTHER = "3C", "Domestic abuse: somebody else in the household is the victim"
    MENTAL_HEALTH_CHILD = "4A", "Mental health: the child"
    MENTAL_HEALTH_PARENT = "4B", "Mental health: a parent or carer"
    MENTAL_HEALTH_OTHER = "4C", "Mental health: somebody else in the household"
    LEARNING_CHILD = "5A", "Learning disability: the child"
    LEARNING_PARENT = "5B", "Learning disability: a parent or carer"
    LEARNING_OTHER = "5C", "Learning disability: somebody else in the household"
    PHYSICAL_CHILD = "6A", "Physical disability or illness: the child"
    PHYSICAL_PARENT = "6B", "Physical disability or illness: a parent or carer"
    PHYSICAL_OTHER = "6C", "Physical disability or illness: somebody else in the household"
    YOUNG_CARER = "7A", "Young carer"
    FOSTERED_RETURNING = "8B", "Privately fostered: overseas child who intends to return"
    FOSTERED_STAYING = "8C", "Privately fostered: overseas child who intends to stay"
    FOSTERED_EDUCATION = "8D", "Privately fostered: UK child in an education placement"
    FOSTERED_FAMILY = "8E", "Privately fostered: UK child, for family circumstances"
    FOSTERED_OTHER = "8F", "Privately fostered: another reason"
    UNACCOMPANIED = "9A", "Unaccompanied asylum-seeking child"
    MISSING = "10A", "Going or being missing"
    SEXUAL_EXPLOITATION = "11A", "Child sexual exploitation"
    TRAFFICKING = "12A", "Trafficking"
    GANGS = "13A", "Gangs"
    UNACCEPTABLE_BEHAVIOUR = "14A", "Socially unacceptable behaviour"
    SELF_HARM = "15A", "Self-harm"
    NEGLECT = "16A", "Neglect"
    EMOTIONAL_ABUSE = "17A", "Emotional abuse"
    PHYSICAL_BY_CHILD = "18B", "Physical abuse: child on child"
    PHYSICAL_BY_ADULT = "18C", "Physical abuse: adult on child"
    SEXUAL_BY_CHILD = "19B", "Sexual abuse: child on child"
    SEXUAL_BY_ADULT = "19C", "Sexual abuse: adult on child"
    OTHER = "20", "Other"
    NONE = "21", "No factors identified"
    FGM = "22A", "Female genital mutilation"
    FAITH_OR_BELIEF = "23A", "Abuse linked to faith or belief"
    CRIMINAL_EXPLOITATION = "24A", "Child criminal exploitation"


class Outcome(models.TextChoices):
    """What the assessment came to; several may be true, "no further action" stands alone."""

    SERVICES = "services", "Services provided: a child in need plan or other help"
    STRATEGY = "strategy_discussion", "Strategy discussion"
    LEGAL = "legal_action", "Legal action"
    LOOKED_AFTER = "looked_after", "Request for the child to be looked after"
    PRIVATE_FOSTERING = "private_fostering", "Private fostering arrangement"
    SHORT_BREAKS = "short_breaks", "Short-break care"
    SPECIALIST = "specialist_assessment", "Specialist assessment"
    OTHER_AGENCY = "other_agency", "Referral to another agency"
    OTHER = "other", "Something else"
    NO_FURTHER_ACTION = "nfa", "No further action"


# The headings under which the long list is asked, in the order in which people look for them.
FACTOR_GROUPS: tuple[tuple[str, tuple[Factor, ...]], ...] = (
    (
        "Harm to the child",
        (
            Factor.NEGLECT,
            Factor.EMOTIONAL_ABUSE,
            Factor.PHYSICAL_BY_CHILD,
            Factor.PHYSICAL_BY_ADULT,
            Factor.SEXUAL_BY_CHILD,
            Factor.SEXUAL_BY_ADULT,
            Factor.FGM,
            Factor.FAITH_OR_BELIEF,
        ),
    ),
    (
        "Domestic abuse",
        (Factor.ABUSE_OF_CHILD, Factor.ABUSE_OF_PARENT, Factor.ABUSE_OF_OTHER),
    ),
    (
        "Harm outside the home",
        (
            Factor.MISSING,
            Factor.SEXUAL_EXPLOITATION,
            Factor.CRIMINAL_EXPLOITATION,
            Factor.TRAFFICKING,
            Factor.GANGS,
        ),
    ),
    (
        "Alcohol and drugs",
        (
            Factor.ALCOHOL_CHILD,
            Factor.ALCOHOL_PARENT,
            Factor.ALCOHOL_OTHER,
            Factor.DRUGS_CHILD,
            Factor.DRUGS_PARENT,
            Factor.DRUGS_OTHER,
        ),
    ),
    (
        "Health and disability",
        (
            Factor.MENTAL_HEALTH_CHILD,
            Factor.MENTAL_HEALTH_PARENT,
            Factor.MENTAL_HEALTH_OTHER,
            Factor.LEARNING_CHILD,
            Factor.LEARNING_PARENT,
            Factor.LEARNING_OTHER,
            Factor.PHYSICAL_CHILD,
            Factor.PHYSICAL_PARENT,
            Factor.PHYSICAL_OTHER,
            Factor.SELF_HARM,
        ),
    ),
    (
        "The child's situation",
        (
            Factor.YOUNG_CARER,
            Factor.UNACCEPTABLE_BEHAVIOUR,
            Factor.UNACCOMPANIED,
            Factor.FOSTERED_RETURNING,
            Factor.FOSTERED_STAYING,
            Factor.FOSTERED_EDUCATION,
            Factor.FOSTERED_FAMILY,
            Factor.FOSTERED_OTHER,
        ),
    ),
    ("Other", (Factor.OTHER, Factor.NONE)),
)
