"""Sessions in words: states, places, what changed, who is told, how safe it feels over time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Person
from accounts.roles import Role
from casework.child.models import Child
from casework.direct_work.models import DirectWorkSession, ScaleReading
from govuk.charts import Chart, Series, line_chart
from records.states import State

QUESTIONS = {
    "childs_words": "The child's own words",
    "words_language": "Language",
    "what_happened": "What was seen and done",
    "tool": "Tool",
    "purpose": "Purpose",
    "seen_alone": "Seen alone",
    "not_alone_why": "Why not alone",
    "scale_child": "How safe it feels, the child says",
    "scale_parent": "How safe it feels, a parent or carer says",
    "scale_worker": "How safe it feels, the worker says",
    "worry": "A worry",
    "worry_text": "What worries",
    "tell_school": "School's safeguarding lead told",
    "analysis": "What it may mean",
    "what_next": "What happens next",
    "happened_on": "Date",
    "started_at": "Start",
    "minutes": "Minutes",
    "place": "Place",
    "place_other": "Where",
    "who_was_there": "Who else was there",
}


# A line of a year's weekly sessions, by three people.
SCALES_SHOWN = 150


@dataclass(frozen=True)
class Tag:
    text: str
    kind: str


@dataclass(frozen=True)
class Change:
    """One answer that is not what it was when it was last sent."""

    question: str
    before: str
    after: str


def state_tag(session: DirectWorkSession, reader: Person) -> Tag:
    """Where the session stands, as this reader needs to hear it."""
    mine = session.author_id == reader.pk
    return {
        State.DRAFT: Tag("Not sent yet", "grey"),
        State.SUBMITTED: Tag("Waiting to be signed", "blue"),
        State.RETURNED: Tag("Returned to you" if mine else "Returned", "amber"),
        State.COUNTERSIGNED: Tag("Signed", "green"),
    }.get(State(session.state), Tag(session.get_state_display(), "grey"))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """What is not as it was, question by question, in the order of the record."""
    return [
        Change(question, before.get(name, ""), after.get(name, ""))
        for name, question in QUESTIONS.items()
        if before.get(name, "") != after.get(name, "")
    ]


def answers(words: Mapping[str, str], shown_apart: Iterable[str]) -> list[tuple[str, str]]:
    """Question and answer for everything written, but what the page shows in its own place."""
    apart = set(shown_apart)
    return [
        (question, words[name])
        for name, question in QUESTIONS.items()
        if words.get(name) and name not in apart
    ]


def told_words(people: Sequence[Person]) -> str:
    """ "Lorna, the team manager and Nadia are told"; empty where there is nobody to tell."""
    names = []
    for person in people:
        name = "the team manager" if person.role == Role.TEAM_MANAGER else person.first_name
        names += [] if name in names else [name]
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} is told"
    return f"{', '.join(names[:-1])} and {names[-1]} are told"


def safety_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """For the overview: the scale over time; one query, and nothing while nobody gave a number."""
    readings = ScaleReading.objects.counted().filter(child=child).order_by("-on", "-pk")
    drawn = safety_chart(child, reversed(readings[:SCALES_SHOWN]))
    return {"chart": drawn} if drawn else None


def safety_chart(child: Child, readings: Iterable[ScaleReading]) -> Chart | None:
    """The scale over time, one line for each who gave numbers; None while nobody has."""
    first = child.known_as or child.first_name
    who = {
        ScaleReading.SaidBy.CHILD: (first, first[:1]),
        ScaleReading.SaidBy.PARENT: ("Parent or carer", "P"),
        ScaleReading.SaidBy.WORKER: ("Worker", "W"),
    }
    points: dict[str, dict[date, int]] = {said_by: {} for said_by in who}
    for reading in readings:
        points[reading.said_by][reading.on] = reading.value
    series = [
        Series(name, short, sorted(points[said_by].items()))
        for said_by, (name, short) in who.items()
        if points[said_by]
    ]
    if not series:
        return None
    others = [f"{one.name[:1].lower()}{one.name[1:]}" for one in series[1:]]
    names = ", ".join([series[0].name, *others])
    return line_chart("How safe does it feel?", series, note=f"{names}. 0 worst, 10 safe enough.")
