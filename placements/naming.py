"""No child is named where the university reads: what is written of a placement is asked first."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from casework.child.models import Child
from casework.family.models import Household, Relationship
from placements.anonymity import SHORTEST, Facts, Kind, facts, scan

# First names that are also everyday words say nothing by themselves.
EVERYDAY = frozenset({"may", "will", "grace", "hope", "faith", "joy", "april", "june", "august"})


def refuse_names(student_id: UUID, texts: Mapping[str, str], *, known: Iterable[str] = ()) -> None:
    """Raises ValidationError beside each text that names a child this student works or worked with.

    `known` are names of the adults of the placement: theirs may be the same. One query, and none
    where nothing was written.
    """
    written = {field: text for field, text in texts.items() if text.strip()}
    if not written:
        return
    names = _names(student_id)
    errors = {}
    for field, text in written.items():
        word = next(_named(text, names, list(known)), None)
        if word is not None:
            errors[field] = (
                f"“{word}” is the name of a child the student works with. The university reads "
                "this: write it without the name."
            )
    if errors:
        raise ValidationError(errors)


def _names(student_id: UUID) -> Facts:
    found = Child.objects.filter(involvements__person=student_id).distinct()
    rows = list(found.values_list("first_name", "last_name", "la_child_id"))
    return facts(
        names=[("" if first.casefold() in EVERYDAY else first, last) for first, last, _ in rows],
        references=[reference for _, _, reference in rows],
    )


def _named(text: str, names: Facts, known: Iterable[str]) -> Iterator[str]:
    """Only what is written as a name is one: nobody is asked here whether it is just a word."""
    for finding in scan(text, names, known):
        is_name = finding.kind in {Kind.NAME, Kind.REFERENCE} and finding.said[0].isupper()
        if is_name and len(finding.said) >= SHORTEST:
            yield finding.said


def telling(children: QuerySet[Child]) -> Facts:
    """Everything recorded that tells who these children are: they and their families, where they
    live or lived, their schools. Three queries."""
    rows = list(children.select_related("school", "as_family"))
    ties = Relationship.objects.filter(child__in=[child.pk for child in rows])
    family = [tie.member for tie in ties.select_related("member__known_child")]
    kin = [member.known_child for member in family if member.known_child is not None]
    own = [child.as_family.pk for child in rows if hasattr(child, "as_family")]
    homes = Household.objects.filter(members__member__in=[*own, *(one.pk for one in family)])
    return facts(
        names=[
            *((child.first_name, child.last_name) for child in (*rows, *kin)),
            *((child.known_as, child.last_name) for child in (*rows, *kin)),
            *((member.first_name, member.last_name) for member in family),
        ],
        references=[child.la_child_id for child in (*rows, *kin)],
        births=[
            *(day for child in (*rows, *kin) for day in (child.dob, child.expected_dob)),
            *(member.dob for member in family),
        ],
        addresses=homes.values_list("address", flat=True).distinct(),
        schools={child.school.name for child in rows if child.school is not None},
    )
