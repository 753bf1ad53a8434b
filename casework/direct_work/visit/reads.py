"""Questions about visits that lists, the child's page, Today and supervision ask."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Person
from accounts.permissions import Permission
from casework.child.people import answered_by
from casework.direct_work.visit.models import Visit, VisitQuerySet
from records.actions import record_type
from records.models import StateChange


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
        .select_related("child")
        .order_by("planned_for")
    )


def to_finish(person: Person) -> VisitQuerySet:
    """Records of this person that are still theirs to finish: returned ones first."""
    return (
        Visit.objects.visible_to(person)
        .filter(author=person)
        .unfinished()
        .select_related("child")
        .order_by("-state", "-happened_on")
    )


def to_sign(person: Person, on: date | None = None) -> VisitQuerySet:
    """Visits that wait for this person's signature, longest waiting first."""
    if not person.may(Permission.DIRECT_WORK_COUNTERSIGN):
        return Visit.objects.none()
    return (
        Visit.objects.waiting()
        .filter(child__in=answered_by(person, on or timezone.localdate()).values("pk"))
        .exclude(author=person)
        .select_related("child", "author")
        .order_by("submitted_at")
    )


def unfinished_of(episode_id: UUID) -> VisitQuerySet:
    """Visits of this episode nobody said anything about, and those that are not countersigned."""
    rows = Visit.objects.filter(episode=episode_id)
    return rows.planned() | rows.live()


def unanswered(child_id: UUID) -> VisitQuerySet:
    """Visits at which the child was not seen, with none since at which they were."""
    seen = Visit.objects.seen().filter(child=child_id).order_by("-happened_on")
    last_seen = seen.values("happened_on")[:1]
    rows = Visit.objects.filter(child=child_id, outcome=Visit.Outcome.NOT_SEEN)
    return rows.exclude(happened_on__lte=last_seen).order_by("-happened_on")


def made_with(visit: Visit, reader: Person) -> VisitQuerySet:
    """The other children of a joint visit, as far as this reader may see them."""
    rows = Visit.objects.visible_to(reader).filter(together=visit.together_id)
    return rows.exclude(pk=visit.pk).select_related("child").order_by("child__dob", "pk")


def moves_of(visit: Visit) -> list[StateChange]:
    """How the record came to where it is, first move first."""
    rows = StateChange.objects.filter(record_type=record_type(visit), record_id=visit.pk)
    return list(rows.select_related("by"))
