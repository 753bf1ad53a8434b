"""The facts a proposal is made of: the student's wishes, the educators, declared conflicts."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from accounts.models import Person, ReportingLine, in_force
from casework.child.models import DeclaredConflict
from casework.episode.models import Allocation
from placements.intake.capacity import profiles_of
from placements.intake.matching import Proposal, Wish, propose
from placements.intake.models import Nomination
from placements.profile.models import StudentAdjustments
from placements.profile.reads import educators
from placements.projection import Pattern, planned_end
from timescales.calendars import load_calendar


def wish_of(nomination: Nomination) -> Wish:
    """What this student's placement asks for. Three queries, two where their profile was read."""
    profile = getattr(nomination.student, "student_profile", None)
    adjustments = StudentAdjustments.objects.filter(profile=profile).first() if profile else None
    pattern = Pattern(
        nomination.starts_on, frozenset(nomination.weekdays), nomination.offer.days_total
    )
    return Wish(
        days_total=nomination.offer.days_total,
        starts_on=nomination.starts_on,
        ends_on=planned_end(pattern, load_calendar()),
        home_area=profile.home_area if profile else "",
        travel=profile.travel if profile else "",
        needs=frozenset(adjustments.needs) if adjustments else frozenset(),
    )


def proposals_for(nomination: Nomination, on: date) -> list[Proposal]:
    """Every educator of the team for this student, best fit first. Ten queries, however many."""
    known = educators(profiles_of(nomination.offer.intake), on)
    people = [one.profile.person_id for one in known]
    return propose(wish_of(nomination), known, conflicts(nomination.student, people, on), on)


def conflicts(student: Person, educators: Collection[UUID], on: date) -> dict[UUID, int]:
    """For each educator, how many children the student has declared to know are worked with by
    students who answer to them. Counts alone; which child is nobody's business here. Two queries.
    """
    declared = DeclaredConflict.objects.standing().made_by(student).exclude(child=None)
    rows = Allocation.objects.in_force(on).filter(episode__child__in=declared.values("child_id"))
    children: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, child_id in rows.values_list("person_id", "episode__child_id"):
        children[person_id].add(child_id)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    if children:
        lines = ReportingLine.objects.filter(
            in_force(on), person__in=list(children), answers_to__in=educators
        )
        for educator_id, person_id in lines.values_list("answers_to_id", "person_id"):
            found[educator_id] |= children[person_id]
    return {educator_id: len(ids) for educator_id, ids in found.items()}
