"""Code sets of a referral and an episode. Source: the children in need census of the DfE."""

from django.db import models


class Source(models.TextChoices):
    """Who made the referral (census item ReferralSource)."""

    FAMILY = "1A", "Family member, relative or carer"
    ACQUAINTANCE = "1B", "Acquaintance, neighbour or child minder"
    SELF = "1C", "The child"
    OTHER_PERSON = "1D", "Another individual"
    SCHOOL = "2A", "School"
    EDUCATION = "2B", "Education services"
    GP = "3A", "GP"
    HEALTH_VISITOR = "3B", "Health visitor"
    SCHOOL_NURSE = "3C", "School nurse"
    PRIMARY_HEALTH = "3D", "Other primary health services"
    EMERGENCY = "3E", "Accident and emergency"
    OTHER_HEALTH = "3F", "Other health services"
    HOUSING = "4", "Housing"
    LA_SOCIAL_CARE = "5A", "Council social care, such as adults'"
    LA_INTERNAL = "5B", "Another part of the council"
    LA_EXTERNAL = "5C", "Another council"
    EARLY_HELP = "5D", "Early help"
    POLICE = "6", "Police"
    OTHER_LEGAL = "7", "Court, probation, Cafcass, prison or immigration"
    OTHER = "8", "Voluntary organisation, children's centre or other"
    ANONYMOUS = "9", "Anonymous"
    UNKNOWN = "10", "Not known"


class PrimaryNeed(models.TextChoices):
    """Why the child needs help, at the first assessment (census item PrimaryNeedCode)."""

    ABUSE = "N1", "Abuse, neglect and exploitation"
    CHILD_DISABILITY = "N2", "The child's disability or illness"
    PARENT_ILLNESS = "N3", "A parent's disability or illness"
    ACUTE_STRESS = "N4", "Family in acute stress"
    DYSFUNCTION = "N5", "Family dysfunction"
    UNACCEPTABLE = "N6", "Socially unacceptable behaviour"
    LOW_INCOME = "N7", "Low income"
    ABSENT_PARENTING = "N8", "Absent parenting"
    NOT_IN_NEED = "N9", "Not a child in need"
    NOT_STATED = "N0", "Not stated yet"


class ClosureReason(models.TextChoices):
    """Why an episode ended: RC1 to RC9 are the census's, EH1 to EH5 are our own for early help."""

    ADOPTED = "RC1", "Adopted"
    DIED = "RC2", "Died"
    CHILD_ARRANGEMENTS = "RC3", "Child arrangements order"
    SPECIAL_GUARDIANSHIP = "RC4", "Special guardianship order"
    OTHER_COUNCIL = "RC5", "Moved to another council"
    ADULT_SERVICES = "RC6", "Moved to adult services"
    OTHER = "RC7", "Services ended for any other reason"
    ASSESSED_NFA = "RC8", "Closed after assessment, no further action"
    ASSESSED_EARLY_HELP = "RC9", "Closed after assessment, to early help"
    EH_FINISHED = "EH1", "The agreed work is finished"
    EH_DECLINED = "EH2", "The family or child no longer wants it"
    EH_STEPPED_UP = "EH3", "Stepped up to child in need"
    EH_MOVED = "EH4", "Moved away"
    EH_OTHER = "EH5", "Another reason"


CENSUS_REASONS = [reason for reason in ClosureReason.values if reason.startswith("RC")]
EARLY_HELP_REASONS = [reason for reason in ClosureReason.values if reason.startswith("EH")]
