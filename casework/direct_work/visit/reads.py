"""Questions about visits that lists, the child's page, Today and supervision ask."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import Person, in_force
from accounts.models.people import PersonQuerySet
from accounts.permissions import Permission
from casework.child.models import Child, ChildQuerySet
from casework.child.people import answered_children
from casework.direct_work.visit.models import JointVisit, Visit, VisitQuerySet, VisitSubmission
from casework.family.models import Relationship
from records.actions import record_type
from records.models import StateChange

ONE_DAY = timedelta(days=1)


def of_child(child: Child, reader: Person) -> VisitQuerySet:
    """Visits to the child as far as this reader may know of them, latest first."""
    return Visit.objects.shown_to(reader).filter(child=child).select_related("author")


def missing_outcomes(workers: list[UUID], reader: Person, now: datetime) -> VisitQuerySet:
    """Visits of these workers whose time is past and of which nobody has said how they went.

    Among children `reader` may see, oldest first: what heads an agenda.
    """
    return (
        Visit.objects.visible_to(reader)
        .missing_outcome(now)
        .filter(author__in=workers)
        .select_related("child", "author")
    )


def coming_of(person: Person, now: datetime) -> VisitQuerySet:
    """The person's own visits to come, and any they are still out on."""
    return (
        Visit.objects.visible_to(person)
        .planned()
        .filter(author=person, planned_until__gt=now)
        .select_related("child", "author")
        .order_by("planned_for")
    )


def to_finish(person: Person) -> VisitQuerySet:
    """Records of this person that are still theirs to finish: returned ones first."""
    return (
        Visit.objects.visible_to(person)
        .filter(author=person)
        .unfinished()
        .select_related("child", "author")
        .order_by("-state", "-happened_on")
    )


def own_open(person: Person) -> VisitQuerySet:
    """The person's own visits, planned or with a record still to finish: one query for a page."""
    rows = Visit.objects.visible_to(person).filter(author=person)
    return (
        (rows.planned() | rows.unfinished())
        .select_related("child", "author")
        .order_by("planned_for", "happened_on", "pk")
    )


def to_sign(person: Person, on: date | None = None) -> VisitQuerySet:
    """Visits that wait for this person's signature, longest waiting first."""
    if not person.may(Permission.DIRECT_WORK_COUNTERSIGN):
        return Visit.objects.none()
    return (
        Visit.objects.waiting()
        .filter(child__in=answered_children(person, on or timezone.localdate()))
        .exclude(author=person)
        .select_related("child", "author")
        .order_by("submitted_at")
    )


def unfinished_of(episode_id: UUID) -> VisitQuerySet:
    """Visits of this episode nobody said anything about, and those that are not countersigned."""
    rows = Visit.objects.filter(episode=episode_id)
    return rows.planned() | rows.live()


def made_with(visit: Visit, reader: Person) -> VisitQuerySet:
    """The other children of a joint visit, as far as this reader may see them."""
    rows = Visit.objects.visible_to(reader).filter(together=visit.together_id)
    return rows.exclude(pk=visit.pk).select_related("child", "author").order_by("created_at", "pk")


def moves_of(visit: Visit) -> list[StateChange]:
    """How the record came to where it is, first move first."""
    rows = StateChange.objects.filter(record_type=record_type(visit), record_id=visit.pk)
    return list(rows.select_related("by"))


def family_of(child: Child, reader: Person) -> ChildQuerySet:
    """Other children of the family whom this reader may see: of one name, or with one relative."""
    relatives = Relationship.objects.filter(child=child).values("member")
    family = Q(last_name=child.last_name) | Q(relationships__member__in=relatives)
    rows = Child.objects.visible_to(reader).filter(family).exclude(pk=child.pk)
    return rows.select_related("school").distinct().order_by("dob", "first_name")


def registered_workers(author: Person, on: date) -> PersonQuerySet | None:
    """Who can have been the registered worker at the visit; None where the author is one."""
    if author.registration_number:
        return None
    return (
        Person.objects.who_may_sign_in(on)
        .exclude(registration_number="")
        .exclude(pk=author.pk)
        .order_by("name")
    )


def last_submissions(visit: Visit) -> list[VisitSubmission]:
    """The last two texts that were sent, latest first."""
    return list(VisitSubmission.objects.filter(visit=visit).order_by("-number")[:2])


def out_now(educator: Person, on: date, now: datetime) -> VisitQuerySet:
    """Visits under way, or late to begin, of people who answer to this person or whose team they
    manage: asked by worker, not by child, since it is the worker who must be safe.
    """
    answering = Q(author__lines_up__answers_to=educator) & in_force(on, "author__lines_up__")
    teams = educator.team_wide_ids(on)
    managed = Q(author__memberships__team__in=teams) & in_force(on, "author__memberships__")
    late = Q(arrived_at=None, planned_for__lte=now, planned_for__gte=now - ONE_DAY)
    inside = Q(arrived_at__isnull=False, left_at=None)
    return (
        Visit.objects.planned()
        .filter(answering | managed, late | inside, checks_in=True)
        .select_related("author")
        .order_by("planned_until")
        .distinct()
    )


def of_joint(joint: JointVisit, reader: Person) -> VisitQuerySet:
    """The visits of a joint recording to children this reader may see, in their order."""
    rows = Visit.objects.visible_to(reader).filter(together=joint)
    return rows.select_related("child__school", "author", "together").order_by("created_at", "pk")
