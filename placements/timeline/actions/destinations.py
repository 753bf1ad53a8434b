"""Where a student went, kept only while they agree to it."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions import written_by
from accounts.models import Person
from placements.holding import hold, not_to_come
from placements.models.placement import PracticePlacement
from placements.timeline import policies
from placements.timeline.models import Destination


def keep_destination(
    *,
    placement: PracticePlacement,
    went_to: str,
    agreed_how: str,
    by: Person,
    on: date,
    employer: str = "",
    job: str = "",
    since: date | None = None,
    agreed_on: date | None = None,
) -> Destination:
    """What the student told, with their agreement. Told again it is corrected; agreed to again
    after it was taken back, it is kept again.
    """
    with written_by(by):
        held = hold(placement)
        if not policies.may_keep_destination(by, held):
            raise PermissionDenied("The student tells this, or the team that heard it from them.")
        by_student = by.pk == held.student_id
        agreed_on = on if by_student or agreed_on is None else agreed_on
        not_to_come(agreed_on, on, "agreed_on")
        if agreed_how == Destination.How.PORTAL and not by_student:
            raise ValidationError({"agreed_how": "Say how the student told you that they agree."})
        found = Destination.objects.filter(placement=held).first()
        found = found or Destination(placement=held)
        found.agreed_on = agreed_on
        found.agreed_how = Destination.How.PORTAL if by_student else agreed_how
        found.went_to, found.employer, found.job = went_to, employer.strip(), job.strip()
        found.since, found.recorded_by = since, by
        found.withdrawn_on = found.withdrawn_by = None
        found.full_clean()
        found.save()
        return found


def withdraw_destination(*, destination: Destination, by: Person, on: date) -> Destination:
    """The student takes their agreement back: what they told is gone, from history too."""
    with written_by(by):
        held = hold(destination.placement)
        if not policies.may_keep_destination(by, held):
            raise PermissionDenied("The student takes this back, or the team they told.")
        row = Destination.objects.select_for_update().get(pk=destination.pk)
        if row.withdrawn_on is not None:
            raise ValidationError("It was taken back already.")
        row.went_to = row.employer = row.job = ""
        row.since = None
        row.withdrawn_on, row.withdrawn_by = on, by
        row.full_clean(exclude=["went_to"])
        row.save()
        return row
