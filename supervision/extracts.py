"""What an extract for the university is made from, and what stands in its way."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from casework.child.models import Child
from placements.anonymity import Facts, Finding, scan
from placements.models import PracticePlacement
from placements.naming import telling
from supervision.models import SupervisionExtract, SupervisionSession

TEXTS = ("learning", "reflection", "agreed")


def placement_of(session: SupervisionSession) -> PracticePlacement | None:
    """The placement on whose days the session was held."""
    until = Q(ends_on=None) | Q(ends_on__gte=session.held_on)
    rows = PracticePlacement.objects.filter(
        until, student=session.student_id, starts_on__lte=session.held_on
    )
    return rows.select_related("student", "practice_educator", "tutor").first()


def released_of(session: SupervisionSession) -> SupervisionExtract | None:
    """The extract of this session that the tutor reads today."""
    return SupervisionExtract.objects.released().filter(session=session).first()


def found_in(
    texts: Mapping[str, str], session: SupervisionSession, placement: PracticePlacement
) -> dict[str, list[Finding]]:
    """What tells, field by field, who a child is whom the student works or worked with, or who was
    talked of in the session. Three queries, and none where nothing was written.
    """
    if not any(text.strip() for text in texts.values()):
        return {}
    known, adults = _known(session), _adults(session, placement)
    found = {field: scan(text, known, adults) for field, text in texts.items()}
    return {field: findings for field, findings in found.items() if findings}


def _known(session: SupervisionSession) -> Facts:
    involved = Q(pk__in=Child.objects.filter(involvements__person=session.student_id).values("pk"))
    return telling(Child.objects.filter(involved | Q(pk__in=session.cases.values("child"))))


def _adults(session: SupervisionSession, placement: PracticePlacement) -> list[str]:
    people = [session.student, session.practice_educator, placement.practice_educator]
    if placement.tutor is not None:
        return [*(person.name for person in people), placement.tutor.name]
    return [person.name for person in people]


def unexplained(
    found: Mapping[str, Sequence[Finding]], explained: Mapping[str, str]
) -> dict[str, list[str]]:
    """What still has to go, field by field, in words. Pure. `explained` says by a finding's key why
    it tells of no child.
    """
    errors: dict[str, list[str]] = {}
    for field, findings in found.items():
        for finding in findings:
            if not finding.may_be_a_word:
                errors.setdefault(field, []).append(f"{finding.sentence} Take it out.")
            elif not explained.get(finding.key, "").strip():
                errors.setdefault(field, []).append(
                    f"{finding.sentence} Take it out, or say below why it tells of no child here."
                )
    return errors
