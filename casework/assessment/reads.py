"""Questions about assessments that pages, lists and other rooms ask."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import Person, in_force
from accounts.permissions import Permission
from accounts.prepared import prepared
from casework.assessment import policies
from casework.assessment.models import (
    Assessment,
    AssessmentQuerySet,
    AssessmentScale,
    AssessmentSection,
    AssessmentSource,
    AssessmentSuggestion,
    Checkpoint,
    DangerStatement,
    PinnedComment,
    Sighting,
)
from casework.assessment.sections import BY_KEY, KEYS, Kind
from casework.child.models import Child, Involvement
from casework.child.people import answered_by, answered_children, managed_teams
from casework.direct_work.models import ScaleReading
from casework.episode.clocks import SUBJECT as ROOT
from casework.episode.models import Episode
from records.actions import record_type
from records.models import Addendum, StateChange
from records.states import Move, State
from timescales.models import Deadline
from timescales.models.deadline import DeadlineQuerySet


@dataclass(frozen=True)
class Standing:
    """What somebody is to a child: works with them, answers for the case, manages it."""

    works_with: bool
    answers_for: bool
    manages_case: bool


@dataclass(frozen=True)
class Whole:
    """An assessment with everything in it, read once for whatever is to be shown or checked."""

    assessment: Assessment
    sections: dict[str, AssessmentSection]
    sources: list[Any] = field(default_factory=list)
    sightings: list[Any] = field(default_factory=list)
    dangers: list[Any] = field(default_factory=list)
    scales: list[AssessmentScale] = field(default_factory=list)
    waiting: list[AssessmentSuggestion] = field(default_factory=list)
    comments: list[PinnedComment] = field(default_factory=list)

    @property
    def readings(self) -> list[ScaleReading]:
        return [row.reading for row in self.scales]

    def comments_on(self, key: str) -> list[PinnedComment]:
        return [row for row in self.comments if row.section_key == key]

    def waiting_for(self, key: str) -> list[AssessmentSuggestion]:
        return [row for row in self.waiting if row.section_key == key]


def whole(assessment: Assessment) -> Whole:
    """Everything, in four queries whatever its length."""
    return _read(assessment, set(Kind))


def part(assessment: Assessment, key: str) -> Whole:
    """What one section's page shows and its completeness asks: four queries at most."""
    return _read(assessment, {BY_KEY[key].kind}, key)


def texts_only(assessment: Assessment) -> Whole:
    """What it says, without what was said about it: two queries."""
    return _read(assessment, set(Kind), is_bare=True)


def _read(
    assessment: Assessment, kinds: set[Kind], key: str = "", *, is_bare: bool = False
) -> Whole:
    rows = assessment.sections.select_related("lead", "changed_by")
    found = {row.key: row for row in rows}
    parts = _parts(assessment, kinds)
    offered = assessment.suggestions.filter(state=AssessmentSuggestion.State.WAITING)
    comments = assessment.comments.select_related("by", "answered_by")
    if key:
        offered, comments = offered.filter(section_key=key), comments.filter(section_key=key)
    return Whole(
        assessment=assessment,
        sections={one: found[one] for one in KEYS if one in found},
        sources=[AssessmentSource(**_dated(row)) for row in parts[Kind.SOURCES]],
        sightings=[Sighting(**_dated(row)) for row in parts[Kind.SEEN]],
        dangers=[DangerStatement(**row) for row in parts[Kind.DANGERS]],
        scales=[
            AssessmentScale(id=row.pop("id"), reading=ScaleReading(**_dated(row)))
            for row in parts[Kind.SCALES]
        ],
        # What was signed waits for nothing any more.
        waiting=list(offered) if assessment.is_editable and not is_bare else [],
        comments=[] if is_bare else list(comments),
    )


# The rows that belong to sections of a kind, and their columns; `reading__` is the scale's number.
_ROWS: dict[Kind, tuple[type[Model], tuple[str, ...]]] = {
    Kind.SOURCES: (AssessmentSource, ("id", "kind", "who", "on", "why_not")),
    Kind.SEEN: (Sighting, ("id", "on", "alone", "place")),
    Kind.DANGERS: (DangerStatement, ("id", "position", "danger", "goal")),
    Kind.SCALES: (
        AssessmentScale,
        ("id", "reading__said_by", "reading__who", "reading__value", "reading__on"),
    ),
}


def _parts(assessment: Assessment, kinds: set[Kind]) -> dict[Kind, list[dict[str, Any]]]:
    """The rows of those kinds, all in one query."""
    found: dict[Kind, list[dict[str, Any]]] = {kind: [] for kind in _ROWS}
    asked = [kind for kind in _ROWS if kind in kinds]
    if not asked:
        return found
    columns = []
    for kind in asked:
        model, names = _ROWS[kind]
        rows = model._default_manager.filter(assessment=OuterRef("pk"))
        told = JSONObject(**{name.removeprefix("reading__"): name for name in names})
        columns.append(ArraySubquery(rows.values_list(told, flat=True)))
    row = Assessment.objects.filter(pk=assessment.pk).values_list(*columns).get()
    return found | dict(zip(asked, row, strict=True))


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"on": date.fromisoformat(row["on"]) if row["on"] else None}


def again(assessment: Assessment) -> Assessment:
    """The row as it stands now, for a page that was overtaken."""
    return Assessment.objects.select_related("child", "tool").get(pk=assessment.pk)


def task_rows(assessment: Assessment) -> list[AssessmentSection]:
    """The sections with `waiting` and `remarks`: is there something to settle, or to answer?"""
    offered = AssessmentSuggestion.objects.filter(
        assessment=OuterRef("assessment"),
        section_key=OuterRef("key"),
        state=AssessmentSuggestion.State.WAITING,
    )
    remarks = PinnedComment.objects.filter(
        assessment=OuterRef("assessment"),
        section_key=OuterRef("key"),
        sent_at__isnull=False,
        answered_at=None,
    )
    rows = assessment.sections.select_related("lead")
    return list(rows.annotate(waiting=Exists(offered), remarks=Exists(remarks)))


def last_time(assessment: Assessment, key: str) -> AssessmentSection | None:
    """The same section of the assessment this one is compared with."""
    if assessment.compared_with_id is None:
        return None
    rows = AssessmentSection.objects.filter(assessment=assessment.compared_with_id, key=key)
    return rows.first()


def workers_of(child_id: UUID, on: date) -> list[Person]:
    """Who works with the child: the accountable worker first."""
    rows = Involvement.objects.filter(
        in_force(on), child=child_id, role__in=policies.WORKERS, person__isnull=False
    )
    found: dict[UUID, Person] = {}
    for row in rows.select_related("person").order_by("role", "starts_on", "pk"):
        if row.person is not None:
            found.setdefault(row.person.pk, row.person)
    return list(found.values())


def clocks_of(assessment: Assessment) -> DeadlineQuerySet:
    """The open clocks of assessing on this case: the 45 days, then the checkpoints left."""
    rows = Deadline.objects.open().with_rule().of_roots(ROOT, [assessment.episode_id])
    return rows.filter(code__in=("C2", "C3")).order_by("code", "overdue_from")


def works_with(person: Person, child_id: UUID, on: date) -> bool:
    """Whether the person is the child's accountable worker or a co-worker, themselves."""
    rows = Involvement.objects.filter(policies.works_with(person.pk, on), child=child_id)
    return rows.exists()


def standing(person: Person, child_id: UUID, on: date) -> Standing:
    """What the person is to the child today, in one query."""
    [(works, answers, manages)] = _standing(person, child_id, on)
    return Standing(works, answers, manages)


@prepared
def _standing(person: Person, child_id: UUID, on: date) -> QuerySet[Child, Any]:
    around = Involvement.objects.filter(child=OuterRef("pk"))
    return Child.objects.filter(pk=child_id).values_list(
        Exists(around.filter(policies.works_with(person.pk, on))),
        Exists(answered_by(person, on).filter(pk=OuterRef("pk"))),
        Exists(around.filter(policies.manages_case(managed_teams(person, on), on))),
    )


def latest_authorised(child_id: UUID) -> Assessment | None:
    """The newest assessment of the child that stands."""
    return Assessment.objects.authorised().filter(child=child_id).order_by("-authorised_at").first()


def open_one(episode_id: UUID) -> Assessment | None:
    return Assessment.objects.open().filter(episode=episode_id).first()


def with_progress(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    """Each with `finished`, how many of its sections are."""
    return rows.annotate(finished=Count("sections", filter=Q(sections__is_finished=True)))


def to_sign(person: Person, on: date | None = None) -> AssessmentQuerySet:
    """Sent and waiting for this person's countersignature, longest waiting first."""
    if not person.may(Permission.ASSESSMENT_COUNTERSIGN):
        return Assessment.objects.none()
    on = on or timezone.localdate()
    return (
        Assessment.objects.filter(state=State.SUBMITTED, child__in=answered_children(person, on))
        .exclude(author=person)
        .select_related("child", "author")
        .order_by("submitted_at")
    )


def to_authorise(person: Person, on: date | None = None) -> AssessmentQuerySet:
    """Countersigned and waiting for this person to authorise, longest waiting first."""
    if not person.may(Permission.ASSESSMENT_AUTHORISE):
        return Assessment.objects.none()
    on = on or timezone.localdate()
    managed = Involvement.objects.filter(
        policies.manages_case(managed_teams(person, on), on), child=OuterRef("child")
    )
    wrote = AssessmentSection.objects.filter(assessment=OuterRef("pk"), changed_by=person)
    return (
        Assessment.objects.visible_to(person, on)
        .filter(Exists(managed), ~Exists(wrote), state=State.COUNTERSIGNED)
        .exclude(author=person)
        .exclude(countersigned_by=person)
        .select_related("child", "author", "countersigned_by")
        .order_by("submitted_at")
    )


def to_finish(person: Person) -> AssessmentQuerySet:
    """What this person writes and has not sent; what came back stands first."""
    rows = Assessment.objects.visible_to(person).unfinished().filter(author=person)
    return with_progress(rows).select_related("child").order_by("-state", "started_on")


def waiting_elsewhere(person: Person, on: date | None = None) -> AssessmentQuerySet:
    """Assessments by people who answer to this person that wait for somebody else's hand."""
    on = on or timezone.localdate()
    theirs = Person.objects.filter(lines_up__answers_to=person)
    return (
        Assessment.objects.visible_to(person, on)
        .filter(state__in=(State.SUBMITTED, State.COUNTERSIGNED), author__in=theirs.values("pk"))
        .exclude(pk__in=to_sign(person, on).order_by().values("pk"))
        .exclude(pk__in=to_authorise(person, on).order_by().values("pk"))
        .select_related("child", "author", "countersigned_by")
        .order_by("submitted_at")
    )


def checkpoints_of(assessment: Assessment) -> list[Checkpoint]:
    """The reviews of its progress; of a later version, those of the first one."""
    again = assessment.kind == Assessment.Kind.REASSESSMENT
    root = assessment.version_of_id or assessment.pk
    rows = Checkpoint.objects.filter(
        episode=assessment.episode_id, reassessment=root if again else None
    )
    return list(rows.select_related("by"))


def stages_left(episode: Episode, reassessment: Assessment | None) -> list[Checkpoint.Stage]:
    held = Checkpoint.objects.filter(episode=episode, reassessment=reassessment)
    done = set(held.values_list("stage", flat=True))
    return [stage for stage in Checkpoint.Stage if stage not in done]


def moves_of(assessment: Assessment) -> list[StateChange]:
    """How the record came to where it is, first move first."""
    rows = StateChange.objects.filter(record_type=record_type(assessment), record_id=assessment.pk)
    return list(rows.select_related("by"))


def latest_return(moves: list[StateChange]) -> StateChange | None:
    returned = [row for row in moves if row.move == Move.RETURN]
    return returned[-1] if returned else None


def addenda_of(assessment: Assessment) -> list[Addendum]:
    rows = Addendum.objects.filter(record_type=record_type(assessment), record_id=assessment.pk)
    return list(rows.select_related("by"))


def of_child(person: Person, child: Child) -> list[Assessment]:
    """Everything ever assessed, newest first, as far as this person may read it."""
    rows = Assessment.objects.visible_to(person).filter(child=child)
    return list(with_progress(rows).select_related("author", "authorised_by", "countersigned_by"))
