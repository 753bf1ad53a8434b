"""A practice educator is chosen for a named student: the choice is kept, and the placement made."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from partners.models import ContactPerson
from placements.actions import start_placement
from placements.intake.actions.intakes import hold_intake
from placements.intake.models import Match, Nomination
from placements.intake.proposals import proposals_for


def match_student(
    *,
    nomination: Nomination,
    practice_educator: Person,
    reason: str,
    on: date,
    by: Person,
    tutor: ContactPerson | None = None,
    mentor: Person | None = None,
    supervisor: Person | None = None,
    override_reason: str = "",
) -> Match:
    """The placement begins on the student's first day, with this educator, and the choice is kept
    with what was proposed at that moment. Stage and room are checked under a lock.
    """
    with written_by(by):
        hold_intake(nomination.offer.intake)
        held = (
            Nomination.objects.select_for_update(of=("self",))
            .select_related("offer__intake__team", "offer__university", "student")
            .get(pk=nomination.pk)
        )
        if held.withdrawn_on is not None:
            raise ValidationError(f"{held.student} is withdrawn.")
        if hasattr(held, "match"):
            raise ValidationError(f"{held.student} is matched already.")
        if not reason.strip():
            raise ValidationError({"reason": "Say why this practice educator."})
        proposed = [one.educator.profile.person for one in proposals_for(held, on)]
        if practice_educator not in proposed:
            raise ValidationError({"practice_educator": "Choose one of those proposed."})
        placement = start_placement(
            student=held.student,
            practice_educator=practice_educator,
            university=held.offer.university,
            team=held.offer.intake.team,
            intake=held.offer.intake,
            days_total=held.offer.days_total,
            starts_on=held.starts_on,
            weekdays=held.weekdays,
            tutor=tutor,
            mentor=mentor,
            supervisor=supervisor,
            override_reason=override_reason,
            on=on,
            by=by,
        )
        match = Match(
            nomination=held,
            practice_educator=practice_educator,
            placement=placement,
            reason=reason.strip(),
            rank=proposed.index(practice_educator) + 1,
            proposed=[person.name for person in proposed],
            by=by,
            on=on,
        )
        match.full_clean()
        match.save(force_insert=True)
        return match
