"""The sections of an assessment as data: three domains, twenty dimensions, and what stands around.

Source of the domains and dimensions: Framework for the Assessment of Children in Need and their
Families (Department of Health 2000), kept in Working Together. `{first}` is the child's name.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a section's page asks for."""

    TEXT = "text"
    SOURCES = "sources"
    SEEN = "seen"
    DANGERS = "dangers"
    SCALES = "scales"
    FACTORS = "factors"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Section:
    """One task. `more` is a second question under the first; `may_skip` lets a reason stand in."""

    key: str
    title: str
    group: str
    question: str
    hint: str = ""
    more: str = ""
    more_hint: str = ""
    more_required: bool = False
    may_skip: bool = False
    kind: Kind = Kind.TEXT


BEGIN = "To begin"
CHILD = "{first}'s development"
PARENTING = "Parenting"
FAMILY = "Family and environment"
MAP = "Signs of Safety map"
CONCLUSION = "What it comes to"
GROUPS = (BEGIN, CHILD, PARENTING, FAMILY, MAP, CONCLUSION)
DOMAINS = (CHILD, PARENTING, FAMILY)

IMPACT = "What does this mean for {first}?"


def _dimension(key: str, title: str, group: str, hint: str) -> Section:
    return Section(
        key=key,
        title=title,
        group=group,
        question="What did you find?",
        hint=hint,
        more=IMPACT,
        more_hint="How it is for the child, day to day.",
        may_skip=True,
    )


SECTIONS: tuple[Section, ...] = (
    Section(
        "reason",
        "Why we are assessing",
        BEGIN,
        "Why is this assessment being done?",
        "What was reported, by whom and when, and what the family was told.",
    ),
    Section(
        "sources",
        "Who and what it is based on",
        BEGIN,
        "Who did you speak to, and what did you read?",
        "Each person, service or record with its date. Leave the date empty where you could not.",
        kind=Kind.SOURCES,
    ),
    Section(
        "seen",
        "Seeing {first}, and {first}'s own words",
        BEGIN,
        "When did you see {first}?",
        kind=Kind.SEEN,
    ),
    Section(
        "parents",
        "What the parents say",
        BEGIN,
        "What do the parents and carers say?",
        "Each of them in their own words, the one who lives elsewhere too. If you could not ask "
        "somebody, say why.",
        more="What would they like to happen?",
        more_required=True,
    ),
    Section(
        "agencies",
        "What other services say",
        BEGIN,
        "What do school, health, police and others say?",
        "Name each and say what is fact and what is their opinion.",
        may_skip=True,
    ),
    _dimension("health", "Health", CHILD, "Growth, illness, appointments kept and missed, sleep."),
    _dimension(
        "education", "Education", CHILD, "Attendance, progress, play, what helps at school."
    ),
    _dimension(
        "emotions",
        "Feelings and behaviour",
        CHILD,
        "How feelings are shown, to whom the child turns, what settles.",
    ),
    _dimension(
        "identity", "Identity", CHILD, "How the child sees themselves; culture, faith, language."
    ),
    _dimension(
        "relationships",
        "Family and friends",
        CHILD,
        "Who matters to the child, and how that is seen.",
    ),
    _dimension(
        "presentation",
        "How the child comes across",
        CHILD,
        "Dress, cleanliness, manner, and how others respond.",
    ),
    _dimension("self_care", "Self-care", CHILD, "What the child does alone, for their age."),
    _dimension(
        "basic_care", "Basic care", PARENTING, "Food, warmth, clothes, hygiene, medical care."
    ),
    _dimension(
        "safety", "Keeping the child safe", PARENTING, "Safe from harm at home and outside; online."
    ),
    _dimension("warmth", "Warmth", PARENTING, "Comfort, praise, physical affection; who gives it."),
    _dimension(
        "stimulation",
        "Play and learning",
        PARENTING,
        "Talking, reading, play, support with school.",
    ),
    _dimension(
        "guidance", "Guidance and boundaries", PARENTING, "Rules, routines, how anger is handled."
    ),
    _dimension(
        "stability", "Stability", PARENTING, "Who has cared for the child, and what has changed."
    ),
    _dimension(
        "history",
        "Family history",
        FAMILY,
        "What the parents lived through; losses; past services.",
    ),
    _dimension(
        "wider_family", "Wider family", FAMILY, "Who else is there, near or far, and helps."
    ),
    _dimension("housing", "Housing", FAMILY, "Room, repair, safety, how long they may stay."),
    _dimension("employment", "Work", FAMILY, "Who works when, and what it means at home."),
    _dimension("income", "Money", FAMILY, "Enough or not; benefits, debt, help asked for."),
    _dimension(
        "social", "Friends and neighbours", FAMILY, "Whom the family knows; isolation; harassment."
    ),
    _dimension(
        "community",
        "What is there locally",
        FAMILY,
        "Services, transport, places to go; used or not.",
    ),
    Section(
        "worries",
        "What are we worried about?",
        MAP,
        "Past harm",
        "What happened, when, how bad it was, and what it did to {first}. One thing to a line.",
        more="What makes it harder?",
        more_hint="Things that complicate: they are not the harm itself. One to a line.",
    ),
    Section(
        "working_well",
        "What is working well?",
        MAP,
        "Strengths",
        "What is good in {first}'s life and family. One thing to a line.",
        more="Safety that has been shown",
        more_hint="Times when somebody kept {first} safe although the worry was there.",
    ),
    Section(
        "dangers",
        "Danger statements and safety goals",
        MAP,
        "Danger and goal, in pairs",
        kind=Kind.DANGERS,
    ),
    Section(
        "scales",
        "How safe is it, 0 to 10?",
        MAP,
        "Who said which number, and when?",
        "0 is worst, 10 is safe enough for us to stop worrying.",
        kind=Kind.SCALES,
    ),
    Section(
        "next_steps",
        "What needs to happen?",
        MAP,
        "Next steps",
        "Who does what by when, small enough to be done. One step to a line.",
    ),
    Section(
        "analysis",
        "Analysis",
        CONCLUSION,
        "What does it all mean for {first}?",
        "What is likely to happen if nothing changes, what could change it, and how sure you are.",
    ),
    Section(
        "factors",
        "Factors",
        CONCLUSION,
        "Which factors did the assessment find?",
        kind=Kind.FACTORS,
    ),
    Section(
        "outcome",
        "Outcome",
        CONCLUSION,
        "What does the assessment come to?",
        more="What happens next, and why is that right for {first}?",
        more_required=True,
        kind=Kind.OUTCOME,
    ),
)

BY_KEY: dict[str, Section] = {section.key: section for section in SECTIONS}
KEYS: tuple[str, ...] = tuple(BY_KEY)
CHOICES = [(section.key, section.title) for section in SECTIONS]
DIMENSIONS: tuple[Section, ...] = tuple(one for one in SECTIONS if one.group in DOMAINS)


def after(key: str) -> Section | None:
    """The section that follows in the list."""
    place = KEYS.index(key) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None


def worded(text: str, first: str) -> str:
    """A title or question with the child's name in its place."""
    return text.replace("{first}", first)
