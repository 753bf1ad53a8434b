"""Assessments in words: states, tasks, paragraphs with their comments, two texts side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from accounts.models import Person
from casework.assessment import wording
from casework.assessment.models import (
    Assessment,
    AssessmentSection,
    Checkpoint,
    PinnedComment,
)
from casework.assessment.reads import Whole
from casework.assessment.sections import BY_KEY, GROUPS, SECTIONS, Kind, worded
from casework.assessment.texts import as_text, section_text
from casework.child.models import Child
from casework.direct_work.models import ScaleReading
from casework.direct_work.presenters import safety_chart
from govuk.charts import Chart
from records.states import State

# More than these are counted, not named: a list of thirty says nothing.
MOST_TITLES = 6

PROGRESS_KINDS = {
    Checkpoint.Progress.ON_TRACK: "green",
    Checkpoint.Progress.SLIPPING: "amber",
    Checkpoint.Progress.AT_RISK: "red",
}


@dataclass(frozen=True)
class Tag:
    text: str
    kind: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as it is read, with what was said about it. `number` counts from 0."""

    number: int
    text: str
    comments: list[PinnedComment] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """A section as it is read. `about_older` are comments whose paragraph reads differently now.

    `opens` is the heading of the domain or part that begins with this section.
    """

    key: str
    title: str
    opens: str
    paragraphs: list[Paragraph]
    about_older: list[PinnedComment]


@dataclass(frozen=True)
class Compared:
    """A section in two texts. `how`: changed, new, gone, same."""

    key: str
    title: str
    how: str
    before: list[str]
    after: list[str]
    pieces: list[list[wording.Piece]]

    @property
    def come(self) -> list[list[wording.Piece]]:
        """The new text alone, its new words marked; what went stands in the other column."""
        kept = [[piece for piece in one if piece.how != "out"] for one in self.pieces]
        return [one for one in kept if one]


def first_name(child: Child) -> str:
    return child.known_as or child.first_name


def state_tag(assessment: Assessment, reader: Person) -> Tag:
    """Where the assessment stands, as this reader needs to hear it."""
    mine = assessment.author_id == reader.pk
    return {
        State.DRAFT: Tag("Being written", "grey"),
        State.SUBMITTED: Tag("Waiting to be countersigned", "blue"),
        State.RETURNED: Tag("Returned to you" if mine else "Returned", "amber"),
        State.COUNTERSIGNED: Tag("Waiting to be authorised", "blue"),
        State.AUTHORISED: Tag("Authorised", "green"),
        State.SUPERSEDED: Tag("Replaced by a newer version", "grey"),
    }[State(assessment.state)]


def tasks(
    assessment: Assessment, rows: Iterable[AssessmentSection], child: Child, reader: Person
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The task list by group. Rows come with `waiting` and `remarks` counted, see `views`."""
    first, found = first_name(child), {row.key: row for row in rows}
    groups: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for section in SECTIONS:
        row = found[section.key]
        status, kind = _status(assessment, row)
        groups[section.group].append(
            {
                "title": worded(section.title, first),
                "href": reverse("casework:assessment-section", args=[assessment.pk, section.key]),
                "hint": _hint(row, reader),
                "status": status,
                "kind": kind,
            }
        )
    return [(worded(group, first), rows) for group, rows in groups.items()]


def _status(assessment: Assessment, row: AssessmentSection) -> tuple[str, str]:
    if row.remarks:  # type: ignore[attr-defined]
        return "Comment to answer", "amber"
    if row.is_finished:
        return "Finished", ""
    if row.waiting:  # type: ignore[attr-defined]
        return "To accept or remove", "blue"
    return ("Begun", "blue") if row.changed_at else ("Not started", "grey")


def _hint(row: AssessmentSection, reader: Person) -> str:
    """Whose it is, where it is not the reader's."""
    if row.lead_id in (None, reader.pk) or row.lead is None:
        return ""
    return f"{row.lead.name} leads"


def next_task(rows: Iterable[AssessmentSection]) -> str:
    """The first section that is not finished; empty where all are."""
    finished = {row.key for row in rows if row.is_finished}
    return next((one.key for one in SECTIONS if one.key not in finished), "")


def reading(whole: Whole, child: Child, comments: Sequence[PinnedComment] = ()) -> list[Read]:
    """The whole text in its sections, each comment under the paragraph it is about."""
    first, found = first_name(child), []
    group = ""
    for key in whole.sections:
        is_next, group = BY_KEY[key].group != group, BY_KEY[key].group
        texts = wording.paragraphs(section_text(whole, key))
        said = [row for row in comments if row.section_key == key]
        found.append(
            Read(
                key=key,
                title=worded(BY_KEY[key].title, first),
                opens=worded(group, first) if is_next else "",
                paragraphs=[
                    Paragraph(number, text, [row for row in said if row.quote == text])
                    for number, text in enumerate(texts)
                ],
                about_older=[row for row in said if row.quote not in texts],
            )
        )
    return found


def compared(before: Mapping[str, str], after: Mapping[str, str], child: Child) -> list[Compared]:
    """Section by section, in the order of the record."""
    first, rows = first_name(child), []
    for section in SECTIONS:
        old, new = before.get(section.key, ""), after.get(section.key, "")
        how = "same" if old == new else "changed"
        how = "new" if new and not old else "gone" if old and not new else how
        rows.append(
            Compared(
                key=section.key,
                title=worded(section.title, first),
                how=how,
                before=wording.paragraphs(old),
                after=wording.paragraphs(new),
                pieces=wording.changes(old, new) if how != "same" else [],
            )
        )
    return [row for row in rows if row.before or row.after]


def in_short(rows: Sequence[Compared]) -> list[str]:
    """What changed, in a sentence for each way in which it did."""
    said = []
    for how, words in (
        ("changed", "reads differently"),
        ("new", "is new"),
        ("gone", "is empty now"),
    ):
        titles = [row.title for row in rows if row.how == how]
        if titles:
            many = {"reads": "read", "is": "are"}[words.split()[0]]
            verb = words if len(titles) == 1 else f"{many} {words.split(maxsplit=1)[1]}"
            said.append(f"{_listed(titles)} {verb}.")
    same = sum(1 for row in rows if row.how == "same")
    if same:
        said.append(f"{same} {'section is' if same == 1 else 'sections are'} as before.")
    return said


def code_changes(before: Assessment, after: Assessment) -> list[str]:
    """Factors and outcomes that came and went between two assessments."""
    return [
        *_came_and_went("Factor", before.factor_words, after.factor_words),
        *_came_and_went("Outcome", before.outcome_words, after.outcome_words),
    ]


def scale_changes(before: Iterable[ScaleReading], after: Iterable[ScaleReading]) -> list[str]:
    """ "Child: 3 then, 5 now", for everybody who gave a number both times."""
    then = {(row.said_by, row.who): row.value for row in before}
    now = {(row.said_by, row.who): row for row in after}
    return [
        f"{row.who or row.get_said_by_display()}: {then[said]} then, {row.value} now."
        for said, row in now.items()
        if said in then
    ]


def _came_and_went(noun: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    return [
        *(f"{noun} that came: {one}." for one in after if one not in before),
        *(f"{noun} that went: {one}." for one in before if one not in after),
    ]


def _listed(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return titles[0]
    if len(titles) > MOST_TITLES:
        return f"{len(titles)} sections"
    return f"{', '.join(titles[:-1])} and {titles[-1]}"


def map_chart(whole: Whole, child: Child) -> Chart | None:
    """The numbers of this assessment over time, one line for each who gave some."""
    return safety_chart(child, sorted(whole.readings, key=lambda row: row.on))


def last_words(whole: Whole | None, key: str) -> list[str]:
    """What the last assessment said in that section, in paragraphs."""
    if whole is None or BY_KEY[key].kind in {Kind.FACTORS}:
        return []
    return wording.paragraphs(section_text(whole, key)) if key in whole.sections else []


def texts_of(whole: Whole) -> dict[str, str]:
    return as_text(whole)


def drafted_by(assessment: Assessment) -> str:
    """ "Drafted by Sam, student social worker; countersigned by Wanda; authorised by Tess"."""
    author = assessment.author
    said = f"Drafted by {author.name}, {str(author.get_role_display()).lower()}"
    if assessment.countersigned_by:
        said += f"; countersigned by {assessment.countersigned_by.name}"
    if assessment.authorised_by:
        said += f"; authorised by {assessment.authorised_by.name}"
    return f"{said}."
